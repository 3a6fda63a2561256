"""The one message that goes from acknowledgement to result: how it is made and edited, whatever it is now."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar
from weakref import WeakValueDictionary

from telegram import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Message, ReplyParameters
from telegram.constants import ChatAction, FileSizeLimit
from telegram.error import BadRequest, TelegramError

from bot.context import Bot
from bot.rate_limiter import Importance
from bot.store import SentFile
from storage.names import JobId, PlaceId
from storage.places import Place
from storage.telegram_files import FileKind

T = TypeVar("T")
log = logging.getLogger(__name__)
Keyboard = InlineKeyboardMarkup | None
Media = InputMediaPhoto | InputMediaDocument
Read = Callable[[], Awaitable[bytes]]
SHAPES_KEPT = 2000
FRAME_TIMEOUT_SECONDS = 10.0
"""A frame holds its message's turn while it travels, so it must not travel for long."""
RESULT_TIMEOUT_SECONDS = 60.0
# Telegram's descriptions, compared in lower case.
NOT_MODIFIED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
IS_A_PICTURE = "there is no text in the message"
IS_A_TEXT = "there is no caption in the message"
NO_RIGHT = ("not enough rights", "have no rights", "_forbidden")


class LivingMessageGone(Exception):
    """The person deleted it, or it cannot be edited any more: the outcome needs one new message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A picture as it is to be shown."""

    name: str
    read: Read
    """Its JPEG. Raises ImageGone."""
    caption: str
    keyboard: Keyboard
    as_file: bool
    """In pixels more than Telegram leaves as they are in a photo."""
    known: SentFile | None = None
    """The same picture from before, which saves the upload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where a result is now, and as what."""

    message_id: int | None = None
    """Of a new message."""
    file: SentFile | None = None
    """None where the message looked so already."""


class LivingMessages:
    """Edits may be repeated: the same edit again changes nothing. Sends may not; only `send_…` send."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._turns: WeakValueDictionary[PlaceId | None, asyncio.Lock] = WeakValueDictionary()
        # A hint that saves a refused request; after a restart the first edit finds out again.
        self._pictures: OrderedDict[PlaceId | None, bool] = OrderedDict()

    def turn(self, place: Place) -> asyncio.Lock:
        """Held while the message changes, so that a late frame never covers a result."""
        return self._turns.setdefault(place.id, asyncio.Lock())

    async def send_text(self, place: Place, text: str, keyboard: Keyboard, importance: Importance) -> int:
        """The new message's id. A message that is only the beginning of something rings no bell."""
        message = await self._bot.send_message(
            place.chat_id,
            text,
            message_thread_id=place.thread_id,
            reply_parameters=_answering(place),
            reply_markup=keyboard,
            disable_notification=importance is Importance.ACKNOWLEDGEMENT,
            rate_limit_args=importance,
        )
        self._remember(place, is_picture=False)
        return message.message_id

    async def send_result(self, place: Place, result: Result) -> Shown:
        """Raises BadRequest where Telegram takes it neither as a photo nor as a file."""

        async def send(kind: FileKind, picture: str | bytes) -> Message:
            call = self._bot.send_document if kind == "document" else self._bot.send_photo
            sent: Message = await call(
                place.chat_id,
                picture,
                caption=result.caption,
                filename=result.name,
                message_thread_id=place.thread_id,
                reply_parameters=_answering(place),
                reply_markup=result.keyboard,
                rate_limit_args=Importance.RESULT,
                write_timeout=RESULT_TIMEOUT_SECONDS,
                read_timeout=RESULT_TIMEOUT_SECONDS,
            )
            return sent

        message = await _whichever_is_taken(result, send)
        self._remember(place, is_picture=True)
        return Shown(message_id=message.message_id, file=sent_file(message))

    async def show_result(self, place: Place, result: Result) -> Shown:
        """Raises LivingMessageGone, and BadRequest where Telegram takes it neither as a photo nor as a file."""

        async def edit(kind: FileKind, picture: str | bytes) -> Message | bool | None:
            made = InputMediaDocument if kind == "document" else InputMediaPhoto
            media = made(picture, caption=result.caption, filename=result.name)
            return await _edited(lambda: self._edit_media(place, media, result.keyboard, Importance.RESULT))

        message = await _whichever_is_taken(result, edit)
        self._remember(place, is_picture=True)
        return Shown(file=sent_file(message) if isinstance(message, Message) else None)

    async def say(self, place: Place, text: str, keyboard: Keyboard, importance: Importance) -> None:
        """Text or caption, whichever the message has. Raises LivingMessageGone."""
        ways = [self._edit_text, self._edit_caption]
        if self._pictures.get(place.id):
            ways.reverse()
        try:
            await _edited(lambda: ways[0](place, text, keyboard, importance))
        except BadRequest as refusal:
            if not says(refusal, IS_A_PICTURE, IS_A_TEXT):
                raise
            self._remember(place, is_picture=says(refusal, IS_A_PICTURE))
            await _edited(lambda: ways[1](place, text, keyboard, importance))

    async def show_frame(self, place: Place, jpeg: bytes, caption: str, keyboard: Keyboard) -> None:
        """Raises LivingMessageGone, and Dropped when there is no room for it now."""
        media = InputMediaPhoto(jpeg, caption=caption, filename="preview.jpg")
        await _edited(lambda: self._edit_media(place, media, keyboard, Importance.PROGRESS))
        self._remember(place, is_picture=True)

    async def show_work(self, chat_id: int) -> None:
        """Above the chat, for 5 seconds. Nothing is lost where it is refused."""
        try:
            await self._bot.send_chat_action(chat_id, ChatAction.UPLOAD_PHOTO, rate_limit_args=Importance.PROGRESS)
        except TelegramError as error:
            log.debug("work_not_shown why=%s", type(error).__name__)

    async def _edit_text(self, place: Place, text: str, keyboard: Keyboard, importance: Importance) -> Message | bool:
        return await self._bot.edit_message_text(
            text,
            chat_id=place.chat_id or None,
            message_id=place.message_id,
            inline_message_id=place.inline_message_id or None,
            reply_markup=keyboard,
            rate_limit_args=importance,
        )

    async def _edit_caption(
        self, place: Place, text: str, keyboard: Keyboard, importance: Importance
    ) -> Message | bool:
        return await self._bot.edit_message_caption(
            chat_id=place.chat_id or None,
            message_id=place.message_id,
            inline_message_id=place.inline_message_id or None,
            caption=text,
            reply_markup=keyboard,
            rate_limit_args=importance,
        )

    async def _edit_media(
        self, place: Place, media: Media, keyboard: Keyboard, importance: Importance
    ) -> Message | bool:
        timeout = FRAME_TIMEOUT_SECONDS if importance is Importance.PROGRESS else RESULT_TIMEOUT_SECONDS
        return await self._bot.edit_message_media(
            media,
            chat_id=place.chat_id or None,
            message_id=place.message_id,
            inline_message_id=place.inline_message_id or None,
            reply_markup=keyboard,
            rate_limit_args=importance,
            write_timeout=timeout,
            read_timeout=timeout,
        )

    def _remember(self, place: Place, *, is_picture: bool) -> None:
        self._pictures[place.id] = is_picture
        self._pictures.move_to_end(place.id)
        if len(self._pictures) > SHAPES_KEPT:
            self._pictures.popitem(last=False)


