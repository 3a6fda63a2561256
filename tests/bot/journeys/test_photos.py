"""What the bot does with photos, through python-telegram-bot and real storage."""

import json
from pathlib import Path
from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter

from bot import telegram_files
from bot.draft import Draft
from bot.journeys import photos, replying
from bot.settings import Settings
from bot.texts import texts_for
from storage.admission import Limits
from storage.database import change
from storage.jobs import Job, JobState
from storage.work.styles import Style
from tests.bot.scene import ADA, BRUNO, GROUP, INSTANT, Scene, content_of, open_scene, painting_of
from tests.bot.telegram_double import Json, never_written

GIF = b"GIF89a" + (80).to_bytes(2, "little") * 2
ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


async def pictures_of(scene: Scene, job: Job) -> tuple[bytes, bytes]:
    return await scene.image(content_of(job)), await scene.image(painting_of(job).styles[0].image)


async def test_two_photos_become_a_job_and_the_second_is_acknowledged(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")]
    assert scene.telegram.calls[-1].buttons[:2] == ["v1:sheet:0", "v1:use:wave"]
    second = await scene.send(**scene.photo("painting"))
    (job,) = await scene.jobs()
    assert await pictures_of(scene, job) == (b"bytes of dog", b"bytes of painting")
    assert job.place.reply_to == second["message_id"]
    await scene.deliver()
    assert scene.telegram.said[1:] == ["Your painting is next in line."]
    assert scene.telegram.calls[-1].buttons == [f"v1:swap:{job.id}", f"v1:cancel:{job.id}"]


async def test_the_person_hears_their_own_language_also_when_nobody_just_wrote(scene: Scene) -> None:
    await scene.send(BRUNO, **scene.photo("a"))
    await scene.send(BRUNO, **scene.photo("b"))
    await scene.deliver()
    assert scene.telegram.said == [ITALIAN.say("ask-for-style"), "Il tuo quadro è il prossimo."]


async def test_an_album_asks_nothing_and_is_ordered_by_message_id(scene: Scene) -> None:
    first = scene.message(**scene.photo("dog", media_group_id="album"))
    second = scene.message(**scene.photo("painting", media_group_id="album"))
    await scene.update(message=second)
    assert scene.telegram.said == []
    await scene.update(message=first)
    (job,) = await scene.jobs()
    assert await pictures_of(scene, job) == (b"bytes of dog", b"bytes of painting")


async def blend_of_three(scene: Scene) -> Json:
    """The question that became the painting."""
    for name in ("one", "two", "three"):
        last = await scene.send(**scene.photo(name, media_group_id="album"))
    question = scene.bots_message(50, reply_to_message=last)
    assert await scene.press(question, "v1:album:blend") == ENGLISH.say("toast-on-it")
    return question


async def test_a_later_photo_of_an_album_joins_the_blend_in_the_one_message(scene: Scene) -> None:
    await blend_of_three(scene)
    await scene.send(**scene.photo("four", media_group_id="album"))
    _, former, job = await scene.jobs()
    assert former.state is JobState.CANCELLED
    assert job.place.message_id == 50
    images = [await scene.image(style.image) for style in painting_of(job).styles]
    assert images == [b"bytes of two", b"bytes of three", b"bytes of four"]


async def test_a_blend_that_was_cancelled_is_not_begun_again_by_a_late_photo(scene: Scene) -> None:
    await blend_of_three(scene)
    _, job = await scene.jobs()
    await scene.store.cancel(job.id)
    await scene.send(**scene.photo("four", media_group_id="album"))
    assert len(await scene.jobs()) == 2


async def test_an_album_whose_photos_are_all_in_the_inbox_is_asked_about_and_not_begun(scene: Scene) -> None:
    messages = [scene.message(**scene.photo(name, media_group_id="987654")) for name in ("one", "two", "three")]
    updates = {number: {"update_id": number, "message": message} for number, message in enumerate(messages, 1)}
    await scene.store.receive((number, json.dumps(update)) for number, update in updates.items())
    for message in messages:
        await scene.update(message=message)
    assert await scene.jobs() == []
    assert scene.telegram.said == [ENGLISH.say("ask-what-album-means", photos=3)]


async def test_an_instant_blend_says_what_the_album_means(tmp_path: Path) -> None:
    async with open_scene(tmp_path, INSTANT) as scene:
        photo = await scene.send(**scene.photo("zero"))
        for name in ("one", "two"):
            await scene.send(**scene.photo(name, media_group_id="album"), reply_to_message=photo)
        await scene.deliver()
        assert scene.telegram.said[-1] == "Setting up the canvas · the first photo in a blend of the 2 after it"


async def test_a_caption_can_blend_presets_in_shares(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="/style wave:3 mosaic")
    await scene.paint()
    await scene.deliver()
    await scene.deliver()
    (job,) = await scene.jobs()
    assert [(style.preset, style.weight) for style in painting_of(job).styles] == [("wave", 3.0), ("mosaic", 1.0)]
    assert "Wave 75 % + 🌋 Mosaic 25 %" in scene.telegram.calls[-1].words


async def test_an_album_with_a_style_becomes_that_many_paintings_each_in_reply_to_its_photo(scene: Scene) -> None:
    first = await scene.send(**scene.photo("one", media_group_id="album"), caption="/style wave, keep colours")
    others = [await scene.send(**scene.photo(name, media_group_id="album")) for name in ("two", "three")]
    sent = [first, *others]
    jobs = await scene.jobs()
    assert [await scene.image(content_of(job)) for job in jobs] == [b"bytes of one", b"bytes of two", b"bytes of three"]
    assert [job.place.reply_to for job in jobs] == [message["message_id"] for message in sent]
    assert all(painting_of(job).keep_colours for job in jobs)
    assert scene.telegram.said == []


async def test_three_photos_without_a_word_are_asked_about_once_and_painted_as_is_said(scene: Scene) -> None:
    for name in ("one", "two"):
        await scene.send(**scene.photo(name, media_group_id="album"), caption="?")
    last = await scene.send(**scene.photo("three", media_group_id="album"))
    asked = scene.telegram.calls[-1]
    assert asked.words == ENGLISH.say("ask-what-album-means", photos=3)
    assert asked.buttons == ["v1:album:each", "v1:album:blend"]
    question = scene.bots_message(50, reply_to_message=last)
    assert await scene.press(question, "v1:album:each") == ""
    assert scene.telegram.calls[-2].words == ENGLISH.say("ask-for-style-of-all", photos=3)
    assert await scene.press(question, "v1:use:wave") == ENGLISH.say("toast-on-it")
    _, *each = await scene.jobs()
    assert [await scene.image(content_of(job)) for job in each] == [b"bytes of one", b"bytes of two", b"bytes of three"]
    assert each[0].place.message_id == 50, "the menu becomes the first of them"


async def test_where_a_limit_is_met_it_is_told_how_many_of_an_album_were_taken(tmp_path: Path) -> None:
    async with open_scene(tmp_path, Settings(limits=Limits(jobs_per_person=2))) as scene:
        for number in range(4):
            await scene.send(**scene.photo(str(number), media_group_id="album"))
        pair = (await scene.jobs())[0]
        await scene.store.cancel(pair.id)
        question = scene.bots_message(50, reply_to_message=scene.message(media_group_id="album", text="…"))
        await scene.press(question, "v1:album:each")
        await scene.press(question, "v1:use:wave")
        assert scene.telegram.said[-1].startswith("I took 2 of 4 photos.\n\nYou have 2 paintings in line already.")


async def test_an_update_that_comes_twice_changes_nothing(scene: Scene) -> None:
    first = await scene.send(**scene.photo("dog"))
    await scene.update(message=first)
    second = await scene.send(**scene.photo("painting"))
    await scene.update(message=second)
    await scene.update(message=first)
    assert len(await scene.jobs()) == 1
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")]


async def test_an_image_document_is_a_photo(scene: Scene) -> None:
    scene.telegram.files["scan"] = GIF
    document = {"file_id": "scan", "file_unique_id": "scan", "mime_type": "image/png", "file_size": 6}
    await scene.send(document=document)
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")]


async def test_a_photo_in_reply_to_a_photo_is_its_style(scene: Scene) -> None:
    content = scene.message(**scene.photo("dog"))
    await scene.send(**scene.photo("painting"), reply_to_message=content)
    (job,) = await scene.jobs()
    assert await pictures_of(scene, job) == (b"bytes of dog", b"bytes of painting")


@pytest.mark.parametrize("caption", ["/style wave", "wave", "Onda", "/style@impasto_bot wave"])
async def test_a_caption_that_names_a_preset_paints_at_once(scene: Scene, caption: str) -> None:
    await scene.send(**scene.photo("dog"), caption=caption)
    (job,) = await scene.jobs()
    assert await pictures_of(scene, job) == (b"bytes of dog", b"swatch of wave")
    assert painting_of(job).styles[0].preset == "wave"


async def test_a_caption_with_an_unknown_style_offers_the_known_ones(scene: Scene) -> None:
    await scene.send(**scene.photo("dog"), caption="/style nonsense")
    assert scene.telegram.said == [ENGLISH.say("unknown-preset", words="nonsense")]
    assert scene.telegram.calls[-1].buttons


async def test_the_refused_sixth_painting_is_told_what_to_do_and_keeps_the_photo(tmp_path: Path) -> None:
    settings = Settings(limits=Limits(jobs_per_person=1))
    async with open_scene(tmp_path, settings) as scene:
        await scene.send(**scene.photo("a"), caption="wave")
        await scene.send(**scene.photo("b"))
        await scene.send(**scene.photo("c"))
        assert scene.telegram.said[-1].startswith("You have 1 painting in line already.")
        await scene.paint()
        await scene.send(**scene.photo("c"))
        jobs = await scene.jobs()
        assert await pictures_of(scene, jobs[-1]) == (b"bytes of b", b"bytes of c")


@pytest.mark.parametrize(
    "fields",
    [
        {"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}},
        {"document": {"file_id": "d", "file_unique_id": "d", "mime_type": "application/pdf"}},
        {
            "animation": {"file_id": "g", "file_unique_id": "g", "width": 1, "height": 1, "duration": 1},
            "document": {"file_id": "g", "file_unique_id": "g", "mime_type": "image/gif"},
        },
        {"location": {"latitude": 1, "longitude": 1}},
    ],
    ids=["video", "pdf", "animation", "location"],
)
async def test_what_is_no_picture_is_answered_kindly(scene: Scene, fields: dict[str, Any]) -> None:
    await scene.send(**fields)
    assert scene.telegram.said == [ENGLISH.say("not-a-picture")]


STILL = {"file_id": "still", "file_unique_id": "still", "width": 320, "height": 180}
FILE = {"file_id": "film", "file_unique_id": "film"}
FILM = {**FILE, "width": 640, "height": 360, "duration": 3}
STICKER = {"file_id": "sticker", "file_unique_id": "sticker", "type": "regular", "width": 512, "height": 512}


@pytest.mark.parametrize(
    ("fields", "fetched"),
    [
        ({"sticker": {**STICKER, "is_animated": False, "is_video": False}}, "sticker"),
        ({"sticker": {**STICKER, "is_animated": True, "is_video": False, "thumbnail": STILL}}, "still"),
        ({"sticker": {**STICKER, "is_animated": False, "is_video": True, "thumbnail": STILL}}, "still"),
        ({"animation": {**FILM, "thumbnail": STILL}, "document": {**FILE, "mime_type": "video/mp4"}}, "still"),
        ({"video": {**FILM, "thumbnail": STILL}}, "still"),
        ({"video": {**FILM, "thumbnail": STILL, "cover": [{**STILL, "file_id": "cover"}]}}, "cover"),
        (
            {"video_note": {"file_id": "n", "file_unique_id": "n", "length": 9, "duration": 1, "thumbnail": STILL}},
            "still",
        ),
        ({"document": {**FILE, "mime_type": "video/mp4", "thumbnail": STILL}}, "still"),
    ],
    ids=["sticker", "animated sticker", "video sticker", "gif", "video", "cover", "video note", "film as a file"],
)
async def test_what_is_nearly_a_picture_is_style_and_content_by_its_still(
    scene: Scene, fields: dict[str, Any], fetched: str
) -> None:
    await scene.send(**scene.photo("dog"))
    scene.telegram.files[fetched] = b"what Telegram made of it"
    await scene.send(**fields)
    (job,) = await scene.jobs()
    assert await scene.store.get_image(painting_of(job).styles[0].image) == b"what Telegram made of it"


async def test_a_picture_that_a_telephone_calls_an_octet_stream_is_taken(scene: Scene) -> None:
    scene.telegram.files["file"] = GIF
    await scene.send(document={"file_id": "file", "file_unique_id": "file", "mime_type": "application/octet-stream"})
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not_an_image"),
        (b"<!doctype html><html>not found", "not_an_image"),
        (b"PK\3\4" + bytes(60), "not_an_image"),
        (b"%PDF-1.7", "unsupported_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_format"),
        (b"8BPS\0\1" + bytes(60), "unsupported_format"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged"),
        (GIF[:6] + b"\xff" * 4, "too_many_pixels"),
        (GIF[:6] + b"\1\0\1\0", "too_small"),
    ],
    ids=["empty", "page", "zip", "pdf", "svg", "psd", "cut short", "huge", "tiny"],
)
async def test_what_cannot_be_opened_is_said_when_it_comes_whatever_its_name(
    scene: Scene, data: bytes, why: str
) -> None:
    scene.telegram.files["file"] = data
    label = {"file_id": "file", "file_unique_id": "file", "mime_type": "image/jpeg", "file_name": "dog.jpg"}
    await scene.send(document=label)
    assert scene.telegram.said == [ENGLISH.say(f"failure-{why}", image=ENGLISH.say("input-content"))]
    assert not (await scene.draft()).is_waiting


async def test_a_sticker_in_reply_to_the_bot_in_a_group_is_a_reaction(scene: Scene) -> None:
    above = scene.bots_message(900, to=GROUP)
    await scene.send(to=GROUP, sticker={**STICKER, "is_animated": False, "is_video": False}, reply_to_message=above)
    assert scene.telegram.calls == []


async def test_the_photo_beside_a_video_in_an_album_asks_for_its_style(scene: Scene) -> None:
    await scene.send(**scene.photo("dog", media_group_id="album"))
    video = {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1}
    await scene.send(video=video, media_group_id="album")
    assert scene.telegram.said == [ENGLISH.say("not-a-picture"), ENGLISH.say("ask-for-style")]


async def test_a_file_above_20_mib_is_refused_without_asking_for_it(scene: Scene) -> None:
    document = {"file_id": "d", "file_unique_id": "d", "mime_type": "image/png", "file_size": 20 * 1024 * 1024 + 1}
    await scene.send(document=document)
    assert scene.telegram.said == [ENGLISH.say("file-too-big")]
    assert scene.telegram.of("getFile") == []


async def test_a_file_that_telegram_finds_too_big_is_refused_likewise(scene: Scene) -> None:
    scene.telegram.refuse("getFile", "Bad Request: file is too big")
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.said == [ENGLISH.say("file-too-big")]


async def test_a_download_is_tried_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_files, "RETRY_DELAYS_SECONDS", (0.0, 0.0))
    for _ in range(2):
        scene.telegram.fail("getFile", NetworkError("cut"))
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")]


