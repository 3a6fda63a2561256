"""Telegram's limits, with a clock that only moves when somebody sleeps."""

import asyncio
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter

from bot.rate_limiter import (
    FRAMES_AT_ONCE,
    UPLOADS_AT_ONCE,
    Dropped,
    FairRateLimiter,
    Importance,
    NoRoom,
    Window,
    retry_seconds,
)

GROUP = -100200
STEP = 1e-6


class World:
    """A limiter, the calls that it let through, and the time they went."""

    def __init__(self) -> None:
        self.now = 0.0
        self.floods: Counter[int] = Counter()
        self.retry_after = 3
        self.sent: list[tuple[float, Any]] = []
        self.limiter = FairRateLimiter(clock=lambda: self.now, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds + STEP

    async def call(
        self, chat: int | None = 1, importance: Importance | None = None, endpoint: str = "sendMessage"
    ) -> None:
        async def send() -> bool:
            if self.floods[chat or 0]:
                self.floods[chat or 0] -= 1
                raise RetryAfter(self.retry_after)
            self.sent.append((self.now, chat))
            return True

        data = {} if chat is None else {"chat_id": chat}
        await self.limiter.process_request(send, (), {}, endpoint, data, importance)

    async def calls(self, times: int, chat: int = 1, importance: Importance | None = None) -> list[float]:
        for _ in range(times):
            await self.call(chat, importance)
        return [at for at, where in self.sent if where == chat]


async def test_a_question_an_acknowledgement_and_a_result_go_at_once() -> None:
    assert await World().calls(5) == [0.0] * 5


async def test_a_chat_gets_one_message_a_second_on_average() -> None:
    times = await World().calls(60)
    assert all(later - earlier >= 5 for earlier, later in zip(times, times[5:], strict=False))
    assert times[-1] == pytest.approx(55, abs=1)


async def test_a_group_gets_twenty_messages_a_minute() -> None:
    times = await World().calls(50, GROUP)
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[20:], strict=False))


@pytest.mark.parametrize("importance", [Importance.RESULT, Importance.NOTICE, Importance.ACKNOWLEDGEMENT])
async def test_what_the_outbox_keeps_is_told_at_once_when_a_group_has_room(importance: Importance) -> None:
    world = World()
    await world.calls(5, GROUP, Importance.RESULT)
    with pytest.raises(NoRoom) as refused:
        await world.call(GROUP, importance)
    assert world.now == 0
    world.now = refused.value.seconds
    await world.call(GROUP, importance)


async def test_words_leave_a_group_room_for_results() -> None:
    world = World()
    for second in range(0, 40, 2):
        world.now = float(second)
        with suppress(NoRoom):
            await world.call(GROUP, Importance.ACKNOWLEDGEMENT)
    assert len(world.sent) == 14
    for second in range(40, 52, 2):
        world.now = float(second)
        await world.call(GROUP, Importance.RESULT)
    assert len(world.sent) == 20


async def test_all_chats_together_get_thirty_a_second() -> None:
    world = World()
    for chat in range(1, 91):
        await world.call(chat, Importance.RESULT)
    times = [at for at, _ in world.sent]
    assert all(later - earlier >= 1 for earlier, later in zip(times, times[30:], strict=False))
    assert times[-1] < 3


async def test_a_full_chat_delays_no_other() -> None:
    world = World()
    await world.calls(5)
    await world.call(2)
    assert world.now == 0


async def test_progress_without_room_is_dropped_and_leaves_room_for_the_result() -> None:
    world = World()
    await world.calls(3, importance=Importance.PROGRESS)
    with pytest.raises(Dropped):
        await world.call(importance=Importance.PROGRESS)
    await world.call(importance=Importance.RESULT)
    assert world.now == 0


async def test_progress_of_many_chats_takes_a_third_of_the_whole() -> None:
    world = World()
    for chat in range(1, 11):
        await world.call(chat, Importance.PROGRESS)
    with pytest.raises(Dropped):
        await world.call(11, Importance.PROGRESS)
    await world.call(12, Importance.RESULT)
    assert world.now == 0


async def test_button_answers_are_never_held_up_by_a_full_chat() -> None:
    world = World()
    await world.calls(5)
    await world.call(None, endpoint="answerCallbackQuery")
    assert world.now == 0


async def test_a_429_stops_its_own_chat_only() -> None:
    world = World()
    world.floods[1] = 1
    with pytest.raises(RetryAfter):
        await world.call(1, Importance.RESULT)
    await world.call(2, Importance.RESULT)
    assert world.sent == [(0.0, 2)]


async def test_what_the_outbox_keeps_is_told_how_long_the_chat_is_paused() -> None:
    world = World()
    world.floods[1] = 1
    with pytest.raises(RetryAfter):
        await world.call(1, Importance.ACKNOWLEDGEMENT)
    world.now = 1.0
    with pytest.raises(RetryAfter) as refused:
        await world.call(1, Importance.RESULT)
    assert retry_seconds(refused.value) == pytest.approx(2)
    world.now = 3.5
    await world.call(1, Importance.RESULT)
    assert world.sent == [(3.5, 1)]


