"""🔁 The same again: a painting that comes back is made once more as it was, for whom it was made."""

import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.texts import texts_for
from storage.images import ImageGone
from storage.jobs import Job
from storage.retention import forget
from storage.work.painting import Region
from storage.work.recipe import JPEG, comment_for
from storage.work.styles import Style
from storage.work.work import Work
from tests.bot.scene import ADA, BRUNO, INSTANT, Scene, content_of, open_scene, painting_of
from tests.bot.telegram_double import Json

ENGLISH = texts_for("en")
AGAIN = "v1:asbefore"


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT) as opened:
        yield opened


async def painted(scene: Scene) -> Job:
    """In a preset, with a dial turned."""
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.press(scene.bots_message(900), "v1:dial:1:weaker")
    return (await scene.jobs())[-1]


def jpeg_with(comment: bytes) -> bytes:
    """The bones of a picture of 90 × 60 pixels."""
    exif = segment(0xE1, b"Exif\0\0" + comment)
    size = segment(0xC0, struct.pack("!BHHB", 8, 60, 90, 0))
    return b"\xff\xd8" + exif + size + segment(0xDA, b"") + b"\xff\xd9"


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack("!BBH", 0xFF, marker, len(payload) + 2) + payload


def file_of(scene: Scene, work: Work, name: str = "painting") -> dict[str, Any]:
    """Fields of a message with the file that the engine would write."""
    jpeg = jpeg_with(comment_for(work))
    scene.telegram.files[name] = jpeg
    document = {"file_id": name, "file_unique_id": name, "mime_type": "image/jpeg", "file_size": len(jpeg)}
    return {"document": document}


async def offered(scene: Scene, work: Work, person: Json = ADA) -> tuple[Json, list[str]]:
    """The question that answers the file, and its buttons."""
    sent = await scene.send(person, **file_of(scene, work))
    question = scene.telegram.of("sendMessage")[-1]
    markup = question.params["reply_markup"]
    return scene.bots_message(800, to=person["id"], reply_to_message=sent, reply_markup=markup), question.buttons


async def test_a_painting_that_comes_back_as_a_file_is_made_again_as_it_was(scene: Scene) -> None:
    job = await painted(scene)
    question, buttons = await offered(scene, job.work)
    assert scene.telegram.said[-1] == ENGLISH.say("ask-for-style")
    assert buttons[0] == AGAIN
    assert await scene.press(question, AGAIN) == ENGLISH.say("toast-on-it")
    again = (await scene.jobs())[-1]
    assert (again.work, again.caused_by, again.place.message_id) == (job.work, "asbefore", 800)
    assert painting_of(again).strength == 0.75
    assert not (await scene.draft()).is_waiting


async def test_pressing_twice_makes_it_once_and_the_menus_pages_keep_the_offer(scene: Scene) -> None:
    question, _ = await offered(scene, (await painted(scene)).work)
    await scene.press(question, "v1:page:1")
    assert scene.telegram.of("editMessageReplyMarkup")[-1].buttons[0] == AGAIN
    for _ in range(2):
        assert await scene.press(question, AGAIN) == ENGLISH.say("toast-on-it")
    assert len(await scene.jobs()) == 3


async def test_the_file_can_be_painted_in_another_style_like_any_photo(scene: Scene) -> None:
    question, _ = await offered(scene, (await painted(scene)).work)
    await scene.press(question, "v1:use:mosaic")
    assert painting_of((await scene.jobs())[-1]).styles[0].preset == "mosaic"


async def test_somebody_elses_file_is_just_a_photo(scene: Scene) -> None:
    job = await painted(scene)
    question, buttons = await offered(scene, job.work, BRUNO)
    assert AGAIN not in buttons
    await scene.press(question, AGAIN, BRUNO)
    assert len(await scene.jobs()) == 2


