"""When a handler cannot do what was asked: why, in the person's language; or an apology, and a traceback in the log."""

import logging

from telegram import Chat, Update
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.context import Barred, Context
from bot.journeys.replying import sent
from bot.logs import event
from bot.order import refusal_text
from bot.telegram_files import CannotBeOpened, DownloadFailed, FileTooBig
from bot.texts import Texts, texts_for
from storage.admission import Bar, Refused
from storage.database import StorageError

log = logging.getLogger(__name__)

COMPLAINTS = (Refused, FileTooBig, DownloadFailed, CannotBeOpened)
"""What a person is told, and nobody need look into."""


def complaint_about(error: Exception | None, context: Context, texts: Texts) -> str:
    """Of one of COMPLAINTS; refusals are counted."""
    match error:
        case Refused(reason=reason):
            context.services.metrics.refused(reason)
            return refusal_text(reason, context.settings.limits, texts)
        case FileTooBig():
            return texts.say("file-too-big")
        case CannotBeOpened(reason=why):
            return texts.say(f"failure-{why}", image=texts.say("input-content"))
        case _:
            return texts.say("download-failed")


async def on_error(update: object, context: Context) -> None:
    error = context.error
    update_id = update.update_id if isinstance(update, Update) else None
    if isinstance(error, Barred) and isinstance(update, Update):
        await turn_away(update, error, context)
        return
    is_complaint = isinstance(error, COMPLAINTS)
    if not is_complaint:
        log.error("handler_failed update=%s", update_id, exc_info=error)
    if not isinstance(update, Update) or isinstance(error, (Forbidden, RetryAfter)):
        return
    try:
        texts = await texts_of(update, context)
        await (tell(update, complaint_about(error, context, texts)) if is_complaint else apologise(update, texts))
    except TelegramError as refusal:
        event(log, "apology_failed", update=update_id, why=refusal.message)


async def turn_away(update: Update, barred: Barred, context: Context) -> None:
    """Where nobody reads along: to the person alone, or by a toast. A banned one hears it once, and then nothing."""
    query, chat = update.callback_query, update.effective_chat
    if query is None and (chat is None or chat.type != Chat.PRIVATE):
        return
    words = await words_for(barred, update, context)
    try:
        if query:
            await query.answer(words or None)
        elif words:
            await tell(update, words)
    except TelegramError as refusal:
        event(log, "not_turned_away", update=update.update_id, why=refusal.message)


async def words_for(barred: Barred, update: Update, context: Context) -> str:
    is_new = await context.store.run(lambda storage: storage.people.is_first_told(barred.user_id))
    if barred.bar is Bar.BANNED and not is_new:
        return ""
    person = update.effective_user
    texts = await context.services.languages.of(
        barred.user_id, barred.user_id, speaks=person.language_code if person else None
    )
    return texts.say(f"toast-barred-{barred.bar}", person=str(barred.user_id))


async def apologise(update: Update, texts: Texts) -> None:
    if update.callback_query:
        await update.callback_query.answer(texts.say("toast-went-wrong"))
    else:
        await tell(update, texts.say("went-wrong"))


async def tell(update: Update, words: str) -> None:
    message = update.effective_message
    if message:
        await sent(update.update_id, lambda: message.reply_text(words, do_quote=True))


async def texts_of(update: Update, context: Context) -> Texts:
    """The language of an answer; storage may be what failed."""
    chat, person = update.effective_chat, update.effective_user
    spoken = person.language_code if person else None
    if chat is None or person is None:
        return texts_for(spoken)
    try:
        return await context.services.languages.of(chat.id, person.id, speaks=spoken)
    except StorageError:
        return texts_for(spoken)
