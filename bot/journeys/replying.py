"""A plain answer to a message. What it answers is stored already, so a lost answer loses nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.context import PICTURE_NAME, MessageContext
from bot.logs import event
from bot.sending import was_never_written
from bot.telegram_files import picture_in

log = logging.getLogger(__name__)

WAITS_SECONDS = (0.5, 2.0)
"""Before a send that never left this machine is tried again."""


async def reply(
    here: MessageContext, text: str, keyboard: InlineKeyboardMarkup | None = None, *, about: Message | None = None
) -> Message | None:
    """Quotes a photo, so that it is clear which one is meant, and everything in a group, so that it is clear who.

    `about`: quotes this message instead. None where it got lost.
    """
    quoted = about or here.message
    quote = here.is_in_group or picture_in(quoted) is not None
    return await sent(
        here.update_id,
        lambda: quoted.reply_text(text, do_quote=quote, reply_markup=keyboard, message_thread_id=here.thread_id),
    )


async def reply_with_picture(
    here: MessageContext,
    picture: str | bytes,
    caption: str,
    keyboard: InlineKeyboardMarkup,
    *,
    answering: int | None = None,
) -> Message | None:
    """A file_id or a JPEG, in reply to the message with that id; None where it got lost. Raises BadRequest."""
    quoted = answering or (here.message.message_id if here.is_in_group else None)
    return await sent(
        here.update_id,
        lambda: here.message.reply_photo(
            picture,
            caption=caption,
            reply_markup=keyboard,
            do_quote=False,
            reply_parameters=ReplyParameters(quoted, allow_sending_without_reply=True) if quoted else None,
            message_thread_id=here.thread_id,
            filename=PICTURE_NAME,
        ),
    )


async def reply_with_file(here: MessageContext, file: str | bytes, name: str) -> Message | None:
    """A file_id or the bytes, in reply to the message itself. As `reply_with_picture`."""
    return await sent(
        here.update_id,
        lambda: here.message.reply_document(
            file, filename=name, do_quote=True, message_thread_id=here.thread_id, disable_content_type_detection=True
        ),
    )


async def sent(update_id: int, send: Callable[[], Awaitable[Message]]) -> Message | None:
    """None where it got lost. Tried again only where nothing has left this machine. Raises BadRequest and Forbidden."""
    try:
        return await _send(send)
    except BadRequest:
        raise
    except (NetworkError, RetryAfter) as error:
        # Not "please try again": whoever sends the photo a second time would pair it with itself.
        event(log, "reply_lost", level=logging.WARNING, update=update_id, why=type(error).__name__)
        return None


async def _send(send: Callable[[], Awaitable[Message]]) -> Message:
    for wait in WAITS_SECONDS:
        try:
            return await send()
        except NetworkError as error:
            if not was_never_written(error):
                raise
            await asyncio.sleep(wait)
    return await send()
