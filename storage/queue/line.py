"""The line: how many are ahead of a job and when it will be made, for all jobs in one pass."""

import heapq
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from storage.database import Database, Row, rows
from storage.jobs import Job
from storage.names import JobId
from storage.queue.forecast import Cost, Forecast
from storage.queue.rows import many_jobs
from storage.work import VERSIONS
from storage.work.work import Lane
from storage.workers import Workers

FRAMES_AT_ONCE = 200
"""Waiting jobs whose messages are kept up to date; further back nothing changes for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    ahead: int
    """Jobs that will be made before this one, those under way included."""
    eta_seconds: float | None
    """Until this job is made; None when too little was measured yet."""


NOTHING_AHEAD = Position(ahead=0, eta_seconds=None)


@dataclass(frozen=True, slots=True)
class _Open:
    job_id: JobId
    lane: int
    cost: Cost


class Line:
    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db = db
        self._clock = clock
        self._workers = Workers(db, clock=clock)

    def position(self, job_id: JobId) -> Position:
        """Nothing is ahead of a job that is being made; one that ended has nothing left to wait for."""
        return self.positions().get(job_id, NOTHING_AHEAD)

    _SHOWN = """
        where not jobs.withdrawn and not jobs.cancel_requested
            and not exists (select 1 from chats where chats.chat_id = places.chat_id and quiet)
            and (places.message_id is not null or places.inline_message_id is not null)
            and jobs.id = (select max(id) from jobs as newer where newer.place_id = jobs.place_id and not withdrawn)
    """

    def frames(self, *, limit: int = FRAMES_AT_ONCE) -> list[tuple[Job, Position]]:
        """Jobs whose message can show how they stand: those being made, then those in line, in its order.

        None of a quiet group.
        """
        order = "order by jobs.lane, jobs.round, jobs.turn, jobs.id limit :limit"
        shown = [
            *many_jobs(self._db, f"{self._SHOWN} and jobs.state = 'leased' {order}", {"limit": limit}),
            *many_jobs(self._db, f"{self._SHOWN} and jobs.state = 'queued' {order}", {"limit": limit}),
        ]
        positions = self.positions() if shown else {}
        return [(job, positions.get(job.id, NOTHING_AHEAD)) for job in shown]

    _UNDER_WAY = """
        select id, lane, cost_key, cost_units, progress, :now - claimed_at as elapsed_seconds from jobs
        where state = 'leased' and not cancel_requested
    """

    _WAITING = """
        select id, lane, cost_key, cost_units, 0.0 as progress, 0.0 as elapsed_seconds from jobs
        where state = 'queued' and exists (select 1 from json_each(:kinds) where key = kind and version <= value)
        order by lane, round, turn, id
    """

    def positions(self) -> Mapping[JobId, Position]:
        """Of every job that has not ended and can be made by this version."""
        under_way = [_open(found) for found in rows(self._db, self._UNDER_WAY, {"now": self._clock()})]
        waiting = [_open(found) for found in rows(self._db, self._WAITING, {"kinds": VERSIONS})]
        if not under_way and not waiting:
            return {}
        forecast, workers = Forecast(self._db), len(self._workers.alive())
        found = {
            each.job_id: Position(ahead=0, eta_seconds=forecast.remaining_seconds(each.cost)) for each in under_way
        }
        for lane in Lane:
            # A quick job does not wait for a slow one under way: it is made between two of its steps.
            before_it = [each for each in under_way if each.lane <= lane]
            line = [each for each in waiting if each.lane <= lane]
            found |= _positions_in(lane, before_it, line, forecast, workers)
        return found


def _positions_in(
    lane: Lane, under_way: Sequence[_Open], line: Sequence[_Open], forecast: Forecast, workers: int
) -> dict[JobId, Position]:
    """Of the line's jobs in this lane, if each goes in turn to the worker that is free first."""
    remaining = [forecast.remaining_seconds(each.cost) for each in under_way]
    following = [forecast.remaining_seconds(each.cost) for each in line]
    etas = finish_seconds(remaining, following, workers=workers)
    return {
        each.job_id: Position(ahead=len(under_way) + index, eta_seconds=eta)
        for index, (each, eta) in enumerate(zip(line, etas, strict=True))
        if each.lane == lane
    }


def finish_seconds(
    painting: Sequence[float | None], waiting: Sequence[float | None], *, workers: int
) -> list[float | None]:
    """When each of `waiting` is made. `painting` are the remaining seconds of the jobs under way.

    None from the first one on about which too little is known.
    """
    if None in painting:
        return [None] * len(waiting)
    known = [seconds for seconds in painting if seconds is not None]
    free_at = [*known, *[0.0] * max(workers - len(known), 0 if known else 1)]
    heapq.heapify(free_at)
    etas: list[float | None] = []
    for seconds in waiting:
        if seconds is None:
            return [*etas, *[None] * (len(waiting) - len(etas))]
        finish = heapq.heappop(free_at) + seconds
        heapq.heappush(free_at, finish)
        etas.append(finish)
    return etas


def _open(found: Row) -> _Open:
    cost = Cost(
        key=found["cost_key"],
        units=found["cost_units"],
        progress=found["progress"],
        elapsed_seconds=found["elapsed_seconds"],
    )
    return _Open(JobId(found["id"]), found["lane"], cost)
