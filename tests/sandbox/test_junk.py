"""Whatever is sent, the sandbox answers in the Bot API's own form and goes on serving."""

import inspect
from contextlib import suppress
from typing import Any

import pytest

from bot.sandbox.methods import METHODS
from bot.sandbox.parameters import Parameters, encodable
from bot.sandbox.refusals import Refusal
from tests.sandbox.visitor import BareClient, Visitor

JUNK: dict[str, Any] = {
    "a word": "wörd",
    "nothing": None,
    "a huge number": 10**30,
    "a fraction": 1.5,
    "a list of words": ["x", "y"],
    "a list of numbers": [1, 2],
    "a list of empty objects": [{}, {}],
    "a list of nothings": [None, None],
    "an object": {"type": 7, "id": [], "media": {}, "text": {}, "inline_keyboard": [[7]]},
    "an object of lists": {"type": [], "message_id": [], "inline_keyboard": [{}], "message_text": []},
    "broken JSON": '{"type": ',
    "a half surrogate": "\ud800",
}
# fmt: off
NAMES = [
    "chat_id", "from_chat_id", "message_id", "message_ids", "message_thread_id", "user_id", "inline_message_id",
    "text", "caption", "parse_mode", "entities", "caption_entities", "reply_markup", "reply_parameters",
    "photo", "document", "animation", "media", "file_id", "action", "reaction", "results", "button", "show_alert",
    "callback_query_id", "inline_query_id", "offset", "limit", "allowed_updates", "url", "secret_token",
    "commands", "scope", "language_code", "name", "description", "short_description",
]
# fmt: on
HARMLESS = {"timeout": 0}
"""So that getUpdates does not wait."""


def is_an_answer(body: dict[str, Any]) -> bool:
    return "result" in body if body["ok"] else body["error_code"] in (400, 403, 404) and bool(body["description"])


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
async def test_junk_in_every_parameter_at_once_is_answered(call: BareClient, junk: Any) -> None:
    for method in METHODS:
        assert is_an_answer(await call.answer(method, **dict.fromkeys(NAMES, junk), **HARMLESS)), method


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
async def test_junk_in_one_parameter_of_an_otherwise_good_request_is_answered(ada: Visitor, junk: Any) -> None:
    sandbox = ada.running.sandbox
    good = {"chat_id": ada.id, "from_chat_id": ada.id, "message_id": 1, "text": "x", "commands": [], **HARMLESS}
    for method in METHODS.values():
        for name in NAMES:
            with suppress(Refusal), sandbox.database:
                result = method(sandbox, encodable(Parameters(good | {name: junk})))
                if inspect.iscoroutine(result):
                    result.close()


async def test_junk_from_the_page_is_answered_with_a_sentence(ada: Visitor) -> None:
    for deed in ("messages", "edit", "delete", "forward", "press", "inline"):
        for junk in JUNK.values():
            fields = dict.fromkeys(("text", "message_id", "from_chat_id", "callback_data", "result", "reply_to"), junk)
            path = f"{ada.running.url}/sandbox/chats/{ada.id}/{deed}"
            if deed == "inline" and junk is None:
                continue  # that is a question, which waits for a bot
            async with ada.http.post(path, json={"from": ada.id, **fields}) as response:
                assert response.status in (200, 400), (deed, junk)


@pytest.mark.parametrize("body", [b"{", b"[]", b"7", b'{"from": "everybody"}'])
async def test_a_body_that_is_no_request_is_answered_with_a_sentence(ada: Visitor, body: bytes) -> None:
    path, headers = f"{ada.running.url}/sandbox/chats/{ada.id}/messages", {"Content-Type": "application/json"}
    async with ada.http.post(path, data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["description"].endswith(".")


@pytest.mark.parametrize("chat_id", ["0", "x", "-", "9" * 30, "%00"])
async def test_a_chat_that_is_not_there_is_said_to_be_missing(ada: Visitor, chat_id: str) -> None:
    async with ada.http.get(f"{ada.running.url}/sandbox/chats/{chat_id}/messages?as={ada.id}") as response:
        assert (response.status, (await response.json())["description"]) == (400, "There is no such chat.")
