"""The living message: text to photo, photo to photo, buttons on and off. Bot API, "Updating messages"."""

import json

import aiohttp
import pytest

from bot.sandbox.methods.editing import NOT_MODIFIED
from tests.sandbox.visitor import BareClient, Json, Visitor, picture

KEYBOARD = {"inline_keyboard": [[{"text": "Cancel", "callback_data": "v1:cancel:1"}]]}


async def edited_media(call: BareClient, place: Json, data: bytes, kind: str = "photo", **more: object) -> Json:
    fields = {**place, "media": json.dumps({"type": kind, "media": "attach://new"} | more)}
    form = aiohttp.FormData({name: str(value) for name, value in fields.items()})
    form.add_field("new", data, filename="new.jpg")
    async with call.http.post(f"{call.running.base_url}{call.running.token}/editMessageMedia", data=form) as response:
        body: Json = await response.json()
        return body


def place_of(message: Json) -> Json:
    return {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}


@pytest.fixture
async def text(ada: Visitor, call: BareClient) -> Json:
    sent: Json = await call("sendMessage", chat_id=ada.id, text="waiting", reply_markup=KEYBOARD)
    return sent


@pytest.fixture
async def photo(ada: Visitor, call: BareClient) -> Json:
    sent: Json = (await call.upload("sendPhoto", picture(), chat_id=ada.id, caption="here"))["result"]
    return sent


async def test_a_text_becomes_another_text_in_its_place(ada: Visitor, call: BareClient, text: Json) -> None:
    edited = await call("editMessageText", **place_of(text), text="painting")
    assert (edited["message_id"], edited["text"]) == (text["message_id"], "painting")
    assert edited["edit_date"] >= text["date"]
    assert (await ada.messages())[-1]["text"] == "painting"


async def test_an_edit_without_buttons_takes_them_away(call: BareClient, text: Json) -> None:
    edited = await call("editMessageText", **place_of(text), text="painting")
    assert "reply_markup" not in edited


async def test_the_same_content_again_is_not_a_modification(call: BareClient, text: Json) -> None:
    refusal = await call.refusal("editMessageText", **place_of(text), text="waiting", reply_markup=KEYBOARD)
    assert refusal == f"400 Bad Request: {NOT_MODIFIED}"
    await call("editMessageText", **place_of(text), text="<b>waiting</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    await call("editMessageReplyMarkup", **place_of(text))
    refusal = await call.refusal("editMessageReplyMarkup", **place_of(text))
    assert refusal == f"400 Bad Request: {NOT_MODIFIED}"


async def test_a_text_becomes_a_photo_and_the_photo_another(ada: Visitor, call: BareClient, text: Json) -> None:
    await edited_media(call, place_of(text), picture(30, 20))
    body = await edited_media(call, place_of(text), picture(50, 20), caption="done")
    assert (body["result"]["photo"][0]["width"], body["result"]["caption"]) == (50, "done")
    assert "text" not in body["result"]
    assert (await ada.messages())[-1]["photo_url"]


async def test_a_photo_never_becomes_a_text_again(call: BareClient, photo: Json) -> None:
    refusal = await call.refusal("editMessageText", **place_of(photo), text="oops")
    assert refusal == "400 Bad Request: there is no text in the message to edit"


async def test_a_text_has_no_caption_to_edit(call: BareClient, text: Json) -> None:
    refusal = await call.refusal("editMessageCaption", **place_of(text), caption="oops")
    assert refusal == "400 Bad Request: there is no caption in the message to edit"


async def test_a_caption_changes_and_the_photo_stays(call: BareClient, photo: Json) -> None:
    edited = await call("editMessageCaption", **place_of(photo), caption="<i>there</i>", parse_mode="HTML")
    assert (edited["caption"], edited["photo"]) == ("there", photo["photo"])
    assert edited["caption_entities"][0]["type"] == "italic"
    gone = await call("editMessageCaption", **place_of(photo))
    assert "caption" not in gone


async def test_an_upload_counts_as_new_but_its_file_id_does_not(call: BareClient, photo: Json) -> None:
    assert (await edited_media(call, place_of(photo), picture(), caption="here"))["ok"]
    newest = (await call("editMessageCaption", **place_of(photo), caption="now"))["photo"][-1]["file_id"]
    media = {"type": "photo", "media": newest, "caption": "now"}
    assert await call.refusal("editMessageMedia", **place_of(photo), media=media) == f"400 Bad Request: {NOT_MODIFIED}"


async def test_an_invalid_photo_leaves_the_message_as_it_was(ada: Visitor, call: BareClient, text: Json) -> None:
    body = await edited_media(call, place_of(text), picture(2100, 100))
    assert body["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert (await ada.messages())[-1] == text


@pytest.mark.parametrize("method", ["editMessageText", "editMessageCaption", "editMessageReplyMarkup"])
async def test_a_message_that_is_gone_cannot_be_edited(ada: Visitor, call: BareClient, text: Json, method: str) -> None:
    await ada.do("delete", message_id=text["message_id"])
    refusal = await call.refusal(method, **place_of(text), text="x", caption="x")
    assert refusal == "400 Bad Request: message to edit not found"


async def test_the_bot_edits_only_its_own_messages(ada: Visitor, call: BareClient) -> None:
    theirs = await ada.say("mine")
    assert await call.refusal("editMessageText", **place_of(theirs), text="x") == (
        "400 Bad Request: message can't be edited"
    )


async def test_a_message_must_be_named(ada: Visitor, call: BareClient) -> None:
    refusal = await call.refusal("editMessageText", chat_id=ada.id, text="x")
    assert refusal == "400 Bad Request: message identifier is not specified"


async def test_a_deleted_message_is_gone_and_cannot_be_deleted_twice(
    ada: Visitor, call: BareClient, text: Json
) -> None:
    assert await call("deleteMessage", **place_of(text)) is True
    assert text["message_id"] not in [message["message_id"] for message in await ada.messages()]
    assert await call.refusal("deleteMessage", **place_of(text)) == "400 Bad Request: message to delete not found"


async def test_in_a_group_the_bot_deletes_only_its_own(bruno_in_group: Visitor, call: BareClient) -> None:
    theirs = await bruno_in_group.say("mine")
    assert await call.refusal("deleteMessage", **place_of(theirs)) == "400 Bad Request: message can't be deleted"


async def test_several_messages_go_at_once_and_missing_ones_are_skipped(
    ada: Visitor, call: BareClient, text: Json
) -> None:
    theirs = await ada.say("mine")
    ids = [text["message_id"], theirs["message_id"], 999]
    assert await call("deleteMessages", chat_id=ada.id, message_ids=ids) is True
    assert len(await ada.messages()) == 1


async def test_an_album_keeps_its_kind(ada: Visitor, call: BareClient) -> None:
    file_id = (await call.upload("sendPhoto", picture(), chat_id=ada.id))["result"]["photo"][0]["file_id"]
    album = await call("sendMediaGroup", chat_id=ada.id, media=[{"type": "photo", "media": file_id}] * 2)
    body = await edited_media(call, place_of(album[0]), b"%PDF", kind="document")
    assert body["description"] == "Bad Request: can't change media type in the album"


async def test_a_reply_shows_the_answered_message_as_it_is_now(ada: Visitor, call: BareClient, text: Json) -> None:
    await ada.say("nice", reply_to=text["message_id"])
    await call("editMessageText", **place_of(text), text="done")
    assert (await ada.messages())[-1]["reply_to_message"]["text"] == "done"
    await call("deleteMessage", **place_of(text))
    assert "reply_to_message" not in (await ada.messages())[-1]
