"""Under whatever was made: 🔁 Again, 🔁 after a stop, ↩ Undo, and the way back from other buttons to these.

What makes the same thing better is made over the same message, and ↩ Undo goes back. 🔁 Again makes a new message in
reply to the same photo: people want to compare, and what they liked must not vanish.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.context import Context, JobContext
from bot.journeys.pressing import trigger_of
from bot.layout import button
from bot.order import order
from bot.presses import Owner, Press, answers, press
from bot.texts import Texts
from storage.jobs import OPEN, Job
from storage.names import JobId
from storage.work import Unknown
from storage.work.work import Work


@press("again", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class Again(Press):
    job: JobId


@answers(Again)
async def again(here: JobContext, press: Again, context: Context) -> str:
    """A little differently."""
    work = context.view_of(here.job.work).once_more(here.job.work)
    if work is None:
        return here.texts.say("toast-outdated")
    return await beside(here, press, work, context)


@press("retry", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class Retry(Press):
    """Under what was stopped or failed."""

    job: JobId


@answers(Retry)
async def retry(here: JobContext, press: Retry, context: Context) -> str:
    """The same once more, over the same message. What nobody here can make is not ordered."""
    if isinstance(here.job.work, Unknown):
        return here.texts.say("toast-outdated")
    return await over(here, press, here.job.work, context)


@press("undo", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class Undo(Press):
    job: JobId


@answers(Undo)
async def undo(here: JobContext, press: Undo, context: Context) -> str:
    """What the message showed before."""
    went_back = await context.store.go_back(here.job, here.message.message_id)
    context.services.outbox_changed.set()
    return here.texts.say("toast-one-back") if went_back else here.texts.say("toast-on-it")


@press("back", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class Back(Press):
    """From dials or presets to the buttons of the result."""

    job: JobId


@answers(Back)
async def back(here: JobContext, press: Back, context: Context) -> str:
    view = context.view_of(here.job.work)
    await here.edit_keyboard(view.result_keyboard(here.job, here.here(context), has_earlier=here.has_earlier))
    return ""


# ---------------------------------------------------------------------------------------------------- ordering


async def over(
    here: JobContext, press: Press, work: Work, context: Context, *, toast: str = "", former: Job | None = None
) -> str:
    """In the same message. A second tap finds a newer job there and changes nothing.

    `former`: the newer job that makes room for this one; else the pressed one does, where it has not ended.
    """
    if former is None and here.is_taken:
        return here.texts.say("toast-on-it")
    former = former or (here.job if here.job.state in OPEN else None)
    await order(context, work, here.place, trigger_of(here, press), instead_of=former)
    return toast or here.texts.say("toast-on-it")


async def beside(here: JobContext, press: Press, work: Work, context: Context) -> str:
    """A new message in reply to the same photo."""
    await order(context, work, here.place_beside, trigger_of(here, press))
    return here.texts.say("toast-on-it")


# ---------------------------------------------------------------------------------------------------- buttons


def undo_button(job_id: JobId, texts: Texts, *, has_earlier: bool) -> list[InlineKeyboardButton]:
    return [button(texts.say("button-undo"), Undo(job_id))] if has_earlier else []
