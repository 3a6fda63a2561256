"""Methods that change or remove messages. Bot API, "Updating messages"."""

from bot.sandbox.database import Json
from bot.sandbox.formatting import caption_content, text_content
from bot.sandbox.keyboards import inline_markup_of
from bot.sandbox.methods.finding import message_in, writable_chat
from bot.sandbox.methods.sending import media_content
from bot.sandbox.parameters import Parameters
from bot.sandbox.posting import MEDIA_FIELDS, remove, repost
from bot.sandbox.refusals import bad_request
from bot.sandbox.sandbox import Sandbox

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_SECONDS = 48 * 3600
EDITED_FIELDS = ("text", "entities", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler")


def edit_message_text(sandbox: Sandbox, parameters: Parameters) -> Json | bool:
    """A photo never becomes a text again: its message has no text to edit."""
    message = _editable(sandbox, parameters)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(sandbox, parameters, message, text_content(parameters))


def edit_message_caption(sandbox: Sandbox, parameters: Parameters) -> Json | bool:
    message = _editable(sandbox, parameters)
    if not any(name in message for name in MEDIA_FIELDS):
        raise bad_request("there is no caption in the message to edit")
    media = {name: message[name] for name in MEDIA_FIELDS if name in message}
    return _edit(sandbox, parameters, message, media | caption_content(parameters))


def edit_message_media(sandbox: Sandbox, parameters: Parameters) -> Json | bool:
    """Also turns a text message into a picture. An upload always counts as new, even of the same bytes."""
    message = _editable(sandbox, parameters)
    media = parameters.object("media")
    if media is None:
        raise bad_request("there is no media in the request")
    if parameters.has("inline_message_id") and media.text("media").startswith("attach://"):
        raise bad_request("can't upload new files to inline messages; use file_id or URL")
    content = media_content(sandbox, parameters, media)
    if "media_group_id" in message and ("photo" in content) != ("photo" in message):
        raise bad_request("can't change media type in the album")
    return _edit(sandbox, parameters, message, content)


def edit_message_reply_markup(sandbox: Sandbox, parameters: Parameters) -> Json | bool:
    message = _editable(sandbox, parameters)
    content = {name: message[name] for name in (*EDITED_FIELDS, *MEDIA_FIELDS) if name in message}
    return _edit(sandbox, parameters, message, content)


def delete_message(sandbox: Sandbox, parameters: Parameters) -> bool:
    """In a group the bot, no administrator here, deletes only its own messages."""
    writable_chat(sandbox, parameters)
    message = message_in(sandbox, parameters, missing="message to delete not found")
    if message["chat"]["type"] != "private" and not message["from"]["is_bot"]:
        raise bad_request("message can't be deleted")
    if sandbox.clock() - message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    remove(sandbox, message)
    return True


def delete_messages(sandbox: Sandbox, parameters: Parameters) -> bool:
    """Messages that are not there are skipped."""
    chat = writable_chat(sandbox, parameters)
    for message_id in parameters.integers("message_ids"):
        if sandbox.chatroom.message(chat.id, message_id):
            delete_message(sandbox, Parameters({"chat_id": chat.id, "message_id": message_id}))
    return True


def _editable(sandbox: Sandbox, parameters: Parameters) -> Json:
    if parameters.has("inline_message_id"):
        return _inline_message(sandbox, parameters)
    writable_chat(sandbox, parameters)
    message = message_in(sandbox, parameters, missing="message to edit not found")
    if not message["from"]["is_bot"]:
        raise bad_request("message can't be edited")
    return message


def _inline_message(sandbox: Sandbox, parameters: Parameters) -> Json:
    message = sandbox.chatroom.inline_message(parameters.text("inline_message_id"))
    if message is None:
        raise bad_request("MESSAGE_ID_INVALID")
    return message


def _edit(sandbox: Sandbox, parameters: Parameters, message: Json, content: Json) -> Json | bool:
    """An edit without reply_markup takes the buttons away, as on Telegram. Inline messages are answered with True."""
    markup = inline_markup_of(parameters)
    kept = {name: value for name, value in message.items() if name not in _CHANGEABLE}
    edited = kept | content | ({"reply_markup": markup} if markup else {})
    if _compared(edited) == _compared(message):
        raise bad_request(NOT_MODIFIED)
    edited["edit_date"] = int(sandbox.clock())
    repost(sandbox, edited)
    return True if parameters.has("inline_message_id") else edited


_CHANGEABLE = frozenset((*EDITED_FIELDS, *MEDIA_FIELDS, "reply_markup", "edit_date"))


def _compared(message: Json) -> Json:
    """What "not modified" compares: everything but the date of the last edit; files by their file_id."""
    return {name: value for name, value in message.items() if name != "edit_date"}
