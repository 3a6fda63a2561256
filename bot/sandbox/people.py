"""What people do: write, edit, press buttons, block the bot. Each deed becomes the bot's update."""

import secrets
from dataclasses import dataclass, field

from bot.sandbox.chatroom import Chat
from bot.sandbox.database import Json
from bot.sandbox.entities import with_found_entities
from bot.sandbox.faults import FaultKind
from bot.sandbox.files import FileKind
from bot.sandbox.formatting import CAPTION_LIMIT, TEXT_LIMIT
from bot.sandbox.media import content_of, photo_refusal
from bot.sandbox.parameters import Upload
from bot.sandbox.pictures import picture_header
from bot.sandbox.posting import forwarded, is_meant_for_bot, post, remove, repost
from bot.sandbox.sandbox import Sandbox

ALBUM_LIMIT = 10
WORDS_FIELDS = frozenset(("text", "entities", "caption", "caption_entities"))
ANSWER_SECONDS = 10.0


class NotPossible(Exception):
    """A person cannot do this; the text says why and is shown to whoever tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a person puts into one sending; several files become an album."""

    text: str = ""
    caption: str = ""
    reply_to: int | None = None
    as_document: bool = False
    thread_id: int | None = None
    files: tuple[Upload, ...] = ()
    smaller: dict[int, tuple[Upload, ...]] = field(default_factory=dict)
    """Smaller versions of a photo, by the number of its file."""


def write(sandbox: Sandbox, chat: Chat, person: Json, writing: Writing) -> list[Json]:
    _check_may_write(sandbox, chat, writing)
    _open_private_chat(sandbox, chat, person)
    frame: Json = {"from": person}
    if writing.thread_id:
        frame |= {"message_thread_id": writing.thread_id, "is_topic_message": True}
    contents = _contents(sandbox, writing)
    messages = [post(sandbox, chat, frame | content, reply_to=writing.reply_to) for content in contents]
    tell_bot(sandbox, messages)
    return messages


def edit(sandbox: Sandbox, chat: Chat, person: Json, message_id: int, text: str) -> Json:
    """The bot gets an edited_message where it knew the message."""
    message = _own_message(sandbox, chat, person, message_id)
    name = "text" if "text" in message else "caption"
    if name == "text" and not text.strip():
        raise NotPossible("There is nothing left to send.")
    kept = {key: value for key, value in message.items() if key not in WORDS_FIELDS}
    edited = {**kept, **_words(name, text), "edit_date": int(sandbox.clock())}
    repost(sandbox, edited)
    if sandbox.chatroom.is_meant_for_bot(edited):
        sandbox.updates.add("edited_message", edited)
    return edited


def delete(sandbox: Sandbox, chat: Chat, person: Json, message_id: int) -> None:
    """In a private chat also the bot's messages. The bot is not told, as on Telegram."""
    message = sandbox.chatroom.message(chat.id, message_id)
    if message is None:
        raise NotPossible("There is no such message.")
    if not chat.is_private and message["from"]["id"] != person["id"]:
        raise NotPossible("Only your own messages can be deleted in a group.")
    remove(sandbox, message)


async def press(sandbox: Sandbox, chat: Chat, person: Json, message_id: int, callback_data: str) -> Json:
    """Waits for the bot's answerCallbackQuery, {} when none came in time. Bot API: CallbackQuery."""
    message = sandbox.chatroom.message(chat.id, message_id)
    if message is None or callback_data not in _callback_data_of(message):
        raise NotPossible("This message has no such button.")
    query_id = sandbox.queries.open()
    inline_id = sandbox.chatroom.inline_id(message)
    with sandbox.database:
        sandbox.updates.add(
            "callback_query",
            {
                "id": query_id,
                "from": person,
                **({"inline_message_id": inline_id} if inline_id else {"message": message}),
                "chat_instance": str(chat.id * 7_919),
                "data": callback_data,
            },
        )
    return await sandbox.queries.answered(query_id, timeout_seconds=ANSWER_SECONDS)


def block(sandbox: Sandbox, person_id: int, *, blocked: bool) -> None:
    """From now on everything the bot sends there is a 403, or no longer."""
    chat, person = sandbox.chatroom.chat(person_id), sandbox.chatroom.person(person_id)
    if chat is None or person is None:
        raise NotPossible("There is no such person.")
    sandbox.chatroom.set_blocked(person_id, blocked)
    tell_of_membership(sandbox, chat, person, out=blocked)


