"""Styles of one's own: saved below a painting, used, renamed and deleted in /mystyles, and nobody else's business."""

from typing import Any

import pytest
from telegram.error import NetworkError

from bot.journeys.styles import own
from bot.texts import texts_for
from storage.jobs import Job
from storage.store import Storage
from tests.bot.scene import ADA, BRUNO, GROUP, Scene, content_of, painting_of
from tests.bot.telegram_double import Json

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


async def painted(scene: Scene, style: str = "quilt", *, to: int = 11, **fields: Any) -> Job:
    """A photo painted in the style of another, and shown."""
    await scene.send(to=to, **scene.photo("dog"), **fields, caption="/style")
    answer = scene.bots_message(1, to=to)
    await scene.send(to=to, **scene.photo(style), **fields, reply_to_message=answer)
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    return (await scene.jobs())[-1]


async def keep(scene: Scene, job: Job, person: Json = ADA) -> str:
    message = scene.bots_message(job.place.message_id or 0, to=job.place.chat_id)
    return await scene.press(message, f"v1:keep:{job.id}", person)


async def names_of(scene: Scene, user_id: int = 11) -> list[str]:
    return [style.name for style in await scene.store.run(lambda storage: storage.own_styles.of(user_id))]


async def saved(scene: Scene, *names: str, user_id: int = 11) -> list[int]:
    """Their ids."""
    images = {name: await scene.store.put_image(f"bytes of {name}".encode()) for name in names}

    def save(storage: Storage) -> list[int]:
        return [storage.own_styles.save(user_id, name, image, limit=99).id for name, image in images.items()]

    return await scene.store.run(save)


async def answer(scene: Scene, text: str) -> None:
    """To the bot's last question."""
    asked = scene.telegram.of("sendMessage")[-1]
    assert asked.params["reply_markup"]["force_reply"]
    question = scene.bots_message(last_message_id(scene), text=asked.words)
    await scene.send(text=text, reply_to_message=question)


def last_message_id(scene: Scene) -> int:
    """The double numbers what it sends from 1000 on."""
    return 999 + len(scene.telegram.of("sendMessage", "sendPhoto", "sendDocument"))


async def test_a_style_is_saved_at_once_and_asks_for_a_better_name(scene: Scene) -> None:
    job = await painted(scene)
    assert await keep(scene, job) == ENGLISH.say("toast-saved")
    assert await names_of(scene) == ["My style 1"]
    assert scene.telegram.said[-1] == ENGLISH.say("style-saved", name="My style 1")
    await answer(scene, "  Grandma’s   quilt ")
    assert await names_of(scene) == ["Grandma’s quilt"]
    assert "/style Grandma’s quilt" in scene.telegram.said[-1]


async def test_the_same_style_is_saved_once(scene: Scene) -> None:
    job = await painted(scene)
    await keep(scene, job)
    assert await keep(scene, job) == ENGLISH.say("toast-saved-already", name="My style 1")
    assert await names_of(scene) == ["My style 1"]


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("wave", "on my own shelf"), ("old MAP", "another style called"), ("a:b", "none of"), ("x" * 40, "too long")],
)
async def test_a_refused_name_says_why_and_may_be_tried_again(scene: Scene, name: str, complaint: str) -> None:
    await saved(scene, "Old map")
    await keep(scene, await painted(scene))
    await answer(scene, name)
    assert complaint in scene.telegram.said[-1]
    assert await names_of(scene) == ["Old map", "My style 1"]
    await answer(scene, "Grandma")
    assert await names_of(scene) == ["Old map", "Grandma"]


async def test_a_text_that_answers_nothing_names_nothing(scene: Scene) -> None:
    await keep(scene, await painted(scene))
    await scene.send(text="what a lovely day")
    assert await names_of(scene) == ["My style 1"]
    assert scene.telegram.said[-1] == ENGLISH.say("send-a-photo")


async def test_a_full_shelf_says_how_to_make_room(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "STYLES_PER_PERSON", 1)
    await saved(scene, "Old map")
    assert await keep(scene, await painted(scene)) == ENGLISH.say("toast-shelf-full", styles=1)
    assert await names_of(scene) == ["Old map"]