async def test_a_download_that_keeps_failing_asks_to_send_it_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_files, "RETRY_DELAYS_SECONDS", ())
    scene.telegram.fail("getFile", NetworkError("cut"))
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.said == [ENGLISH.say("download-failed")]


async def test_in_a_group_a_photo_that_calls_nobody_is_left_alone(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"))
    await scene.send(to=GROUP, **scene.photo("cat"), caption="my cat")
    await scene.send(to=GROUP, text="hello everybody")
    await scene.send(to=GROUP, video={"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 1})
    assert scene.telegram.calls == []


async def test_in_a_group_the_answer_quotes_and_the_second_photo_answers_the_bot(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style")
    ask = scene.telegram.calls[-1]
    assert ask.words == ENGLISH.say("ask-for-style-in-group")
    assert ask.params["reply_parameters"]["message_id"]
    await scene.send(to=GROUP, **scene.photo("art"), reply_to_message=scene.bots_message(1000, to=GROUP))
    (job,) = await scene.jobs()
    assert await pictures_of(scene, job) == (b"bytes of dog", b"bytes of art")


async def test_in_a_group_everybody_has_a_draft_of_their_own(scene: Scene) -> None:
    await scene.send(ADA, to=GROUP, **scene.photo("dog"), caption="/style")
    await scene.send(BRUNO, to=GROUP, **scene.photo("cat"), caption="/style")
    assert await scene.jobs() == []


async def test_a_forum_topic_is_kept(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave", message_thread_id=77, is_topic_message=True)
    await scene.deliver()
    assert scene.telegram.calls[-1].params["message_thread_id"] == 77


async def test_a_chain_of_replies_is_no_topic(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave", message_thread_id=77)
    await scene.deliver()
    assert "message_thread_id" not in scene.telegram.calls[-1].params


async def test_a_handler_that_fails_apologises_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(photos, "fetched", broken)
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.said == [ENGLISH.say("went-wrong")]


@pytest.mark.parametrize("error", [NetworkError("Bad Gateway"), RetryAfter(3600)])
async def test_an_answer_that_is_lost_asks_for_nothing_twice_and_the_photo_stays(
    scene: Scene, error: Exception
) -> None:
    scene.telegram.fail("sendMessage", error)
    await scene.send(**scene.photo("dog"))
    assert len(scene.telegram.of("sendMessage")) == 1
    await scene.send(**scene.photo("art"))
    assert len(await scene.jobs()) == 1


async def test_an_answer_that_never_left_is_sent_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replying, "WAITS_SECONDS", (0.0,))
    scene.telegram.fail("sendMessage", never_written())
    await scene.send(**scene.photo("dog"))
    assert scene.telegram.said == [ENGLISH.say("ask-for-style")] * 2


async def test_a_chosen_preset_that_left_the_shelf_meanwhile_is_painted_all_the_same(scene: Scene) -> None:
    gone = Style(image=await scene.store.put_image(b"a swatch"), preset="gone", title="Gone")
    await scene.save_draft(Draft(styles=(gone,)))
    await scene.send(**scene.photo("dog"))
    await scene.paint()
    await scene.deliver()
    await scene.deliver()
    assert scene.telegram.calls[-1].words.startswith("Gone")


async def test_a_draft_of_a_newer_version_locks_nobody_out(scene: Scene) -> None:
    """After a roll-back."""
    await scene.send(text="wave")
    newer = "update drafts set text = json_set(text, '$.styles[0].newer', 1)"
    await scene.store.run(lambda storage: change(storage.db, newer, {}))
    await scene.send(**scene.photo("dog"))
    assert [painting_of(job).styles[0].preset for job in await scene.jobs()] == ["wave"]
    await scene.store.run(lambda storage: change(storage.db, "update drafts set text = 'of no known shape'", {}))
    await scene.send(text="/help")
    assert scene.telegram.said[-1].startswith("How to get a painting")


@pytest.mark.parametrize("words", [{}, {"caption": "like this one"}])
async def test_a_photo_in_reply_to_somebodys_photo_paints_that_one_in_a_group(scene: Scene, words: Json) -> None:
    above = scene.message(BRUNO, to=GROUP, **scene.photo("dog"))
    await scene.send(ADA, to=GROUP, **scene.photo("waves"), **words, reply_to_message=above)
    (job,) = await scene.jobs()
    assert await scene.image(content_of(job)) == b"bytes of dog"
    assert job.user_id == ADA["id"]


@pytest.mark.parametrize("status", ["member", "administrator"])
async def test_half_an_album_in_privacy_mode_says_what_to_do(scene: Scene, status: str) -> None:
    scene.telegram.statuses[scene.application.bot.id] = status
    await scene.send(to=GROUP, **scene.photo("dog", media_group_id="album"), caption="@impasto_bot")
    said = [ENGLISH.say("album-half-in-group")] if status == "member" else []
    assert scene.telegram.said == said
    await scene.send(to=GROUP, **scene.photo("art", media_group_id="album"))
    (job,) = await scene.jobs()
    assert await pictures_of(scene, job) == (b"bytes of dog", b"bytes of art")


async def test_help_in_a_group_says_what_privacy_mode_hides(scene: Scene) -> None:
    await scene.send(to=GROUP, text="/help")
    assert scene.telegram.said[-1].endswith(ENGLISH.say("help-in-group"))
