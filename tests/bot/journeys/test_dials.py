"""🎛 Adjust: dials that paint again in place, and unfold and fold."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.texts import texts_for
from storage.jobs import JobState
from tests.bot.journeys.chat import Chat, recipes
from tests.bot.scene import INSTANT, Scene, open_scene, painting_of

ENGLISH = texts_for("en")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def test_a_dial_paints_again_in_the_same_message_and_stays_in_sight(scene: Scene, chat: Chat) -> None:
    before = len(chat.shown())
    assert await chat.turn("dial:weaker", b"weaker") == "Strength 75 %"
    (result,) = chat.shown()[before:]
    assert result.method == "editMessageMedia", "nothing but the painting itself"
    assert "strength 75 %" in result.words
    job = await chat.owner()
    assert (painting_of(job).strength, painting_of(job).method) == (0.75, "instant")
    assert f"v1:dial:{job.id}:strength-" in result.buttons


async def test_presses_in_quick_succession_turn_further_and_only_the_last_is_painted(scene: Scene, chat: Chat) -> None:
    shown = await chat.owner()
    toasts = [await scene.press(chat.message, f"v1:dial:{shown.id}:{turn}") for turn in ("weaker", "weaker", "colours")]
    assert toasts == ["Strength 75 %", "Strength 50 %", "🌈 My own colours: on"]
    jobs = await scene.jobs()
    assert [job.state for job in jobs[1:]] == [JobState.CANCELLED, JobState.CANCELLED, JobState.QUEUED]
    await scene.deliver()
    await scene.paint(b"turned")
    await scene.deliver()
    job = await chat.owner()
    assert (painting_of(job).strength, painting_of(job).keep_colours) == (0.5, True)
    assert ENGLISH.say("cancelled") not in [call.words for call in chat.shown()]


async def test_a_press_that_is_delivered_twice_turns_once(scene: Scene, chat: Chat) -> None:
    shown = await chat.owner()
    for _ in range(2):
        await scene.press(chat.message, f"v1:dial:{shown.id}:weaker", query_id="same")
    assert [recipe.strength for recipe in await recipes(scene)] == [1.0, 0.75]
    assert (await chat.owner()).state is JobState.QUEUED


async def test_a_dial_at_its_end_says_so(scene: Scene, chat: Chat) -> None:
    assert await chat.press("dial:stronger") == ENGLISH.say("toast-dial-at-end")
    assert len(await scene.jobs()) == 1


async def test_the_dials_of_a_proper_painting_are_painted_properly(scene: Scene, chat: Chat) -> None:
    await chat.turn("proper", b"proper")
    assert await chat.press("dial:coarser") == "Brush bold"
    recipe = painting_of(await chat.owner())
    assert (recipe.method, recipe.brush_size) == ("optimise", 1.5)
    assert recipe.init == (await scene.jobs())[0].result


async def test_a_dial_waits_for_what_is_being_painted_properly(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    await chat.press("proper")
    assert await scene.press(chat.message, f"v1:dial:{first.id}:weaker") == ENGLISH.say("toast-on-it")
    assert len(await scene.jobs()) == 2


async def test_the_dials_unfold_and_fold_in_place(scene: Scene, chat: Chat) -> None:
    await chat.press("adjust")
    await chat.press("back")
    unfolded, folded = scene.telegram.of("editMessageReplyMarkup")
    job = await chat.owner()
    assert f"v1:dial:{job.id}:strength-" in unfolded.buttons
    assert f"v1:adjust:{job.id}" in folded.buttons
    assert await chat.press("about:strength") == ENGLISH.say("dial-strength-about")
    assert await chat.press("about:brush") == ENGLISH.say("dial-brush_size-about")
