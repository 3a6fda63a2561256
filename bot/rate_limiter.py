"""Telegram's limits, kept by waiting before a call: 1 a second per chat, 20 a minute per group, 30 a second in all."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

ChatId = int | str
Reply = bool | dict[str, Any] | list[dict[str, Any]]
CHATS_KEPT = 5000
"""Chats whose recent calls are remembered before the quiet ones are dropped."""
LONGEST_PATIENCE_SECONDS = 60.0
"""A handler waits no longer for Telegram: the next updates of its person wait behind it."""
NOT_IN_A_CHAT = {"sendChatAction", "getChat", "getChatMember", "deleteMessage"}
"""Methods that name a chat but put no message into it."""


class Importance(StrEnum):
    """What goes first when there is not room for all. The default of a call is REPLY."""

    ANSWER = "answer"
    RESULT = "result"
    REPLY = "reply"
    NOTICE = "notice"
    """Rings for what is there already."""
    ACKNOWLEDGEMENT = "acknowledgement"
    PROGRESS = "progress"

    @property
    def is_kept_elsewhere(self) -> bool:
        """The outbox or the next frame brings it again, so a 429 goes back to the caller and is not waited out."""
        return self not in (Importance.ANSWER, Importance.REPLY)


class Dropped(TelegramError):
    """There is no room for a progress edit now. Nothing was sent; come again with a newer frame."""


class NoRoom(TelegramError):
    """A group has no room yet for what the outbox keeps, so that others do not wait behind it. Nothing was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no room for {seconds:.1f} s")
        self.seconds = seconds


class Window:
    """At most `limit` calls in any `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self._taken: deque[float] = deque()

    def wait(self, now: float, *, spare: int = 0) -> float:
        """Seconds until a call has room that leaves `spare` places for more important ones."""
        self._forget(now)
        surplus = len(self._taken) - (self.limit - spare)
        return 0.0 if surplus < 0 else self._taken[surplus] + self.seconds - now

    def take(self, now: float) -> None:
        self._taken.append(now)

    def is_idle(self, now: float) -> bool:
        self._forget(now)
        return not self._taken

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0] + self.seconds <= now:
            self._taken.popleft()


SPARE_OVERALL = {Importance.REPLY: 5, Importance.NOTICE: 5, Importance.ACKNOWLEDGEMENT: 5, Importance.PROGRESS: 20}
SPARE_IN_CHAT = {Importance.PROGRESS: 2}
SPARE_IN_GROUP = {Importance.REPLY: 2, Importance.NOTICE: 6, Importance.ACKNOWLEDGEMENT: 6, Importance.PROGRESS: 12}
"""Places that a class must leave free. This is the whole priority rule: there is no queue in which to overtake."""


class ChatWindows:
    """5 in 5 seconds: an answer, an acknowledgement and a result may follow each other at once, at 1/s on average."""

    def __init__(self, *, is_group: bool) -> None:
        self._burst = Window(5, 5.0)
        self._group = Window(20, 60.0) if is_group else None

    def wait(self, now: float, importance: Importance) -> float:
        waits = [self._burst.wait(now, spare=SPARE_IN_CHAT.get(importance, 0))]
        if self._group:
            waits.append(self._group.wait(now, spare=SPARE_IN_GROUP.get(importance, 0)))
        return max(waits)

    def take(self, now: float) -> None:
        self._burst.take(now)
        if self._group:
            self._group.take(now)

    def is_idle(self, now: float) -> bool:
        return self._burst.is_idle(now) and (self._group is None or self._group.is_idle(now))


def tell_nobody(method: str) -> None:
    """For a limiter that nobody watches."""


UPLOADS = {"sendPhoto", "sendDocument", "editMessageMedia"}
"""Methods that carry a picture, and may travel for a minute."""
WORDS_AT_ONCE, UPLOADS_AT_ONCE, FRAMES_AT_ONCE = 16, 8, 4
"""Requests in flight. Words, and whatever else is quick, never wait behind a picture, nor a result behind frames."""


class Slots:
    """Room for requests in flight. Nobody holds any while waiting for Telegram's limits."""

    def __init__(self) -> None:
        self._words = asyncio.Semaphore(WORDS_AT_ONCE)
        self._uploads = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self._frames = asyncio.Semaphore(FRAMES_AT_ONCE)

    def of(self, endpoint: str, importance: Importance) -> asyncio.Semaphore:
        """Raises Dropped where a frame would have to wait."""
        if endpoint not in UPLOADS:
            return self._words
        if importance is not Importance.PROGRESS:
            return self._uploads
        if self._frames.locked():
            raise Dropped("frames enough are on their way")
        return self._frames


