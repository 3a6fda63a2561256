"""A painting: a content image in one style or in a blend of several."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from storage.names import ImageRef
from storage.work.dials import Unit, dial
from storage.work.styles import Style, presets_in, without_own_names
from storage.work.work import CONTENT, INIT, REGION, STYLE, Lane, Work

INSTANT = "instant"
"""The method of one pass, without previews: the first answer."""
OPTIMISE = "optimise"
"""The method of many steps."""
METHODS = (INSTANT, OPTIMISE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the picture with a style of its own."""

    mask: ImageRef
    """A grey picture of any size: white is inside."""
    style: int | None
    """Counted from 0; None keeps the photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting(Work):
    """Everything needed to paint it again."""

    NAME = "painting"

    content: ImageRef
    styles: tuple[Style, ...]
    method: str = OPTIMISE
    longest_side: int = 512
    """Pixels of the painting's longer side."""
    strength: float = dial(
        1.0, unit=Unit.PERCENT, steps=(0.25, 0.5, 0.75, 1.0), help="from 0, the photo, to 1, all style"
    )
    brush_size: float = dial(
        1.0,
        unit=Unit.TIMES,
        steps=(0.5, 0.67, 1.0, 1.5, 2.25, 3.0),
        limits=(0.25, 4.0),
        help="2 makes strokes twice as large",
    )
    keep_colours: bool = dial(False, unit=Unit.SWITCH, steps=(0, 1), help="the photo's own colours")
    keep_faces: bool = dial(True, unit=Unit.SWITCH, help="in a face the painting keeps closer to the photo")
    seed: int = 0
    init: ImageRef | None = None
    """A painting to start from instead of the content."""
    regions: tuple[Region, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    """How optimise goes about it, where that is not its usual way: its settings by name."""

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        named = {
            CONTENT: (self.content,),
            STYLE: tuple(style.image for style in self.styles),
            INIT: () if self.init is None else (self.init,),
            REGION: tuple(region.mask for region in self.regions),
        }
        return {role: refs for role, refs in named.items() if refs}

    def everybodys(self) -> frozenset[ImageRef]:
        return presets_in(self.styles)

    @property
    def lane(self) -> Lane:
        return Lane.QUICK if self.method == INSTANT else Lane.SLOW

    @property
    def batch_key(self) -> str:
        return f"{self.NAME}/{INSTANT}/{self.longest_side}" if self.method == INSTANT else ""

    @property
    def cost_key(self) -> str:
        return f"{self.NAME}/{self.method}"

    @property
    def cost_units(self) -> float:
        return self.longest_side**2 / 1e6

    def public(self) -> Self:
        return replace(self, styles=without_own_names(self.styles))
