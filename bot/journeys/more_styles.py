"""🎨 under a painting: all presets for the same photo, also as a contact sheet, and 💾 for the style it has."""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.context import Context, JobContext
from bot.journeys.contact_sheets.buttons import on_photo_button
from bot.journeys.painting import PRESETS_A_ROW, PaintWith, page_count, preset_label, presets_on
from bot.journeys.styles.own import keep_button
from bot.journeys.works import Back
from bot.layout import button, earlier_and_later, in_rows, keyboard
from bot.presets import Presets
from bot.presses import Owner, Press, answers, press
from bot.texts import Texts
from storage.jobs import Job
from storage.names import JobId
from storage.work.painting import Painting


@press("more", owner=Owner.ANYBODY, of=Painting)
@dataclass(frozen=True, slots=True)
class MorePresets(Press):
    """In place of the painting's buttons."""

    job: JobId
    page: int


@answers(MorePresets)
async def more_presets(here: JobContext, press: MorePresets, context: Context) -> str:
    await here.edit_keyboard(presets_keyboard(here.job, context.presets, here.texts, page=press.page))
    return ""


def presets_keyboard(job: Job, presets: Presets, texts: Texts, *, page: int) -> InlineKeyboardMarkup:
    offered = [
        button(preset_label(preset, texts), PaintWith(job.id, preset.key)) for preset in presets_on(page, presets)
    ]
    earlier, later = earlier_and_later(page, page_count(presets), texts, lambda number: MorePresets(job.id, number))
    back = button(texts.say("button-back"), Back(job.id))
    return keyboard(
        *in_rows(offered, PRESETS_A_ROW),
        [*keep_button(job, texts), on_photo_button(job.id, texts)],
        [*earlier, back, *later],
    )
