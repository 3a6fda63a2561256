"""Puts messages into chats: numbered, remembered, shown on the page, and told to the bot where it may know."""

from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.entities import utf16_slice
from bot.sandbox.sandbox import BOT_USERNAME, Sandbox

MEDIA_FIELDS = ("photo", "document", "animation")
CONTENT_FIELDS = ("text", "entities", "caption", "caption_entities", *MEDIA_FIELDS)
SERVICE_FIELDS = frozenset(("new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"))


def post(
    sandbox: Sandbox, chat: Chat, content: Json, *, reply_to: int | None = None, inline_id: str | None = None
) -> Json:
    message = sandbox.chatroom.add_message(chat, content, reply_to=reply_to, inline_id=inline_id)
    sandbox.events.publish("message", {"chat_id": chat.id, "message": for_page(sandbox, message)})
    return message


def repost(sandbox: Sandbox, message: Json) -> Json:
    sandbox.chatroom.replace_message(message)
    sandbox.events.publish("edit", {"chat_id": message["chat"]["id"], "message": for_page(sandbox, message)})
    return message


def remove(sandbox: Sandbox, message: Json) -> None:
    sandbox.chatroom.remove_message(message)
    sandbox.events.publish("delete", {"chat_id": message["chat"]["id"], "message_id": message["message_id"]})


def content_only(message: Json) -> Json:
    """What a copy of the message carries."""
    return {name: message[name] for name in CONTENT_FIELDS if name in message}


def forwarded(message: Json) -> Json:
    """What a forward carries. Bot API: Message.forward_origin names the first sender."""
    origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    return {**content_only(message), "forward_origin": message.get("forward_origin", origin)}


def for_page(sandbox: Sandbox, message: Json) -> Json:
    """The message with addresses of its pictures and files; these hold neither the token nor a file_id."""
    shown = dict(message)
    if photo := message.get("photo"):
        shown["photo_url"] = f"/sandbox/files/{photo[-1]['file_unique_id']}"
    if document := message.get("document") or message.get("animation"):
        shown["document_url"] = f"/sandbox/files/{document['file_unique_id']}"
    if reactions := sandbox.facts.get(reaction_name(message)):
        shown["reactions"] = reactions
    if replied := message.get("reply_to_message"):
        shown["reply_to_message"] = for_page(sandbox, replied)
    return shown


def reaction_name(message: Json) -> str:
    """The fact under which the bot's reaction to this message is kept."""
    return f"reaction:{message['chat']['id']}:{message['message_id']}"


def is_meant_for_bot(sandbox: Sandbox, message: Json) -> bool:
    """Privacy mode (Telegram's "Bot Features"): commands, service messages, replies to what was meant for the bot.

    Neither a photo nor a bare @mention is on that list; a photo becomes known when somebody replies to it with a
    command. That a command in a caption counts is our reading: Telegram does not say.
    """
    chat = sandbox.chatroom.chat(message["chat"]["id"])
    if chat is None or chat.kicked:
        return False
    if chat.is_private or sandbox.reads_all_group_messages or SERVICE_FIELDS & message.keys():
        return True
    if message.get("via_bot"):
        return True
    replied = message.get("reply_to_message")
    if replied and (replied["from"]["is_bot"] or sandbox.chatroom.is_meant_for_bot(replied)):
        return True
    return _is_command_for_bot(message)


def _is_command_for_bot(message: Json) -> bool:
    text = message.get("text") or message.get("caption") or ""
    for entity in message.get("entities") or message.get("caption_entities") or []:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            return utf16_slice(text, entity).lower().partition("@")[2] in ("", BOT_USERNAME)
    return False
