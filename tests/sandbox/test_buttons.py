"""Inline keyboards and their presses. Bot API: InlineKeyboardButton, CallbackQuery, answerCallbackQuery."""

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from bot.sandbox.queries import VALID_SECONDS, OpenQueries
from bot.sandbox.refusals import Refusal
from tests.sandbox.visitor import BareClient, Json, Visitor

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


async def pressed(ada: Visitor, call: BareClient) -> tuple["asyncio.Task[Json]", Json]:
    """A press that waits for its answer, and the update it became."""
    markup = keyboard({"text": "Swap", "callback_data": "v1:swap:3"})
    sent = await call("sendMessage", chat_id=ada.id, text="pick", reply_markup=markup)
    press = asyncio.create_task(ada.press(sent["message_id"], "v1:swap:3"))
    (update,) = await call.updates(timeout=5)
    return press, update["callback_query"]


async def test_a_press_reaches_the_bot_and_its_answer_reaches_the_person(ada: Visitor, call: BareClient) -> None:
    press, query = await pressed(ada, call)
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("v1:swap:3", ada.id, "pick")
    await call("answerCallbackQuery", callback_query_id=query["id"], text="Swapped", show_alert=True)
    assert await press == {"text": "Swapped", "show_alert": True}


async def test_an_answer_without_words_only_ends_the_waiting(ada: Visitor, call: BareClient) -> None:
    press, query = await pressed(ada, call)
    await call("answerCallbackQuery", callback_query_id=query["id"])
    assert await press == {"text": "", "show_alert": False}


async def test_an_unknown_query_is_too_old(call: BareClient) -> None:
    assert await call.refusal("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_after_fifteen_seconds_a_query_is_too_old() -> None:
    now = 0.0
    queries = OpenQueries(lambda: now)
    early, late = queries.open(), queries.open()
    now = VALID_SECONDS
    queries.answer(early, {"text": "in time"})
    now += 1
    with pytest.raises(Refusal, match="query is too old"):
        queries.answer(late, {"text": "late"})
    assert await queries.answered(early, timeout_seconds=0.01) == {"text": "in time"}


async def test_a_toast_holds_two_hundred_characters(ada: Visitor, call: BareClient) -> None:
    press, query = await pressed(ada, call)
    refusal = await call.refusal("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    assert refusal == "400 Bad Request: MESSAGE_TOO_LONG"
    await call("answerCallbackQuery", callback_query_id=query["id"], text="x" * 200)
    assert len((await press)["text"]) == 200


async def test_nobody_can_press_a_button_that_is_not_there(ada: Visitor, call: BareClient) -> None:
    sent = await call("sendMessage", chat_id=ada.id, text="no buttons")
    with pytest.raises(aiohttp.ClientResponseError) as problem:
        await ada.press(sent["message_id"], "v1:forged:1")
    assert problem.value.status == 400


async def test_each_person_in_a_group_presses_in_their_own_name(bruno_in_group: Visitor, call: BareClient) -> None:
    markup = keyboard({"text": "Mine", "callback_data": "v1:mine:1"})
    sent = await call("sendMessage", chat_id=bruno_in_group.chat_id, text="whose?", reply_markup=markup)
    cleo = replace(bruno_in_group, id=bruno_in_group.id + 1)
    press = asyncio.create_task(cleo.press(sent["message_id"], "v1:mine:1"))
    (update,) = await call.updates(timeout=5)
    assert update["callback_query"]["from"]["first_name"] == "Cleo"
    await call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="not yours")
    assert (await press)["text"] == "not yours"


@pytest.mark.parametrize(
    ("buttons", "description"),
    [
        ([{"text": "A", "callback_data": "x" * 65}], "BUTTON_DATA_INVALID"),
        ([{"text": "A", "callback_data": "é" * 33}], "BUTTON_DATA_INVALID"),
        ([{"text": "A", "callback_data": ""}], "BUTTON_DATA_INVALID"),
        ([{"text": "A", "callback_data": str(n)} for n in range(101)], "reply markup is too long"),
        (
            [{"text": "A"}],
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ([{"callback_data": "x"}], 'can\'t parse inline keyboard button: field "text" must be of type String'),
        (
            [{"text": "A", "url": "not-a-url"}],
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
    ],
    ids=["65 bytes", "66 bytes in 33 letters", "no data", "101 buttons", "no action", "no text", "no address"],
)
async def test_a_keyboard_telegram_would_not_show_is_refused(
    ada: Visitor, call: BareClient, buttons: list[Json], description: str
) -> None:
    refusal = await call.refusal("sendMessage", chat_id=ada.id, text="x", reply_markup=keyboard(*buttons))
    assert refusal == f"400 Bad Request: {description}"


async def test_a_hundred_buttons_with_64_bytes_each_are_shown(ada: Visitor, call: BareClient) -> None:
    buttons = [{"text": "A", "callback_data": f"{number:064}"} for number in range(100)]
    sent = await call("sendMessage", chat_id=ada.id, text="x", reply_markup=keyboard(*buttons))
    assert sent["reply_markup"] == keyboard(*buttons)
