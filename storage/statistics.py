"""What the last 24 hours were like, for those who run the bot: read-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from storage.database import Database, rows
from storage.work.day_chart import DayChart
from storage.work.painting import Painting

HOUR_SECONDS = 3600.0
HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    paintings: int = 0
    wait_seconds: float = 0.0
    """From asking to done, in the middle of them; 0 where nothing was painted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    people: int
    """For whom something ended, well or not, or is in line; a chart of the day does not count."""
    waiting: int
    failed: int
    waits: Sequence[float]
    """Seconds from asking to done, one a painting, the shortest first."""
    hours: Sequence[Hour]
    """HOURS of them, each 60 minutes; the last ends now."""


# Each part has a partial index of its own.
_PEOPLE = """
    select count(*) as people from (
        select user_id from jobs
        where state in ('succeeded', 'dead', 'cancelled') and finished_at > :since and kind <> :chart
        union select user_id from jobs where state = 'queued' and kind <> :chart
        union select user_id from jobs where state = 'leased' and kind <> :chart
    )
"""
_WAITING = "select count(*) as waiting from jobs where state = 'queued'"
_FAILED = """
    select count(*) as failed from jobs
    where state in ('succeeded', 'dead', 'cancelled') and finished_at > :since and state = 'dead'
"""
_PAINTED = """
    select finished_at, finished_at - created_at as wait from jobs
    where state in ('succeeded', 'dead', 'cancelled') and finished_at > :since
        and state = 'succeeded' and kind = :kind
    order by wait
"""


def last_day(db: Database, *, now: float) -> Day:
    since = now - HOURS * HOUR_SECONDS
    painted = rows(db, _PAINTED, {"since": since, "kind": Painting.NAME})
    in_hours: list[list[float]] = [[] for _ in range(HOURS)]
    for one in painted:
        in_hours[min(int((one["finished_at"] - since) / HOUR_SECONDS), HOURS - 1)].append(one["wait"])
    return Day(
        people=rows(db, _PEOPLE, {"since": since, "chart": DayChart.NAME})[0]["people"],
        waiting=rows(db, _WAITING)[0]["waiting"],
        failed=rows(db, _FAILED, {"since": since})[0]["failed"],
        waits=[one["wait"] for one in painted],
        hours=[Hour(paintings=len(waits), wait_seconds=percentile(waits, 50)) for waits in in_hours],
    )


def percentile(ascending: Sequence[float], percent: int) -> float:
    """The value that so many of a hundred do not exceed (nearest rank); 0 of none."""
    return ascending[max(ceil(len(ascending) * percent / 100), 1) - 1] if ascending else 0.0
