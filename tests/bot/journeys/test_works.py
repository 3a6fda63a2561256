"""↩ Undo, 🔁 Again and 🔁 after a stop: from which no painting is ever lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.texts import texts_for
from storage.database import change
from storage.jobs import FailureReason
from storage.names import JobId
from storage.outbox import OutboxState
from tests.bot.journeys.chat import Chat, painted, recipes
from tests.bot.scene import INSTANT, Scene, open_scene, painting_of

ENGLISH = texts_for("en")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def test_after_a_failure_the_painting_before_is_one_press_away(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    await chat.press("proper")
    await scene.deliver()
    claim = await scene.claim()
    await scene.store.run(lambda storage: storage.queue.fail(claim, reason=FailureReason.INTERNAL))
    await scene.deliver()
    failed = await chat.owner()
    assert chat.shown()[-1].buttons == [f"v1:retry:{failed.id}", f"v1:undo:{failed.id}"]
    assert await chat.press("undo") == ENGLISH.say("toast-one-back")
    await scene.deliver()
    assert (await chat.owner()).id == first.id
    assert chat.shown()[-1].method == "editMessageMedia"


async def test_a_file_id_that_telegram_forgot_costs_an_upload(scene: Scene, chat: Chat) -> None:
    await chat.turn("proper", b"proper")
    await chat.press("undo")
    scene.telegram.refuse("editMessageMedia", "Bad Request: wrong file identifier/HTTP URL specified")
    await scene.deliver()
    by_id, uploaded = chat.shown()[-2:]
    assert not by_id.params["media"]["media"].startswith("attach://")
    assert uploaded.params["media"]["media"].startswith("attach://")


async def test_undo_goes_back_painting_by_painting_without_painting(scene: Scene, chat: Chat) -> None:
    await chat.turn("dial:weaker", b"weaker")
    await chat.turn("dial:coarser", b"coarser")
    first, second, _ = await scene.jobs()
    for expected in (second, first):
        assert await chat.press("undo") == ENGLISH.say("toast-one-back")
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
    assert await scene.press(chat.message, f"v1:undo:{newest.id}") == ENGLISH.say("toast-on-it")
    assert (await chat.owner()).id == newest.id - 1


async def test_undo_while_a_dial_is_being_painted_stays_with_the_painting_that_is_shown(
    scene: Scene, chat: Chat
) -> None:
    await chat.turn("dial:weaker", b"weaker")
    shown = await chat.owner()
    await chat.press("dial:weaker")
    assert await scene.press(chat.message, f"v1:undo:{shown.id}") == ENGLISH.say("toast-one-back")
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


async def test_a_press_that_is_delivered_twice_is_one_painting(scene: Scene) -> None:
    job_id, message = await painted(scene)
    for _ in range(2):
        await scene.press(message, f"v1:again:{job_id}", query_id="same")
    assert len(await scene.jobs()) == 2


async def test_again_makes_a_new_message_and_keeps_the_old_painting(scene: Scene) -> None:
    job_id, message = await painted(scene)
    await scene.press(message, f"v1:again:{job_id}")
    first, second = await scene.jobs()
    assert second.place.message_id is None
    assert second.place.reply_to == first.place.reply_to
    assert painting_of(second).seed != painting_of(first).seed


async def test_what_only_a_newer_version_knows_is_not_ordered_again(scene: Scene) -> None:
    """Nobody would make it, and it would wait for ever."""
    job_id, message = await painted(scene)
    await scene.store.run(lambda storage: change(storage.db, "update jobs set kind = 'of a newer version'", {}))
    assert await scene.press(message, f"v1:retry:{job_id}") == ENGLISH.say("toast-outdated")
    assert len(await scene.jobs()) == 1


async def test_what_was_undone_can_be_had_again(scene: Scene, chat: Chat) -> None:
    await chat.owner()
    await chat.press("proper")
    await scene.paint(b"the better one")
    await scene.deliver()
    better = await chat.owner()
    assert await chat.press("undo") == ENGLISH.say("toast-one-back")
    await scene.deliver()
    assert f"v1:redo:{(await chat.owner()).id}" in chat.shown()[-1].buttons
    assert await chat.press("redo") == ENGLISH.say("toast-one-forth")
    await scene.deliver()
    assert (await chat.owner()).id == better.id
    assert not [data for data in chat.shown()[-1].buttons if "redo" in data]


async def test_what_is_painted_after_going_back_leaves_nothing_to_go_forth_to(scene: Scene, chat: Chat) -> None:
    await chat.owner()
    await chat.press("proper")
    await scene.paint()
    await scene.deliver()
    await chat.press("undo")
    await scene.deliver()
    first = await chat.owner()
    await chat.press("proper")
    assert await scene.press(chat.message, f"v1:redo:{first.id}") == ENGLISH.say("toast-on-it")
