"""The chart of a day in a chat: below the numbers of /stats, with words for its colours and no button."""

from bot.kinds.usual import UsualView
from bot.texts import Texts
from bot.view import Here
from storage.jobs import Job


class DayChartView(UsualView):
    def starting_text(self, job: Job, texts: Texts) -> str:
        return texts.say("day-chart-starting")

    def result_caption(self, job: Job, here: Here) -> str:
        return here.texts.say("day-chart")