class FairRateLimiter(BaseRateLimiter[Importance]):
    """A 429 stops only its own chat. Nothing is repeated whose outcome is unknown: a 429 is a clear "not done"."""

    __slots__ = ("_chats", "_clock", "_on_flood", "_overall", "_paused_until", "_sleep", "_slots")

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        on_flood: Callable[[str], None] = tell_nobody,
    ) -> None:
        """`on_flood` is told the method of each call that Telegram answered with a 429."""
        self._clock = clock
        self._sleep = sleep
        self._on_flood = on_flood
        self._slots = Slots()
        self._overall = Window(30, 1.0)
        self._chats: dict[ChatId, ChatWindows] = {}
        self._paused_until: dict[ChatId, float] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Reply]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Importance | None,
    ) -> Reply:
        """Raises Dropped for progress without room; for what else is kept elsewhere NoRoom in a full group, and
        RetryAfter in a paused chat."""
        importance = Importance.ANSWER if endpoint == "answerCallbackQuery" else rate_limit_args or Importance.REPLY
        chat = None if endpoint in NOT_IN_A_CHAT else data.get("chat_id")
        while True:
            await self._wait_for_turn(chat, importance)
            async with self._slots.of(endpoint, importance):
                if self._wait(chat, importance):
                    continue  # others went while this one waited for a slot
                self._take(chat)
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:
                    flood = error
            seconds = self._pause_after(flood, endpoint, chat)
            if importance.is_kept_elsewhere or seconds > LONGEST_PATIENCE_SECONDS:
                raise flood
            await self._sleep(seconds)

    async def _wait_for_turn(self, chat: ChatId | None, importance: Importance) -> None:
        while seconds := self._wait(chat, importance):
            if importance is Importance.PROGRESS:
                raise Dropped(f"no room for progress for {seconds:.1f} s")
            if importance.is_kept_elsewhere and chat is not None and is_group(chat):
                raise NoRoom(seconds)
            await self._sleep(seconds)

    def _take(self, chat: ChatId | None) -> None:
        now = self._clock()
        self._overall.take(now)
        if chat is not None:
            self._windows(chat).take(now)

    def _wait(self, chat: ChatId | None, importance: Importance) -> float:
        now = self._clock()
        overall = self._overall.wait(now, spare=SPARE_OVERALL.get(importance, 0))
        if chat is None:
            return overall
        paused = self._paused_until.get(chat, now) - now
        if paused > 0 and importance.is_kept_elsewhere:
            raise RetryAfter(timedelta(seconds=paused))
        return max(overall, paused, self._windows(chat).wait(now, importance))

    def _pause_after(self, flood: RetryAfter, endpoint: str, chat: ChatId | None) -> float:
        """How long Telegram wants to hear nothing, in seconds."""
        self._on_flood(endpoint)
        seconds = retry_seconds(flood)
        if chat is not None:
            self._paused_until[chat] = max(self._paused_until.get(chat, 0.0), self._clock() + seconds)
        return seconds

    def _windows(self, chat: ChatId) -> ChatWindows:
        if chat not in self._chats:
            self._drop_idle_chats()
            self._chats[chat] = ChatWindows(is_group=is_group(chat))
        return self._chats[chat]

    def _drop_idle_chats(self) -> None:
        if len(self._chats) < CHATS_KEPT:
            return
        now = self._clock()
        self._chats = {chat: windows for chat, windows in self._chats.items() if not windows.is_idle(now)}
        self._paused_until = {chat: until for chat, until in self._paused_until.items() if until > now}


def is_group(chat: ChatId) -> bool:
    """Groups, supergroups and channels have negative ids; people are their own chat and have positive ones."""
    return not isinstance(chat, int) or chat < 0


def retry_seconds(flood: RetryAfter) -> float:
    wait = flood._retry_after  # the public attribute warns: it is about to become this timedelta
    return wait.total_seconds()
