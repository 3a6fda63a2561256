"""The people's side: the page's files, what it may ask, its events, and that only this machine may ask."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox.chatroom import BRUNO
from bot.sandbox.page_api import PAGE
from tests.sandbox.visitor import BareClient, Visitor, picture


async def test_three_people_and_a_group_are_there_from_the_start(stranger: Visitor) -> None:
    state = await stranger.look("/sandbox/state")
    assert [person["language_code"] for person in state["people"]] == ["en", "it", "en"]
    groups = [chat for chat in state["chats"] if chat["type"] != "private"]
    assert [len(group["members"]) for group in groups] == [3]
    assert {chat["id"] for chat in state["chats"]} >= {person["id"] for person in state["people"]}
    assert state["bot"]["is_bot"] is True


async def test_the_page_is_served_fresh_every_time(stranger: Visitor) -> None:
    async with stranger.http.get(stranger.running.url + "/") as response:
        assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")
        assert await response.read() == (PAGE / "index.html").read_bytes()


@pytest.mark.parametrize(
    "path", ["/../server.py", "/%2e%2e/server.py", "/server.py", "/nothing.js", "/sandbox/files/x"]
)
async def test_nothing_but_the_page_is_served(stranger: Visitor, path: str) -> None:
    async with stranger.http.get(stranger.running.url + path) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=["a rebound name", "another site's script", "another site's form"],
)
async def test_other_web_sites_get_nothing(stranger: Visitor, headers: dict[str, str]) -> None:
    async with stranger.http.get(f"{stranger.running.url}/sandbox/state", headers=headers) as response:
        assert response.status == 403


async def test_the_pages_own_requests_pass(stranger: Visitor) -> None:
    headers = {"Origin": stranger.running.url, "Sec-Fetch-Site": "same-origin"}
    async with stranger.http.get(f"{stranger.running.url}/sandbox/state", headers=headers) as response:
        assert response.status == 200


async def next_event(response: aiohttp.ClientResponse) -> tuple[str, Any]:
    async with asyncio.timeout(5):
        while not (line := await response.content.readline()).startswith(b"event: "):
            continue
        data = await response.content.readline()
    return line.decode().removeprefix("event: ").strip(), json.loads(data.removeprefix(b"data: "))


async def test_the_page_hears_of_messages_edits_deletions_and_actions(ada: Visitor, call: BareClient) -> None:
    async with ada.http.get(f"{ada.running.url}/sandbox/events") as events:
        assert events.content_type == "text/event-stream"
        await events.content.readline()
        (photo,) = await ada.send(picture())
        assert await next_event(events) == ("message", {"chat_id": ada.id, "message": photo})
        sent = await call("sendMessage", chat_id=ada.id, text="one")
        assert (await next_event(events))[1]["message"] == sent
        place = {"chat_id": ada.id, "message_id": sent["message_id"]}
        await call("editMessageText", **place, text="two")
        name, edit = await next_event(events)
        assert (name, edit["message"]["text"]) == ("edit", "two")
        await call("sendChatAction", chat_id=ada.id, action="upload_photo")
        assert await next_event(events) == ("chat_action", {"chat_id": ada.id, "action": "upload_photo"})
        await call("deleteMessage", **place)
        assert await next_event(events) == ("delete", place)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "There is nothing to send."),
        ({"text": "x" * 4097}, "This text is too long for one message."),
        ({"text": "x", "reply_to": 99}, "The message to reply to is gone."),
        ({"text": "x", "thread_id": 7}, "There is no such topic."),
        ({"text": "x", "from": 1}, "There is no such person."),
        ({"text": "x", "from": BRUNO}, "You are not in this chat."),
    ],
)
async def test_what_a_person_cannot_do_is_said_in_a_sentence(
    ada: Visitor, fields: dict[str, object], sentence: str
) -> None:
    path = f"{ada.running.url}/sandbox/chats/{ada.id}/messages"
    async with ada.http.post(path, json={"from": ada.id, **fields}) as response:
        assert (response.status, await response.json()) == (400, {"description": sentence})


@pytest.mark.parametrize("deed", ["messages", "edit", "delete", "forward", "press", "inline"])
async def test_nobody_does_anything_in_a_chat_of_others(ada: Visitor, deed: str) -> None:
    message = await ada.say("mine")
    body = {"from": BRUNO, "message_id": message["message_id"], "text": "x", "callback_data": "x"}
    async with ada.http.post(f"{ada.running.url}/sandbox/chats/{ada.id}/{deed}", json=body) as response:
        assert (response.status, await response.json()) == (400, {"description": "You are not in this chat."})


async def test_an_album_holds_ten_photos_and_no_more(ada: Visitor) -> None:
    assert len(await ada.send(*[picture()] * 10)) == 10
    with pytest.raises(aiohttp.ClientResponseError):
        await ada.send(*[picture()] * 11)


async def test_a_person_deletes_and_edits_only_what_is_theirs(bruno_in_group: Visitor, call: BareClient) -> None:
    sent = await call("sendMessage", chat_id=bruno_in_group.chat_id, text="the bot's")
    for deed in ("delete", "edit"):
        with pytest.raises(aiohttp.ClientResponseError):
            await bruno_in_group.do(deed, message_id=sent["message_id"], text="mine now")


async def test_the_log_holds_requests_and_updates_but_no_secret(ada: Visitor, call: BareClient) -> None:
    await ada.send(picture())
    await call.updates()
    await call.upload("sendPhoto", picture(), chat_id=ada.id, caption=f"my token is {call.running.token}")
    await call("sendMessage", chat_id=ada.id, text="x", link_preview_options={"url": call.running.token})
    await call("setWebhook", url="https://example.org/hook", secret_token="only-we-know")
    await call.refusal("sendMessage", chat_id=1, text="lost")
    log = await ada.log()
    photo, _, _, lost = log["requests"][-4:]
    assert photo["params"]["photo"] == "attach://photo"
    assert photo["files"]["photo"]["size"] == len(picture())
    assert (lost["method"], lost["ok"], lost["error"]) == ("sendMessage", False, "Bad Request: chat not found")
    assert log["updates"][0]["message"]["photo"]
    for secret in (call.running.token, call.running.token.partition(":")[2], "only-we-know"):
        assert secret not in json.dumps(log)
