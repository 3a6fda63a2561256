"""How long until a job is painted, judged by how long jobs like it took."""

import heapq
from dataclasses import dataclass
from statistics import median

from storage.database import Database, rows

JOBS_LOOKED_AT = 20
FIRST_TELLING_PROGRESS = 0.05
"""Below this fraction the elapsed time is mostly loading, and says little about the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A job that is waiting (progress 0) or being painted."""

    method: str
    longest_side: int
    progress: float = 0.0
    elapsed_seconds: float = 0.0


class Forecast:
    """Reads each measurement at most once: make one for each question, not one for ever."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, int], float | None] = {}

    def remaining_seconds(self, work: Work) -> float | None:
        """None when no job of this method was ever painted and this one has not come far enough to tell."""
        whole = self._whole_seconds(work.method, work.longest_side)
        if whole is None and work.progress >= FIRST_TELLING_PROGRESS:
            whole = work.elapsed_seconds / work.progress
        return None if whole is None else whole * (1 - work.progress)

    def _whole_seconds(self, method: str, longest_side: int) -> float | None:
        key = (method, longest_side)
        if key not in self._known:
            self._known[key] = self._of_same_size(*key) or self._scaled_by_pixels(*key)
        return self._known[key]

    _OF_SAME_SIZE = """
        select paint_seconds from jobs
        where state = 'succeeded' and method = :method and longest_side = :longest_side
        order by id desc limit :limit
    """

    def _of_same_size(self, method: str, longest_side: int) -> float | None:
        found = rows(
            self._db,
            self._OF_SAME_SIZE,
            {"method": method, "longest_side": longest_side, "limit": JOBS_LOOKED_AT},
        )
        return median(one["paint_seconds"] for one in found) if found else None

    _PER_PIXEL = """
        select paint_seconds / (longest_side * longest_side) as seconds from jobs
        where state = 'succeeded' and method = :method order by id desc limit :limit
    """

    def _scaled_by_pixels(self, method: str, longest_side: int) -> float | None:
        found = rows(self._db, self._PER_PIXEL, {"method": method, "limit": JOBS_LOOKED_AT})
        return median(one["seconds"] for one in found) * longest_side**2 if found else None


def finish_seconds(painting: list[float], waiting: list[float], *, workers: int) -> float:
    """When the last of `waiting` is painted, if each goes in turn to the worker that is free first.

    `painting` are the remaining seconds of the jobs under way. With nobody waiting: when the last of those is painted.
    """
    idle = max(workers - len(painting), 0 if painting else 1)
    free_at = [*painting, *[0.0] * idle]
    heapq.heapify(free_at)
    finish = max(painting, default=0.0)
    for seconds in waiting:
        finish = heapq.heappop(free_at) + seconds
        heapq.heappush(free_at, finish)
    return finish
