"""Inline mode: a question in any chat, and the result a person sends. Bot API, "Inline mode"."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.sandbox.referee import complaints
from tests.sandbox.visitor import BareClient, Json, Visitor, picture

ARTICLE = {"type": "article", "id": "a", "title": "Wave", "input_message_content": {"message_text": "a wave"}}


async def asked(visitor: Visitor, call: BareClient, results: list[Json], **answer: Any) -> Json:
    question = asyncio.create_task(visitor.do("inline", query="wave", offset=""))
    (update,) = await call.updates(timeout=5)
    query = update["inline_query"]
    assert (query["query"], query["from"]["id"]) == ("wave", visitor.id)
    await call("answerInlineQuery", inline_query_id=query["id"], results=results, **answer)
    await call.updates(offset=update["update_id"] + 1)
    return await question


async def test_a_question_gets_the_bots_results(bruno_in_group: Visitor, call: BareClient) -> None:
    answer = await asked(bruno_in_group, call, [ARTICLE], next_offset="50")
    assert answer == {"results": [ARTICLE], "next_offset": "50"}


async def test_a_chosen_photo_is_sent_in_the_persons_name(
    bruno_in_group: Visitor, ada: Visitor, call: BareClient
) -> None:
    body = await call.upload("sendPhoto", picture(44, 33), chat_id=ada.id)
    keyboard = {"inline_keyboard": [[{"text": "Again", "callback_data": "v1:again:1"}]]}
    result = {
        "type": "photo",
        "id": "p",
        "photo_file_id": body["result"]["photo"][0]["file_id"],
        "reply_markup": keyboard,
    }
    (chosen,) = (await asked(bruno_in_group, call, [result]))["results"]
    (sent,) = (await bruno_in_group.do("inline", query="wave", result=chosen))["messages"]
    assert (sent["from"]["id"], sent["via_bot"]["is_bot"]) == (bruno_in_group.id, True)
    assert sent["photo"][0]["width"] == 44
    (update,) = await call.updates()
    inline_id = update["chosen_inline_result"]["inline_message_id"]
    assert await call("editMessageCaption", inline_message_id=inline_id, caption="new") is True
    assert (await bruno_in_group.messages())[-1]["caption"] == "new"
    assert complaints(await ada.log()) == []


async def test_a_press_under_an_inline_message_names_it_by_its_inline_id(
    bruno_in_group: Visitor, call: BareClient
) -> None:
    result = {**ARTICLE, "reply_markup": {"inline_keyboard": [[{"text": "More", "callback_data": "v1:more:1"}]]}}
    (sent,) = (await bruno_in_group.do("inline", query="", result=result))["messages"]
    press = asyncio.create_task(bruno_in_group.press(sent["message_id"], "v1:more:1"))
    chosen = (await call.updates())[0]["chosen_inline_result"]
    query = (await call.updates(timeout=5))[1]["callback_query"]
    assert query["inline_message_id"] == chosen["inline_message_id"]
    assert "message" not in query
    await call("answerCallbackQuery", callback_query_id=query["id"])
    await press


async def test_an_unknown_inline_message_cannot_be_edited(call: BareClient) -> None:
    refusal = await call.refusal("editMessageText", inline_message_id="AAAA", text="x")
    assert refusal == "400 Bad Request: MESSAGE_ID_INVALID"


async def test_a_result_from_the_web_cannot_be_sent(bruno_in_group: Visitor) -> None:
    result = {"type": "photo", "id": "w", "photo_url": "https://example.org/a.jpg"}
    with pytest.raises(aiohttp.ClientResponseError) as problem:
        await bruno_in_group.do("inline", query="", result=result)
    assert problem.value.status == 400


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([ARTICLE, ARTICLE], "RESULT_ID_DUPLICATE"),
        ([{**ARTICLE, "id": "x" * 65}], "RESULT_ID_INVALID"),
        ([{**ARTICLE, "id": str(number)} for number in range(51)], "RESULTS_TOO_MUCH"),
    ],
)
async def test_results_telegram_would_not_show_are_refused(
    call: BareClient, results: list[Json], description: str
) -> None:
    refusal = await call.refusal("answerInlineQuery", inline_query_id="1", results=results)
    assert refusal == f"400 Bad Request: {description}"
