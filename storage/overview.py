"""Counts for the operator: read-only, cheap enough for a scrape every few seconds."""

from dataclasses import dataclass

from storage.database import Database, row, rows
from storage.jobs import JobState
from storage.outbox import OutboxState
from storage.workers import ALIVE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    jobs: dict[JobState, int]
    """Every state is a key, also with 0 jobs."""
    oldest_waiting_seconds: float
    """0 when nobody waits."""
    outbox: dict[OutboxState, int]
    workers: int
    """Alive ones."""


# In three parts, because each has a partial index that answers it: a plain count would read every row.
_JOBS = """
    select state, count(*) as count from jobs where state = 'queued' group by state
    union all select state, count(*) from jobs where state = 'leased' group by state
    union all select state, count(*) from jobs where state in ('succeeded', 'dead', 'cancelled') group by state
"""
_OUTBOX = "select state, count(*) as count from outbox group by state"
_OLDEST = "select min(created_at) as moment from jobs where state = 'queued'"
_WORKERS = "select count(*) as count from workers where seen_at >= :since"


def overview(db: Database, *, now: float) -> Overview:
    jobs = {found["state"]: found["count"] for found in rows(db, _JOBS)}
    outbox = {found["state"]: found["count"] for found in rows(db, _OUTBOX)}
    return Overview(
        jobs={state: jobs.get(state, 0) for state in JobState},
        oldest_waiting_seconds=_oldest_waiting_seconds(db, now),
        outbox={state: outbox.get(state, 0) for state in OutboxState},
        workers=rows(db, _WORKERS, {"since": now - ALIVE_SECONDS})[0]["count"],
    )


def _oldest_waiting_seconds(db: Database, now: float) -> float:
    found = row(db, _OLDEST)
    moment = found["moment"] if found else None
    return 0.0 if moment is None else max(now - moment, 0.0)
