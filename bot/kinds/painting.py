"""A painting in a chat: what is said under it, and the buttons that make it better or another."""

from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import captions
from bot.dials import within_limits
from bot.journeys.dials import Adjust, was_turned
from bot.journeys.more_styles import MorePresets
from bot.journeys.painting import PaintProperly, shortcut_buttons, swap_button
from bot.journeys.sharing import share_button
from bot.journeys.stopping import cancel_button
from bot.journeys.works import Again, file_button, undo_icons
from bot.kinds.usual import UsualView, trusted_seed, trusted_side, trusted_styles
from bot.layout import Icon, Row, button, keyboard
from bot.presets import Presets
from bot.texts import Texts
from bot.view import Here
from bot.wishes import LARGEST_BLEND
from storage.jobs import Job
from storage.work.painting import INSTANT, METHODS, Painting
from storage.work.work import Work


class PaintingView(UsualView):
    def starting_text(self, job: Job, texts: Texts) -> str:
        """Says what an album means while there is nothing to see yet."""
        photos = [style for style in _painting(job.work).styles if captions.is_photo(style)]
        if len(photos) < 2:
            return texts.say("starting")
        return f"{texts.say('starting')} · {texts.say('first-in-others', photos=len(photos))}"

    def making_keyboard(self, job: Job, texts: Texts) -> InlineKeyboardMarkup:
        """⇄ Swap only between two photos of the person: a preset is nobody's content."""
        return keyboard([*swap_button(job, texts.say("button-swap")), cancel_button(job.id, texts)])

    def result_caption(self, job: Job, here: Here) -> str:
        painting = _painting(job.work)
        is_private = job.place.chat_id > 0
        style = captions.styles_label(painting.styles, here.presets, here.texts, is_private=is_private)
        how = " · ".join([style, *captions.turned_dials(painting, here.texts)])
        return captions.done_text(job, how, "done-in", here.texts)

    def result_keyboard(
        self, job: Job, here: Here, *, has_earlier: bool = False, has_later: bool = False
    ) -> InlineKeyboardMarkup | None:
        """Whoever turned a dial has the dials at hand."""
        texts = here.texts
        if was_turned(job):
            return self.dials_keyboard(job, texts, has_earlier=has_earlier, has_later=has_later)
        icons = [
            button(Icon.ADJUST, Adjust(job.id)),
            button(Icon.MORE, MorePresets(job.id, 0)),
            button(Icon.AGAIN, Again(job.id)),
            *swap_button(job, Icon.SWAP),
            *undo_icons(job.id, has_earlier=has_earlier, has_later=has_later),
            share_button(job.id),
        ]
        return keyboard(
            [*_properly(job, texts), file_button(job.id, texts)],
            icons,
            shortcut_buttons(job, here.presets, texts),
        )

    def rows_above_dials(self, job: Job, texts: Texts) -> list[Row]:
        return [_properly(job, texts)]

    def once_more(self, work: Work) -> Work | None:
        """The next seed, so that it comes out a little differently."""
        painting = _painting(work)
        return replace(painting, seed=painting.seed + 1)

    def ordered_again(self, work: Work, largest_side: int, presets: Presets) -> Work | None:
        """Without settings: people have none here, and one could ask for hours. Regions are the command line's."""
        painting = _painting(work)
        styles = trusted_styles(painting.styles, presets, at_most=LARGEST_BLEND)
        if painting.method not in METHODS or styles is None or painting.regions:
            return None
        return replace(
            within_limits(painting),
            styles=styles,
            longest_side=trusted_side(painting.longest_side, largest_side),
            seed=trusted_seed(painting.seed),
            settings={},
            unknown={},
        )


def _properly(job: Job, texts: Texts) -> list[InlineKeyboardButton]:
    """Only an instant painting can be painted better."""
    if _painting(job.work).method != INSTANT:
        return []
    return [button(texts.say("button-properly"), PaintProperly(job.id))]


def _painting(work: Work) -> Painting:
    assert isinstance(work, Painting)
    return work
