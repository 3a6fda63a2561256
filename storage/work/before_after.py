"""Before and after: a photo and what was painted of it, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from storage.names import ImageRef
from storage.work.styles import Style, without_own_names
from storage.work.work import CONTENT, RESULT, Lane, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter(Work):
    NAME = "before_after"

    content: ImageRef
    result: ImageRef
    """The painting, finished."""
    styles: tuple[Style, ...]
    """What the painting was painted in: to be named, not to be seen."""
    longest_side: int = 1200
    """Pixels of each picture's longer side."""

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        return {CONTENT: (self.content,), RESULT: (self.result,)}

    @property
    def lane(self) -> Lane:
        return Lane.QUICK

    @property
    def cost_units(self) -> float:
        return self.longest_side**2 / 1e6

    def public(self) -> Self:
        return replace(self, styles=without_own_names(self.styles))
