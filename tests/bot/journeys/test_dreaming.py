"""/dream: what it takes for the photo and for the guide, and how a dream looks in a chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.texts import texts_for
from storage.work.dream import USUAL_TAP, Dream
from storage.work.work import Lane
from tests.bot.scene import ADA, GROUP, INSTANT, Scene, open_scene
from tests.bot.telegram_double import Json

ENGLISH = texts_for("en")


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def the_dream(scene: Scene) -> Dream:
    (job,) = await scene.jobs()
    assert isinstance(job.work, Dream)
    assert job.lane is Lane.SLOW
    return job.work


async def pictures_of(scene: Scene, dream: Dream) -> dict[str, list[bytes]]:
    return {role: [await scene.image(ref) for ref in refs] for role, refs in dream.inputs().items()}


async def test_a_reply_to_a_photo_dreams_that_photo(scene: Scene) -> None:
    photo = scene.message(**scene.photo("cat"))

    await scene.send(text="/dream", reply_to_message=photo)

    dream = await the_dream(scene)
    assert (dream.tap, dream.channel, dream.longest_side) == (USUAL_TAP, None, 1024)
    assert await pictures_of(scene, dream) == {"content": [b"bytes of cat"]}


async def test_the_photo_that_waits_is_dreamed_and_waits_no_longer(scene: Scene) -> None:
    await scene.send(**scene.photo("cat"))

    await scene.send(text="/dream")

    assert await pictures_of(scene, await the_dream(scene)) == {"content": [b"bytes of cat"]}
    assert not (await scene.draft()).is_waiting


async def test_a_captioned_photo_is_dreamed_and_in_reply_to_another_it_guides_that_one(scene: Scene) -> None:
    photo = scene.message(**scene.photo("cat"))

    await scene.send(**scene.photo("flowers"), caption="/dream", reply_to_message=photo)

    assert await pictures_of(scene, await the_dream(scene)) == {
        "content": [b"bytes of cat"],
        "guide": [b"bytes of flowers"],
    }


@pytest.mark.parametrize(
    ("words", "tap", "channel"),
    [("/dream relu4_2", "relu4_2", None), ("/dream RELU5_1:100", "relu5_1", 100), ("/dream relu3_3 7", "relu3_3", 7)],
)
async def test_any_layer_and_channel_can_be_named(scene: Scene, words: str, tap: str, channel: int | None) -> None:
    await scene.send(**scene.photo("cat"), caption=words)

    dream = await the_dream(scene)
    assert (dream.tap, dream.channel) == (tap, channel)


@pytest.mark.parametrize(
    "words", ["/dream relu9_9", "/dream relu1_1:64", "/dream of a white christmas", "/dream pool5"]
)
async def test_what_the_network_has_not_is_answered_with_what_it_has(scene: Scene, words: str) -> None:
    await scene.send(**scene.photo("cat"), caption=words)

    assert await scene.jobs() == []
    assert scene.telegram.said[-1] == ENGLISH.say("dream-unknown-layer")


async def test_without_a_photo_it_says_how(scene: Scene) -> None:
    await scene.send(text="/dream")

    assert scene.telegram.said[-1] == ENGLISH.say("dream-of-what")


async def test_in_a_group_a_caption_for_another_bot_is_none_of_ours(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("cat"), caption="/dream@some_other_bot")

    assert await scene.jobs() == []
    assert scene.telegram.said == []


async def dreamed(scene: Scene) -> Json:
    """The delivered dream as a button that hangs under it sees it."""
    await scene.send(**scene.photo("cat"), caption="/dream")
    await scene.deliver()
    await scene.paint(b"a dream")
    await scene.deliver()
    (job,) = await scene.jobs()
    shown = scene.telegram.calls[-1]
    assert shown.method == "editMessageMedia"
    keyboard = shown.params["reply_markup"]
    return scene.bots_message(job.place.message_id or 0, photo=[], reply_markup=keyboard)


def labels(message: Json) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_a_dream_can_be_dreamed_again_turned_and_painted_in_every_style(scene: Scene) -> None:
    message = await dreamed(scene)

    assert labels(message) == [
        ENGLISH.say("button-again"),
        ENGLISH.say("button-adjust"),
        ENGLISH.say("button-on-photo"),
    ]
    assert ENGLISH.say("dream") in str(scene.telegram.calls[-1].params["media"])


async def test_its_dials_are_those_that_it_declares(scene: Scene) -> None:
    message = await dreamed(scene)

    await scene.press(message, "v1:adjust:1")

    shown = {"reply_markup": scene.telegram.of("editMessageReplyMarkup")[-1].params["reply_markup"]}
    assert {"💪 100 %", "🔎 medium"} <= set(labels(shown))
    assert await scene.press(message, "v1:dial:1:detail+") == "Detail rich"
    *_, turned = await scene.jobs()
    assert isinstance(turned.work, Dream)
    assert turned.work.detail == 1.4


async def test_again_is_another_seed_in_a_new_message(scene: Scene) -> None:
    message = await dreamed(scene)

    await scene.press(message, "v1:again:1")

    first, second = await scene.jobs()
    assert isinstance(second.work, Dream)
    assert (second.work.seed, second.place.message_id) == (1, None)
    assert second.work.content == first.work.inputs()["content"][0]


async def test_buttons_of_paintings_mean_nothing_under_a_dream(scene: Scene) -> None:
    message = await dreamed(scene)

    assert await scene.press(message, "v1:proper:1") == ENGLISH.say("toast-outdated")
    assert await scene.press(message, "v1:swap:1", ADA) == ENGLISH.say("toast-outdated")
