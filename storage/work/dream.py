"""A dream: a photo in which a network is shown ever more of what it sees there, or of what it saw in a second photo."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.names import ImageRef
from storage.work.dials import Unit, dial
from storage.work.work import CONTENT, Work

GUIDE = "guide"
CHANNELS: Mapping[str, int] = {
    f"relu{block}_{layer}": channels
    for block, (layers, channels) in enumerate(((2, 64), (2, 128), (4, 256), (4, 512), (4, 512)), start=1)
    for layer in range(1, layers + 1)
}
"""How many channels each tap of VGG-19 has (Simonyan & Zisserman 2015, table 1, column E)."""
USUAL_TAP = "relu5_1"
USUAL_SIDE = 1024
"""Pixels of the longer side."""
MOST_MEGAPIXELS = 0.6
"""A larger dream is enlarged from so many, so that it takes no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dream(Work):
    """Mordvintsev et al. 2015."""

    NAME = "dream"

    content: ImageRef
    guide: ImageRef | None = None
    """A photo whose shapes are dreamed; None dreams what the network knows by itself."""
    tap: str = USUAL_TAP
    """Of CHANNELS."""
    channel: int | None = None
    """Counted from 0; None is all of the tap. Not beside a guide."""
    longest_side: int = USUAL_SIDE
    strength: float = dial(
        1.0,
        unit=Unit.PERCENT,
        steps=(0.25, 0.5, 0.75, 1.0, 1.5, 2.0),
        limits=(0.0, 2.0),
        help="0 is the photo, 1 usual, 2 leaves little of it",
    )
    detail: float = dial(
        1.0,
        unit=Unit.TIMES,
        steps=(0.5, 0.7, 1.0, 1.4, 2.0),
        limits=(0.25, 4.0),
        help="2 dreams more and smaller things, 0.5 few and large ones",
    )
    seed: int = 0

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        return {CONTENT: (self.content,), **({GUIDE: (self.guide,)} if self.guide else {})}

    @property
    def cost_units(self) -> float:
        return min(self.longest_side**2 / 1e6, MOST_MEGAPIXELS)


def is_possible(dream: Dream) -> bool:
    """There is such a tap and such a channel, and not a channel and a guide at once."""
    channels = CHANNELS.get(dream.tap, 0)
    if dream.channel is None:
        return channels > 0
    return dream.guide is None and 0 <= dream.channel < channels
