"""❌ Cancel and /cancel: the engine stops at its next step, and what was painted over comes back."""

from telegram import Update

from bot.context import Context, Pressed, said
from bot.draft import put_away
from bot.handlers.photos import address_of
from bot.handlers.replying import reply
from bot.keyboards import Press
from storage.jobs import Job, JobState


async def on_cancel_button(pressed: Pressed, press: Press, context: Context, job: Job) -> str:
    state = await context.store.cancel(job.id)
    context.services.outbox_changed.set()
    toasts = pressed.texts.toasts
    return toasts.finished_already if state in (JobState.SUCCEEDED, JobState.DEAD) else toasts.stopping


async def on_cancel(update: Update, context: Context) -> None:
    """The newest painting of this person here; else the photo that waits for its style."""
    here = await said(update, context)
    job = await context.store.run(lambda storage: storage.queue.latest_open_job(here.chat.id, here.person.id))
    if job:
        await context.store.cancel(job.id)
        context.services.outbox_changed.set()
        await reply(here, here.texts.toasts.stopping)
        return
    key = address_of(here).draft_key
    draft = await context.store.draft(key)
    if not draft.is_waiting:
        await reply(here, here.texts.nothing_to_cancel)
        return
    await context.store.save_draft(key, put_away(draft), settle_update=here.update_id)
    await reply(here, here.texts.photo_put_away)
