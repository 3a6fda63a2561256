"""Under a painting: ✨ with all care, ⇄ the other way round, and a few other presets for the same photo.

✨ and ⇄ make the same painting better, so they paint over the same message; another preset makes a new one beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from telegram import InlineKeyboardButton

from bot.context import Context, JobContext
from bot.journeys.works import beside, over
from bot.layout import IN_THREES, IN_TWOS, button, cut
from bot.paintings import can_swap, first_answer, proper, swapped
from bot.presets import Preset, Presets
from bot.presses import Owner, Press, answers, press
from bot.styles import preset_style
from bot.texts import Texts
from storage.jobs import Job
from storage.names import JobId
from storage.work.painting import Painting

PRESETS_A_ROW = 2
PRESETS_A_PAGE = 8
SHORTCUTS = 3


@press("proper", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class PaintProperly(Press):
    """Beginning with the painting that is there."""

    job: JobId


@answers(PaintProperly)
async def paint_properly(here: JobContext, press: PaintProperly, context: Context) -> str:
    painting = _painting(here.job)
    if here.job.result is None:
        return here.toasts.say("toast-outdated")
    better = proper(painting, here.job.result, here.known.longest_side, context.settings)
    return await over(here, press, better, context, toast=here.toasts.say("toast-properly"))


@press("swap", owner=Owner.REQUESTER, of=Painting)
@dataclass(frozen=True, slots=True)
class Swap(Press):
    job: JobId


@answers(Swap)
async def swap(here: JobContext, press: Swap, context: Context) -> str:
    painting = _painting(here.job)
    if not can_swap(painting):
        return here.toasts.say("toast-outdated")
    other_way = first_answer(swapped(painting), here.known.longest_side, context.settings)
    return await over(here, press, other_way, context, toast=here.toasts.say("toast-swapping"))


@press("with", owner=Owner.ANYBODY, of=Painting)
@dataclass(frozen=True, slots=True)
class PaintWith(Press):
    """The same photo in this preset."""

    job: JobId
    preset: str


@answers(PaintWith)
async def paint_with(here: JobContext, press: PaintWith, context: Context) -> str:
    preset = context.presets.get(press.preset)
    if preset is None:
        return here.toasts.say("toast-outdated")
    other = replace(_painting(here.job), styles=(await preset_style(preset, context.store),))
    return await beside(here, press, first_answer(other, here.known.longest_side, context.settings), context)


def _painting(job: Job) -> Painting:
    """The presses say that they hang under one."""
    assert isinstance(job.work, Painting)
    return job.work


# ---------------------------------------------------------------------------------------------------- buttons


def swap_button(job: Job, label: str) -> list[InlineKeyboardButton]:
    return [button(label, Swap(job.id))] if can_swap(_painting(job)) else []


def shortcut_buttons(job: Job, presets: Presets, texts: Texts) -> list[InlineKeyboardButton]:
    shortcuts = shortcuts_for(job, presets)
    return [button(cut(preset.label(texts.code), IN_THREES), PaintWith(job.id, preset.key)) for preset in shortcuts]


def shortcuts_for(job: Job, presets: Presets) -> Sequence[Preset]:
    """A few presets other than the job's own; others under the next painting, so that all get seen."""
    current = {style.preset for style in _painting(job).styles}
    others = [preset for preset in presets if preset.key not in current]
    start = job.id * SHORTCUTS % len(others) if others else 0
    return list(islice([*others[start:], *others[:start]], SHORTCUTS))


def preset_label(preset: Preset, texts: Texts) -> str:
    """As it fits into a row of two."""
    return cut(preset.label(texts.code), IN_TWOS)


def presets_on(page: int, presets: Presets) -> list[Preset]:
    """The last page where there is none so far on."""
    start = min(page, page_count(presets) - 1) * PRESETS_A_PAGE
    return list(presets)[start : start + PRESETS_A_PAGE]


def page_count(presets: Presets) -> int:
    return -(-len(presets) // PRESETS_A_PAGE)
