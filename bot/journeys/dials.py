"""🎛 Adjust: a row a dial in place of the result's buttons, whatever dials the kind of work declares."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.context import Context, JobContext
from bot.dials import Notch, button_label, dial_called, label, turned
from bot.journeys.works import over
from bot.layout import Row, button
from bot.presses import Owner, Press, answers, declared, press
from bot.texts import Texts
from storage.jobs import OPEN, Job
from storage.names import JobId
from storage.work.dials import Dial, Unit, dials_of


@press("adjust", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class Adjust(Press):
    job: JobId


@answers(Adjust)
async def adjust(here: JobContext, press: Adjust, context: Context) -> str:
    view = context.view_of(here.job.work)
    keyboard = view.dials_keyboard(here.job, here.texts, has_earlier=here.has_earlier, has_later=here.has_later)
    if keyboard is None:
        return here.toasts.say("toast-outdated")
    await here.edit_keyboard(keyboard)
    return ""


@press("dial", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class TurnDial(Press):
    job: JobId
    notch: Notch


@answers(TurnDial)
async def turn_dial(here: JobContext, press: TurnDial, context: Context) -> str:
    """A second press before the first is painted turns the dial further, and only the last is painted."""
    newest = here.known.newest
    further = newest if newest and newest.state in OPEN and was_turned(newest) else None
    before = (further or here.job).work
    dial = dial_called(press.notch.dial, before)
    if dial is None:
        return here.toasts.say("toast-outdated")
    work = turned(before, dial, press.notch.by)
    if work == before:
        return here.toasts.say("toast-dial-at-end")
    return await over(here, press, work, context, toast=label(dial, work, here.texts), former=further)


@press("about", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class AboutDial(Press):
    """What the dial does."""

    job: JobId
    dial: str


@answers(AboutDial)
async def about_dial(here: JobContext, press: AboutDial, context: Context) -> str:
    dial = dial_called(press.dial, here.job.work)
    return here.texts.say(f"dial-{dial.name}-about" if dial else "toast-outdated")


def was_turned(job: Job) -> bool:
    """A dial asked for it: whoever turned one has the dials at hand."""
    return job.caused_by == declared(TurnDial).name


def dial_rows(job: Job, texts: Texts) -> list[Row]:
    return [_dial_row(dial, job, texts) for dial in dials_of(job.work) if dial.steps]


def _dial_row(dial: Dial, job: Job, texts: Texts) -> list[InlineKeyboardButton]:
    """Its name between its ends; a switch is one button."""
    words = button_label(dial, job.work, texts)
    if dial.unit is Unit.SWITCH:
        return [button(words, TurnDial(job.id, Notch(dial.name, 0)))]
    return [
        button(texts.say("button-less"), TurnDial(job.id, Notch(dial.name, -1))),
        button(words, AboutDial(job.id, dial.name)),
        button(texts.say("button-greater"), TurnDial(job.id, Notch(dial.name, 1))),
    ]
