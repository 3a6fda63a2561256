"""Style losses added up, each on the taps that it is good at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

import torch
from torch import Tensor

from engine.methods.losses.style_loss import Features, LayerWeights, StyleLoss, TapMasks

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Term:
    kind: type[StyleLoss]
    weight: float
    taps: frozenset[str] | None = None
    """None is all. So is a set of which none is read: somebody chose other layers."""

    def own(self, by_tap: Mapping[str, Value]) -> dict[str, Value]:
        """What is said of its own taps."""
        return {tap: value for tap, value in by_tap.items() if not self.taps or tap in self.taps} or dict(by_tap)


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """The base of such losses: a subclass names its TERMS and nothing else."""

    TERMS: ClassVar[tuple[Term, ...]] = ()
    losses: tuple[StyleLoss, ...]
    """One for each term."""

    @classmethod
    def of(cls, features: Features) -> Self:
        return cls(tuple(term.kind.of(term.own(features)) for term in cls.TERMS))

    @classmethod
    def mixed(cls, shares: Sequence[tuple[Self, float]]) -> Self:
        each = [[(style.losses[index], share) for style, share in shares] for index in range(len(cls.TERMS))]
        return cls(tuple(term.kind.mixed(losses) for term, losses in zip(cls.TERMS, each, strict=True)))

    @property
    def nbytes(self) -> int:
        return sum(loss.nbytes for loss in self.losses)

    def loss(self, features: Features, layer_weights: LayerWeights, masks: TapMasks | None = None) -> Tensor:
        """As `StyleLoss.loss`, but for no texture about the sum of the weights."""
        terms = zip(self.TERMS, self.losses, strict=True)
        return torch.stack([self._loss_of(term, loss, features, layer_weights, masks) for term, loss in terms]).sum()

    @staticmethod
    def _loss_of(
        term: Term, loss: StyleLoss, features: Features, layer_weights: LayerWeights, masks: TapMasks | None
    ) -> Tensor:
        own = term.own({tap: layer_weights[tap] for tap in features if tap in layer_weights})
        whole = sum(own.values()) or 1.0
        return term.weight * loss.loss(features, {tap: weight / whole for tap, weight in own.items()}, masks)