async def test_a_question_that_is_lost_loses_no_style(scene: Scene) -> None:
    job = await painted(scene)
    scene.telegram.fail("sendMessage", NetworkError("cut"))
    assert await keep(scene, job) == ENGLISH.say("toast-saved")
    assert await names_of(scene) == ["My style 1"]


async def test_a_preset_or_a_blend_has_nothing_to_save(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="/style wave mosaic")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    assert not [data for data in scene.telegram.calls[-1].buttons if data.startswith("v1:keep")]
    (job,) = await scene.jobs()
    assert await keep(scene, job) == ENGLISH.say("toast-outdated")


async def test_the_list_has_a_number_for_each_style(scene: Scene) -> None:
    first, second = await saved(scene, "Grandma", "Old map")
    await scene.send(text="/mystyles")
    shown = scene.telegram.calls[-1]
    assert shown.words == f"{ENGLISH.say('my-styles')}\n\n1. Grandma\n2. Old map"
    assert shown.buttons == [f"v1:own:{first}", f"v1:own:{second}", "v1:mine:rename", "v1:mine:delete", "v1:mine:share"]


async def test_an_empty_shelf_says_how_to_fill_it(scene: Scene) -> None:
    await scene.send(text="/mystyles")
    assert scene.telegram.said == [ENGLISH.say("no-own-styles")]
    assert scene.telegram.calls[-1].buttons == []


async def test_a_number_paints_the_photo_that_waits(scene: Scene) -> None:
    (style_id,) = await saved(scene, "Grandma")
    await scene.send(**scene.photo("dog"))
    await scene.send(text="/mystyles")
    await scene.press(scene.bots_message(50), f"v1:own:{style_id}")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (job,) = await scene.jobs()
    assert await scene.image(painting_of(job).styles[0].image) == b"bytes of Grandma"
    assert job.place.message_id == 50
    assert scene.telegram.calls[-1].words.startswith("Grandma · painted")


async def test_a_number_before_the_photo_waits_for_it(scene: Scene) -> None:
    (style_id,) = await saved(scene, "Grandma")
    await scene.press(scene.bots_message(50), f"v1:own:{style_id}")
    assert scene.telegram.of("editMessageText")[-1].words == "Grandma it is. Now send me the photo to paint."
    await scene.send(**scene.photo("dog"))
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].own == "Grandma"


async def test_in_reply_to_a_photo_the_list_is_for_that_photo(scene: Scene) -> None:
    (style_id,) = await saved(scene, "Grandma")
    photo = scene.message(**scene.photo("cat"))
    await scene.send(text="/mystyles", reply_to_message=photo)
    shown = scene.telegram.calls[-1]
    assert shown.params["reply_parameters"]["message_id"] == photo["message_id"]
    await scene.press(scene.bots_message(50, reply_to_message=photo), f"v1:own:{style_id}")
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of cat"


async def test_renaming_goes_over_the_list_and_a_question(scene: Scene) -> None:
    _, second = await saved(scene, "Grandma", "Old map")
    await scene.press(scene.bots_message(50), "v1:mine:rename")
    assert scene.telegram.of("editMessageText")[-1].words.startswith(ENGLISH.say("my-styles-to-rename"))
    assert f"v1:rename:{second}" in scene.telegram.of("editMessageText")[-1].buttons
    await scene.press(scene.bots_message(50), f"v1:rename:{second}")
    await answer(scene, "Treasure map")
    assert await names_of(scene) == ["Grandma", "Treasure map"]


async def test_deleting_asks_first_and_shows_what_is_left(scene: Scene) -> None:
    first, second = await saved(scene, "Grandma", "Old map")
    await scene.press(scene.bots_message(50), f"v1:delete:{first}")
    question = scene.telegram.of("editMessageText")[-1]
    assert question.words == ENGLISH.say("delete-question", name="Grandma")
    assert question.buttons == [f"v1:deleteyes:{first}", "v1:mine:use"]
    assert await names_of(scene) == ["Grandma", "Old map"]
    toast = await scene.press(scene.bots_message(50), f"v1:deleteyes:{first}")
    assert toast == ENGLISH.say("toast-style-deleted", name="Grandma")
    assert scene.telegram.of("editMessageText")[-1].words.endswith("\n\n1. Old map")
    await scene.press(scene.bots_message(50), f"v1:deleteyes:{second}")
    assert scene.telegram.of("editMessageText")[-1].words == ENGLISH.say("no-own-styles")


