"""Instant first, then better: ✨, the dials and ↩ in one living message, from which no painting is ever lost."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.living_message import LivingMessages
from bot.progress import QUIET_SECONDS, Pace, Progress
from bot.texts import texts_for
from storage.jobs import FailureReason, Job, JobState
from storage.names import JobId
from storage.outbox import OutboxState
from storage.work.painting import Painting
from storage.work.work import Lane
from tests.bot.scene import ADA, BRUNO, GROUP, INSTANT, Scene, content_of, open_scene, painting_of
from tests.bot.telegram_double import Call, Json

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
SHOWN = ("editMessageMedia", "editMessageText", "editMessageCaption", "sendMessage", "sendPhoto", "sendDocument")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


class Chat:
    """A delivered instant painting of two photos, and what is done to it."""

    def __init__(self, scene: Scene, message: Json) -> None:
        self.scene = scene
        self.message = message

    async def press(self, action: str, **how: Any) -> str:
        """On the newest shown painting: `proper`, or `dial:stronger`."""
        name, _, turn = action.partition(":")
        data = ":".join(filter(None, ("v1", name, str((await self.owner()).id), turn)))
        return await self.scene.press(self.message, data, **how)

    async def turn(self, action: str, result: bytes) -> str:
        """Press, and let it be painted and shown."""
        toast = await self.press(action)
        await self.scene.deliver()
        await self.scene.paint(result)
        await self.scene.deliver()
        return toast

    async def owner(self) -> Job:
        return await self.scene.newest_at(self.message)

    def shown(self) -> list[Call]:
        return self.scene.telegram.of(*SHOWN)


@pytest_asyncio.fixture
async def chat(scene: Scene) -> Chat:
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.deliver()
    await scene.paint(b"instant")
    await scene.deliver()
    (job,) = await scene.jobs()
    return Chat(scene, scene.bots_message(job.place.message_id or 0))


async def recipes(scene: Scene) -> list[Painting]:
    return [painting_of(job) for job in await scene.jobs()]


# ---------------------------------------- at once


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
    assert scene.telegram.said == [ENGLISH.starting]
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
    progress = Progress(scene.services, LivingMessages(scene.application.bot), Pace(), clock=lambda: late)
    await progress.look()
    await progress.finish()
    assert scene.telegram.calls[-1].words.startswith("1 painting is ahead")


# ---------------------------------------- then better


async def test_properly_begins_with_the_instant_painting_in_the_same_message(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    assert await chat.press("proper") == ENGLISH.toasts.properly
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


async def test_cancelling_brings_the_instant_painting_back_with_its_buttons(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    painted = chat.shown()[-1]
    await chat.press("proper")
    await scene.deliver()
    claim = await scene.claim()
    assert await chat.press("cancel") == ENGLISH.toasts.stopping
    await scene.deliver()
    back = chat.shown()[-1]
    assert back.method == "editMessageMedia"
    assert back.params["media"]["media"] == f"painted{chat.message['message_id']}", "by its file_id, nothing uploaded"
    assert (back.words, back.buttons) == (painted.words, painted.buttons)
    assert ENGLISH.cancelled not in [call.words for call in chat.shown()]
    await scene.store.run(lambda storage: storage.queue.acknowledge_cancel(claim))
    assert (await chat.owner()).id == first.id
    assert await chat.press("proper") == ENGLISH.toasts.properly, "and it can be painted properly after all"


async def test_cancelling_before_the_acknowledgement_was_told_brings_it_back_too(scene: Scene, chat: Chat) -> None:
    await chat.press("proper")
    await chat.press("cancel")
    await scene.deliver()
    await scene.deliver()
    assert chat.shown()[-1].buttons[0] == f"v1:proper:{(await chat.owner()).id}"
    assert len(scene.telegram.said) == 2, "the question and the acknowledgement of the first"


async def test_the_cancel_command_brings_it_back(scene: Scene, chat: Chat) -> None:
    await chat.press("proper")
    await scene.deliver()
    await scene.send(text="/cancel")
    await scene.deliver()
    assert chat.shown()[-1].buttons[0] == f"v1:proper:{(await chat.owner()).id}"


async def test_a_late_cancel_of_what_was_left_behind_changes_nothing(scene: Scene, chat: Chat) -> None:
    await chat.press("dial:weaker")
    left_behind = await chat.owner()
    await chat.press("dial:weaker")
    newest = await chat.owner()
    await scene.press(chat.message, f"v1:cancel:{left_behind.id}")
    assert (await chat.owner()).id == newest.id


async def test_a_file_id_that_telegram_forgot_costs_an_upload(scene: Scene, chat: Chat) -> None:
    await chat.turn("proper", b"proper")
    await chat.press("undo")
    scene.telegram.refuse("editMessageMedia", "Bad Request: wrong file identifier/HTTP URL specified")
    await scene.deliver()
    by_id, uploaded = chat.shown()[-2:]
    assert not by_id.params["media"]["media"].startswith("attach://")
    assert uploaded.params["media"]["media"].startswith("attach://")


async def test_after_a_failure_the_painting_before_is_one_press_away(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    await chat.press("proper")
    await scene.deliver()
    claim = await scene.claim()
    await scene.store.run(lambda storage: storage.queue.fail(claim, reason=FailureReason.INTERNAL))
    await scene.deliver()
    failed = await chat.owner()
    assert chat.shown()[-1].buttons == [f"v1:retry:{failed.id}", f"v1:undo:{failed.id}"]
    assert await chat.press("undo") == ENGLISH.toasts.one_back
    await scene.deliver()
    assert (await chat.owner()).id == first.id
    assert chat.shown()[-1].method == "editMessageMedia"


async def test_a_second_press_on_properly_is_the_same_painting(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    await chat.press("proper")
    assert await scene.press(chat.message, f"v1:proper:{first.id}") == ENGLISH.toasts.on_it
    assert len(await scene.jobs()) == 2


async def test_properly_before_there_is_a_painting_is_refused(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="wave")
    (job,) = await scene.jobs()
    assert await scene.press(scene.bots_message(5), f"v1:proper:{job.id}") == ENGLISH.toasts.outdated


async def test_swap_and_another_preset_begin_with_an_instant_painting_again(scene: Scene, chat: Chat) -> None:
    await chat.turn("proper", b"proper")
    await chat.press("swap")
    await scene.press(chat.message, f"v1:with:{(await chat.owner()).id}:wave")
    for job in (await scene.jobs())[-2:]:
        recipe = painting_of(job)
        assert (recipe.method, recipe.longest_side, recipe.init) == ("instant", 1280, None)
        assert job.lane is Lane.QUICK


# ---------------------------------------- dials


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
    assert ENGLISH.cancelled not in [call.words for call in chat.shown()]


async def test_a_press_that_is_delivered_twice_turns_once(scene: Scene, chat: Chat) -> None:
    shown = await chat.owner()
    for _ in range(2):
        await scene.press(chat.message, f"v1:dial:{shown.id}:weaker", query_id="same")
    assert [recipe.strength for recipe in await recipes(scene)] == [1.0, 0.75]
    assert (await chat.owner()).state is JobState.QUEUED


async def test_a_dial_at_its_end_says_so(scene: Scene, chat: Chat) -> None:
    assert await chat.press("dial:stronger") == ENGLISH.toasts.dial_at_end
    assert len(await scene.jobs()) == 1


async def test_the_dials_of_a_proper_painting_are_painted_properly(scene: Scene, chat: Chat) -> None:
    await chat.turn("proper", b"proper")
    assert await chat.press("dial:coarser") == "Brush × 1.5"
    recipe = painting_of(await chat.owner())
    assert (recipe.method, recipe.brush_size) == ("optimise", 1.5)
    assert recipe.init == (await scene.jobs())[0].result


async def test_a_dial_waits_for_what_is_being_painted_properly(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    await chat.press("proper")
    assert await scene.press(chat.message, f"v1:dial:{first.id}:weaker") == ENGLISH.toasts.on_it
    assert len(await scene.jobs()) == 2


async def test_the_dials_unfold_and_fold_in_place(scene: Scene, chat: Chat) -> None:
    await chat.press("adjust")
    await chat.press("back")
    unfolded, folded = scene.telegram.of("editMessageReplyMarkup")
    job = await chat.owner()
    assert f"v1:dial:{job.id}:strength-" in unfolded.buttons
    assert f"v1:adjust:{job.id}" in folded.buttons
    assert await chat.press("about:strength") == ENGLISH.dials["strength"].about
    assert await chat.press("about:brush") == ENGLISH.dials["brush_size"].about


# ---------------------------------------- ↩


async def test_undo_goes_back_painting_by_painting_without_painting(scene: Scene, chat: Chat) -> None:
    await chat.turn("dial:weaker", b"weaker")
    await chat.turn("dial:coarser", b"coarser")
    first, second, _ = await scene.jobs()
    for expected in (second, first):
        assert await chat.press("undo") == ENGLISH.toasts.one_back
        await scene.deliver()
        assert chat.shown()[-1].method == "editMessageMedia"
        assert (await chat.owner()).id == expected.id
    assert f"v1:undo:{first.id}" not in chat.shown()[-1].buttons
    assert len(await scene.jobs()) == 3
    assert await scene.store.run(lambda storage: storage.outbox.due(limit=9)) == []


async def test_a_second_tap_on_undo_goes_back_once(scene: Scene, chat: Chat) -> None:
    await chat.turn("dial:weaker", b"weaker")
    await chat.turn("dial:coarser", b"coarser")
    newest = await chat.owner()
    await chat.press("undo")
    assert await scene.press(chat.message, f"v1:undo:{newest.id}") == ENGLISH.toasts.on_it
    assert (await chat.owner()).id == newest.id - 1


async def test_undo_while_a_dial_is_being_painted_stays_with_the_painting_that_is_shown(
    scene: Scene, chat: Chat
) -> None:
    await chat.turn("dial:weaker", b"weaker")
    shown = await chat.owner()
    await chat.press("dial:weaker")
    assert await scene.press(chat.message, f"v1:undo:{shown.id}") == ENGLISH.toasts.one_back
    await scene.deliver()
    assert (await chat.owner()).id == shown.id
    assert "strength 75 %" in chat.shown()[-1].words


async def test_after_undo_the_history_goes_on_from_there(scene: Scene, chat: Chat) -> None:
    await chat.turn("dial:weaker", b"weaker")
    await chat.press("undo")
    await scene.deliver()
    await chat.turn("dial:colours", b"colours")
    recipe = painting_of(await chat.owner())
    assert (recipe.strength, recipe.keep_colours) == (1.0, True)
    await chat.press("undo")
    await scene.deliver()
    assert painting_of(await chat.owner()) == (await recipes(scene))[0]


async def test_a_crash_between_undo_and_its_edit_loses_nothing(scene: Scene, chat: Chat) -> None:
    await chat.turn("dial:weaker", b"weaker")
    await chat.press("undo")
    await scene.store.run(lambda storage: storage.outbox.recover())
    (row,) = await scene.store.run(lambda storage: storage.outbox.due(limit=9))
    scene.telegram.fail("editMessageMedia", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        await scene.delivery.deliver(row)
    await scene.deliver()
    rows = await scene.store.run(lambda storage: storage.outbox.of_job(JobId(1)))
    assert {row.state for row in rows} == {OutboxState.SENT}
    assert len(scene.telegram.said) == 2


# ---------------------------------------- the same style for the next photo


async def test_the_next_photo_can_have_the_same_style_and_dials(scene: Scene, chat: Chat) -> None:
    await chat.turn("dial:weaker", b"weaker")
    last = await chat.owner()
    photo = await scene.send(**scene.photo("cat"))
    offer = scene.telegram.of("sendMessage")[-1]
    assert offer.buttons[0] == f"v1:same:{last.id}"
    question = scene.bots_message(900, reply_to_message=photo, reply_markup=offer.params["reply_markup"])
    assert await scene.press(question, offer.buttons[0]) == ENGLISH.toasts.on_it
    job = (await scene.jobs())[-1]
    assert await scene.image(content_of(job)) == b"bytes of cat"
    assert painting_of(job) == replace(painting_of(last), content=content_of(job))
    assert job.place.message_id == 900
    await scene.send(**scene.photo("another"))
    assert len(await scene.jobs()) == 3, "the cat waits for no style any more"


async def test_the_same_style_after_a_proper_painting_is_there_at_once_too(scene: Scene, chat: Chat) -> None:
    await chat.turn("proper", b"proper")
    photo = await scene.send(**scene.photo("cat"))
    await scene.press(scene.bots_message(900, reply_to_message=photo), f"v1:same:{(await chat.owner()).id}")
    recipe = painting_of((await scene.jobs())[-1])
    assert (recipe.method, recipe.longest_side, recipe.init) == ("instant", 1280, None)


async def test_pressing_same_style_twice_or_a_preset_after_it_is_one_painting(scene: Scene, chat: Chat) -> None:
    photo = await scene.send(**scene.photo("cat"))
    question = scene.bots_message(900, reply_to_message=photo)
    for data in ("v1:same:1", "v1:same:1", "v1:use:wave"):
        await scene.press(question, data)
    assert len(await scene.jobs()) == 2


async def test_the_same_style_stays_on_every_page_of_the_menu(scene: Scene, chat: Chat) -> None:
    photo = await scene.send(**scene.photo("cat"))
    offer = scene.telegram.of("sendMessage")[-1]
    question = scene.bots_message(900, reply_to_message=photo, reply_markup=offer.params["reply_markup"])
    await scene.press(question, "v1:page:1")
    assert scene.telegram.of("editMessageReplyMarkup")[-1].buttons[0] == "v1:same:1"


async def test_the_same_style_without_a_photo_asks_for_one(scene: Scene, chat: Chat) -> None:
    assert await scene.press(scene.bots_message(900), "v1:same:1") == ENGLISH.toasts.photo_unknown


@pytest.mark.parametrize("action", ["same", "proper", "adjust", "undo", "dial:{}:weaker", "about:{}:brush"])
async def test_nobody_else_may_press_these_buttons(scene: Scene, action: str) -> None:
    await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (job,) = await scene.jobs()
    data = f"v1:{action.format(job.id)}" if "{" in action else f"v1:{action}:{job.id}"
    message = scene.bots_message(job.place.message_id or 0, to=GROUP)
    assert await scene.press(message, data, BRUNO) == ITALIAN.toasts.not_yours
    assert len(await scene.jobs()) == 1
