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
    has_ended = state in (JobState.SUCCEEDED, JobState.DEAD)
    return here.toasts.say("toast-finished-already" if has_ended else "toast-stopping")


async def on_cancel(update: Update, context: Context) -> None:
    """The newest painting of this person here; else the photo that waits for its style."""
    here = await message_context(update, context)
    job = await context.store.run(lambda storage: storage.jobs.latest_open(here.chat.id, here.person_id))
    if job:
        await context.store.cancel(job.id)
        context.services.outbox_changed.set()
        await reply(here, here.texts.say("toast-stopping"))
    elif here.draft.is_waiting:
        await keep(here, put_away(here.draft), context)
        await reply(here, here.texts.say("photo-put-away"))
    else:
        await reply(here, here.texts.say("nothing-to-cancel"))


def cancel_button(job_id: JobId, texts: Texts) -> InlineKeyboardButton:
    return button(texts.say("button-cancel"), Cancel(job_id))
