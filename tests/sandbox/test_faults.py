"""Trouble on demand: each fault hits as often as asked, and then everything works again."""

import asyncio

import aiohttp
import pytest
from telegram import Bot as PtbBot
from telegram.error import NetworkError, RetryAfter

from tests.sandbox.visitor import BareClient, Visitor, picture


async def texts(visitor: Visitor) -> list[str]:
    return [message.get("text", "") for message in await visitor.messages()]


async def test_a_flood_names_the_seconds_to_wait_and_passes(ada: Visitor, ptb: PtbBot) -> None:
    await ada.fault("flood", method="sendMessage", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(RetryAfter, match="Retry in 7 seconds"):
            await ptb.send_message(ada.id, "hi")
    await ptb.send_message(ada.id, "hi")
    assert (await texts(ada)).count("hi") == 1


async def test_a_flood_is_told_in_telegrams_words(ada: Visitor, call: BareClient) -> None:
    await ada.fault("flood", retry_after=3)
    body = await call.answer("sendMessage", chat_id=ada.id, text="hi")
    assert body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }


async def test_a_fault_for_one_method_spares_the_others(ada: Visitor, call: BareClient) -> None:
    await ada.fault("flood", method="editMessageMedia")
    await call("sendMessage", chat_id=ada.id, text="hi")
    assert "hi" in await texts(ada)


async def test_a_fault_for_any_method_spares_polling(ada: Visitor, call: BareClient) -> None:
    await ada.fault("bad_gateway")
    assert await call.updates() == []


async def test_a_bad_gateway_answers_with_a_page_instead_of_json(ada: Visitor, ptb: PtbBot, call: BareClient) -> None:
    await ada.fault("bad_gateway", times=2)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await ptb.send_message(ada.id, "hi")
    async with call.http.post(f"{call.running.base_url}{call.running.token}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")
    assert "hi" not in await texts(ada)


async def test_a_connection_cut_before_does_nothing(ada: Visitor, ptb: PtbBot) -> None:
    await ada.fault("cut_before", method="sendPhoto")
    with pytest.raises(NetworkError):
        await ptb.send_photo(ada.id, picture(900, 900))
    assert len(await ada.messages()) == 1


async def test_a_connection_cut_after_has_done_it_all_the_same(ada: Visitor, ptb: PtbBot) -> None:
    await ada.fault("cut_after", method="sendPhoto")
    with pytest.raises(NetworkError):
        await ptb.send_photo(ada.id, picture())
    assert "photo" in (await ada.messages())[-1]


async def test_a_slow_answer_comes_late_but_comes(ada: Visitor, call: BareClient) -> None:
    await ada.fault("slow", method="sendMessage", delay=0.3)
    before = asyncio.get_running_loop().time()
    await call("sendMessage", chat_id=ada.id, text="hi")
    assert asyncio.get_running_loop().time() - before >= 0.3


async def test_a_duplicate_update_comes_once_more_after_its_confirmation(ada: Visitor, call: BareClient) -> None:
    await ada.fault("duplicate_update")
    await ada.say("once")
    (first,) = await call.updates()
    offset = first["update_id"] + 1
    assert await call.updates(offset=offset) == [first]
    assert await call.updates(offset=offset) == []


async def test_a_late_album_comes_apart_last_photo_first(ada: Visitor, call: BareClient) -> None:
    await ada.fault("late_album", delay=0.4)
    sent = await ada.send(picture(40, 40), picture(50, 50))
    (last,) = await call.updates()
    assert last["message"]["message_id"] == sent[1]["message_id"]
    (first,) = await call.updates(offset=last["update_id"] + 1, timeout=5)
    assert first["message"]["message_id"] == sent[0]["message_id"]
    assert first["message"]["media_group_id"] == last["message"]["media_group_id"]
    assert first["update_id"] > last["update_id"]


async def test_late_siblings_fall_due_even_while_nobody_asks(ada: Visitor) -> None:
    await ada.fault("late_album", delay=0.05)
    await ada.send(picture(40, 40), picture(50, 50))
    await asyncio.sleep(0.2)
    assert ada.running.sandbox.updates.pending_count() == 2


async def test_planned_faults_are_shown_and_can_be_cleared(ada: Visitor, call: BareClient) -> None:
    await ada.fault("flood", method="sendMessage", times=3)
    assert await ada.look("/sandbox/faults") == [{"fault": "flood", "method": "sendMessage", "times": 3}]
    async with ada.http.delete(f"{ada.running.url}/sandbox/faults"):
        pass
    await call("sendMessage", chat_id=ada.id, text="hi")


async def test_an_unknown_fault_is_refused_with_the_list_of_known_ones(ada: Visitor) -> None:
    async with ada.http.post(f"{ada.running.url}/sandbox/faults", json={"fault": "earthquake"}) as response:
        assert response.status == 400
        assert "duplicate_update" in (await response.json())["description"]


async def test_the_log_names_the_fault_that_hit_a_request(ada: Visitor, call: BareClient) -> None:
    await ada.fault("cut_after", method="sendMessage")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await call("sendMessage", chat_id=ada.id, text="hi")
    entry = (await ada.log())["requests"][-1]
    assert (entry["method"], entry["ok"], entry["fault"]) == ("sendMessage", True, "cut_after")
