"""The one message that goes from acknowledgement to painting: how it is made and edited, whatever it is now."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeVar
from weakref import WeakValueDictionary

from telegram import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Message, ReplyParameters
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from bot.context import Bot
from bot.rate_limiter import Importance
from bot.sizes import goes_as_file
from storage.jobs import Job

T = TypeVar("T")
SHAPES_KEPT = 2000
FRAME_TIMEOUT_SECONDS = 10.0
"""A frame holds its chat's turn while it travels, so it must not travel for long."""
RESULT_TIMEOUT_SECONDS = 60.0
# Telegram's descriptions, compared in lower case.
NOT_MODIFIED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
IS_A_PICTURE = "there is no text in the message"
IS_A_TEXT = "there is no caption in the message"
NOT_A_GOOD_PHOTO = ("photo_invalid_dimensions", "photo_save_file_invalid", "image_process_failed", "photo_ext_invalid")


class LivingMessageGone(Exception):
    """The person deleted it, or it cannot be edited any more: the outcome needs one new message."""


class LivingMessages:
    """Edits may be repeated: the same edit again changes nothing. Sends may not; only `send_…` send."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        # A hint that saves a refused request; after a restart the first edit finds out again.
        self._pictures: OrderedDict[tuple[int, int], bool] = OrderedDict()

    def turn(self, chat_id: int) -> asyncio.Lock:
        """Held while a chat's living messages change, so that a late frame never covers a result."""
        return self._turns.setdefault(chat_id, asyncio.Lock())

    async def send_text(
        self, job: Job, text: str, keyboard: InlineKeyboardMarkup | None, importance: Importance
    ) -> int:
        """The new message's id."""
        request = job.request
        message = await self._bot.send_message(
            request.chat_id,
            text,
            message_thread_id=request.thread_id,
            reply_parameters=_answering(job),
            reply_markup=keyboard,
            rate_limit_args=importance,
        )
        self._remember(request.chat_id, message.message_id, is_picture=False)
        return message.message_id

    async def send_picture(self, job: Job, jpeg: bytes, caption: str, keyboard: InlineKeyboardMarkup) -> Message:
        try:
            send = self._bot.send_document if _goes_as_file(job, jpeg) else self._bot.send_photo
            return await self._send(send, job, jpeg, caption, keyboard)
        except BadRequest as refusal:
            if not _says(refusal, *NOT_A_GOOD_PHOTO):
                raise
            return await self._send(self._bot.send_document, job, jpeg, caption, keyboard)

    async def say(
        self, job: Job, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None, importance: Importance
    ) -> None:
        """Text or caption, whichever the message has. Raises LivingMessageGone."""
        chat_id = job.request.chat_id
        ways = [self._edit_text, self._edit_caption]
        if self._pictures.get((chat_id, message_id)):
            ways.reverse()
        try:
            await _edited(lambda: ways[0](chat_id, message_id, text, keyboard, importance))
        except BadRequest as refusal:
            if not _says(refusal, IS_A_PICTURE, IS_A_TEXT):
                raise
            self._remember(chat_id, message_id, is_picture=_says(refusal, IS_A_PICTURE))
            await _edited(lambda: ways[1](chat_id, message_id, text, keyboard, importance))

    async def show_frame(
        self, job: Job, message_id: int, jpeg: bytes, caption: str, keyboard: InlineKeyboardMarkup
    ) -> None:
        """Raises LivingMessageGone, and Dropped when there is no room for it now."""
        media = InputMediaPhoto(jpeg, caption=caption, filename="preview.jpg")
        await _edited(lambda: self._edit_media(job, message_id, media, keyboard, Importance.PROGRESS))
        self._remember(job.request.chat_id, message_id, is_picture=True)

    async def show_result(
        self,
        job: Job,
        message_id: int,
        jpeg: bytes,
        caption: str,
        keyboard: InlineKeyboardMarkup,
        *,
        known_as: str = "",
    ) -> str:
        """Telegram's file_id of the painting, or empty where it already was there. Raises LivingMessageGone.

        `known_as`: the file_id of the same painting from before, which saves the upload.
        """
        if known_as and await self._is_shown_again(job, message_id, known_as, caption, keyboard):
            return known_as
        photo = InputMediaPhoto(jpeg, caption=caption, filename=file_name(job))
        document = InputMediaDocument(jpeg, caption=caption, filename=file_name(job))
        media = document if _goes_as_file(job, jpeg) else photo
        try:
            message = await _edited(lambda: self._edit_media(job, message_id, media, keyboard, Importance.RESULT))
        except BadRequest as refusal:
            if not _says(refusal, *NOT_A_GOOD_PHOTO):
                raise
            message = await _edited(lambda: self._edit_media(job, message_id, document, keyboard, Importance.RESULT))
        self._remember(job.request.chat_id, message_id, is_picture=True)
        return file_id_of(message) if isinstance(message, Message) else ""

    async def _is_shown_again(
        self, job: Job, message_id: int, file_id: str, caption: str, keyboard: InlineKeyboardMarkup
    ) -> bool:
        """False where Telegram no longer has it, or has it as what it is not to be."""
        media = (InputMediaDocument if goes_as_file(job.request.recipe) else InputMediaPhoto)(file_id, caption=caption)
        try:
            await _edited(lambda: self._edit_media(job, message_id, media, keyboard, Importance.RESULT))
        except BadRequest:
            return False
        self._remember(job.request.chat_id, message_id, is_picture=True)
        return True

    async def _edit_text(
        self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None, importance: Importance
    ) -> Message | bool:
        return await self._bot.edit_message_text(
            text, chat_id=chat_id, message_id=message_id, reply_markup=keyboard, rate_limit_args=importance
        )

    async def _edit_caption(
        self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None, importance: Importance
    ) -> Message | bool:
        return await self._bot.edit_message_caption(
            chat_id=chat_id, message_id=message_id, caption=text, reply_markup=keyboard, rate_limit_args=importance
        )

    async def _edit_media(
        self,
        job: Job,
        message_id: int,
        media: InputMediaPhoto | InputMediaDocument,
        keyboard: InlineKeyboardMarkup,
        importance: Importance,
    ) -> Message | bool:
        timeout = FRAME_TIMEOUT_SECONDS if importance is Importance.PROGRESS else RESULT_TIMEOUT_SECONDS
        return await self._bot.edit_message_media(
            media,
            chat_id=job.request.chat_id,
            message_id=message_id,
            reply_markup=keyboard,
            rate_limit_args=importance,
            write_timeout=timeout,
            read_timeout=timeout,
        )

    async def _send(
        self,
        send: Callable[..., Awaitable[Message]],
        job: Job,
        jpeg: bytes,
        caption: str,
        keyboard: InlineKeyboardMarkup,
    ) -> Message:
        """`send` is the bot's send_photo or send_document."""
        return await send(
            job.request.chat_id,
            jpeg,
            caption=caption,
            filename=file_name(job),
            message_thread_id=job.request.thread_id,
            reply_parameters=_answering(job),
            reply_markup=keyboard,
            rate_limit_args=Importance.RESULT,
            write_timeout=RESULT_TIMEOUT_SECONDS,
            read_timeout=RESULT_TIMEOUT_SECONDS,
        )

    def _remember(self, chat_id: int, message_id: int, *, is_picture: bool) -> None:
        self._pictures[chat_id, message_id] = is_picture
        self._pictures.move_to_end((chat_id, message_id))
        if len(self._pictures) > SHAPES_KEPT:
            self._pictures.popitem(last=False)


def file_id_of(message: Message) -> str:
    if message.photo:
        return message.photo[-1].file_id
    return message.document.file_id if message.document else ""


def file_name(job: Job) -> str:
    return f"impasto-{job.id}.jpg"


async def _edited(edit: Callable[[], Awaitable[T]]) -> T | None:
    """None: the message looks so already. Raises LivingMessageGone."""
    try:
        return await edit()
    except BadRequest as refusal:
        if _says(refusal, NOT_MODIFIED):
            return None
        if _says(refusal, *GONE):
            raise LivingMessageGone from refusal
        raise


def _says(refusal: BadRequest, *descriptions: str) -> bool:
    said = refusal.message.lower()
    return any(description in said for description in descriptions)


def _goes_as_file(job: Job, jpeg: bytes) -> bool:
    """In pixels or in bytes more than Telegram leaves as they are in a photo."""
    return goes_as_file(job.request.recipe) or len(jpeg) > FileSizeLimit.PHOTOSIZE_UPLOAD


def _answering(job: Job) -> ReplyParameters | None:
    if job.request.reply_to is None:
        return None
    return ReplyParameters(job.request.reply_to, allow_sending_without_reply=True)
