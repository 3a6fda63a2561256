"""❌ of what is painted over a painting: it comes back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.texts import texts_for
from tests.bot.journeys.chat import Chat
from tests.bot.scene import INSTANT, Scene, open_scene

ENGLISH = texts_for("en")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def test_cancelling_brings_the_instant_painting_back_with_its_buttons(scene: Scene, chat: Chat) -> None:
    first = await chat.owner()
    painted = chat.shown()[-1]
    await chat.press("proper")
    await scene.deliver()
    claim = await scene.claim()
    assert await chat.press("cancel") == ENGLISH.say("toast-stopping")
    await scene.deliver()
    back = chat.shown()[-1]
    assert back.method == "editMessageMedia"
    assert back.params["media"]["media"] == f"painted{chat.message['message_id']}", "by its file_id, nothing uploaded"
    assert (back.words, back.buttons) == (painted.words, painted.buttons)
    assert ENGLISH.say("cancelled") not in [call.words for call in chat.shown()]
    await scene.store.run(lambda storage: storage.queue.acknowledge_cancel(claim))
    assert (await chat.owner()).id == first.id
    assert await chat.press("proper") == ENGLISH.say("toast-properly"), "and it can be painted properly after all"


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
