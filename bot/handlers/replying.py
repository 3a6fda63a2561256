"""A plain answer to a message. What it answers is stored already, so a lost answer loses nothing."""

import asyncio
import logging

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.context import Said
from bot.logs import event
from bot.sending import was_never_written
from bot.telegram_files import picture_in

log = logging.getLogger(__name__)

WAITS_SECONDS = (0.5, 2.0)
"""Before a send that never left this machine is tried again."""


async def reply(
    here: Said, text: str, keyboard: InlineKeyboardMarkup | None = None, *, about: Message | None = None
) -> None:
    """Quotes a photo, so that it is clear which one is meant, and everything in a group, so that it is clear who.

    `about`: quotes this message instead.
    """
    try:
        await _send(here, text, keyboard, about)
    except BadRequest:
        raise
    except (NetworkError, RetryAfter) as error:
        # Not "please try again": whoever sends the photo a second time would pair it with itself.
        event(log, "reply_lost", level=logging.WARNING, update=here.update_id, why=type(error).__name__)


async def _send(here: Said, text: str, keyboard: InlineKeyboardMarkup | None, about: Message | None) -> None:
    quoted = about or here.message
    quote = here.is_in_group or picture_in(quoted) is not None
    for wait in (*WAITS_SECONDS, None):
        try:
            await quoted.reply_text(text, do_quote=quote, reply_markup=keyboard, message_thread_id=here.thread_id)
            return
        except NetworkError as error:
            if wait is None or not was_never_written(error):
                raise
            await asyncio.sleep(wait)