def is_sent(place: Place) -> bool:
    """There is a message to edit."""
    return place.message_id is not None or bool(place.inline_message_id)


def sent_file(message: Message) -> SentFile | None:
    """The picture of a message; None where it holds none."""
    if message.photo:
        largest = message.photo[-1]
        return SentFile(kind="photo", file_id=largest.file_id, unique_id=largest.file_unique_id)
    if message.document:
        document = message.document
        return SentFile(kind="document", file_id=document.file_id, unique_id=document.file_unique_id)
    return None


def file_name(job_id: JobId) -> str:
    return f"impasto-{job_id}.jpg"


def is_about_rights(refusal: BadRequest) -> bool:
    """The group does not let the bot do that; an admin can."""
    return says(refusal, *NO_RIGHT)


def says(refusal: BadRequest, *descriptions: str) -> bool:
    said = refusal.message.lower()
    return any(description in said for description in descriptions)


async def _whichever_is_taken(result: Result, show: Callable[[FileKind, str | bytes], Awaitable[T]]) -> T:
    """Raises BadRequest when none is taken."""
    refusals = []
    async for kind, picture in _ways_to_show(result):
        try:
            return await show(kind, picture)
        except BadRequest as refusal:
            refusals.append(refusal)
    raise refusals[-1]


async def _ways_to_show(result: Result) -> AsyncIterator[tuple[FileKind, str | bytes]]:
    """As Telegram has it already, which it may have forgotten; then as a photo or a file; then as the other."""
    if result.known is not None:
        yield result.known.kind, result.known.file_id
    jpeg = await result.read()
    kinds: list[FileKind] = ["photo", "document"]
    if result.as_file or len(jpeg) > FileSizeLimit.PHOTOSIZE_UPLOAD:
        kinds.reverse()
    for kind in kinds:
        yield kind, jpeg


async def _edited(edit: Callable[[], Awaitable[T]]) -> T | None:
    """None: the message looks so already. Raises LivingMessageGone."""
    try:
        return await edit()
    except BadRequest as refusal:
        if says(refusal, NOT_MODIFIED):
            return None
        if says(refusal, *GONE):
            raise LivingMessageGone from refusal
        raise


def _answering(place: Place) -> ReplyParameters | None:
    if place.reply_to is None:
        return None
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True)
