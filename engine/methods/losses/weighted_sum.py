"""Style losses added up, each on the taps that it is good at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

import torch
from torch import Tensor

from engine.methods.losses.style_loss import Emphasis, Features, Masks, StyleLoss

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Part:
    kind: type[StyleLoss]
    weight: float
    taps: frozenset[str] | None = None
    """None is all. So is a set of which none is read: somebody chose other layers."""

    def own(self, by_tap: Mapping[str, Value]) -> dict[str, Value]:
        return {tap: value for tap, value in by_tap.items() if not self.taps or tap in self.taps} or dict(by_tap)


@dataclass(frozen=True, slots=True)
class Sum:
    """The base of such losses: a subclass names its PARTS and nothing else."""

    PARTS: ClassVar[tuple[Part, ...]] = ()
    styles: tuple[StyleLoss, ...]
    """One for each part."""

    @classmethod
    def of(cls, features: Features) -> Self:
        return cls(tuple(part.kind.of(part.own(features)) for part in cls.PARTS))

    @classmethod
    def mixed(cls, shares: Sequence[tuple[Self, float]]) -> Self:
        each = [[(style.styles[index], share) for style, share in shares] for index in range(len(cls.PARTS))]
        return cls(tuple(part.kind.mixed(styles) for part, styles in zip(cls.PARTS, each, strict=True)))

    @property
    def kept_bytes(self) -> int:
        return sum(style.kept_bytes for style in self.styles)

    def loss(self, features: Features, emphasis: Emphasis, where: Masks | None = None) -> Tensor:
        """As `StyleLoss.loss`, but for no texture about the sum of the weights."""
        parts = zip(self.PARTS, self.styles, strict=True)
        return torch.stack([self._loss_of(part, style, features, emphasis, where) for part, style in parts]).sum()

    @staticmethod
    def _loss_of(part: Part, style: StyleLoss, features: Features, emphasis: Emphasis, where: Masks | None) -> Tensor:
        own = part.own({tap: emphasis[tap] for tap in features if tap in emphasis})
        whole = sum(own.values()) or 1.0
        return part.weight * style.loss(features, {tap: weight / whole for tap, weight in own.items()}, where)
