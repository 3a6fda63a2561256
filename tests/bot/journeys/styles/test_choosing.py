"""Buttons that choose a style for a photo: a preset, the last one again, pages."""

import pytest

from bot.context import PressContext
from bot.texts import texts_for
from tests.bot.scene import Scene, content_of, painting_of

ENGLISH = texts_for("en")


async def test_a_preset_under_a_photo_paints_it_in_the_pressed_message(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    ask = scene.bots_message(1000, reply_to_message=photo)
    assert await scene.press(ask, "v1:use:wave") == ENGLISH.say("toast-on-it")
    (job,) = await scene.jobs()
    assert job.place.message_id == 1000
    await scene.deliver()
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")], "no further message"
    assert scene.telegram.calls[-1].method == "editMessageText"


async def test_pressing_a_preset_twice_is_one_painting(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    ask = scene.bots_message(1000, reply_to_message=photo)
    await scene.press(ask, "v1:use:wave")
    await scene.press(ask, "v1:use:mosaic")
    assert len(await scene.jobs()) == 1


@pytest.mark.parametrize("first", ["use:wave", "sheet:0"])
async def test_a_menu_becomes_one_piece_of_work_whichever_of_its_buttons_comes_first(
    scene: Scene, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the second press does not see yet that the message is taken."""
    photo = await scene.send(**scene.photo("dog"))
    ask = scene.bots_message(1000, reply_to_message=photo)
    monkeypatch.setattr(PressContext, "is_taken", False)
    for data in (first, "use:wave", "use:mosaic", "sheet:0"):
        assert await scene.press(ask, f"v1:{data}") == ENGLISH.say("toast-on-it")
    assert len(await scene.jobs()) == 1


async def test_an_old_question_still_means_its_own_photo(scene: Scene) -> None:
    first = await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("art"))
    await scene.send(**scene.photo("newer"))
    await scene.press(scene.bots_message(1000, reply_to_message=first), "v1:use:wave")
    job = (await scene.jobs())[-1]
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_a_preset_from_the_menu_asks_for_the_photo_and_paints_it(scene: Scene) -> None:
    await scene.press(scene.bots_message(5), "v1:use:wave")
    assert scene.telegram.calls[-2].words == "🌊 Wave it is. Now send me the photo to paint."
    await scene.send(**scene.photo("dog"))
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].preset == "wave"


async def test_the_menu_turns_its_pages_in_place(scene: Scene) -> None:
    await scene.press(scene.bots_message(5), "v1:page:1")
    assert scene.telegram.of("editMessageReplyMarkup")[0].buttons[-1] == "v1:page:0"
