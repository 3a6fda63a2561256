"""How long until a job is made, judged by how long jobs like it took."""

from dataclasses import dataclass
from statistics import median

from storage.database import Database, rows

JOBS_LOOKED_AT = 20
FIRST_TELLING_PROGRESS = 0.05
"""Below this fraction the elapsed time is mostly loading, and says little about the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A job that is waiting (progress 0) or being made."""

    key: str
    """Jobs of one key take seconds in proportion to their units."""
    units: float
    progress: float = 0.0
    elapsed_seconds: float = 0.0


class Forecast:
    """Reads each measurement at most once: make one for each question, not one for ever."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[tuple[str, float], float | None] = {}

    def remaining_seconds(self, cost: Cost) -> float | None:
        """None when no job of this key was ever made and this one has not come far enough to tell."""
        whole = self._whole_seconds(cost.key, cost.units)
        if whole is None and cost.progress >= FIRST_TELLING_PROGRESS:
            whole = cost.elapsed_seconds / cost.progress
        return None if whole is None else whole * (1 - cost.progress)

    def _whole_seconds(self, key: str, units: float) -> float | None:
        if (key, units) not in self._known:
            self._known[key, units] = self._of_same_units(key, units) or self._scaled_by_units(key, units)
        return self._known[key, units]

    # Both read the newest few rows by an index, so that they take no longer when there are many jobs.
    _OF_SAME_UNITS = """
        select paint_seconds from jobs
        where state = 'succeeded' and cost_key = :key and cost_units = :units order by id desc limit :limit
    """

    def _of_same_units(self, key: str, units: float) -> float | None:
        found = rows(self._db, self._OF_SAME_UNITS, {"key": key, "units": units, "limit": JOBS_LOOKED_AT})
        return median(one["paint_seconds"] for one in found) if found else None

    _PER_UNIT = """
        select paint_seconds / cost_units as seconds from jobs
        where state = 'succeeded' and cost_key = :key order by id desc limit :limit
    """

    def _scaled_by_units(self, key: str, units: float) -> float | None:
        found = rows(self._db, self._PER_UNIT, {"key": key, "limit": JOBS_LOOKED_AT})
        return median(one["seconds"] for one in found) * units if found else None
