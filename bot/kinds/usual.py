"""What most kinds of work have in common in a chat; a kind says otherwise where it differs."""

from telegram import InlineKeyboardMarkup

from bot import captions
from bot.journeys.dials import dial_rows
from bot.journeys.stopping import cancel_button
from bot.journeys.works import Back, Retry, undo_button
from bot.layout import Row, button, keyboard
from bot.sizes import LARGEST_PHOTO
from bot.texts import Texts
from bot.view import Here, View
from storage.jobs import Job
from storage.queue import Position
from storage.work.work import Work


class UsualView(View):
    def starting_text(self, job: Job, texts: Texts) -> str:
        return texts.starting

    def waiting_text(self, job: Job, position: Position, texts: Texts) -> str:
        return captions.waiting_text(job, position, texts, starting=self.starting_text(job, texts))

    def progress_text(self, job: Job, position: Position, texts: Texts) -> str:
        return captions.progress_text(job, position, texts, starting=self.starting_text(job, texts))

    def making_keyboard(self, job: Job, texts: Texts) -> InlineKeyboardMarkup | None:
        return keyboard([cancel_button(job.id, texts)])

    def result_caption(self, job: Job, here: Here) -> str:
        return captions.done_text(job, " · ".join(captions.turned_dials(job.work, here.texts)), here.texts)

    def result_keyboard(self, job: Job, here: Here, *, has_earlier: bool = False) -> InlineKeyboardMarkup | None:
        undo = undo_button(job.id, here.texts, has_earlier=has_earlier)
        return keyboard(undo) if undo else None

    def dials_keyboard(self, job: Job, texts: Texts, *, has_earlier: bool = False) -> InlineKeyboardMarkup | None:
        rows = dial_rows(job, texts)
        if not rows:
            return None
        done = button(texts.buttons.done, Back(job.id))
        last = [*undo_button(job.id, texts, has_earlier=has_earlier), done]
        return keyboard(*self.rows_above_dials(job, texts), *rows, last)

    def rows_above_dials(self, job: Job, texts: Texts) -> list[Row]:
        return []

    def stopped_keyboard(
        self, job: Job, texts: Texts, *, can_retry: bool = True, has_earlier: bool = False
    ) -> InlineKeyboardMarkup | None:
        retry = [button(texts.buttons.again, Retry(job.id))] if can_retry else []
        row = [*retry, *undo_button(job.id, texts, has_earlier=has_earlier)]
        return keyboard(row) if row else None

    def goes_as_file(self, work: Work) -> bool:
        """By the side that most kinds of work have."""
        return getattr(work, "longest_side", 0) > LARGEST_PHOTO

    def once_more(self, work: Work) -> Work | None:
        return None

    def ordered_again(self, work: Work, largest_side: int) -> Work | None:
        return None
