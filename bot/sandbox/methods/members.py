"""Methods about chats and their members. Bot API: getChat, getChatMember, getChatAdministrators, getChatMemberCount."""

from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.methods.finding import known_chat
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request
from bot.sandbox.sandbox import Sandbox

OWNER_RIGHTS = {"is_anonymous": False}
COLOUR_COUNT = 7
"""Bot API, ChatFullInfo.accent_color_id: 0 to 6 are the built-in colours."""


def get_chat(sandbox: Sandbox, parameters: Parameters) -> Json:
    """Bot API: ChatFullInfo."""
    chat = known_chat(sandbox, parameters)
    return {
        **chat.info,
        "accent_color_id": abs(chat.id) % COLOUR_COUNT,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
        **({} if chat.is_private else {"permissions": {"can_send_messages": True, "can_send_photos": True}}),
    }


def get_chat_member(sandbox: Sandbox, parameters: Parameters) -> Json:
    chat = known_chat(sandbox, parameters)
    user_id = parameters.integer("user_id")
    if user_id == sandbox.bot["id"]:
        return {"status": "member", "user": sandbox.bot}
    if (person := sandbox.chatroom.person(user_id)) is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return _member(chat, person)


def get_chat_administrators(sandbox: Sandbox, parameters: Parameters) -> list[Json]:
    """The first member owns the group; there is no other administrator."""
    chat = known_chat(sandbox, parameters)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    owner = sandbox.chatroom.person(chat.members[0])
    return [_member(chat, owner)] if owner else []


def get_chat_member_count(sandbox: Sandbox, parameters: Parameters) -> int:
    return len(known_chat(sandbox, parameters).members) + 1


def _member(chat: Chat, person: Json) -> Json:
    """Bot API: ChatMember. The language of a person is told in messages only."""
    user = {name: value for name, value in person.items() if name != "language_code"}
    if person["id"] not in chat.members:
        return {"status": "left", "user": user}
    if not chat.is_private and person["id"] == chat.members[0]:
        return {"status": "creator", "user": user, **OWNER_RIGHTS}
    return {"status": "member", "user": user}
