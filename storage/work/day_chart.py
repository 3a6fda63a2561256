"""A chart of a day: paintings an hour as bars, and how long they waited as a line. It is made from numbers alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.names import ImageRef
from storage.work.work import Lane, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChart(Work):
    NAME = "day_chart"

    paintings: tuple[int, ...]
    """Of each hour, the oldest first; the last ends now."""
    waits: tuple[float, ...]
    """Seconds, of the same hours; without meaning where nothing was painted."""

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        return {}

    @property
    def lane(self) -> Lane:
        return Lane.QUICK
