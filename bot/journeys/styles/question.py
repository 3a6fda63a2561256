"""The question for a style: one menu at a time, gone as soon as it is answered otherwise than by its buttons."""

import logging
from dataclasses import replace

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.context import Context, MessageContext
from bot.draft import Draft
from bot.journeys.replying import reply
from bot.logs import event
from bot.order import keep

log = logging.getLogger(__name__)


async def ask(
    here: MessageContext, draft: Draft, words: str, menu: InlineKeyboardMarkup | None, context: Context
) -> None:
    """`draft` is kept already; the question before this one is not asked any more."""
    await put_away(here, context)
    asked = await reply(here, words, menu)
    if asked is not None:
        await keep(here, replace(draft, menu=asked.message_id), context)


async def put_away(here: MessageContext, context: Context) -> None:
    """Nothing is lost where Telegram refuses: a menu too many does no harm."""
    if here.draft.menu is None:
        return
    try:
        await context.bot.delete_message(here.chat.id, here.draft.menu)
    except TelegramError as refusal:
        event(log, "menu_not_put_away", why=refusal.message)
