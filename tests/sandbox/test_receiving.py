"""getUpdates: what comes, in what order, and until when. Bot API, "Getting updates"."""

import asyncio

from telegram import Update

from tests.sandbox.referee import complaints
from tests.sandbox.visitor import BareClient, Visitor


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(ada: Visitor, call: BareClient) -> None:
    await ada.say("hello")
    first = await call.updates()
    assert await call.updates() == first
    assert await call.updates(offset=first[0]["update_id"]) == first
    assert await call.updates(offset=first[0]["update_id"] + 1) == []
    assert await call.updates() == []


async def test_a_long_poll_answers_as_soon_as_somebody_writes(ada: Visitor, call: BareClient) -> None:
    poll = asyncio.create_task(call.updates(timeout=20))
    await asyncio.sleep(0)
    await ada.say("hello")
    async with asyncio.timeout(2):
        (update,) = await poll
    assert update["message"]["text"] == "hello"


async def test_a_poll_without_news_ends_after_its_timeout(ada: Visitor, call: BareClient) -> None:
    assert await call.updates(timeout=1) == []


async def test_the_limit_bounds_one_answer(ada: Visitor, call: BareClient) -> None:
    for number in range(3):
        await ada.say(str(number))
    updates = await call.updates(limit=2)
    assert [update["message"]["text"] for update in updates] == ["0", "1"]


async def test_a_negative_offset_keeps_only_the_newest(ada: Visitor, call: BareClient) -> None:
    for number in range(3):
        await ada.say(str(number))
    assert [update["message"]["text"] for update in await call.updates(offset=-1)] == ["2"]
    assert len(await call.updates()) == 1


async def test_update_ids_rise_and_are_never_used_again(ada: Visitor, call: BareClient) -> None:
    await ada.say("one")
    (first,) = await call.updates()
    await call.updates(offset=first["update_id"] + 1)
    await ada.say("two")
    (second,) = await call.updates()
    assert second["update_id"] > first["update_id"]


async def test_of_two_polls_the_older_ends_with_a_conflict(ada: Visitor, call: BareClient) -> None:
    older = asyncio.create_task(call.refusal("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(call.updates(timeout=20))
    async with asyncio.timeout(2):
        assert await older == (
            "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    await ada.say("hello")
    async with asyncio.timeout(2):
        assert len(await newer) == 1


async def test_kinds_that_were_not_allowed_do_not_come_and_the_list_is_remembered(
    ada: Visitor, call: BareClient
) -> None:
    await call.updates(allowed_updates=["callback_query"])
    await ada.say("unheard")
    assert await call.updates() == []
    await call.updates(allowed_updates=[])
    await ada.say("heard")
    assert [update["message"]["text"] for update in await call.updates()] == ["heard"]


async def test_an_edited_message_is_told_as_such(ada: Visitor, call: BareClient) -> None:
    sent = await ada.say("helo")
    await ada.do("edit", message_id=sent["message_id"], text="hello")
    edited = (await call.updates())[1]["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("hello", sent["message_id"])
    assert edited["edit_date"] >= edited["date"]


async def test_an_edit_forgets_the_commands_of_the_old_words(ada: Visitor, call: BareClient) -> None:
    sent = await ada.say("/styles")
    edited = await ada.do("edit", message_id=sent["message_id"], text="nothing")
    assert "entities" not in edited


async def test_a_forwarded_message_names_who_made_it(ada: Visitor, call: BareClient) -> None:
    sent = await call("sendMessage", chat_id=ada.id, text="your painting")
    await ada.do("forward", from_chat_id=ada.id, message_id=sent["message_id"])
    message = (await call.updates())[0]["message"]
    assert (message["text"], message["from"]["id"]) == ("your painting", ada.id)
    assert message["forward_origin"]["sender_user"]["is_bot"] is True


async def test_every_kind_of_update_parses_in_python_telegram_bot_and_satisfies_the_referee(
    ada: Visitor, bruno_in_group: Visitor, call: BareClient
) -> None:
    sent = await ada.say("/start at https://example.org for @impasto_sandbox_bot #art")
    await ada.do("edit", message_id=sent["message_id"], text="/start")
    await ada.send(b"GIF89a\x02\x00\x02\x00\x00\x00\x00", name="a.gif", mime_type="image/gif")
    await ada.send(b"%PDF-1.7", name="plan.pdf", mime_type="application/pdf", caption="a plan")
    await ada.do("forward", from_chat_id=ada.id, message_id=sent["message_id"])
    await ada.fault("blocked", person=ada.id)
    await ada.fault("unblocked", person=ada.id)
    await ada.fault("upgraded", chat_id=bruno_in_group.chat_id)
    updates = await call.updates()
    assert len(updates) == 9
    for update in updates:
        parsed = Update.de_json(update, None)
        assert not parsed.api_kwargs
        assert not (parsed.effective_message and parsed.effective_message.api_kwargs)
    assert complaints(await ada.log()) == []
