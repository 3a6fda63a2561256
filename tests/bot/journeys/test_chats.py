"""What happens to a chat itself."""

from typing import Any

import pytest

from bot.texts import texts_for
from storage.drafts import DraftKey
from storage.jobs import JobState
from tests.bot.scene import ADA, BRUNO, GROUP, Scene
from tests.bot.telegram_double import ADMIN_RIGHTS, Json, chat
from tests.bot.test_delivery import people_who_blocked

ENGLISH = texts_for("en")


async def test_a_group_that_becomes_a_supergroup_keeps_its_jobs(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.send(to=GROUP, migrate_to_chat_id=GROUP - 1)
    await scene.deliver()
    assert scene.telegram.calls[-1].params["chat_id"] == GROUP - 1


async def test_a_group_that_becomes_a_supergroup_still_owns_what_its_anonymous_admins_asked_for(scene: Scene) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    await scene.send(anonymous, to=GROUP, sender_chat=chat(GROUP), **scene.photo("dog"), caption="/style wave")
    await scene.send(to=GROUP, migrate_to_chat_id=GROUP - 1)
    (job,) = await scene.jobs()
    assert job.user_id == GROUP - 1


async def test_who_blocks_and_comes_back_is_remembered(scene: Scene) -> None:
    bot = {"id": 1234567890, "is_bot": True, "first_name": "Impasto"}
    member, kicked = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
    change = {"chat": {"id": 11, "type": "private"}, "from": ADA, "date": 1}
    await scene.update(my_chat_member={**change, "old_chat_member": member, "new_chat_member": kicked})
    assert await scene.store.run(lambda storage: storage.chats.is_blocked(11))
    assert await people_who_blocked(scene) == [11]
    await scene.update(my_chat_member={**change, "old_chat_member": kicked, "new_chat_member": member})
    assert not await scene.store.run(lambda storage: storage.chats.is_blocked(11))
    assert await people_who_blocked(scene) == []


async def test_a_group_that_throws_the_bot_out_is_no_person(scene: Scene) -> None:
    bot = {"id": 1234567890, "is_bot": True, "first_name": "Impasto"}
    member, kicked = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
    change = {"chat": chat(GROUP), "from": ADA, "date": 1, "old_chat_member": member, "new_chat_member": kicked}
    await scene.update(my_chat_member=change)
    assert await scene.store.run(lambda storage: storage.chats.is_blocked(GROUP))
    assert await people_who_blocked(scene) == []


async def test_a_group_that_throws_the_bot_out_waits_for_nothing_more(scene: Scene) -> None:
    await scene.send(to=GROUP, **scene.photo("dog"), caption="/style wave")
    await scene.send(to=GROUP, text="/style mosaic")
    bot = {"id": 1234567890, "is_bot": True, "first_name": "Impasto"}
    member, kicked = {"user": bot, "status": "member"}, {"user": bot, "status": "kicked", "until_date": 0}
    change = {"chat": chat(GROUP), "from": ADA, "date": 1, "old_chat_member": member, "new_chat_member": kicked}
    await scene.update(my_chat_member=change)
    (job,) = await scene.jobs()
    assert job.state is JobState.CANCELLED
    assert not (await scene.draft(DraftKey(GROUP, 11))).is_waiting
    scene.telegram.calls.clear()
    await scene.deliver()
    assert scene.telegram.calls == []


IMPASTO = {"id": 1234567890, "is_bot": True, "first_name": "Impasto"}


def membership(was: str, now: str, **fields: Any) -> Json:
    rights: dict[str, Json] = {"administrator": ADMIN_RIGHTS, "kicked": {"until_date": 0}}
    old, new = ({"user": IMPASTO, "status": status, **rights.get(status, {})} for status in (was, now))
    return {"chat": chat(GROUP), "from": ADA, "date": 1, "old_chat_member": old, "new_chat_member": new, **fields}


@pytest.mark.parametrize("now", ["member", "administrator"])
async def test_a_group_that_takes_the_bot_in_is_told_what_to_do_and_shown_the_styles(scene: Scene, now: str) -> None:
    await scene.update(my_chat_member=membership("left", now))
    (greeting,) = scene.telegram.of("sendMessage")
    assert greeting.params["chat_id"] == GROUP
    assert greeting.words == ENGLISH.say("greeting-in-group", command="/style@impasto_bot wave")
    assert greeting.buttons == ["v1:styles"]
    message = scene.bots_message(50, to=GROUP)
    assert await scene.press(message, greeting.buttons[0], BRUNO) == ""
    (sheet,) = scene.telegram.of("sendPhoto")
    assert "v1:number:wave" in sheet.buttons


@pytest.mark.parametrize(("was", "now"), [("member", "administrator"), ("administrator", "member"), ("member", "left")])
async def test_a_group_is_greeted_only_when_the_bot_comes(scene: Scene, was: str, now: str) -> None:
    await scene.update(my_chat_member=membership(was, now))
    assert scene.telegram.said == []


async def test_whoever_starts_the_bot_again_is_not_greeted_as_a_group(scene: Scene) -> None:
    await scene.update(my_chat_member=membership("kicked", "member", chat=chat(11)))
    assert scene.telegram.said == []


async def test_a_group_in_which_the_bot_may_not_write_is_joined_all_the_same(scene: Scene) -> None:
    await scene.store.mark_blocked(GROUP, True)
    scene.telegram.refuse("sendMessage", "Bad Request: not enough rights to send text messages to the chat")
    await scene.update(my_chat_member=membership("left", "member"))
    assert not await scene.store.run(lambda storage: storage.chats.is_blocked(GROUP))
    assert len(scene.telegram.of("sendMessage")) == 1, "and nobody is told of an error"
