"""What a style loss is: statistics of style images, mixed by shares, that say how far a painting is from them."""

from collections.abc import Mapping, Sequence
from pkgutil import resolve_name
from typing import Protocol, Self, cast

from torch import Tensor

from engine.methods import STYLE_LOSSES

Features = Mapping[str, Tensor]
"""By tap, (1, channels, h, w) each."""
LayerWeights = Mapping[str, float]
"""By tap, w_l in Gatys et al. 2016, eq. 5; they add up to 1."""


class TapMasks(Protocol):
    def __getitem__(self, tap: str, /) -> Tensor:
        """How much each position of the tap's features counts: (1, 1, h, w), not negative."""
        ...


class StyleLoss(Protocol):
    """The statistics of one style image, or of several mixed; a file of its own and an entry in STYLE_LOSSES each."""

    @classmethod
    def of(cls, features: Features) -> Self:
        """The statistics of one style image. Called without gradients; what it returns is kept for later paintings,
        so it holds no more than it needs."""
        ...

    @classmethod
    def mixed(cls, shares: Sequence[tuple[Self, float]]) -> Self:
        """Of several style images at once. The shares add up to 1."""
        ...

    @property
    def nbytes(self) -> int:
        """The memory it takes."""
        ...

    def loss(self, features: Features, layer_weights: LayerWeights, masks: TapMasks | None = None) -> Tensor:
        """0 for the style itself, about 1 for features without any texture, so that other weights keep their meaning.

        One number with a gradient. `masks` count some positions more than others; only their ratios matter.
        """
        ...


def style_loss_named(name: str) -> type[StyleLoss]:
    """Of STYLE_LOSSES. Raises KeyError."""
    return cast(type[StyleLoss], resolve_name(STYLE_LOSSES[name]))
