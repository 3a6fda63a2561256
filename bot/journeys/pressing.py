"""Every pressed button: read, checked for its owner, handed to who answers it, and always answered once."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError

from bot.admins import is_admin
from bot.context import Context, JobContext, MessageContext, PressContext, press_context
from bot.draft import Draft
from bot.identity import is_a_chat
from bot.job_keys import key_of_message, key_of_press
from bot.journeys.errors import complaint_about
from bot.logs import event
from bot.order import Ordered, Trigger
from bot.presses import Answer, Owner, Press, Presses, declared, names_a_job
from bot.reading import Arrival
from bot.telegram_files import DownloadFailed, FileTooBig
from storage.admission import Refused

log = logging.getLogger(__name__)


def on_press(presses: Presses) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, context: Context) -> None:
        query = update.callback_query
        if query is not None:
            await answer(query, await toast_for(update, query, presses, context))

    return handle


async def toast_for(update: Update, query: CallbackQuery, presses: Presses, context: Context) -> str:
    found = presses.pressed(query.data or "")
    message = query.message
    job_id = getattr(found[0], "job", None) if found else None
    if not isinstance(message, Message) or not message.is_accessible:
        return await outdated(query, context)
    here = await press_context(update, query, message, job_id, context)
    if found is None:
        return here.toasts.say("toast-outdated")
    press, answering = found
    refusal = await refusal_of(press, here, context)
    return refusal or await carried_out(press, answering, acting(press, here), context)


def acting(press: Press, here: PressContext) -> PressContext:
    """In the name of the chat whose painting or menu it is, where this person may speak for it."""
    owner = owner_of(press, here)
    return replace(here, acting_for=owner) if owner is not None and is_a_chat(owner) else here


def owner_of(press: Press, here: PressContext) -> int | None:
    """The only one whom it obeys; None where that is nobody in particular."""
    match declared(type(press)).owner:
        case Owner.REQUESTER:
            return here.job.user_id if isinstance(here, JobContext) else None
        case Owner.MENU:
            return here.menu_owner
        case _:
            return None


async def may_act_for(owner: int, here: PressContext, context: Context) -> bool:
    """An admin may, for the group. Who may for a channel nobody tells a bot: so everybody may, where it has written."""
    if not is_a_chat(owner):
        return owner == here.person.id
    return await is_chat_admin(here, context) if owner == here.chat.id else True


async def refusal_of(press: Press, here: PressContext, context: Context) -> str:
    """Why this person may not press it, or nobody can any more; empty when they may."""
    wanted = declared(type(press))
    if names_a_job(type(press)):
        if not isinstance(here, JobContext) or here.job.place.chat_id != here.chat.id:
            return here.toasts.say("toast-painting-unknown")
        if not isinstance(here.job.work, wanted.of):
            return here.toasts.say("toast-outdated")
    owner = owner_of(press, here)
    if owner is not None and not await may_act_for(owner, here, context):
        return here.toasts.say("toast-not-yours")
    if wanted.owner is Owner.CHAT_ADMIN and not await is_chat_admin(here, context):
        return here.toasts.say("toast-for-admins")
    if wanted.owner is Owner.ADMIN and not (here.known.is_trusted or here.person.id in context.settings.admins):
        return here.toasts.say("toast-not-yours")
    return ""


async def carried_out(press: Press, answering: Answer[Any], here: PressContext, context: Context) -> str:
    try:
        return await answering.call(here, press, context)
    except Refused as refused:
        return complaint_about(refused, context, here.toasts)
    except (FileTooBig, DownloadFailed):
        return here.toasts.say("toast-photo-unknown")


async def is_chat_admin(here: MessageContext, context: Context) -> bool:
    """Where there are none, everybody is."""
    if not here.is_in_group:
        return True
    if here.message.sender_chat and here.message.sender_chat.id == here.chat.id:
        return True
    return await is_admin(context.bot, here.chat.id, here.person.id)


def trigger_of(
    here: PressContext,
    press: Press,
    *,
    what: str | None = None,
    draft: Draft | None = None,
    arrived: Sequence[Arrival] = (),
) -> Trigger:
    """Each press is another job; with `what`, each button and `what` of this message is one."""
    name = declared(type(press)).name
    return Trigger(
        update_id=here.update_id,
        user_id=here.person_id,
        language=here.person.language_code,
        key=key_of_press(here.chat.id, here.message.message_id, name, here.query.id if what is None else what),
        caused_by=name,
        draft_key=here.draft_key,
        draft=draft,
        arrived=arrived,
    )


def once_a_message(trigger: Trigger, here: PressContext) -> Trigger:
    """The message becomes one piece of work, whichever of its buttons is pressed first, and however often."""
    return replace(trigger, key=key_of_message(here.chat.id, here.message.message_id))


def toast_once(ordered: Ordered, here: PressContext) -> str:
    """Of a button that makes one thing, however often it is pressed."""
    return here.toasts.say("toast-on-it") if ordered.is_open else here.toasts.say("toast-painted-already")


async def outdated(query: CallbackQuery, context: Context) -> str:
    """Under a message that Telegram no longer shows us."""
    chat_id = query.message.chat.id if query.message else query.from_user.id
    texts = await context.services.languages.of(chat_id, query.from_user.id, speaks=query.from_user.language_code)
    return texts.say("toast-outdated")


async def answer(query: CallbackQuery, toast: str) -> None:
    try:
        await query.answer(toast or None)
    except TelegramError as refusal:
        # Mostly "query is too old", after a restart or a long wait. What the press asked for is done already.
        event(log, "button_not_answered", why=refusal.message)
