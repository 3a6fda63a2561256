"""The inbox between Telegram and the handlers: nothing is confirmed before it is committed, nothing handled twice."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot import store
from bot.polling import Polling
from bot.texts import texts_for
from tests.bot.scene import Scene
from tests.bot.telegram_double import Json
from tests.bot.until import until

HINT = texts_for("en").say("send-a-photo")


class Sleeps:
    """Takes no time and remembers how much was asked for."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@asynccontextmanager
async def polled(scene: Scene, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> AsyncIterator[Polling]:
    """Polls until nothing more comes and everything is handled."""
    polling = Polling(scene.application, scene.store, sleep=sleep)
    task = asyncio.create_task(polling.run())
    waits = asyncio.create_task(scene.telegram.nothing_more.wait())
    await asyncio.wait((task, waits), return_when=asyncio.FIRST_COMPLETED, timeout=10)
    await polling.finish(seconds=5)
    yield polling
    waits.cancel()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def hello(scene: Scene, update_id: int) -> Json:
    return {"update_id": update_id, "message": scene.message(text="hello")}


async def unwritable(scene: Scene, really: bool = True) -> None:
    """Every write fails, as on a full disk."""
    await scene.store.run(lambda storage: storage.db.conn.execute(f"pragma query_only = {int(really)}"))


async def pending(scene: Scene) -> list[int]:
    return [update_id for update_id, _ in await scene.store.run(lambda storage: storage.inbox.pending())]


async def test_updates_are_handled_settled_and_confirmed(scene: Scene) -> None:
    scene.telegram.updates.append([hello(scene, 41), hello(scene, 42)])
    async with polled(scene):
        assert scene.telegram.said == [HINT, HINT]
    assert await pending(scene) == []
    assert [call.params.get("offset") for call in scene.telegram.of("getUpdates")] == [None, 43]


async def test_only_what_we_handle_is_asked_for(scene: Scene) -> None:
    async with polled(scene):
        asked = scene.telegram.of("getUpdates")[0].params["allowed_updates"]
    assert asked == ["message", "callback_query", "my_chat_member", "inline_query"]


async def test_an_update_is_in_the_inbox_before_it_is_confirmed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were we killed in the handler, it would be handled at the next start."""

    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(scene.application, "process_update", never)
    scene.telegram.updates.append([hello(scene, 41)])
    polling = Polling(scene.application, scene.store)
    task = asyncio.create_task(polling.run())
    await asyncio.wait_for(scene.telegram.nothing_more.wait(), 10)
    assert scene.telegram.of("getUpdates")[-1].params["offset"] == 42
    assert await pending(scene) == [41]
    task.cancel()
    await polling.finish(seconds=0)
    await asyncio.sleep(0)
    assert await pending(scene) == [41], "what did not end is not settled"


async def test_what_a_crash_left_in_the_inbox_is_handled_first(scene: Scene) -> None:
    payload = json.dumps(hello(scene, 40))
    await scene.store.receive([(40, payload)])
    async with polled(scene):
        assert scene.telegram.said == [HINT]
        assert scene.telegram.of("getUpdates")[0].params["offset"] == 41
    assert await pending(scene) == []


async def test_an_update_that_telegram_delivers_twice_is_handled_once(scene: Scene) -> None:
    twice = hello(scene, 41)
    scene.telegram.updates.extend([[twice], [twice]])
    async with polled(scene):
        assert scene.telegram.said == [HINT]


async def test_an_update_that_cannot_be_handled_is_settled_all_the_same(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(scene.application, "process_update", broken)
    scene.telegram.updates.append([hello(scene, 41)])
    async with polled(scene):
        assert await pending(scene) == []


async def test_an_update_that_ptb_cannot_read_does_not_block_the_others(scene: Scene) -> None:
    unreadable = {
        "update_id": 41,
        "message": {"message_id": 1, "date": "yesterday", "chat": {"id": 1, "type": "private"}},
    }
    batch = [unreadable, hello(scene, 42)]
    scene.telegram.updates.extend([batch, batch])
    async with polled(scene):
        assert scene.telegram.said == [HINT]
    assert await pending(scene) == []
    assert scene.telegram.of("getUpdates")[-1].params["offset"] == 43


async def test_errors_are_waited_out_longer_each_time(scene: Scene) -> None:
    sleeps = Sleeps()
    for _ in range(7):
        scene.telegram.fail("getUpdates", NetworkError("down"))
    scene.telegram.updates.append([hello(scene, 41)])
    async with polled(scene, sleeps):
        assert scene.telegram.said == [HINT]
    assert sleeps.seconds == [1, 2, 4, 8, 16, 30, 30]


async def test_ten_thousand_errors_are_waited_out_no_longer_than_a_few(scene: Scene) -> None:
    sleeps = Sleeps()
    for _ in range(10_000):
        scene.telegram.fail("getUpdates", NetworkError("down"))
    async with polled(scene, sleeps):
        assert sleeps.seconds[5:] == [30] * 9_995


async def test_a_disk_that_cannot_be_written_ends_nothing_and_loses_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "REST_SECONDS", 0.0)
    scene.telegram.updates.append([hello(scene, 41)])
    await unwritable(scene)
    polling = Polling(scene.application, scene.store)
    task = asyncio.create_task(polling.run())
    await until(lambda: scene.store.trouble)
    assert [call.params.get("offset") for call in scene.telegram.of("getUpdates")] == [None]
    await unwritable(scene, False)
    await until(lambda: scene.telegram.said)
    await polling.finish(seconds=10)
    assert (await pending(scene), scene.telegram.said) == ([], [HINT])
    await until(lambda: len(scene.telegram.of("getUpdates")) == 2)
    assert scene.telegram.of("getUpdates")[-1].params["offset"] == 42
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_what_was_handled_while_nothing_could_be_noted_is_settled_later_and_not_handled_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "REST_SECONDS", 0.0)
    answer = scene.application.process_update

    async def answer_and_fill_the_disk(update: object) -> None:
        await answer(update)
        await unwritable(scene)

    monkeypatch.setattr(scene.application, "process_update", answer_and_fill_the_disk)
    polling = Polling(scene.application, scene.store)
    scene.telegram.updates.append([hello(scene, 41)])
    task = asyncio.create_task(polling.run())
    await until(lambda: scene.store.trouble)
    await unwritable(scene, False)
    await polling.finish(seconds=10)
    assert await pending(scene) == []
    assert scene.telegram.said == [HINT]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_429_is_waited_out_as_told(scene: Scene) -> None:
    sleeps = Sleeps()
    scene.telegram.fail("getUpdates", RetryAfter(17))
    async with polled(scene, sleeps):
        assert sleeps.seconds == [17]


async def test_a_token_that_is_no_longer_known_ends_the_polling(scene: Scene) -> None:
    scene.telegram.fail("getUpdates", InvalidToken())
    with pytest.raises(InvalidToken):
        await Polling(scene.application, scene.store).run()