async def test_a_button_of_a_deleted_style_says_so(scene: Scene) -> None:
    (style_id,) = await saved(scene, "Grandma")
    await scene.press(scene.bots_message(50), f"v1:deleteyes:{style_id}")
    for action in ("own", "rename", "delete", "deleteyes"):
        assert await scene.press(scene.bots_message(50), f"v1:{action}:{style_id}") == ENGLISH.say("toast-style-gone")


async def test_an_own_style_can_be_written_like_a_preset(scene: Scene) -> None:
    await saved(scene, "Grandma")
    await scene.send(**scene.photo("dog"), caption="/style grandma:2 wave")
    await scene.send(**scene.photo("cat"), caption="grandma")
    blend, alone = await scene.jobs()
    assert [(style.own, style.preset) for style in painting_of(blend).styles] == [("Grandma", ""), ("", "wave")]
    assert painting_of(alone).styles[0].own == "Grandma"


async def test_own_styles_stand_above_the_presets_where_a_style_is_asked_for(scene: Scene) -> None:
    ids = await saved(scene, "Grandma", "Old map")
    await scene.send(**scene.photo("dog"))
    shown = scene.telegram.calls[-1]
    assert shown.buttons[:4] == ["v1:sheet:0", f"v1:own:{ids[1]}", f"v1:own:{ids[0]}", "v1:use:wave"]
    await scene.press(scene.bots_message(50), "v1:page:1")
    assert scene.telegram.of("editMessageReplyMarkup")[-1].buttons[:2] == shown.buttons[1:3]


async def test_of_many_own_styles_the_menu_shows_a_few_and_the_way_to_all(scene: Scene) -> None:
    ids = await saved(scene, "one", "two", "three", "four", "five")
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.calls[-1].buttons[1:5] == [*(f"v1:own:{n}" for n in reversed(ids[2:])), "v1:mine:use"]


async def test_in_a_group_nobody_learns_what_a_person_calls_a_style(scene: Scene) -> None:
    await saved(scene, "Grandma", user_id=11)
    await scene.send(to=GROUP, text="/mystyles")
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style")
    await scene.send(to=GROUP, **scene.photo("cat"), caption="/style grandma")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    assert scene.telegram.said[0] == ENGLISH.say("my-styles-in-private")
    shown = [str(call.params) for call in scene.telegram.calls if call.method.startswith(("send", "edit"))]
    assert len(shown) >= 4
    assert not [words for words in shown if "grandma" in words.lower()]


async def test_a_name_that_could_be_several_lists_them_but_own_ones_not_in_a_group(scene: Scene) -> None:
    await saved(scene, "Old map", "Old wall")
    await scene.send(**scene.photo("dog"), caption="/style old")
    assert scene.telegram.said[-1] == ENGLISH.say("ambiguous-style", words="old")
    assert scene.telegram.calls[-1].buttons == ["v1:own:1", "v1:own:2"]
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style old")
    assert scene.telegram.said[-1] == ENGLISH.say("unknown-preset", words="old")


async def test_in_a_group_a_style_is_saved_without_a_word_to_the_others(scene: Scene) -> None:
    job = await painted(scene, to=GROUP)
    sent = len(scene.telegram.of("sendMessage"))
    assert await keep(scene, job) == ENGLISH.say("toast-saved-in-group", name="My style 1")
    assert len(scene.telegram.of("sendMessage")) == sent
    assert await keep(scene, job, BRUNO) == ITALIAN.say("toast-not-yours")


async def test_somebody_elses_style_cannot_be_named_pressed_or_deleted(scene: Scene) -> None:
    (style_id,) = await saved(scene, "Grandma")
    await scene.send(BRUNO, **scene.photo("dog"), caption="/style grandma")
    assert "grandma" in scene.telegram.said[-1]
    menu = scene.bots_message(50, to=22)
    for action in ("own", "rename", "delete", "deleteyes"):
        assert await scene.press(menu, f"v1:{action}:{style_id}", BRUNO) == ITALIAN.say("toast-style-gone")
    assert await names_of(scene) == ["Grandma"]


async def test_forget_erases_own_styles_too(scene: Scene) -> None:
    await saved(scene, "Grandma")
    await scene.press(scene.bots_message(50), "v1:forget:yes")
    assert await names_of(scene) == []
