"""A contact sheet of somebody's photo in a chat: a number a tile, and its other pages. It has no dials."""

from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.journeys.contact_sheets.buttons import tiles_keyboard
from bot.kinds.usual import UsualView, trusted_styles
from bot.presets import Presets
from bot.sheets import TILE_SIDE, caption_of, page_of
from bot.view import Here
from storage.jobs import Job
from storage.work.contact_sheet import TILES_A_PAGE, ContactSheet
from storage.work.work import Work

LARGEST_FIRST_NUMBER = 1000
"""It is drawn into a tile."""


class ContactSheetView(UsualView):
    def result_caption(self, job: Job, here: Here) -> str:
        return caption_of(page_of(_sheet(job.work), here.presets), "sheet-of-photo", here.texts)

    def result_keyboard(
        self, job: Job, here: Here, *, has_earlier: bool = False, has_later: bool = False
    ) -> InlineKeyboardMarkup | None:
        """◀ is the way back."""
        return tiles_keyboard(job.id, page_of(_sheet(job.work), here.presets), here.texts)

    def goes_as_file(self, work: Work) -> bool:
        """Its side is that of a tile."""
        return False

    def ordered_again(self, work: Work, largest_side: int, presets: Presets) -> Work | None:
        sheet = _sheet(work)
        styles = trusted_styles(sheet.styles, presets, at_most=TILES_A_PAGE)
        if styles is None or not 0 < sheet.first_number <= LARGEST_FIRST_NUMBER:
            return None
        return replace(sheet, styles=styles, longest_side=TILE_SIDE, unknown={})


def _sheet(work: Work) -> ContactSheet:
    assert isinstance(work, ContactSheet)
    return work
