"""New messages from the bot, and what Telegram refuses of them. Bot API, "Available methods"."""

import json

import aiohttp
import pytest

from tests.sandbox.visitor import BareClient, Json, Visitor, picture


async def test_a_text_arrives_trimmed_and_with_its_buttons(ada: Visitor, call: BareClient) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Again", "callback_data": "v1:again:7"}]]}
    sent = await call("sendMessage", chat_id=ada.id, text="  hello \n", reply_markup=keyboard)
    assert (sent["text"], sent["reply_markup"], sent["from"]["is_bot"]) == ("hello", keyboard, True)
    assert (await ada.messages())[-1] == sent


async def test_a_chat_counts_its_own_messages(ada: Visitor, bruno_in_group: Visitor, call: BareClient) -> None:
    sent = await call("sendMessage", chat_id=bruno_in_group.chat_id, text="first here")
    assert sent["message_id"] == 1
    assert (await call("sendMessage", chat_id=ada.id, text="after /start"))["message_id"] == 2


async def test_nobody_can_be_written_to_before_they_have_written(stranger: Visitor, call: BareClient) -> None:
    assert await call.refusal("sendMessage", chat_id=stranger.id, text="hi") == "400 Bad Request: chat not found"


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": "hi"}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": 17, "text": "hi"}, "400 Bad Request: chat not found"),
        ({"chat_id": "@ada_weaver", "text": "hi"}, "400 Bad Request: chat not found"),
    ],
)
async def test_a_chat_must_be_named_and_known(ada: Visitor, call: BareClient, parameters: Json, refusal: str) -> None:
    assert await call.refusal("sendMessage", **parameters) == refusal


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "hi", "parse_mode": "Brainfuck"}, "unsupported parse_mode"),
        ({"text": "hi", "message_thread_id": 77}, "message thread not found"),
        ({"text": "hi", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "hi", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"text": "hi", "reply_markup": {"buttons": []}}, "object expected as reply markup"),
    ],
)
async def test_a_text_telegram_would_not_send_is_refused(
    ada: Visitor, call: BareClient, parameters: Json, description: str
) -> None:
    assert await call.refusal("sendMessage", chat_id=ada.id, **parameters) == f"400 Bad Request: {description}"


