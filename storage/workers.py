"""Heartbeats of the engines, for the operator's page and for estimates of waiting time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from storage.database import Database, change, row, rows

ALIVE_SECONDS = 60.0
"""A worker that has been silent for longer counts as gone."""

AWAY_SECONDS = 16.0
"""Three heartbeats were missed: one may be late on a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    name: str
    device: str
    threads: int
    seen_at: float


class Workers:
    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db = db
        self._clock = clock

    _BEAT = """
        insert into workers (name, device, threads, seen_at) values (:name, :device, :threads, :now)
        on conflict do update set device = excluded.device, threads = excluded.threads, seen_at = excluded.seen_at
    """

    def beat(self, name: str, *, device: str, threads: int) -> None:
        change(self._db, self._BEAT, {"name": name, "device": device, "threads": threads, "now": self._clock()})

    _ALIVE = "select name, device, threads, seen_at from workers where seen_at >= :since order by name"

    def alive(self, within_seconds: float = ALIVE_SECONDS) -> list[WorkerRow]:
        return [WorkerRow(**found) for found in rows(self._db, self._ALIVE, {"since": self._clock() - within_seconds})]

    _LAST_SEEN = "select max(seen_at) as seen_at from workers"

    def are_away(self, now: float) -> bool:
        """None has been heard of lately, so nothing is painted."""
        found = row(self._db, self._LAST_SEEN)
        return found is None or found["seen_at"] is None or now - found["seen_at"] >= AWAY_SECONDS

    _LEAVE = "delete from workers where name = :name"

    def leave(self, name: str) -> None:
        change(self._db, self._LEAVE, {"name": name})
