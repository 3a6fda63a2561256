"""Groups that change: one becomes a supergroup, one throws the bot out, a new one is founded, perhaps with topics."""

from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.people import NotPossible, tell_bot, tell_of_membership
from bot.sandbox.posting import post
from bot.sandbox.sandbox import Sandbox

FIRST_SUPERGROUP_ID = -1_002_200_000_001
FIRST_TOPIC_ID = 2
"""Bot API: message_thread_id 1 is the topic "General", whose messages carry none."""


def upgrade(sandbox: Sandbox, chat_id: int) -> Chat:
    """The group gets a new id as a supergroup; the old id answers with migrate_to_chat_id."""
    old = sandbox.chatroom.chat(chat_id)
    if old is None or old.info["type"] != "group" or old.upgraded_to is not None:
        raise NotPossible("Only a basic group can be upgraded.")
    new = _add_supergroup(sandbox, old.info["title"], old.members, topics={})
    sandbox.chatroom.set_upgraded(chat_id, new.id)
    owner = sandbox.chatroom.person(old.members[0])
    tell_bot(sandbox, [post(sandbox, old, {"from": owner, "migrate_to_chat_id": new.id})])
    tell_bot(sandbox, [post(sandbox, new, {"from": owner, "migrate_from_chat_id": old.id})])
    return new


def kick(sandbox: Sandbox, chat_id: int, *, kicked: bool) -> None:
    """Throws the bot out of a group, or lets it in again."""
    chat = sandbox.chatroom.chat(chat_id)
    if chat is None or chat.is_private:
        raise NotPossible("There is no such group.")
    owner = sandbox.chatroom.person(chat.members[0])
    assert owner is not None
    sandbox.chatroom.set_kicked(chat_id, kicked)
    tell_of_membership(sandbox, chat, owner, out=kicked)


def found_supergroup(sandbox: Sandbox, title: str, topics: list[str]) -> Chat:
    if not title.strip():
        raise NotPossible("A group needs a title.")
    names = {str(FIRST_TOPIC_ID + number): str(name) for number, name in enumerate(topics)}
    members = tuple(person["id"] for person in sandbox.chatroom.people())
    return _add_supergroup(sandbox, title.strip(), members, topics=names)


def _add_supergroup(sandbox: Sandbox, title: str, members: tuple[int, ...], *, topics: dict[str, str]) -> Chat:
    chat_id = FIRST_SUPERGROUP_ID - len(sandbox.chatroom.chats())
    info: Json = {"id": chat_id, "type": "supergroup", "title": title} | ({"is_forum": True} if topics else {})
    sandbox.chatroom.add_chat(info, members=members, met=True, topics=topics)
    chat = sandbox.chatroom.chat(chat_id)
    assert chat is not None
    return chat
