"""What happens to a chat itself."""

from storage.drafts import DraftKey
from storage.jobs import JobState
from tests.bot.scene import ADA, GROUP, Scene
from tests.bot.telegram_double import chat
from tests.bot.test_delivery import people_who_blocked


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
