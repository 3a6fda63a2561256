"""Updates by long polling: committed to the inbox before Telegram is told that they arrived, then handled."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.context import ImpastoApplication
from bot.journeys import ALLOWED_UPDATES
from bot.logs import event
from bot.rate_limiter import retry_seconds
from bot.store import Store

log = logging.getLogger(__name__)

LONG_POLL_SECONDS = 30
WAITS_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
"""After one failure, two, and so on; the last for all that follow."""
IN_HAND_AT_MOST = 400
"""Updates being handled; more stay with Telegram, which keeps them for 24 hours."""


class Polling:
    def __init__(
        self,
        application: ImpastoApplication,
        store: Store,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._application = application
        self._store = store
        self._metrics = application.bot_data.metrics
        self._clock = clock
        self._sleep = sleep
        self._in_hand: set[asyncio.Task[None]] = set()
        self._last_answer = clock()  # the bot has just learned its own name

    @property
    def seconds_since_answer(self) -> float:
        """Since Telegram last answered; a poll alone may take 30."""
        return self._clock() - self._last_answer

    async def run(self) -> None:
        """Until cancelled. Raises InvalidToken."""
        for _, payload in await self._store.run_until_done(lambda storage: storage.inbox.pending()):
            self._start(payload)
        offset = await self._store.run_until_done(lambda storage: storage.inbox.next_offset())
        failures = 0
        while True:
            try:
                offset = await self._poll(offset)
                failures = 0
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                await self._wait_after(error, failures)

    async def finish(self, *, seconds: float) -> None:
        """Let what is in hand end; what does not is handled again at the next start."""
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=seconds)
        for task in self._in_hand:
            task.cancel()

    async def _poll(self, offset: int | None) -> int | None:
        """The next offset."""
        payloads = await self._fetch(offset)
        self._last_answer = self._clock()
        if not payloads:
            return offset
        await self._take_in(payloads)
        return max(payloads) + 1

    async def _fetch(self, offset: int | None) -> dict[int, str]:
        """Update ids and their JSON."""
        bot, seconds = self._application.bot, LONG_POLL_SECONDS
        try:
            updates = await bot.get_updates(offset=offset, timeout=seconds, allowed_updates=ALLOWED_UPDATES)
        except TelegramError:
            raise
        except Exception:
            # PTB cannot read one of them. Taken raw, each fails or succeeds by itself.
            log.exception("updates_unreadable offset=%s", offset)
            raw = await bot.do_api_request("getUpdates", {"offset": offset, "allowed_updates": ALLOWED_UPDATES})
            return {fields["update_id"]: json.dumps(fields) for fields in raw}
        return {update.update_id: update.to_json() for update in updates}

    async def _take_in(self, payloads: Mapping[int, str]) -> None:
        for update_id in await self._store.receive(payloads.items()):
            self._metrics.arrived(update_id)
            while len(self._in_hand) >= IN_HAND_AT_MOST:
                await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
            self._start(payloads[update_id])

    def _start(self, payload: str) -> None:
        task = asyncio.create_task(self._handle(json.loads(payload)))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _handle(self, fields: dict[str, Any]) -> None:
        """Whatever happens, the update is settled: one that always fails must not come back at every start."""
        try:
            update = Update.de_json(fields, self._application.bot)
            await self._application.update_processor.process_update(update, self._application.process_update(update))
        except Exception:
            log.exception("update_failed update=%s", fields["update_id"])
        await self._store.settle(fields["update_id"])

    async def _wait_after(self, error: TelegramError, failures: int) -> None:
        seconds = WAITS_SECONDS[min(failures, len(WAITS_SECONDS)) - 1]
        if isinstance(error, RetryAfter):
            seconds = retry_seconds(error)
        event(log, "poll_failed", level=logging.WARNING, why=error.message, wait=seconds)
        await self._sleep(seconds)
