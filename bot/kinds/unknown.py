"""Work that only a newer version knows, after a roll-back: a sentence where there would be a traceback."""

from bot.kinds.usual import UsualView
from bot.view import Here
from storage.jobs import Job


class UnknownView(UsualView):
    def result_caption(self, job: Job, here: Here) -> str:
        return here.texts.made_by_newer
