"""/styles as a picture: numbers that always mean their style, pages in place, and a sheet of one's own photo."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from telegram.error import NetworkError

from bot.sheets import page_at
from bot.texts import texts_for
from storage.jobs import FailureReason, JobState
from storage.work.work import Lane
from tests.bot.scene import (
    ADA,
    BRUNO,
    GROUP,
    INSTANT,
    Scene,
    content_of,
    open_scene,
    painting_of,
    sheet_of,
)
from tests.bot.telegram_double import Call, Json

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
MANY = 43


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT, how_many=MANY) as opened:
        yield opened


def keyboard_of(call: Call) -> Json:
    return {"reply_markup": call.params["reply_markup"]}


async def sheet_of_presets(scene: Scene, *, to: int = 11, **above: Json) -> Json:
    """The message that /styles is answered with, as a button that hangs under it sees it."""
    await scene.send(to=to, text="/styles")
    sent = scene.telegram.of("sendPhoto")[-1]
    return scene.bots_message(1000, to=to, photo=[], **keyboard_of(sent), **above)


async def sheet_of_photo(scene: Scene, *, to: int = 11) -> tuple[Json, Json]:
    """The photo, and the delivered sheet that /styles in reply to it makes."""
    photo = scene.message(BRUNO, to=to, **scene.photo("dog"))
    await scene.send(to=to, text="/styles", reply_to_message=photo)
    await scene.deliver()
    await scene.paint(b"a sheet")
    await scene.deliver()
    (job,) = await scene.jobs()
    shown = scene.telegram.calls[-1]
    assert shown.method == "editMessageMedia"
    return photo, scene.bots_message(job.place.message_id or 0, to=to, photo=[], **keyboard_of(shown))


# ---------------------------------------- the sheet that ships with the presets


async def test_styles_shows_a_numbered_picture_with_a_button_a_number(scene: Scene) -> None:
    await scene.send(text="/styles")
    (sheet,) = scene.telegram.of("sendPhoto")
    assert sheet.words == "My styles, 1 to 20 of 43. Choose a number, then send me a photo."
    assert sheet.buttons[:2] == ["v1:number:wave", "v1:number:mosaic"]
    assert sheet.buttons[-1] == "v1:leaf:1"
    assert "reply_parameters" not in sheet.params


async def test_pages_are_turned_in_place_and_uploaded_once(scene: Scene) -> None:
    message = await sheet_of_presets(scene)
    for page in ("1", "0", "1"):
        assert await scene.press(message, f"v1:leaf:{page}") == ""
    turns = scene.telegram.of("editMessageMedia")
    assert [turn.params["message_id"] for turn in turns] == [1000] * 3
    uploads = [turn.params["media"]["media"].startswith("attach://") for turn in turns]
    assert uploads == [True, False, False]
    assert turns[0].words.startswith("My styles, 21 to 40 of 43.")
    assert turns[0].buttons[0] == f"v1:number:{page_at(1, scene.services.presets).tiles[0].preset.key}"


async def test_a_second_person_is_sent_the_same_upload(scene: Scene) -> None:
    await scene.send(ADA, text="/styles")
    await scene.send(BRUNO, text="/styles")
    first, second = scene.telegram.of("sendPhoto")
    assert first.params["photo"].startswith("attach://")
    assert not second.params["photo"].startswith("attach://")


async def test_a_file_id_that_telegram_forgot_costs_an_upload(scene: Scene) -> None:
    await scene.send(text="/styles")
    scene.telegram.refuse("sendPhoto", "Bad Request: wrong file identifier/HTTP URL specified")
    await scene.send(text="/styles")
    _, refused, uploaded = scene.telegram.of("sendPhoto")
    assert not refused.params["photo"].startswith("attach://")
    assert uploaded.params["photo"].startswith("attach://")


async def test_a_second_tap_on_the_same_page_changes_nothing(scene: Scene) -> None:
    message = await sheet_of_presets(scene)
    scene.telegram.refuse("editMessageMedia", "Bad Request: message is not modified: specified new message content")
    assert await scene.press(message, "v1:leaf:0") == ""


async def test_a_lost_answer_is_no_error_for_the_person(scene: Scene) -> None:
    scene.telegram.fail("sendPhoto", NetworkError("httpx.ReadError"))
    await scene.send(text="/styles")
    assert scene.telegram.of("sendMessage") == []
    await scene.send(text="/styles")
    assert len(scene.telegram.of("sendPhoto")) == 2


async def test_a_number_without_a_photo_asks_for_one_in_place_and_the_next_photo_is_painted(scene: Scene) -> None:
    message = await sheet_of_presets(scene)
    await scene.press(message, "v1:number:mosaic")
    asked = scene.telegram.of("editMessageCaption")[-1]
    assert asked.words == "🌋 Mosaic it is. Now send me the photo to paint."
    assert asked.buttons[:2] == ["v1:number:wave", "v1:number:mosaic"], "another one can be chosen still"
    await scene.send(**scene.photo("dog"))
    (job,) = await scene.jobs()
    assert painting_of(job).styles[0].preset == "mosaic"


async def test_a_photo_that_waits_is_what_the_sheet_answers(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    message = await sheet_of_presets(scene, reply_to_message=photo)
    sheet = scene.telegram.of("sendPhoto")[-1]
    assert sheet.words == "My styles, 1 to 20 of 43. Choose a number for your photo."
    assert sheet.params["reply_parameters"]["message_id"] == photo["message_id"]
    assert sheet.buttons[-2:] == ["v1:sheet:0", "v1:leaf:1"]
    for preset in ("wave", "mosaic"):
        assert await scene.press(message, f"v1:number:{preset}") == ENGLISH.say("toast-on-it")
    jobs = await scene.jobs()
    assert [painting_of(job).styles[0].preset for job in jobs] == ["wave", "mosaic"]
    for job in jobs:
        assert (job.place.message_id, job.place.reply_to) == (None, photo["message_id"])
        assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_pressing_a_number_twice_is_one_painting(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    message = await sheet_of_presets(scene, reply_to_message=photo)
    assert await scene.press(message, "v1:number:wave") == ENGLISH.say("toast-on-it")
    assert await scene.press(message, "v1:number:wave") == ENGLISH.say("toast-on-it")
    await scene.deliver()
    await scene.paint()
    assert await scene.press(message, "v1:number:wave") == ENGLISH.say("toast-painted-already")
    assert len(await scene.jobs()) == 1


async def test_pressing_twice_on_an_older_sheet_uses_the_photo_that_waits_once_and_asks_for_none(scene: Scene) -> None:
    message = await sheet_of_presets(scene)
    photo = await scene.send(**scene.photo("dog"))
    for _ in range(2):
        assert await scene.press(message, "v1:number:wave") == ENGLISH.say("toast-on-it")
    (job,) = await scene.jobs()
    assert job.place.reply_to == photo["message_id"]
    assert scene.telegram.of("editMessageCaption") == []


async def test_a_number_paints_the_photo_that_waits_as_was_said(scene: Scene) -> None:
    message = await sheet_of_presets(scene)
    await scene.send(**scene.photo("dog"), caption="keep colours")
    await scene.press(message, "v1:number:wave")
    (job,) = await scene.jobs()
    assert painting_of(job).keep_colours


async def test_a_number_paints_every_photo_of_an_album_that_waits(scene: Scene) -> None:
    message = await sheet_of_presets(scene)
    for name in ("one", "two", "three"):
        last = await scene.send(**scene.photo(name, media_group_id="album"))
    await scene.press(scene.bots_message(50, reply_to_message=last), "v1:album:each")
    await scene.press(message, "v1:number:wave")
    _, *each = await scene.jobs()
    assert [await scene.image(content_of(job)) for job in each] == [b"bytes of one", b"bytes of two", b"bytes of three"]


async def test_when_the_line_is_full_a_number_says_so_and_the_photo_goes_on_waiting(scene: Scene) -> None:
    for name in "abcdefghij":
        await scene.send(**scene.photo(name), caption="wave")
    photo = await scene.send(**scene.photo("dog"))
    message = await sheet_of_presets(scene, reply_to_message=photo)
    assert "10 paintings in line" in await scene.press(message, "v1:number:wave")
    await scene.send(text="/style wave")
    assert len(await scene.jobs()) == 10
    assert (await scene.draft()).content


async def test_a_number_of_a_preset_that_is_gone_is_outdated(scene: Scene) -> None:
    assert await scene.press(scene.bots_message(5), "v1:number:gone") == ENGLISH.say("toast-outdated")


async def test_a_photo_in_reply_to_a_sheet_is_the_one_to_paint_and_never_a_style_for_the_sheet(scene: Scene) -> None:
    message = await sheet_of_presets(scene)
    await scene.press(message, "v1:number:mosaic")
    sheet = {**message, **scene.photo("the sheet")}
    await scene.send(**scene.photo("dog"), reply_to_message=sheet)
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of dog"
    assert painting_of(job).styles[0].preset == "mosaic"


async def test_without_pictures_that_fit_names_are_shown(tmp_path: Path) -> None:
    async with open_scene(tmp_path, INSTANT, with_sheets=False) as scene:
        await scene.send(text="/styles")
        assert scene.telegram.said == [ENGLISH.say("choose-preset")]
        assert scene.telegram.calls[-1].buttons[0] == "v1:use:wave"
        assert await scene.press(scene.bots_message(5), "v1:leaf:1") == ENGLISH.say("toast-outdated")


# ---------------------------------------- 🖼 on a photo


async def test_styles_in_reply_to_a_photo_is_one_quick_job_of_the_whole_page(scene: Scene) -> None:
    photo = scene.message(BRUNO, **scene.photo("dog"))
    await scene.send(text="/styles", reply_to_message=photo)
    (job,) = await scene.jobs()
    sheet = sheet_of(job)
    assert (sheet.longest_side, sheet.first_number) == (256, 1)
    assert [style.preset for style in sheet.styles] == [
        tile.preset.key for tile in page_at(0, scene.services.presets).tiles
    ]
    assert job.lane is Lane.QUICK
    assert job.place.reply_to == photo["message_id"]
    assert await scene.image(content_of(job)) == b"bytes of dog"


async def test_the_sheet_of_a_photo_has_a_number_for_each_of_its_tiles(scene: Scene) -> None:
    await sheet_of_photo(scene)
    shown = scene.telegram.calls[-1]
    assert shown.words.startswith("Your photo in styles 1 to 20 of 43.")
    assert shown.buttons[0] == "v1:tile:1:wave"
    assert shown.buttons[-1] == "v1:tiles:1:1"
    assert len(shown.buttons) == 21


async def test_a_number_paints_in_full_as_a_new_message_in_reply_to_the_photo(scene: Scene) -> None:
    photo, message = await sheet_of_photo(scene)
    assert await scene.press(message, "v1:tile:1:mosaic") == ENGLISH.say("toast-on-it")
    sheet, job = await scene.jobs()
    recipe = painting_of(job)
    assert (recipe.method, recipe.longest_side) == ("instant", 1280)
    assert [style.preset for style in recipe.styles] == ["mosaic"]
    assert (job.place.message_id, job.place.reply_to) == (None, photo["message_id"])
    assert content_of(job) == content_of(sheet)


async def test_a_number_pressed_twice_under_a_sheet_is_one_painting(scene: Scene) -> None:
    _, message = await sheet_of_photo(scene)
    await scene.press(message, "v1:tile:1:wave")
    assert await scene.press(message, "v1:tile:1:wave") == ENGLISH.say("toast-on-it")
    await scene.deliver()
    await scene.paint()
    assert await scene.press(message, "v1:tile:1:wave") == ENGLISH.say("toast-painted-already")
    assert len(await scene.jobs()) == 2


async def test_the_next_page_is_painted_over_the_same_message_and_the_page_before_comes_back_unpainted(
    scene: Scene,
) -> None:
    photo, message = await sheet_of_photo(scene)
    assert await scene.press(message, "v1:tiles:1:1") == ENGLISH.say("toast-on-it")
    assert await scene.press(message, "v1:tiles:1:1") == ENGLISH.say("toast-on-it"), "a second tap changes nothing"
    first, second = await scene.jobs()
    assert sheet_of(second).first_number == 21
    assert (second.place.message_id, second.place.reply_to) == (message["message_id"], photo["message_id"])
    await scene.deliver()
    await scene.paint(b"the second page")
    await scene.deliver()
    shown = scene.telegram.calls[-1]
    assert (shown.method, shown.params["message_id"]) == ("editMessageMedia", message["message_id"])
    assert shown.buttons[-2:] == [f"v1:tiles:{second.id}:0", f"v1:tiles:{second.id}:2"]
    assert await scene.press(message, f"v1:tiles:{second.id}:0") == ""
    assert await scene.press(message, f"v1:tiles:{second.id}:0") == ENGLISH.say("toast-on-it")
    await scene.deliver()
    back = scene.telegram.calls[-1]
    assert back.words.startswith("Your photo in styles 1 to 20 of 43.")
    assert not back.params["media"]["media"].startswith("attach://"), "nothing is uploaded or painted again"
    assert [job.id for job in await scene.jobs()] == [first.id, second.id]


async def test_cancelling_the_next_page_brings_the_page_before_back(scene: Scene) -> None:
    _, message = await sheet_of_photo(scene)
    await scene.press(message, "v1:tiles:1:1")
    await scene.deliver()
    await scene.press(message, "v1:cancel:2")
    await scene.deliver()
    assert scene.telegram.calls[-1].words.startswith("Your photo in styles 1 to 20 of 43.")
    assert (await scene.jobs())[1].state is JobState.CANCELLED


async def test_a_sheet_that_was_stopped_can_be_painted_after_all(scene: Scene) -> None:
    await scene.send(text="/styles", reply_to_message=scene.message(**scene.photo("dog")))
    await scene.deliver()
    (job,) = await scene.jobs()
    message = scene.bots_message(job.place.message_id or 0)
    await scene.press(message, f"v1:cancel:{job.id}")
    await scene.deliver()
    assert await scene.press(message, f"v1:retry:{job.id}") == ENGLISH.say("toast-on-it")
    again = (await scene.jobs())[-1]
    assert again.work == job.work
    assert again.lane is Lane.QUICK


async def test_a_photo_that_cannot_be_painted_is_told_like_any_other(scene: Scene) -> None:
    await scene.send(text="/styles", reply_to_message=scene.message(**scene.photo("dog")))
    await scene.deliver()
    claim = await scene.claim()
    await scene.store.run(lambda storage: storage.queue.fail(claim, reason=FailureReason.DAMAGED, input="content"))
    await scene.deliver()
    assert scene.telegram.calls[-1].words.startswith("The photo to paint is damaged")


async def test_under_the_question_for_a_style_the_menu_becomes_the_sheet_and_the_photo_goes_on_waiting(
    scene: Scene,
) -> None:
    photo = await scene.send(**scene.photo("dog"))
    question = scene.telegram.of("sendMessage")[-1]
    assert "v1:sheet:0" in question.buttons
    menu = scene.bots_message(1000, reply_to_message=photo, **keyboard_of(question))
    assert await scene.press(menu, "v1:sheet:0") == ENGLISH.say("toast-on-it")
    assert await scene.press(menu, "v1:sheet:0") == ENGLISH.say("toast-on-it")
    (job,) = await scene.jobs()
    assert (job.place.message_id, job.place.reply_to) == (1000, photo["message_id"])
    await scene.deliver()
    assert scene.telegram.calls[-1].method == "editMessageText"
    await scene.paint(b"a sheet")
    await scene.deliver()
    assert scene.telegram.calls[-1].method == "editMessageMedia"
    assert await scene.press(menu, f"v1:tile:{job.id}:wave") == ENGLISH.say("toast-on-it")
    assert not (await scene.draft()).is_waiting, "now it has its style"


async def test_a_style_picture_sent_after_the_sheet_still_pairs_with_the_photo(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    await scene.press(scene.bots_message(1000, reply_to_message=photo), "v1:sheet:0")
    await scene.send(**scene.photo("art"))
    pair = (await scene.jobs())[-1]
    assert await scene.image(content_of(pair)) == b"bytes of dog"
    assert await scene.image(painting_of(pair).styles[0].image) == b"bytes of art"


async def test_the_menus_pages_keep_the_way_to_the_sheet(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"))
    question = scene.telegram.of("sendMessage")[-1]
    menu = scene.bots_message(1000, reply_to_message=photo, **keyboard_of(question))
    await scene.press(menu, "v1:page:1")
    assert "v1:sheet:0" in scene.telegram.of("editMessageReplyMarkup")[-1].buttons


async def test_a_menu_whose_photo_is_gone_says_so(scene: Scene) -> None:
    assert await scene.press(scene.bots_message(5), "v1:sheet:0") == ENGLISH.say("toast-photo-unknown")


async def test_under_a_painting_the_sheet_is_a_new_message_and_twice_is_once(scene: Scene) -> None:
    photo = await scene.send(**scene.photo("dog"), caption="wave")
    await scene.deliver()
    await scene.paint()
    await scene.deliver()
    (painted,) = await scene.jobs()
    assert f"v1:more:{painted.id}:0" in scene.telegram.calls[-1].buttons
    message = scene.bots_message(painted.place.message_id or 0)
    for _ in range(2):
        assert await scene.press(message, f"v1:tiles:{painted.id}:0") == ENGLISH.say("toast-on-it")
    _, sheet = await scene.jobs()
    assert (sheet.place.message_id, sheet.place.reply_to) == (None, photo["message_id"])
    assert content_of(sheet) == content_of(painted)


async def test_the_same_style_again_is_never_a_sheets(scene: Scene) -> None:
    await sheet_of_photo(scene)
    await scene.send(**scene.photo("cat"))
    assert not any(data.startswith("v1:same:") for data in scene.telegram.calls[-1].buttons)


async def test_a_sheet_has_no_dials(scene: Scene) -> None:
    _, message = await sheet_of_photo(scene)
    for action in ("dial:1:weaker", "proper:1", "again:1", "swap:1", "adjust:1", "with:1:wave"):
        assert await scene.press(message, f"v1:{action}") == ENGLISH.say("toast-outdated")
    assert len(await scene.jobs()) == 1


# ---------------------------------------- in a group


async def test_in_a_group_anybodys_number_and_page_make_something_of_their_own(scene: Scene) -> None:
    _, message = await sheet_of_photo(scene, to=GROUP)
    assert await scene.press(message, "v1:tile:1:wave", BRUNO) == ITALIAN.say("toast-on-it")
    assert await scene.press(message, "v1:tile:1:wave", ADA) == ENGLISH.say("toast-on-it")
    assert await scene.press(message, "v1:tiles:1:1", BRUNO) == ITALIAN.say("toast-on-it")
    sheet, *jobs = await scene.jobs()
    assert [job.user_id for job in jobs] == [BRUNO["id"], ADA["id"], BRUNO["id"]]
    assert jobs[-1].place.id != sheet.place.id


async def test_in_a_group_the_presets_sheet_answers_the_command_and_serves_everybody(
    scene: Scene,
) -> None:
    command = await scene.send(to=GROUP, text="/styles")
    sent = scene.telegram.of("sendPhoto")[-1]
    assert sent.params["reply_parameters"]["message_id"] == command["message_id"]
    message = scene.bots_message(1000, to=GROUP, reply_to_message=command, **keyboard_of(sent))
    assert await scene.press(message, "v1:number:wave", BRUNO) == ITALIAN.say("toast-now-your-photo")
    assert await scene.press(message, "v1:leaf:0", BRUNO) == ""
    assert await scene.press(message, "v1:number:wave", ADA) == ""
    assert "reply to this with the photo" in scene.telegram.of("editMessageCaption")[-1].words
