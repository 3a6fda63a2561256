"""Updates received from Telegram, committed before Telegram is told that they arrived."""

import time
from collections.abc import Callable

from storage.database import Database, change, row, rows

SILENCE_BEFORE_NUMBERS_RESTART = 6 * 24 * 3600.0
"""Seconds. After a week without updates Telegram numbers the next one at random (core.telegram.org/bots/api#update)."""


class Inbox:
    def __init__(self, db: Database, *, clock: Callable[[], float] = time.time) -> None:
        self._db = db
        self._clock = clock

    _ADD = """
        insert or ignore into inbox (update_id, payload, album, received_at) values (:update_id, :payload, :album, :now)
    """

    def add(self, update_id: int, payload: str, *, album: str = "") -> bool:
        """False when this update was already here, settled or not. `album`: its media_group_id, if any."""
        update = {"update_id": update_id, "payload": payload, "album": album, "now": self._clock()}
        return change(self._db, self._ADD, update) == 1

    _PENDING = "select update_id, payload from inbox where settled_at is null order by update_id limit :limit"

    def pending(self, *, limit: int = -1) -> list[tuple[int, str]]:
        """(update_id, payload), oldest first; -1 is all."""
        found = rows(self._db, self._PENDING, {"limit": limit})
        return [(one["update_id"], one["payload"]) for one in found]

    _MORE_OF_ALBUM = """
        select 1 from inbox where settled_at is null and album = :album and album <> '' and update_id > :after limit 1
    """

    def holds_more_of(self, album: str, *, after: int) -> bool:
        """Whether an update after this one, which is not handled yet, is of the same album."""
        return row(self._db, self._MORE_OF_ALBUM, {"album": album, "after": after}) is not None

    _SETTLE = """
        update inbox set settled_at = :now, payload = '', album = ''
        where update_id = :update_id and settled_at is null
    """

    def settle(self, update_id: int) -> None:
        """Handled, for good. Only the number is kept, to recognise a second delivery."""
        change(self._db, self._SETTLE, {"update_id": update_id, "now": self._clock()})

    _NEWEST = "select update_id, received_at from inbox order by received_at desc, update_id desc limit 1"

    def next_offset(self) -> int | None:
        """The offset for the next getUpdates; None: ask without one, and `add` sorts out what came before.

        None also after days of silence: numbers that restart below the old offset would never be seen.
        """
        newest = row(self._db, self._NEWEST)
        if newest is None or self._clock() - newest["received_at"] > SILENCE_BEFORE_NUMBERS_RESTART:
            return None
        return int(newest["update_id"]) + 1
