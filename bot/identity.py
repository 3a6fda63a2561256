"""Who somebody is: the person, or the chat in whose name they write. Pure.

Everybody who writes anonymously writes as GroupAnonymousBot, everybody who writes as a channel as Channel Bot; only
sender_chat tells them apart (core.telegram.org/bots/api#message). Buttons are always pressed in a person's own name.
"""

from telegram import Message


def sender_id(message: Message) -> int | None:
    """Of a chat below 0, of a person above; None where Telegram names nobody."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else None


def is_a_chat(user_id: int) -> bool:
    return user_id < 0
