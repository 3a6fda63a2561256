"""A collage: which pictures made a painting, as a sum of pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from storage.names import ImageRef
from storage.work.styles import Style, presets_in, without_own_names
from storage.work.work import CONTENT, RESULT, STYLE, Lane, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Collage(Work):
    NAME = "collage"

    content: ImageRef
    styles: tuple[Style, ...]
    result: ImageRef
    """The painting, finished."""
    longest_side: int = 1200
    """Pixels of the painting's longer side in it."""

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        styles = tuple(style.image for style in self.styles)
        return {CONTENT: (self.content,), STYLE: styles, RESULT: (self.result,)}

    def everybodys(self) -> frozenset[ImageRef]:
        return presets_in(self.styles)

    @property
    def lane(self) -> Lane:
        return Lane.QUICK

    @property
    def cost_units(self) -> float:
        return self.longest_side**2 / 1e6

    def public(self) -> Self:
        return replace(self, styles=without_own_names(self.styles))
