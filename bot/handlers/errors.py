"""When a handler fails: one friendly message to the person, one traceback to the operator."""

import logging

from telegram import Update
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.context import Context
from bot.logs import event
from bot.texts import texts_for

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    update_id = update.update_id if isinstance(update, Update) else None
    log.error("handler_failed update=%s", update_id, exc_info=context.error)
    if not isinstance(update, Update) or isinstance(context.error, (Forbidden, RetryAfter)):
        return
    try:
        await apologise(update)
    except TelegramError as error:
        event(log, "apology_failed", update=update_id, why=error.message)


async def apologise(update: Update) -> None:
    person = update.effective_user
    texts = texts_for(person.language_code if person else None)
    if update.callback_query:
        await update.callback_query.answer(texts.toasts.went_wrong)
    elif update.effective_message:
        await update.effective_message.reply_text(texts.went_wrong)