async def test_a_recipe_that_asks_for_too_much_is_brought_to_what_may_be_asked_for(scene: Scene) -> None:
    job = await painted(scene)
    forged = replace(painting_of(job), longest_side=100_000, settings={"iterations": 10**9}, method="optimise")
    question, _ = await offered(scene, forged)
    await scene.press(question, AGAIN)
    again = painting_of((await scene.jobs())[-1])
    assert (again.longest_side, again.settings) == (512, {})


async def test_a_photo_that_a_forged_file_calls_a_preset_stays_its_persons(scene: Scene) -> None:
    """A preset's picture is everybody's, and outlives whoever is forgotten."""
    await painted(scene)
    await scene.send(**scene.photo("private"), caption="mosaic")
    private = content_of((await scene.jobs())[-1])
    forged = replace(
        painting_of((await scene.jobs())[0]), content=private, styles=(Style(image=private, preset="wave"),)
    )
    question, _ = await offered(scene, forged)
    await scene.press(question, AGAIN)
    assert painting_of((await scene.jobs())[-1]).styles == (Style(image=private),)
    await scene.store.run(lambda storage: forget(storage, 11))
    with pytest.raises(ImageGone):
        await scene.image(private)


async def test_a_file_with_regions_is_just_a_photo(scene: Scene) -> None:
    work = painting_of(await painted(scene))
    _, buttons = await offered(scene, replace(work, method="optimise", regions=(Region(mask=work.content, style=99),)))
    assert AGAIN not in buttons


async def test_a_painting_that_begins_with_somebody_elses_picture_is_just_a_photo(scene: Scene) -> None:
    work = painting_of(await painted(scene))
    await scene.send(BRUNO, **scene.photo("brunos"), caption="wave")
    theirs = content_of((await scene.jobs())[-1])
    _, buttons = await offered(scene, replace(work, method="optimise", init=theirs))
    assert AGAIN not in buttons


@pytest.mark.parametrize("content", [jpeg_with(b"ASCII\0\0\0{not json"), jpeg_with(b"")])
async def test_a_file_without_a_recipe_is_just_a_photo(scene: Scene, content: bytes) -> None:
    scene.telegram.files["scan"] = content
    document = {"file_id": "scan", "file_unique_id": "scan", "mime_type": "image/jpeg", "file_size": len(content)}
    await scene.send(document=document)
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")]
    assert AGAIN not in scene.telegram.calls[-1].buttons


async def forwarded(scene: Scene, person: Json = ADA) -> tuple[Json, list[str]]:
    """The question that answers a result which was shown as a photo and is forwarded, and its buttons."""
    await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    (job,) = await scene.jobs()
    await scene.paint(JPEG + b"...Exif..." + comment_for(job.work))
    await scene.deliver()
    shown = {"file_id": "forwarded", "file_unique_id": f"p{job.place.message_id}", "width": 9, "height": 9}
    sent = await scene.send(person, photo=[shown])
    assert len(scene.telegram.of("getFile")) == 1, "only of the dog: the result's original is here"
    question = scene.telegram.of("sendMessage")[-1]
    markup = question.params["reply_markup"]
    return scene.bots_message(800, to=person["id"], reply_to_message=sent, reply_markup=markup), question.buttons


async def test_a_painting_that_is_forwarded_is_made_again_as_it_was(scene: Scene) -> None:
    """Telegram takes the metadata out of photos, so the photo itself says nothing."""
    question, buttons = await forwarded(scene)
    assert buttons[0] == AGAIN
    assert await scene.press(question, AGAIN) == ENGLISH.say("toast-on-it")
    first, again = await scene.jobs()
    assert (again.work, again.place.message_id) == (first.work, 800)


async def test_a_painting_that_somebody_else_forwards_is_just_a_photo(scene: Scene) -> None:
    _, buttons = await forwarded(scene, BRUNO)
    assert AGAIN not in buttons


async def test_a_photo_without_metadata_that_is_not_known_is_just_a_photo(scene: Scene) -> None:
    await painted(scene)
    scene.telegram.files["photo"] = JPEG
    await scene.send(photo=[{"file_id": "photo", "file_unique_id": "photo", "width": 9, "height": 9}])
    assert AGAIN not in scene.telegram.calls[-1].buttons
