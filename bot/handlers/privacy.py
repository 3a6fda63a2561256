"""/privacy says what is kept; /forget erases it."""

import logging

from telegram import Update
from telegram.error import TelegramError

from bot.context import Context, Pressed, said
from bot.handlers.replying import reply
from bot.keyboards import Press, forget_menu
from bot.living_message import LivingMessageGone, LivingMessages
from bot.logs import event
from bot.rate_limiter import Importance
from bot.texts import Texts
from storage.jobs import Job

log = logging.getLogger(__name__)


async def on_privacy(update: Update, context: Context) -> None:
    here = await said(update, context)
    await reply(here, here.texts.privacy.format(days=context.services.settings.keep_days))


async def on_forget(update: Update, context: Context) -> None:
    here = await said(update, context)
    await reply(here, here.texts.forget_question, forget_menu(here.texts))


async def on_forget_button(pressed: Pressed, press: Press, context: Context) -> str:
    texts = pressed.texts
    if press.ids[0] != "yes":
        await pressed.edit_text(texts.toasts.nothing_forgotten)
        return ""
    stopped = await context.store.forget(pressed.person.id)
    context.services.languages.forget(pressed.person.id)
    await pressed.edit_text(texts.forgotten)
    for job in stopped:
        await close(job, texts if job.request.chat_id == pressed.chat.id else None, context)
    return ""


async def close(job: Job, texts: Texts | None, context: Context) -> None:
    """The living message of a job that no longer exists, in whatever chat: no progress, no buttons.

    `texts`: None speaks the language of that chat.
    """
    if job.living_message_id is None:
        return
    texts = texts or await context.services.languages.of(job.request.chat_id)
    try:
        await LivingMessages(context.bot).say(job, job.living_message_id, texts.erased, None, Importance.REPLY)
    except (LivingMessageGone, TelegramError) as reason:
        event(log, "living_message_not_closed", job=job.id, why=str(reason))
