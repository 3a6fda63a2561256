"""Privacy mode, albums, topics, and a group that becomes a supergroup. Telegram, "Bot Features: Privacy mode"."""

import aiohttp
import pytest

from tests.sandbox.visitor import BareClient, Visitor, picture


async def test_ordinary_talk_and_photos_of_a_group_stay_private(bruno_in_group: Visitor, call: BareClient) -> None:
    await bruno_in_group.say("lovely light today")
    await bruno_in_group.say("ask @impasto_sandbox_bot perhaps")
    await bruno_in_group.send(picture(), caption="my garden")
    assert await call.updates() == []


@pytest.mark.parametrize("text", ["/styles", "/styles@impasto_sandbox_bot", "/style wave please"])
async def test_commands_reach_the_bot(bruno_in_group: Visitor, call: BareClient, text: str) -> None:
    await bruno_in_group.say(text)
    (update,) = await call.updates()
    assert update["message"]["entities"][0]["type"] == "bot_command"


async def test_a_command_for_another_bot_does_not(bruno_in_group: Visitor, call: BareClient) -> None:
    await bruno_in_group.say("/start@another_bot")
    assert await call.updates() == []


async def test_a_command_in_a_caption_reaches_the_bot(bruno_in_group: Visitor, call: BareClient) -> None:
    await bruno_in_group.send(picture(), caption="/style wave")
    (update,) = await call.updates()
    assert update["message"]["photo"]


async def test_a_command_in_reply_to_a_photo_brings_the_photo_along(bruno_in_group: Visitor, call: BareClient) -> None:
    (photo,) = await bruno_in_group.send(picture(33, 22))
    await bruno_in_group.say("/style wave", reply_to=photo["message_id"])
    (update,) = await call.updates()
    assert update["message"]["reply_to_message"]["photo"][0]["width"] == 33


async def test_a_reply_to_the_bot_or_to_a_command_reaches_it(bruno_in_group: Visitor, call: BareClient) -> None:
    command = await bruno_in_group.say("/style")
    answer = await call("sendMessage", chat_id=bruno_in_group.chat_id, text="Which photo?")
    await bruno_in_group.send(picture(), reply_to=answer["message_id"])
    second = await bruno_in_group.send(picture(), reply_to=command["message_id"])
    await bruno_in_group.say("and this", reply_to=second[0]["message_id"])
    assert len(await call.updates()) == 4


async def test_without_privacy_mode_everything_reaches_the_bot(bruno_in_group: Visitor, call: BareClient) -> None:
    await bruno_in_group.tell("/sandbox/bot", reads_all_group_messages=True)
    await bruno_in_group.say("lovely light today")
    assert len(await call.updates()) == 1
    assert (await call("getMe"))["can_read_all_group_messages"] is True


async def test_only_members_write_and_read(bruno_in_group: Visitor, ada: Visitor) -> None:
    with pytest.raises(aiohttp.ClientResponseError):
        await bruno_in_group.in_chat(ada.id).say("hello")
    with pytest.raises(aiohttp.ClientResponseError):
        await bruno_in_group.in_chat(ada.id).messages()


async def test_an_album_is_separate_updates_of_one_group(ada: Visitor, call: BareClient) -> None:
    await ada.send(picture(40, 40), picture(50, 50), caption="both")
    first, second = (update["message"] for update in await call.updates())
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("both", False)


async def test_only_the_captioned_photo_of_an_album_reaches_the_bot_in_a_group(
    bruno_in_group: Visitor, call: BareClient
) -> None:
    await bruno_in_group.send(picture(40, 40), picture(50, 50), caption="/style")
    assert len(await call.updates()) == 1


async def test_a_group_becomes_a_supergroup_and_the_old_id_says_where_it_went(
    bruno_in_group: Visitor, call: BareClient
) -> None:
    old_id = bruno_in_group.chat_id
    new_id = (await bruno_in_group.fault("upgraded", chat_id=old_id))["chat"]["id"]
    body = await call.answer("sendMessage", chat_id=old_id, text="hi")
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert body["parameters"] == {"migrate_to_chat_id": new_id}
    there, here = (update["message"] for update in await call.updates())
    assert (there["migrate_to_chat_id"], here["migrate_from_chat_id"]) == (new_id, old_id)
    await call("sendMessage", chat_id=new_id, text="hi")
    state = await bruno_in_group.look("/sandbox/state")
    assert old_id not in [chat["id"] for chat in state["chats"]]


async def test_a_group_that_throws_the_bot_out_is_lost_until_it_is_invited_again(
    bruno_in_group: Visitor, call: BareClient
) -> None:
    group = bruno_in_group.chat_id
    await bruno_in_group.fault("kicked", chat_id=group)
    await bruno_in_group.say("/start")
    refusal = await call.refusal("sendMessage", chat_id=group, text="hi")
    assert refusal == "403 Forbidden: bot was kicked from the group chat"
    await bruno_in_group.fault("invited", chat_id=group)
    await call("sendMessage", chat_id=group, text="hi")
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await call.updates()]
    assert changes == ["kicked", "member"]


async def test_messages_of_a_topic_name_their_thread(bruno_in_group: Visitor, call: BareClient) -> None:
    forum = (await bruno_in_group.tell("/sandbox/chats", title="Atelier", topics=["Landscapes"]))["chat"]
    (thread_id,) = map(int, forum["topics"])
    bruno = bruno_in_group.in_chat(forum["id"])
    await bruno.say("/style", thread_id=thread_id)
    message = (await call.updates())[0]["message"]
    assert (message["message_thread_id"], message["is_topic_message"]) == (thread_id, True)
    sent = await call("sendMessage", chat_id=forum["id"], message_thread_id=thread_id, text="here")
    assert sent["message_thread_id"] == thread_id
    refusal = await call.refusal("sendMessage", chat_id=forum["id"], message_thread_id=99, text="where?")
    assert refusal == "400 Bad Request: message thread not found"


async def test_the_bot_can_ask_who_is_in_a_chat(bruno_in_group: Visitor, ada: Visitor, call: BareClient) -> None:
    group = bruno_in_group.chat_id
    assert (await call("getChat", chat_id=group))["title"] == "Sunday painters"
    assert await call("getChatMemberCount", chat_id=group) == 4
    (owner,) = await call("getChatAdministrators", chat_id=group)
    assert (owner["status"], owner["user"]["id"]) == ("creator", ada.id)
    member = await call("getChatMember", chat_id=group, user_id=bruno_in_group.id)
    assert member["status"] == "member"
    me = await call("getMe")
    assert (await call("getChatMember", chat_id=group, user_id=me["id"]))["status"] == "member"
    assert await call.refusal("getChatMember", chat_id=group, user_id=5) == "400 Bad Request: PARTICIPANT_ID_INVALID"
    assert (
        await call.refusal("getChatAdministrators", chat_id=ada.id)
        == "400 Bad Request: there are no administrators in the private chat"
    )
