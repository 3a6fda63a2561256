"""A contact sheet: one content image in many styles, small and numbered, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from storage.names import ImageRef
from storage.work.styles import Style, presets_in, without_own_names
from storage.work.work import CONTENT, STYLE, Lane, Work

TILES_A_ROW = 5
"""And so of the buttons under it."""
TILES_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSheet(Work):
    NAME = "contact_sheet"

    content: ImageRef
    styles: tuple[Style, ...]
    """One a tile."""
    longest_side: int = 256
    """Pixels of each tile's longer side."""
    first_number: int = 1
    """What its first tile is numbered."""

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        return {CONTENT: (self.content,), STYLE: tuple(style.image for style in self.styles)}

    def everybodys(self) -> frozenset[ImageRef]:
        return presets_in(self.styles)

    @property
    def lane(self) -> Lane:
        return Lane.QUICK

    @property
    def cost_units(self) -> float:
        return len(self.styles) * self.longest_side**2 / 1e6

    def public(self) -> Self:
        return replace(self, styles=without_own_names(self.styles))
