"""Instant first, then better: ✨, ⇄ and other presets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.living_message import LivingMessages
from bot.progress import QUIET_SECONDS, Pace, Progress
from bot.texts import texts_for
from storage.work.work import Lane
from tests.bot.journeys.chat import Chat
from tests.bot.scene import BRUNO, INSTANT, Scene, content_of, open_scene, painting_of

ENGLISH = texts_for("en")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def test_a_pair_a_caption_and_a_preset_button_are_painted_at_once_in_the_quick_lane(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.send(**scene.photo("cat"))
    await scene.press(scene.bots_message(5), "v1:use:wave")
    jobs = await scene.jobs()
    assert len(jobs) == 3
    for job in jobs:
        assert (painting_of(job).method, painting_of(job).longest_side) == ("instant", 1280)
        assert job.lane is Lane.QUICK


async def test_it_is_acknowledged_at_once_and_nothing_flashes_up_before_the_result(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    assert scene.telegram.said == [ENGLISH.say("starting")]
    now = (await scene.jobs())[0].created_at
    progress = Progress(scene.services, LivingMessages(scene.application.bot), Pace(), clock=lambda: now)
    claim = await scene.claim()
    await scene.store.run(lambda storage: storage.queue.renew(claim, progress=0.3))
    await progress.look()
    await progress.finish()
    assert scene.telegram.of("editMessageText", "editMessageMedia") == []


async def test_an_instant_painting_that_takes_long_after_all_is_seen_in_line(scene: Scene) -> None:
    await scene.send(BRUNO, **scene.photo("cat"), caption="wave")
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    job = (await scene.jobs())[1]
    late = job.created_at + QUIET_SECONDS + 1
    await scene.store.run(lambda storage: storage.workers.beat("engine", device="cpu", threads=2))
    progress = Progress(scene.services, LivingMessages(scene.application.bot), Pace(), clock=lambda: late)
    await progress.look()
    await progress.finish()
    assert scene.telegram.calls[-1].words.startswith("1 painting is ahead")


async def test_properly_begins_with_the_instant_painting_in_the_same_message(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    assert await chat.press("proper") == ENGLISH.say("toast-properly")
    job = await chat.owner()
    recipe = painting_of(job)
    assert (recipe.method, recipe.longest_side, recipe.init) == ("optimise", 512, first.result)
    assert (job.lane, content_of(job)) == (Lane.SLOW, content_of(first))
    await scene.deliver()
    acknowledged = scene.telegram.calls[-1]
    assert (acknowledged.method, acknowledged.buttons[-1]) == ("editMessageCaption", f"v1:cancel:{job.id}")
    await scene.paint(b"proper")
    await scene.deliver()
    result = scene.telegram.calls[-1]
    assert (result.method, result.params["message_id"]) == ("editMessageMedia", chat.message["message_id"])
    assert f"v1:proper:{job.id}" not in result.buttons
    assert f"v1:undo:{job.id}" in result.buttons


async def test_a_second_press_on_properly_is_the_same_painting(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    await chat.press("proper")
    assert await scene.press(chat.message, f"v1:proper:{first.id}") == ENGLISH.say("toast-on-it")
    assert len(await scene.jobs()) == 2


async def test_properly_before_there_is_a_painting_is_refused(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    (job,) = await scene.jobs()
    assert await scene.press(scene.bots_message(5), f"v1:proper:{job.id}") == ENGLISH.say("toast-outdated")


async def test_swap_and_another_preset_begin_with_an_instant_painting_again(scene: Scene, chat: Chat) -> None:
    await chat.turn("proper", b"proper")
    await chat.press("swap")
    await scene.press(chat.message, f"v1:with:{(await chat.owner()).id}:wave")
    for job in (await scene.jobs())[-2:]:
        recipe = painting_of(job)
        assert (recipe.method, recipe.longest_side, recipe.init) == ("instant", 1280, None)
        assert job.lane is Lane.QUICK
