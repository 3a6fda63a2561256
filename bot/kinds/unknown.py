"""Work that only a newer version knows, after a roll-back: a sentence where there would be a traceback."""

from telegram import InlineKeyboardMarkup

from bot.kinds.usual import UsualView
from bot.texts import Texts
from bot.view import Here
from storage.jobs import Job


class UnknownView(UsualView):
    def result_caption(self, job: Job, here: Here) -> str:
        return here.texts.say("made-by-newer")

    def cancelled_text(self, job: Job, texts: Texts) -> str:
        return texts.say("made-by-newer")

    def stopped_keyboard(
        self, job: Job, texts: Texts, *, can_retry: bool = True, has_earlier: bool = False
    ) -> InlineKeyboardMarkup | None:
        """Nobody here can make it."""
        return super().stopped_keyboard(job, texts, can_retry=False, has_earlier=has_earlier)
