"""Under whatever was made: 🔁 Again, 🔁 after a stop, ↩ Undo, and the way back from other buttons to these.

What makes the same thing better is made over the same message, and ↩ Undo goes back. 🔁 Again makes a new message in
reply to the same photo: people want to compare, and what they liked must not vanish.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, Message

from bot.context import Context, JobContext
from bot.journeys.known_pictures import show_known
from bot.journeys.pressing import trigger_of
from bot.journeys.replying import reply_with_file
from bot.layout import Icon, button
from bot.living_message import file_name
from bot.order import order
from bot.presses import Owner, Press, answers, press
from bot.texts import Texts
from storage.images import ImageGone
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
        return here.toasts.say("toast-outdated")
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
        return here.toasts.say("toast-outdated")
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
    return here.toasts.say("toast-one-back") if went_back else here.toasts.say("toast-on-it")


@press("redo", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class Redo(Press):
    job: JobId


@answers(Redo)
async def redo(here: JobContext, press: Redo, context: Context) -> str:
    """What ↩ took off."""
    went_forth = not here.is_taken and await context.store.go_forth(here.job)
    context.services.outbox_changed.set()
    return here.toasts.say("toast-one-forth" if went_forth else "toast-on-it")


@press("file", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class AsFile(Press):
    """The result as it is, without Telegram's making photos smaller."""

    job: JobId


@answers(AsFile)
async def as_file(here: JobContext, press: AsFile, context: Context) -> str:
    ref = here.job.result
    if ref is None:
        return here.toasts.say("toast-outdated")

    async def send(file: str | bytes) -> Message | None:
        return await reply_with_file(here, file, file_name(here.job.id))

    try:
        await show_known(ref, "document", context, read=lambda: context.store.get_image(ref), show=send)
    except ImageGone:
        return here.toasts.say("toast-painting-unknown")
    return here.toasts.say("toast-here-it-is")


@press("back", owner=Owner.ANYBODY)
@dataclass(frozen=True, slots=True)
class Back(Press):
    """From dials or presets to the buttons of the result."""

    job: JobId


@answers(Back)
async def back(here: JobContext, press: Back, context: Context) -> str:
    view = context.view_of(here.job.work)
    await here.edit_keyboard(
        view.result_keyboard(here.job, here.here(context), has_earlier=here.has_earlier, has_later=here.has_later)
    )
    return ""


# ---------------------------------------------------------------------------------------------------- ordering


async def over(
    here: JobContext, press: Press, work: Work, context: Context, *, toast: str = "", former: Job | None = None
) -> str:
    """In the same message. A second tap finds a newer job there and changes nothing.

    `former`: the newer job that makes room for this one; else the pressed one does, where it has not ended.
    """
    if former is None and here.is_taken:
        return here.toasts.say("toast-on-it")
    former = former or (here.job if here.job.state in OPEN else None)
    await order(context, work, here.place, trigger_of(here, press), instead_of=former)
    return toast or here.toasts.say("toast-on-it")


async def beside(here: JobContext, press: Press, work: Work, context: Context) -> str:
    """A new message in reply to the same photo."""
    await order(context, work, here.place_beside, trigger_of(here, press))
    return here.toasts.say("toast-on-it")


# ---------------------------------------------------------------------------------------------------- buttons


def undo_buttons(
    job_id: JobId, texts: Texts, *, has_earlier: bool, has_later: bool = False
) -> list[InlineKeyboardButton]:
    labels = texts.say("button-undo"), texts.say("button-redo")
    return _undo_buttons(job_id, labels, has_earlier=has_earlier, has_later=has_later)


def undo_icons(job_id: JobId, *, has_earlier: bool, has_later: bool) -> list[InlineKeyboardButton]:
    return _undo_buttons(job_id, (Icon.UNDO, Icon.REDO), has_earlier=has_earlier, has_later=has_later)


def _undo_buttons(
    job_id: JobId, labels: tuple[str, str], *, has_earlier: bool, has_later: bool
) -> list[InlineKeyboardButton]:
    undo, redo = labels
    back = [button(undo, Undo(job_id))] if has_earlier else []
    forth = [button(redo, Redo(job_id))] if has_later else []
    return [*back, *forth]


def file_button(job_id: JobId, texts: Texts) -> InlineKeyboardButton:
    return button(texts.say("button-file"), AsFile(job_id))
