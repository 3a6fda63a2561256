"""Styles by name: /style, a name as a message, a link."""

import pytest

from bot.draft import Draft
from bot.texts import texts_for
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, content_of, painting_of

ENGLISH = texts_for("en")


async def test_a_link_to_a_style_does_what_its_button_does(scene: Scene) -> None:
    await scene.send(text="/start use-wave")
    assert scene.telegram.said == ["🌊 Wave it is. Now send me the photo to paint."]
    await scene.send(**scene.photo("dog"))
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].preset == "wave"


@pytest.mark.parametrize(
    "payload", ["use-gone", "use-", "use", "forget-yes", "use-wave-1", "../etc", "use-" + "x" * 70]
)
async def test_a_link_that_leads_nowhere_is_no_hindrance(scene: Scene, payload: str) -> None:
    await scene.send(text=f"/start {payload}")
    assert scene.telegram.said == [ENGLISH.say("choose-preset") if payload == "use-gone" else ENGLISH.say("welcome")]
    assert (await scene.draft()) == Draft()


@pytest.mark.parametrize("text", ["/style wave", "wave", "🌊 Wave"])
async def test_a_style_in_reply_to_any_photo_paints_it(scene: Scene, text: str) -> None:
    photo = scene.message(BRUNO, **scene.photo("dog"))
    await scene.send(text=text, reply_to_message=photo)
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_in_a_group_anybody_can_paint_anybodys_photo_by_command(scene: Scene) -> None:
    photo = scene.message(BRUNO, to=GROUP, **scene.photo("dog"))
    await scene.send(ADA, to=GROUP, text="/style wave", reply_to_message=photo)
    (job,) = await scene.jobs()
    assert job.user_id == ADA["id"]


async def test_a_style_after_a_photo_paints_it(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(text="/style wave")
    assert len(await scene.jobs()) == 1


async def test_a_style_before_the_photo_waits_for_it(scene: Scene) -> None:
    await scene.send(text="/style wave")
    assert scene.telegram.said == ["🌊 Wave it is. Now send me the photo to paint."]


@pytest.mark.parametrize(("text", "said"), [("/style", "choose-preset"), ("/style nonsense", "unknown-preset")])
async def test_a_style_that_is_none_shows_the_menu(scene: Scene, text: str, said: str) -> None:
    await scene.send(text=text)
    assert scene.telegram.said == [ENGLISH.say(said, words="nonsense")]
    assert scene.telegram.calls[-1].buttons


@pytest.mark.parametrize("text", ["hello", "/unknown"])
async def test_other_words_get_a_hint_in_private_only(scene: Scene, text: str) -> None:
    await scene.send(text=text)
    await scene.send(to=GROUP, text=text)
    assert scene.telegram.said == [ENGLISH.say("send-a-photo")]