async def test_the_length_counts_after_the_tags_are_taken_away(ada: Visitor, call: BareClient) -> None:
    sent = await call("sendMessage", chat_id=ada.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert sent["text"] == "x" * 4096


async def test_a_caption_holds_1024_characters_and_no_more(ada: Visitor, call: BareClient) -> None:
    body = await call.upload("sendPhoto", picture(), chat_id=ada.id, caption="x" * 1024)
    assert body["ok"]
    body = await call.upload("sendPhoto", picture(), chat_id=ada.id, caption="x" * 1025)
    assert body["description"] == "Bad Request: message caption is too long"


async def test_a_reply_carries_the_message_it_answers(ada: Visitor, call: BareClient) -> None:
    question = await ada.say("what?")
    reply = {"message_id": question["message_id"]}
    sent = await call("sendMessage", chat_id=ada.id, text="this", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "what?"
    assert "reply_to_message" not in sent["reply_to_message"]


async def test_a_reply_to_a_lost_message_can_be_sent_without_it(ada: Visitor, call: BareClient) -> None:
    reply = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await call("sendMessage", chat_id=ada.id, text="this", reply_parameters=reply)
    assert "reply_to_message" not in sent


async def test_somebody_who_blocked_the_bot_gets_nothing_until_they_write_again(ada: Visitor, call: BareClient) -> None:
    await ada.fault("blocked", person=ada.id)
    for method in ("sendMessage", "sendChatAction"):
        refusal = await call.refusal(method, chat_id=ada.id, text="hi", action="typing")
        assert refusal == "403 Forbidden: bot was blocked by the user"
    await ada.say("/start")
    await call("sendMessage", chat_id=ada.id, text="welcome back")
    changes = [update["my_chat_member"] for update in await call.updates() if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_a_document_goes_out_with_its_name(ada: Visitor, call: BareClient) -> None:
    body = await call.upload("sendDocument", b"%PDF-1.7", "plan.pdf", chat_id=ada.id)
    assert body["result"]["document"]["file_name"] == "plan.pdf"
    assert (await ada.messages())[-1]["document_url"].startswith("/sandbox/files/")


async def sent_album(call: BareClient, chat_id: int, media: list[Json], files: dict[str, bytes]) -> Json:
    form = aiohttp.FormData({"chat_id": str(chat_id), "media": json.dumps(media)})
    for name, data in files.items():
        form.add_field(name, data, filename=f"{name}.jpg")
    async with call.http.post(f"{call.running.base_url}{call.running.token}/sendMediaGroup", data=form) as response:
        body: Json = await response.json()
        return body


def photos(count: int) -> list[Json]:
    return [{"type": "photo", "media": f"attach://p{number}"} for number in range(count)]


async def test_an_album_is_several_messages_of_one_group(ada: Visitor, call: BareClient) -> None:
    files = {f"p{number}": picture(40 + number, 40) for number in range(3)}
    messages = (await sent_album(call, ada.id, photos(3), files))["result"]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message["photo"][0]["width"] for message in messages] == [40, 41, 42]


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ([], "there are no messages to send"),
        (photos(11), "too many messages to send as an album"),
        ([*photos(2), {"type": "document", "media": "attach://p0"}], "document can't be mixed with other media types"),
        ([{"type": "photo", "media": "attach://elsewhere"}] * 2, "can't parse InputMedia: media not found"),
        (
            [{"type": "animation", "media": "attach://p0"}] * 2,
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
    ],
    ids=["empty", "eleven", "mixed", "not attached", "animation"],
)
async def test_an_album_telegram_would_not_send_is_refused_whole(
    ada: Visitor, call: BareClient, media: list[Json], description: str
) -> None:
    before = await ada.messages()
    body = await sent_album(call, ada.id, media, {"p0": picture(), "p1": picture()})
    assert body["description"] == f"Bad Request: {description}"
    assert await ada.messages() == before


async def test_a_message_can_be_copied_and_forwarded(ada: Visitor, bruno_in_group: Visitor, call: BareClient) -> None:
    (original,) = await ada.send(picture(), caption="mine")
    source = {"from_chat_id": ada.id, "message_id": original["message_id"]}
    copied = await call("copyMessage", chat_id=bruno_in_group.chat_id, **source)
    forwarded = await call("forwardMessage", chat_id=bruno_in_group.chat_id, **source)
    copy = next(m for m in await bruno_in_group.messages() if m["message_id"] == copied["message_id"])
    assert copy["caption"] == forwarded["caption"] == "mine"
    assert "forward_origin" not in copy
    assert forwarded["forward_origin"]["sender_user"]["id"] == ada.id
    lost = {"from_chat_id": ada.id, "message_id": 999}
    assert await call.refusal("copyMessage", chat_id=ada.id, **lost) == "400 Bad Request: message to copy not found"
    assert (
        await call.refusal("forwardMessage", chat_id=ada.id, **lost) == "400 Bad Request: message to forward not found"
    )


async def test_only_known_chat_actions_are_shown(ada: Visitor, call: BareClient) -> None:
    assert await call("sendChatAction", chat_id=ada.id, action="upload_photo") is True
    refusal = await call.refusal("sendChatAction", chat_id=ada.id, action="painting")
    assert refusal == "400 Bad Request: wrong parameter action in request"


async def test_one_reaction_of_the_bot_is_shown_to_the_page(ada: Visitor, call: BareClient) -> None:
    message = await ada.say("nice")
    place = {"chat_id": ada.id, "message_id": message["message_id"]}
    heart = {"type": "emoji", "emoji": "❤"}
    await call("setMessageReaction", **place, reaction=[heart])
    assert (await ada.messages())[-1]["reactions"] == [heart]
    assert (
        await call.refusal("setMessageReaction", **place, reaction=[heart, heart])
        == "400 Bad Request: REACTIONS_TOO_MANY"
    )