def forward(sandbox: Sandbox, chat: Chat, person: Json, *, from_chat: Chat, message_id: int) -> Json:
    source = sandbox.chatroom.message(from_chat.id, message_id)
    if source is None or person["id"] not in from_chat.members:
        raise NotPossible("There is no such message.")
    _open_private_chat(sandbox, chat, person)
    message = post(sandbox, chat, {"from": person, **forwarded(source)})
    tell_bot(sandbox, [message])
    return message


def tell_of_membership(sandbox: Sandbox, chat: Chat, person: Json, *, out: bool) -> None:
    """Bot API: my_chat_member, for a bot that was blocked or thrown out, or is back."""
    inside = {"status": "member", "user": sandbox.bot}
    outside = {"status": "kicked", "user": sandbox.bot, "until_date": 0}
    before, after = (inside, outside) if out else (outside, inside)
    change = {"old_chat_member": before, "new_chat_member": after}
    sandbox.updates.add("my_chat_member", {"chat": chat.info, "from": person, "date": int(sandbox.clock()), **change})


def _check_may_write(sandbox: Sandbox, chat: Chat, writing: Writing) -> None:
    if not writing.text and not writing.files:
        raise NotPossible("There is nothing to send.")
    if len(writing.text) > TEXT_LIMIT or len(writing.caption) > CAPTION_LIMIT:
        raise NotPossible("This text is too long for one message.")
    if len(writing.files) > ALBUM_LIMIT:
        raise NotPossible(f"An album holds at most {ALBUM_LIMIT} files.")
    if writing.reply_to and sandbox.chatroom.message(chat.id, writing.reply_to) is None:
        raise NotPossible("The message to reply to is gone.")
    if writing.thread_id and str(writing.thread_id) not in chat.topics:
        raise NotPossible("There is no such topic.")


def _open_private_chat(sandbox: Sandbox, chat: Chat, person: Json) -> None:
    """Writing to the bot makes it know the person, and takes back a block."""
    if not chat.is_private:
        return
    if sandbox.chatroom.has_blocked(person["id"]):
        block(sandbox, person["id"], blocked=False)
    sandbox.chatroom.set_met(chat.id)


def _contents(sandbox: Sandbox, writing: Writing) -> list[Json]:
    if not writing.files:
        return [_words("text", writing.text)]
    contents = [_file_content(sandbox, writing, number) for number in range(len(writing.files))]
    contents[0] |= _words("caption", writing.caption or writing.text)
    if len(contents) > 1 and len({_kind_of(content) for content in contents}) == 1:
        group = str(secrets.randbits(54))
        contents = [content | {"media_group_id": group} for content in contents]
    return contents


def _file_content(sandbox: Sandbox, writing: Writing, number: int) -> Json:
    file = writing.files[number]
    kind = _fitting_kind(file, as_document=writing.as_document)
    smaller = writing.smaller.get(number, ()) if kind is FileKind.PHOTO else ()
    return content_of(sandbox.files.keep(file, kind), tuple(sandbox.files.keep(size, kind) for size in smaller))


def _fitting_kind(file: Upload, *, as_document: bool) -> FileKind:
    """What is no photo goes as a document, as Telegram's apps do it; a GIF plays as an animation."""
    header = picture_header(file.data)
    if as_document or header is None:
        return FileKind.DOCUMENT
    if header.mime_type == "image/gif":
        return FileKind.ANIMATION
    return FileKind.DOCUMENT if photo_refusal(file) else FileKind.PHOTO


def _kind_of(content: Json) -> str:
    return next(kind for kind in ("photo", "animation", "document") if kind in content)


def _words(name: str, text: str) -> Json:
    if not (text := text.strip()):
        return {}
    entities = with_found_entities(text, [])
    entities_name = "entities" if name == "text" else "caption_entities"
    return {name: text, **({entities_name: entities} if entities else {})}


def tell_bot(sandbox: Sandbox, messages: list[Json]) -> None:
    messages = [message for message in messages if is_meant_for_bot(sandbox, message)]
    for message in messages:
        sandbox.chatroom.mark_meant_for_bot(message)
    is_album = any("media_group_id" in message for message in messages)
    late = sandbox.faults.take(FaultKind.LATE_ALBUM) if is_album else None
    if late is None:
        for message in messages:
            sandbox.updates.add("message", message)
        return
    for number, message in enumerate(reversed(messages)):
        sandbox.updates.hold("message", message, seconds=number * late.delay)


def _own_message(sandbox: Sandbox, chat: Chat, person: Json, message_id: int) -> Json:
    message = sandbox.chatroom.message(chat.id, message_id)
    if message is None or message["from"]["id"] != person["id"]:
        raise NotPossible("Only your own messages can be edited.")
    return message


def _callback_data_of(message: Json) -> set[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}
