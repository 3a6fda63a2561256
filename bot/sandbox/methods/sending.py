"""Methods that put new messages into a chat.

Bot API: sendMessage, sendPhoto, sendDocument, sendAnimation, sendMediaGroup, copyMessage, forwardMessage,
sendChatAction.
"""

import secrets

from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.files import FileKind
from bot.sandbox.formatting import caption_content, text_content
from bot.sandbox.keyboards import reply_markup_of
from bot.sandbox.media import content_of, given_file
from bot.sandbox.methods.finding import message_in, writable_chat
from bot.sandbox.parameters import Parameters
from bot.sandbox.posting import MEDIA_FIELDS, content_only, forwarded, post
from bot.sandbox.refusals import bad_request
from bot.sandbox.sandbox import Sandbox

ALBUM_LIMIT = 10
INPUT_MEDIA = {"photo": FileKind.PHOTO, "document": FileKind.DOCUMENT, "animation": FileKind.ANIMATION}
CHAT_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ],
)


def send_message(sandbox: Sandbox, parameters: Parameters) -> Json:
    chat = writable_chat(sandbox, parameters)
    return _send(sandbox, chat, parameters, text_content(parameters))


def send_photo(sandbox: Sandbox, parameters: Parameters) -> Json:
    return _send_file(sandbox, parameters, FileKind.PHOTO)


def send_document(sandbox: Sandbox, parameters: Parameters) -> Json:
    return _send_file(sandbox, parameters, FileKind.DOCUMENT)


def send_animation(sandbox: Sandbox, parameters: Parameters) -> Json:
    return _send_file(sandbox, parameters, FileKind.ANIMATION)


def send_media_group(sandbox: Sandbox, parameters: Parameters) -> list[Json]:
    """A single item goes out as an ordinary message, as on Telegram."""
    chat = writable_chat(sandbox, parameters)
    items = parameters.objects("media") or []
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    contents = [_album_content(sandbox, parameters, item) for item in items]
    if len({("photo" in content) for content in contents}) > 1:
        raise bad_request("document can't be mixed with other media types")
    group = {"media_group_id": str(secrets.randbits(54))} if len(items) > 1 else {}
    plain = Parameters({name: value for name, value in parameters.values.items() if name != "reply_markup"})
    return [_send(sandbox, chat, plain, content | group) for content in contents]


def _album_content(sandbox: Sandbox, parameters: Parameters, item: Parameters) -> Json:
    if item.text("type") == "animation":
        raise bad_request("can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")
    return media_content(sandbox, parameters, item)


def copy_message(sandbox: Sandbox, parameters: Parameters) -> Json:
    chat = writable_chat(sandbox, parameters)
    source = message_in(sandbox, parameters, chat_name="from_chat_id", missing="message to copy not found")
    content = content_only(source)
    if "caption" in parameters.values and "text" not in content:
        content = {name: content[name] for name in MEDIA_FIELDS if name in content} | caption_content(parameters)
    return {"message_id": _send(sandbox, chat, parameters, content)["message_id"]}


def forward_message(sandbox: Sandbox, parameters: Parameters) -> Json:
    chat = writable_chat(sandbox, parameters)
    source = message_in(sandbox, parameters, chat_name="from_chat_id", missing="message to forward not found")
    return _send(sandbox, chat, parameters, forwarded(source))


def send_chat_action(sandbox: Sandbox, parameters: Parameters) -> bool:
    chat = writable_chat(sandbox, parameters)
    action = parameters.text("action")
    if action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    sandbox.events.publish("chat_action", {"chat_id": chat.id, "action": action})
    return True


def media_content(sandbox: Sandbox, parameters: Parameters, media: Parameters) -> Json:
    """Bot API: InputMediaPhoto, InputMediaDocument or InputMediaAnimation, its files being uploads of the request."""
    kind = INPUT_MEDIA.get(media.text("type"))
    if kind is None:
        raise bad_request(f'can\'t parse InputMedia: type "{media.text("type")}" is unsupported')
    if not media.has("media"):
        raise bad_request("can't parse InputMedia: media not found")
    file = given_file(sandbox, parameters, media.text("media"), kind)
    return content_of(file) | caption_content(media) | _spoiler(media)


def _send_file(sandbox: Sandbox, parameters: Parameters, kind: FileKind) -> Json:
    chat = writable_chat(sandbox, parameters)
    file = given_file(sandbox, parameters, parameters.text(kind), kind)
    content = content_of(file) | caption_content(parameters) | _spoiler(parameters)
    return _send(sandbox, chat, parameters, content)


def _spoiler(parameters: Parameters) -> Json:
    return {"has_media_spoiler": True} if parameters.flag("has_spoiler") else {}


def _send(sandbox: Sandbox, chat: Chat, parameters: Parameters, content: Json) -> Json:
    markup = reply_markup_of(parameters)
    message = {"from": sandbox.bot, **_topic_fields(chat, parameters), **content}
    if markup and "inline_keyboard" in markup:
        message["reply_markup"] = markup
    if parameters.flag("protect_content"):
        message["has_protected_content"] = True
    posted = post(sandbox, chat, message, reply_to=_reply_target(sandbox, chat, parameters))
    if markup and "force_reply" in markup:
        sandbox.events.publish("force_reply", {"chat_id": chat.id, "message_id": posted["message_id"]})
    return posted


def _topic_fields(chat: Chat, parameters: Parameters) -> Json:
    thread_id = parameters.integer("message_thread_id")
    if not thread_id:
        return {}
    if str(thread_id) not in chat.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": thread_id, "is_topic_message": True}


def _reply_target(sandbox: Sandbox, chat: Chat, parameters: Parameters) -> int | None:
    """Bot API: ReplyParameters, within the same chat."""
    old_way = Parameters({"message_id": parameters.integer("reply_to_message_id")})
    wanted = parameters.object("reply_parameters") or old_way
    if not (message_id := wanted.integer("message_id")):
        return None
    if wanted.integer("chat_id", chat.id) != chat.id:
        raise bad_request("message to be replied not found")
    if sandbox.chatroom.message(chat.id, message_id):
        return message_id
    if wanted.flag("allow_sending_without_reply") or parameters.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