async def test_an_answer_to_a_person_waits_the_429_out_and_is_sent_once() -> None:
    world = World()
    world.floods[1] = 2
    await world.call(1, Importance.REPLY)
    assert [at for at, _ in world.sent] == [pytest.approx(6, abs=0.1)]


async def test_a_handler_does_not_wait_for_an_hour() -> None:
    world = World()
    world.floods[1], world.retry_after = 1, 3600
    with pytest.raises(RetryAfter):
        await world.call(1)


async def test_an_error_other_than_a_429_is_never_repeated() -> None:
    calls = 0

    async def send() -> bool:
        nonlocal calls
        calls += 1
        raise TimeoutError

    with pytest.raises(TimeoutError):
        await FairRateLimiter().process_request(send, (), {}, "sendMessage", {"chat_id": 1}, None)
    assert calls == 1


async def test_many_who_wait_at_once_all_get_their_turn() -> None:
    world = World()
    await asyncio.gather(*(world.call(1) for _ in range(20)))
    times = sorted(at for at, _ in world.sent)
    assert len(times) == 20
    assert all(later - earlier >= 5 for earlier, later in zip(times, times[5:], strict=False))


@given(st.lists(st.integers(0, 20), max_size=60), st.integers(1, 6), st.integers(0, 3))
def test_a_window_is_never_fuller_than_its_limit(quarters: list[int], limit: int, spare: int) -> None:
    window, now, taken = Window(limit + spare, 4.0), 0.0, list[float]()
    for pause in quarters:
        now += pause / 4
        if window.wait(now, spare=spare) == 0:
            window.take(now)
            taken.append(now)
    assert all(sum(1 for one in taken if at - 4 < one <= at) <= limit for at in taken)


class Slow(World):
    """Requests that are on their way until they are told to end."""

    def __init__(self) -> None:
        super().__init__()
        self.on_their_way: list[str] = []
        self.end = asyncio.Event()
        self.tasks: list[asyncio.Task[Any]] = []

    async def begin(
        self, times: int, endpoint: str, importance: Importance = Importance.RESULT, chat: int | None = None
    ) -> None:
        """In a chat of its own each, unless one is named."""

        async def travel() -> bool:
            self.on_their_way.append(endpoint)
            await self.end.wait()
            return True

        for number in range(times):
            data = {"chat_id": chat or 1000 + len(self.tasks) + number}
            request = self.limiter.process_request(travel, (), {}, endpoint, data, importance)
            self.tasks.append(asyncio.create_task(request))
        await self.settle()

    async def settle(self) -> None:
        for _ in range(200):
            await asyncio.sleep(0)

    async def finish(self) -> list[Any]:
        self.end.set()
        return await asyncio.gather(*self.tasks, return_exceptions=True)


async def test_words_never_wait_behind_pictures() -> None:
    world = Slow()
    await world.begin(20, "editMessageMedia")
    assert len(world.on_their_way) == UPLOADS_AT_ONCE
    await world.begin(3, "sendMessage", Importance.ACKNOWLEDGEMENT)
    assert world.on_their_way.count("sendMessage") == 3
    await world.finish()


async def test_frames_leave_room_for_results_and_are_dropped_rather_than_kept_waiting() -> None:
    world = Slow()
    await world.begin(FRAMES_AT_ONCE + 2, "editMessageMedia", Importance.PROGRESS)
    await world.begin(1, "sendPhoto", Importance.RESULT)
    assert "sendPhoto" in world.on_their_way
    outcomes = await world.finish()
    assert sum(isinstance(outcome, Dropped) for outcome in outcomes) == 2


async def test_nobody_holds_a_slot_while_waiting_for_telegrams_limits() -> None:
    """One chat with a hundred messages to come is no matter of anybody else."""
    world = Slow()
    asleep = asyncio.Event()

    async def sleep(_: float) -> None:
        await asleep.wait()

    world.limiter = FairRateLimiter(clock=lambda: 0.0, sleep=sleep)
    await world.begin(40, "sendMessage", Importance.REPLY, chat=7)
    assert len(world.on_their_way) == 5
    await world.begin(5, "sendMessage", Importance.REPLY)
    assert len(world.on_their_way) == 10
    for task in world.tasks:
        task.cancel()
    await asyncio.gather(*world.tasks, return_exceptions=True)


async def test_who_waited_for_a_slot_still_keeps_telegrams_limits() -> None:
    """Their chat was free when they began to wait; others took its places meanwhile."""
    world = Slow()
    await world.begin(UPLOADS_AT_ONCE, "sendPhoto")
    await world.begin(1, "sendPhoto", Importance.RESULT, chat=7)
    await world.begin(5, "sendMessage", Importance.REPLY, chat=7)
    before = world.now
    await world.finish()
    assert world.now >= before + 5


async def test_whoever_watches_is_told_of_each_429() -> None:
    floods: list[str] = []
    limiter = FairRateLimiter(on_flood=floods.append)

    async def flooded() -> bool:
        raise RetryAfter(3)

    with pytest.raises(RetryAfter):
        await limiter.process_request(flooded, (), {}, "sendPhoto", {"chat_id": 1}, Importance.RESULT)
    assert floods == ["sendPhoto"]
