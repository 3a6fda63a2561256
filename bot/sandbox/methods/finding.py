"""From a request's chat_id and message_id to the chat and message it may touch, or Telegram's refusal."""

from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import bad_request, forbidden, upgraded_to_supergroup
from bot.sandbox.sandbox import Sandbox


def known_chat(sandbox: Sandbox, parameters: Parameters, name: str = "chat_id") -> Chat:
    """A chat the bot has met. People cannot be reached by @username, as on Telegram."""
    if not parameters.has(name):
        raise bad_request("chat_id is empty")
    chat = sandbox.chatroom.chat(parameters.integer(name))
    if chat is None or not chat.met:
        raise bad_request("chat not found")
    return chat


def writable_chat(sandbox: Sandbox, parameters: Parameters) -> Chat:
    chat = known_chat(sandbox, parameters)
    if chat.upgraded_to is not None:
        raise upgraded_to_supergroup(chat.upgraded_to)
    if chat.kicked:
        raise forbidden(f"bot was kicked from the {chat.info['type']} chat")
    if chat.is_private and sandbox.chatroom.has_blocked(chat.id):
        raise forbidden("bot was blocked by the user")
    return chat


def message_in(sandbox: Sandbox, parameters: Parameters, *, chat_name: str = "chat_id", missing: str) -> Json:
    chat = known_chat(sandbox, parameters, chat_name)
    if not parameters.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = sandbox.chatroom.message(chat.id, parameters.integer("message_id"))
    if message is None:
        raise bad_request(missing)
    return message
