"""What a style loss is: statistics of pictures, mixed by shares, that say how far a painting is from them."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Protocol, Self, cast

from torch import Tensor

from engine.methods import STYLE_LOSSES

Features = Mapping[str, Tensor]
"""By tap, (1, channels, h, w) each."""
Emphasis = Mapping[str, float]
"""By tap; adds up to 1."""


class Masks(Protocol):
    def __getitem__(self, tap: str, /) -> Tensor:
        """How much each position of the tap's features counts: (1, 1, h, w), not negative."""
        ...


class StyleLoss(Protocol):
    """What paintings should have of one style, or of several; a file of its own and an entry in STYLE_LOSSES each."""

    @classmethod
    def of(cls, features: Features) -> Self:
        """The statistics of one style picture. Called without gradients; what it returns is kept for later paintings,
        so it holds no more than it needs."""
        ...

    @classmethod
    def mixed(cls, shares: Sequence[tuple[Self, float]]) -> Self:
        """Of several styles at once. The shares add up to 1."""
        ...

    @property
    def kept_bytes(self) -> int:
        """The memory it takes."""
        ...

    def loss(self, features: Features, emphasis: Emphasis, where: Masks | None = None) -> Tensor:
        """0 for the style itself, about 1 for features without any texture, so that other weights keep their meaning.

        One number with a gradient. `where` counts some positions more than others; only their ratios matter.
        """
        ...


def style_loss_named(name: str) -> type[StyleLoss]:
    """Of STYLE_LOSSES."""
    return cast(type[StyleLoss], import_module(STYLE_LOSSES[name]).Style)
