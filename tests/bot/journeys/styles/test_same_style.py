"""🖌 Same style again: the last painting's style and dials for the next photo."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio

from bot.texts import texts_for
from tests.bot.journeys.chat import Chat
from tests.bot.scene import INSTANT, Scene, content_of, open_scene, painting_of

ENGLISH = texts_for("en")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def test_the_next_photo_can_have_the_same_style_and_dials(scene: Scene, chat: Chat) -> None:
    await chat.turn("dial:weaker", b"weaker")
    last = await chat.owner()
    photo = await scene.send(**scene.photo("cat"))
    offer = scene.telegram.of("sendMessage")[-1]
    assert offer.buttons[0] == f"v1:same:{last.id}"
    question = scene.bots_message(900, reply_to_message=photo, reply_markup=offer.params["reply_markup"])
    assert await scene.press(question, offer.buttons[0]) == ENGLISH.say("toast-on-it")
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
    assert await scene.press(scene.bots_message(900), "v1:same:1") == ENGLISH.say("toast-photo-unknown")
