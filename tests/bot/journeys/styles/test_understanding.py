"""What is said while something waits, in reply to photos, and about how to paint: understood, and nothing is lost."""

from typing import Any

import pytest

from bot.texts import texts_for
from storage.drafts import DraftKey
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, content_of, painting_of
from tests.bot.telegram_double import BOT, chat

ENGLISH = texts_for("en")
IN_GROUP = DraftKey(GROUP, 11)


@pytest.mark.parametrize("text", ["help", "?", "ok", "what now", "/style", "/style nonsense", "thanks!"])
async def test_a_waiting_photo_is_never_denied(scene: Scene, text: str) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(text=text)
    assert ENGLISH.say("send-a-photo") not in scene.telegram.said
    if text != "/style nonsense":
        assert scene.telegram.said[-1] == ENGLISH.say("photo-waits-for-style")
    await scene.send(text="wave")
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_a_waiting_style_is_never_denied(scene: Scene) -> None:
    await scene.send(text="/style wave")
    asked = scene.telegram.said[-1]
    await scene.send(text="hm")
    assert scene.telegram.said[-1] == asked
    await scene.send(**scene.photo("dog"))
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].preset == "wave"


@pytest.mark.parametrize("text", ["paint this like the wave", "waves... no: wave!", "mosiac"])
async def test_while_a_photo_waits_a_style_is_understood_however_it_is_said(scene: Scene, text: str) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(text=text)
    assert len(await scene.jobs()) == 1


@pytest.mark.parametrize("command", ["/style", "/style nonsense", "/style sty"])
async def test_a_style_that_is_not_understood_in_reply_to_a_photo_keeps_the_photo(scene: Scene, command: str) -> None:
    photo = scene.message(BRUNO, **scene.photo("dog"))
    await scene.send(text=command, reply_to_message=photo)
    assert await scene.jobs() == []
    asked = scene.bots_message(50, reply_to_message=scene.message(ADA, text=command))
    await scene.press(asked, "v1:use:wave")
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_that_holds_in_a_group_for_whoever_asked(scene: Scene) -> None:
    photo = scene.message(BRUNO, to=GROUP, **scene.photo("dog"))
    command = await scene.send(ADA, to=GROUP, text="/style sty", reply_to_message=photo)
    menu = scene.bots_message(50, to=GROUP, reply_to_message=command)
    await scene.press(menu, "v1:use:wave", ADA)
    (job,) = await scene.jobs()
    assert (job.user_id, await scene.image(content_of(job))) == (ADA["id"], b"bytes of dog")


async def test_a_reply_to_a_photo_of_another_chat_counts_too(scene: Scene) -> None:
    origin = {"type": "chat", "sender_chat": chat(GROUP), "date": 1}
    elsewhere = {"origin": origin, "chat": chat(GROUP), "message_id": 7, **scene.photo("dog")}
    await scene.send(text="/style wave", external_reply=elsewhere)
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_a_reply_to_a_story_says_that_stories_cannot_be_seen(scene: Scene) -> None:
    await scene.send(text="/style", reply_to_story={"chat": chat(GROUP), "id": 3})
    assert scene.telegram.said == [ENGLISH.say("story-unseen")]


async def test_several_works_of_a_name_are_the_buttons(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="/style style1 or so")
    await scene.send(text="/style sty")
    assert scene.telegram.calls[-1].buttons == [f"v1:use:style{number}" for number in range(8)]
    assert scene.telegram.said[-1] == ENGLISH.say("ambiguous-style", words="sty")


async def test_the_same_photo_twice_is_asked_about_and_painted_only_if_meant(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    again = await scene.send(**scene.photo("dog"))
    assert await scene.jobs() == []
    assert scene.telegram.said[-1] == ENGLISH.say("ask-whether-same")
    asked = scene.bots_message(50, reply_to_message=again)
    await scene.press(asked, "v1:pair")
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].image == content_of(job)


async def test_after_the_same_photo_twice_another_one_is_its_style(scene: Scene) -> None:
    for name in ("dog", "dog", "map"):
        await scene.send(**scene.photo(name))
    (job,) = await scene.jobs()
    assert await scene.image(painting_of(job).styles[0].image) == b"bytes of map"


@pytest.mark.parametrize(
    ("words", "dials"),
    [
        ("wave, keep colors", {"keep_colours": True}),
        ("subtle wave", {"strength": 0.5}),
        ("wave with big strokes", {"brush_size": 2.25}),
        ("fine wave", {"brush_size": 0.5}),
        ("wave hd", {"longest_side": 2560}),
    ],
)
async def test_a_caption_says_how_as_well(scene: Scene, words: str, dials: dict[str, Any]) -> None:
    await scene.send(**scene.photo("dog"), caption=words)
    (job,) = await scene.jobs()
    painted = painting_of(job)
    assert painted.styles[0].preset == "wave"
    if "longest_side" not in dials:
        assert {name: getattr(painted, name) for name in dials} == dials


async def test_how_is_remembered_until_the_style_is_known(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="subtle")
    await scene.send(text="keep colours")
    await scene.send(**scene.photo("map"))
    (job,) = await scene.jobs()
    assert (painting_of(job).strength, painting_of(job).keep_colours) == (0.5, True)


async def test_what_was_said_of_one_painting_is_not_said_of_the_next(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="subtle wave")
    await scene.send(**scene.photo("cat"), caption="wave")
    assert [painting_of(job).strength for job in await scene.jobs()] == [0.5, 1.0]


@pytest.mark.parametrize("text", ["wave", "🌊", "paint this like the wave", "hd"])
async def test_in_a_group_words_that_call_nobody_paint_nothing(scene: Scene, text: str) -> None:
    photo = scene.message(BRUNO, to=GROUP, **scene.photo("dog"))
    await scene.send(ADA, to=GROUP, text=text, reply_to_message=photo)
    await scene.send(ADA, to=GROUP, text=text)
    painting = scene.bots_message(40, to=GROUP, **scene.photo("painting"))
    await scene.send(ADA, to=GROUP, text=text, reply_to_message=painting)
    assert await scene.jobs() == []
    assert scene.telegram.said == []


async def test_in_a_group_an_answer_to_the_question_counts(scene: Scene) -> None:
    await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style")
    question = scene.bots_message(40, to=GROUP)
    await scene.send(ADA, to=GROUP, text="wave", reply_to_message=question)
    assert len(await scene.jobs()) == 1


async def test_in_a_group_a_mention_counts(scene: Scene) -> None:
    photo = scene.message(BRUNO, to=GROUP, **scene.photo("dog"))
    await scene.send(ADA, to=GROUP, text=f"@{BOT['username']} wave please", reply_to_message=photo)
    assert len(await scene.jobs()) == 1


async def test_the_menu_goes_away_when_a_second_photo_answers_it(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(**scene.photo("map"))
    (deleted,) = scene.telegram.of("deleteMessage")
    assert deleted.params["message_id"] == 1000


async def test_there_is_one_menu_at_a_time(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    await scene.send(text="hm")
    await scene.send(text="wave")
    assert [call.params["message_id"] for call in scene.telegram.of("deleteMessage")] == [1000, 1001]


async def test_a_menu_whose_button_is_pressed_becomes_the_painting(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    await scene.press(scene.bots_message(1000, reply_to_message=photo), "v1:use:wave")
    assert scene.telegram.of("deleteMessage") == []


async def test_a_menu_that_cannot_be_deleted_is_no_trouble(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    scene.telegram.refuse("deleteMessage", "Bad Request: message can't be deleted")
    await scene.send(**scene.photo("map"))
    assert len(await scene.jobs()) == 1
