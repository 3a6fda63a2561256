"""The updates the bot has not yet confirmed, and the long poll that hands them out.

Bot API, "Getting updates": an update stays until a later getUpdates names a higher offset.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable

from bot.sandbox.database import Facts, Json
from bot.sandbox.faults import FaultKind, FaultPlan
from bot.sandbox.logbook import Logbook
from bot.sandbox.refusals import conflict

UNASKED_KINDS = frozenset(("chat_member", "message_reaction", "message_reaction_count"))
"""Bot API, getUpdates: these come only when allowed_updates names them."""
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Updates:
    def __init__(
        self,
        database: sqlite3.Connection,
        facts: Facts,
        *,
        faults: FaultPlan,
        logbook: Logbook,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._facts = facts
        self._faults = faults
        self._logbook = logbook
        self._clock = clock
        self._polls = 0
        self._sleepers: set[asyncio.Future[None]] = set()

    def allow(self, kinds: list[str] | None) -> None:
        """Remembered until the next list, as on Telegram; it does not touch updates that are already here."""
        if kinds is not None:
            self._facts.put("allowed_updates", kinds)

    def allowed(self) -> list[str]:
        return list(self._facts.get("allowed_updates", []))

    def add(self, kind: str, body: Json) -> None:
        allowed = self.allowed()
        if kind not in allowed and (allowed or kind in UNASKED_KINDS):
            return
        confirmations = 2 if self._faults.take(FaultKind.DUPLICATE_UPDATE) else 1
        self._database.execute(
            "insert into updates (body, confirmations_left) values (?, ?)", (json.dumps({kind: body}), confirmations)
        )
        self.announce()

    def hold(self, kind: str, body: Json, *, seconds: float) -> None:
        """Adds the update later, with the update_id of that moment; survives a restart."""
        due = self._clock() + seconds
        self._database.execute(
            "insert into held_updates (due, kind, body) values (?, ?, ?)", (due, kind, json.dumps(body))
        )
        self.announce()

    def release_due(self) -> None:
        rows = self._database.execute(
            "select * from held_updates where due <= ? order by due", (self._clock(),)
        ).fetchall()
        for row in rows:
            self._database.execute("delete from held_updates where id = ?", (row["id"],))
            self.add(row["kind"], json.loads(row["body"]))

    def confirm(self, offset: int) -> None:
        """Forgets updates below the offset; a negative offset keeps only that many of the newest."""
        if offset < 0:
            offset = self._offset_from_end(-offset)
        self._database.execute(
            "update updates set confirmations_left = confirmations_left - 1 where update_id < ?", (offset,)
        )
        self._database.execute("delete from updates where confirmations_left <= 0")

    def forget_all(self) -> None:
        self._database.execute("delete from updates")
        self._database.execute("delete from held_updates")

    def pending(self, limit: int) -> list[Json]:
        rows = self._database.execute("select update_id, body from updates order by update_id limit ?", (limit,))
        return [{"update_id": row["update_id"], **json.loads(row["body"])} for row in rows]

    def pending_count(self) -> int:
        return int(self._database.execute("select count(*) from updates").fetchone()[0])

    async def poll(self, *, offset: int, limit: int, timeout_seconds: float) -> list[Json]:
        """Bot API, getUpdates. The older of two polls ends with a conflict."""
        if self._facts.get("webhook"):
            raise conflict(WEBHOOK_ACTIVE)
        mine = self._begin_poll(offset)
        deadline = asyncio.get_running_loop().time() + timeout_seconds
        while not (updates := self._ready(limit)):
            remaining = deadline - asyncio.get_running_loop().time()
            if remaining <= 0:
                break
            await self.wait(remaining)
            self._check_still_mine(mine)
        for update in updates:
            self._logbook.write_update(update)
        return updates

    async def wait(self, timeout_seconds: float | None) -> None:
        """Returns at the next update, at a call of announce(), when a held update falls due, or after the time-out."""
        waits = [seconds for seconds in (timeout_seconds, self._seconds_to_next_held()) if seconds is not None]
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.add(sleeper)
        try:
            await asyncio.wait([sleeper], timeout=min(waits, default=None))
        finally:
            self._sleepers.discard(sleeper)

    def announce(self) -> None:
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)
        self._sleepers.clear()

    def _begin_poll(self, offset: int) -> int:
        self._polls += 1
        self.announce()
        with self._database:
            if offset:
                self.confirm(offset)
        return self._polls

    def _check_still_mine(self, mine: int) -> None:
        if self._facts.get("webhook"):
            raise conflict("terminated by setWebhook request")
        if mine != self._polls:
            raise conflict(OTHER_POLL)

    def _ready(self, limit: int) -> list[Json]:
        with self._database:
            self.release_due()
        return self.pending(limit)

    def _seconds_to_next_held(self) -> float | None:
        due = self._database.execute("select min(due) from held_updates").fetchone()[0]
        return None if due is None else max(due - self._clock(), 0.0)

    def _offset_from_end(self, count: int) -> int:
        row = self._database.execute(
            "select min(update_id) from (select update_id from updates order by update_id desc limit ?)", (count,)
        ).fetchone()
        return int(row[0] or 0)
