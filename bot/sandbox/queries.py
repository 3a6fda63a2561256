"""Button presses and inline queries that wait for the bot's answer. Bot API, "CallbackQuery" and "InlineQuery"."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.database import Json
from bot.sandbox.refusals import bad_request

VALID_SECONDS = 15.0
"""Telegram names no figure; answers about 15 s after the press have been seen refused."""
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class _Open:
    since: float
    answer: "asyncio.Future[Json]"


class OpenQueries:
    """In memory only: after a restart every query is too old."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, _Open] = {}

    def open(self) -> str:
        """The new query's id: 64 bits, as a string."""
        query_id = str(secrets.randbits(63))
        self._open[query_id] = _Open(self._clock(), asyncio.get_running_loop().create_future())
        return query_id

    def answer(self, query_id: str, answer: Json) -> None:
        """The first answer counts, a second is accepted and ignored. Raises the Refusal for an old or unknown id."""
        query = self._open.get(query_id)
        if query is None or self._clock() - query.since > VALID_SECONDS:
            raise bad_request(TOO_OLD)
        if not query.answer.done():
            query.answer.set_result(answer)

    async def answered(self, query_id: str, *, timeout_seconds: float) -> Json:
        """What the bot answered, or {} when nothing came in time."""
        done, _ = await asyncio.wait([self._open[query_id].answer], timeout=timeout_seconds)
        self._drop_old()
        return done.pop().result() if done else {}

    def _drop_old(self) -> None:
        now = self._clock()
        self._open = {key: query for key, query in self._open.items() if now - query.since <= VALID_SECONDS}
