"""Who may speak for a group: asked of Telegram, whenever it matters."""

from telegram import ChatMember
from telegram.error import BadRequest

from bot.context import Bot
from bot.identity import is_a_chat

CHAT_ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


async def is_admin(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Who writes as the group itself does so as an admin (core.telegram.org/bots/api#message, sender_chat)."""
    if is_a_chat(user_id):
        return user_id == chat_id
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except BadRequest:  # whom Telegram does not know there
        return False
    return member.status in CHAT_ADMINS
