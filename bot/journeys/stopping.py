"""❌ Cancel and /cancel: the engine stops at its next step, and what was painted over comes back."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, Update

from bot.context import Context, JobContext, message_context
from bot.draft import put_away
from bot.journeys.replying import reply
from bot.layout import button
from bot.order import keep
from bot.presses import Owner, Press, answers, press
from bot.texts import Texts
from storage.jobs import JobState
from storage.names import JobId


@press("cancel", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class Cancel(Press):
    job: JobId


@answers(Cancel)
async def cancel(here: JobContext, press: Cancel, context: Context) -> str:
    state = await context.store.cancel(press.job)
    context.services.outbox_changed.set()
    toasts = here.texts.toasts
    return toasts.finished_already if state in (JobState.SUCCEEDED, JobState.DEAD) else toasts.stopping


async def on_cancel(update: Update, context: Context) -> None:
    """The newest painting of this person here; else the photo that waits for its style."""
    here = await message_context(update, context)
    job = await context.store.run(lambda storage: storage.jobs.latest_open(here.chat.id, here.person.id))
    if job:
        await context.store.cancel(job.id)
        context.services.outbox_changed.set()
        await reply(here, here.texts.toasts.stopping)
    elif here.draft.is_waiting:
        await keep(here, put_away(here.draft), context)
        await reply(here, here.texts.photo_put_away)
    else:
        await reply(here, here.texts.nothing_to_cancel)


def cancel_button(job_id: JobId, texts: Texts) -> InlineKeyboardButton:
    return button(texts.buttons.cancel, Cancel(job_id))
