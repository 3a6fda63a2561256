"""From coarse to fine: the sizes of a pyramid, and the work planned over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from engine.methods.resizing import Size

COARSEST_SIDE = 96
LEAST_SIDE = 32
"""No coarser level has a longer side below the one or a shorter side below the other: too little is left to see."""


class HasSteps(Protocol):
    @property
    def steps(self) -> int: ...


Level = TypeVar("Level", bound=HasSteps)


@dataclass(frozen=True, slots=True)
class PlannedLevel(Generic[Level]):
    """One level of the work, and where it lies in the whole by its cost."""

    size: Size
    level: Level
    start: float
    """Of the whole work, 0 to 1, when this level begins."""
    share: float
    """Of the whole work that this level is."""

    def fraction(self, step: float) -> float:
        """Of the whole work, after so many steps of this level."""
        return self.start + self.share * step / self.level.steps


def pyramid(height: int, width: int) -> list[Size]:
    """Sizes from coarse to fine, each about half the next, ending exactly at (height, width)."""
    sizes = [(height, width)]
    while True:
        coarser = (round(height / 2 ** len(sizes)), round(width / 2 ** len(sizes)))
        if max(coarser) < COARSEST_SIDE or min(coarser) < LEAST_SIDE:
            return sizes[::-1]
        sizes.append(coarser)


def plan(sizes: Sequence[Size], levels: Sequence[Level]) -> list[PlannedLevel[Level]]:
    """The sizes in their order. The levels are counted from the finest; the last serves for all that are coarser.

    A level's cost is its steps times its pixels.
    """
    ordered = [levels[min(from_finest, len(levels) - 1)] for from_finest in reversed(range(len(sizes)))]
    costs = [level.steps * height * width for level, (height, width) in zip(ordered, sizes, strict=True)]
    return [
        PlannedLevel(size, level, start=sum(costs[:index]) / sum(costs), share=costs[index] / sum(costs))
        for index, (size, level) in enumerate(zip(sizes, ordered, strict=True))
    ]
