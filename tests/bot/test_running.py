"""How the bot finds its server and how it ends."""

import asyncio

import pytest
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot import running
from bot.running import CannotStart, Tasks, ready, sandbox_server
from storage.wake import wake
from tests.bot.scene import Scene


def test_the_sandbox_says_where_it_is_in_its_first_line() -> None:
    server = sandbox_server("sandbox http://127.0.0.1:8080 token=123:abc")
    assert server.token == "123:abc"
    assert server.base_url == "http://127.0.0.1:8080/bot"
    assert server.base_file_url == "http://127.0.0.1:8080/file/bot"
    assert "123:abc" not in repr(server)


async def test_the_bot_waits_for_the_network(scene: Scene) -> None:
    await scene.application.shutdown()
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    for _ in range(2):
        scene.telegram.fail("getMe", NetworkError("no route"))
    async with ready(scene.application, sleep=note):
        assert scene.application.bot.username == "impasto_bot"
    assert waits == [1, 2]


@pytest.mark.parametrize("error", [InvalidToken(), TelegramError("no")])
async def test_waiting_is_no_use_when_the_token_is_wrong(scene: Scene, error: Exception) -> None:
    await scene.application.shutdown()
    scene.telegram.fail("getMe", error)
    with pytest.raises(CannotStart):
        async with ready(scene.application):
            pytest.fail("it must not start")


async def test_a_wake_up_from_the_engine_wakes_the_delivery(scene: Scene) -> None:
    stop = running.listen_for_engine(scene.services)
    wake(scene.store.wake_folder, "bot")
    await asyncio.wait_for(scene.services.outbox_changed.wait(), 5)
    stop()


async def test_a_task_that_fails_ends_the_run_with_its_error() -> None:
    tasks = Tasks()

    async def fail() -> None:
        raise ZeroDivisionError

    async def for_ever() -> None:
        await asyncio.Event().wait()

    tasks.start(for_ever())
    tasks.start(fail())
    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(tasks.until_told_to_end(), 5)
    await tasks.cancel()


async def test_a_task_that_may_end_ends_nothing() -> None:
    tasks = Tasks()
    tasks.start(asyncio.sleep(0), may_end=True)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(tasks.until_told_to_end(), 0.05)
