"""A dream in a chat: what it was made of, and the buttons that dream it again or further."""

from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot import captions
from bot.dials import within_limits
from bot.journeys.contact_sheets.buttons import on_photo_button
from bot.journeys.dials import Adjust, was_turned
from bot.journeys.works import Again, undo_buttons
from bot.kinds.usual import UsualView, trusted_seed, trusted_side
from bot.layout import button, keyboard
from bot.presets import Presets
from bot.texts import Texts
from bot.view import Here
from storage.jobs import Job
from storage.work.dream import USUAL_SIDE, USUAL_TAP, Dream, is_possible
from storage.work.work import Work


class DreamView(UsualView):
    def starting_text(self, job: Job, texts: Texts) -> str:
        return texts.say("dream-starting")

    def result_caption(self, job: Job, here: Here) -> str:
        dream, texts = _dream(job.work), here.texts
        parts = [texts.say("dream-guided") if dream.guide else texts.say("dream"), *captions.turned_dials(dream, texts)]
        if dream.tap != USUAL_TAP or dream.channel is not None:
            parts.insert(1, dream.tap if dream.channel is None else f"{dream.tap}:{dream.channel}")
        return captions.done_text(job, " · ".join(parts), "dreamed-in", texts)

    def result_keyboard(
        self, job: Job, here: Here, *, has_earlier: bool = False, has_later: bool = False
    ) -> InlineKeyboardMarkup | None:
        """Whoever turned a dial has the dials at hand."""
        texts = here.texts
        if was_turned(job):
            return self.dials_keyboard(job, texts, has_earlier=has_earlier, has_later=has_later)
        return keyboard(
            [button(texts.say("button-again"), Again(job.id)), button(texts.say("button-adjust"), Adjust(job.id))],
            [
                *undo_buttons(job.id, texts, has_earlier=has_earlier, has_later=has_later),
                on_photo_button(job.id, texts),
            ],
        )

    def once_more(self, work: Work) -> Work | None:
        """The next seed: other animals in other places."""
        dream = _dream(work)
        return replace(dream, seed=dream.seed + 1)

    def ordered_again(self, work: Work, largest_side: int, presets: Presets) -> Work | None:
        dream = _dream(work)
        if not is_possible(dream):
            return None
        return replace(
            within_limits(dream),
            longest_side=trusted_side(dream.longest_side, USUAL_SIDE),
            seed=trusted_seed(dream.seed),
            unknown={},
        )


def _dream(work: Work) -> Dream:
    assert isinstance(work, Dream)
    return work
