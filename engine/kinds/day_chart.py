"""Making charts of a day, from numbers alone."""

from engine.day_chart import drawn
from engine.kinds.kind import Inputs, Kind, Made, OnProgress
from engine.kinds.limits import check_within
from storage.work import Unreadable
from storage.work.day_chart import DayChart

HOURS = (1, 24)
MOST = 10**9
"""Paintings an hour, and seconds."""


class DayChartKind(Kind[DayChart]):
    def make(self, work: DayChart, inputs: Inputs, on_progress: OnProgress) -> Made:
        """So quick that there is nothing to see on the way."""
        check(work)
        on_progress(0.0, None)
        return self._resources.made(drawn(work.paintings, work.waits), work)


def check(work: DayChart) -> None:
    """Raises Unreadable where these numbers are no day's."""
    check_within("the number of hours", len(work.paintings), HOURS)
    if len(work.waits) != len(work.paintings):
        raise Unreadable(f"there are {len(work.paintings)} hours of paintings and {len(work.waits)} of waits")
    for number in (*work.paintings, *work.waits):
        check_within("a number of the day", number, (0, MOST))
