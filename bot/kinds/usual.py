"""What most kinds of work have in common in a chat; a kind says otherwise where it differs."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot import captions
from bot.journeys.dials import dial_rows
from bot.journeys.stopping import cancel_button
from bot.journeys.works import Back, Retry, undo_buttons
from bot.layout import Row, button, keyboard
from bot.presets import Presets
from bot.sizes import LARGEST_PHOTO
from bot.texts import Texts
from bot.view import Here, View
from storage.jobs import Job
from storage.queue import Position
from storage.work.styles import Style
from storage.work.work import Work

HEAVIEST = 1000.0
"""Share of a style, beside those of the others."""
SMALLEST_SIDE = 64
"""Pixels, as for whoever sets the bot up."""
LARGEST_SEED = 2**31
LONGEST_TITLE = 45
"""Characters. A caption holds those of the largest blend, even of emoji: 1,024 UTF-16 units (Bot API, sendPhoto)."""


class UsualView(View):
    def starting_text(self, job: Job, texts: Texts) -> str:
        return texts.say("starting")

    def waiting_text(self, job: Job, position: Position, texts: Texts) -> str:
        return captions.waiting_text(job, position, texts, starting=self.starting_text(job, texts))

    def progress_text(self, job: Job, position: Position, texts: Texts) -> str:
        return captions.progress_text(job, position, texts, starting=self.starting_text(job, texts))

    def making_keyboard(self, job: Job, texts: Texts) -> InlineKeyboardMarkup | None:
        return keyboard([cancel_button(job.id, texts)])

    def result_caption(self, job: Job, here: Here) -> str:
        return captions.done_text(job, " · ".join(captions.turned_dials(job.work, here.texts)), "done-in", here.texts)

    def result_keyboard(
        self, job: Job, here: Here, *, has_earlier: bool = False, has_later: bool = False
    ) -> InlineKeyboardMarkup | None:
        undo = undo_buttons(job.id, here.texts, has_earlier=has_earlier, has_later=has_later)
        return keyboard(undo) if undo else None

    def dials_keyboard(
        self, job: Job, texts: Texts, *, has_earlier: bool = False, has_later: bool = False
    ) -> InlineKeyboardMarkup | None:
        rows = dial_rows(job, texts)
        if not rows:
            return None
        done = button(texts.say("button-done"), Back(job.id))
        last = [*undo_buttons(job.id, texts, has_earlier=has_earlier, has_later=has_later), done]
        return keyboard(*self.rows_above_dials(job, texts), *rows, last)

    def rows_above_dials(self, job: Job, texts: Texts) -> list[Row]:
        return []

    def cancelled_text(self, job: Job, texts: Texts) -> str:
        return texts.say("cancelled")

    def stopped_keyboard(
        self, job: Job, texts: Texts, *, can_retry: bool = True, has_earlier: bool = False
    ) -> InlineKeyboardMarkup | None:
        retry = [button(texts.say("button-again"), Retry(job.id))] if can_retry else []
        row = [*retry, *undo_buttons(job.id, texts, has_earlier=has_earlier)]
        return keyboard(row) if row else None

    def goes_as_file(self, work: Work) -> bool:
        """By the side that most kinds of work have."""
        return getattr(work, "longest_side", 0) > LARGEST_PHOTO

    def once_more(self, work: Work) -> Work | None:
        return None

    def ordered_again(self, work: Work, largest_side: int, presets: Presets) -> Work | None:
        return None


# ---------------------------------------------------------------------------------------------------- from a file


def trusted_side(side: int, largest: int) -> int:
    """Pixels."""
    return min(max(side, SMALLEST_SIDE), largest)


def trusted_seed(seed: int) -> int:
    return seed % LARGEST_SEED


def trusted_styles(styles: Sequence[Style], presets: Presets, *, at_most: int) -> tuple[Style, ...] | None:
    """Pictures, shares and presets; titles no longer than ours. None where these are no shares, or too many."""
    if not 0 < len(styles) <= at_most or not all(0 < style.weight <= HEAVIEST for style in styles):
        return None
    return tuple(
        replace(style, preset=_trusted_preset(style, presets), own="", title=style.title[:LONGEST_TITLE], unknown={})
        for style in styles
    )


def _trusted_preset(style: Style, presets: Presets) -> str:
    """Empty unless it is that preset's own picture: what is called a preset is kept as everybody's."""
    preset = presets.get(style.preset)
    return preset.key if preset and preset.ref == style.image else ""
