"""The Gram matrix about the mean as a style loss. Gatys et al. 2016, with the shift of Novak & Nikulin 2016."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from engine.methods.losses import StyleStatistics, moments
from engine.methods.styles import Emphasis, Features, Masks


@dataclass(frozen=True, slots=True)
class Style:
    """Two moments a tap."""

    taps: dict[str, StyleStatistics]

    @classmethod
    def of(cls, features: Features) -> Self:
        return cls({tap: StyleStatistics.of(at_tap) for tap, at_tap in features.items()})

    @classmethod
    def mixed(cls, shares: Sequence[tuple[Self, float]]) -> Self:
        first, _ = shares[0]
        return cls(
            {tap: StyleStatistics.mixed((style.taps[tap], share) for style, share in shares) for tap in first.taps}
        )

    @property
    def kept_bytes(self) -> int:
        return sum(wanted.mean.nbytes + wanted.gram.nbytes for wanted in self.taps.values())

    def loss(self, features: Features, emphasis: Emphasis, where: Masks | None = None) -> Tensor:
        known = {tap: moments(features[tap], None if where is None else where[tap]) for tap in self.taps}
        return self.distance(known, emphasis)

    def distance(self, known: Mapping[str, tuple[Tensor, Tensor]], emphasis: Emphasis) -> Tensor:
        """From the means and Gram matrices by tap."""
        return torch.stack([emphasis[tap] * wanted.distance(*known[tap]) for tap, wanted in self.taps.items()]).sum()
