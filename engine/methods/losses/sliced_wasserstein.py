"""Sliced Wasserstein distance as a style loss: projections compared quantile by quantile. Heitz et al. 2021.

Along a direction in feature space two pictures are equal when their sorted projections are; moving each position to its
own quantile of the style is the shortest way there. Gram matrices know two moments, this knows whole distributions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor

from engine.methods.losses.gram import FLATNESS
from engine.methods.losses.style_loss import Features, LayerWeights, TapMasks

QUANTILES = 2048
"""Kept of each direction of a style; between them the distribution is taken as a straight line."""
MOST_PROJECTIONS = 1 << 21
"""Positions times directions of a tap, or LEAST_DIRECTIONS: sorting them is what this loss costs."""
LEAST_DIRECTIONS = 16


@dataclass(frozen=True, slots=True)
class ProjectedQuantiles:
    """How the features of one tap are distributed along orthogonal directions."""

    directions: Tensor
    """(directions, channels), orthonormal. Always the same ones, so that a loss stays one function of the picture:
    L-BFGS needs that. The paper draws new ones at each step."""
    quantiles: Tensor
    """(directions, QUANTILES), ascending"""

    @classmethod
    def of(cls, features: Tensor) -> "ProjectedQuantiles":
        directions = orthonormal(features.shape[1]).to(features.device)
        here, _ = projected(features, directions).sort(dim=1)
        return cls(directions, interpolated(here, _midpoints(QUANTILES, here)))

    @classmethod
    def mixed(cls, shares: Sequence[tuple["ProjectedQuantiles", float]]) -> "ProjectedQuantiles":
        """The distribution of an image that is each of these for its share."""
        values, indices = torch.cat([style.quantiles for style, _ in shares], dim=1).sort(dim=1)
        weights = torch.cat([style.quantiles.new_full((QUANTILES,), share) for style, share in shares])
        return cls(shares[0][0].directions, _weighted_quantiles(values, weights[indices]))

    def loss(self, features: Tensor, mask: Tensor | None) -> Tensor:
        """Mean squared distance to the style's quantiles, over its variance; `mask` as `StyleLoss.loss` says."""
        positions = features.shape[-2] * features.shape[-1]
        count = max(LEAST_DIRECTIONS, MOST_PROJECTIONS // positions)
        here, quantiles = projected(features, self.directions[:count]), self.quantiles[:count]
        weights = None if mask is None else mask.flatten().to(here)
        squares = (here - matched_quantiles(here.detach(), quantiles, weights)).square()
        square = squares.mean() if weights is None else (squares * weights).mean() / weights.mean().clamp_min(1e-12)
        energy = quantiles.var(dim=1, correction=0).mean() + FLATNESS * quantiles.square().mean()
        return square / energy.clamp_min(1e-12)


@dataclass(frozen=True, slots=True)
class SlicedWassersteinLoss:
    taps: dict[str, ProjectedQuantiles]

    @classmethod
    def of(cls, features: Features) -> Self:
        return cls({tap: ProjectedQuantiles.of(at_tap) for tap, at_tap in features.items()})

    @classmethod
    def mixed(cls, shares: Sequence[tuple[Self, float]]) -> Self:
        first, _ = shares[0]
        return cls(
            {tap: ProjectedQuantiles.mixed([(style.taps[tap], share) for style, share in shares]) for tap in first.taps}
        )

    @property
    def nbytes(self) -> int:
        return sum(known.directions.nbytes + known.quantiles.nbytes for known in self.taps.values())

    def loss(self, features: Features, layer_weights: LayerWeights, masks: TapMasks | None = None) -> Tensor:
        return torch.stack(
            [
                layer_weights[tap] * known.loss(features[tap], None if masks is None else masks[tap])
                for tap, known in self.taps.items()
            ]
        ).sum()


def orthonormal(channels: int) -> Tensor:
    """As many random directions as there are channels, at right angles: (channels, channels), the same every time."""
    noise = torch.randn(channels, channels, generator=torch.Generator().manual_seed(channels), dtype=torch.float64)
    directions: Tensor = torch.linalg.qr(noise)[0]
    return directions.float()


def projected(features: Tensor, directions: Tensor) -> Tensor:
    """(directions, positions) of features (1, channels, h, w); multiplied in their dtype, then float32 or better."""
    flat = features.permute(0, 2, 3, 1).reshape(-1, features.shape[1])
    return (directions.to(flat) @ flat.mT).to(torch.promote_types(flat.dtype, torch.float32))


def matched_quantiles(projections: Tensor, quantiles: Tensor, weights: Tensor | None) -> Tensor:
    """Where each position should be: the style's value at the share of the positions that lie below it.

    The solution of optimal transport in one dimension. Projections and results are (directions, positions); weights are
    (positions).
    """
    indices = argsort(projections)
    if weights is None:
        at_rank = interpolated(quantiles, _midpoints(projections.shape[1], quantiles))
    else:
        at_rank = interpolated(quantiles, _shares_below(weights[indices]))
    return torch.empty_like(projections).scatter_(1, indices, at_rank.to(projections))


def argsort(values: Tensor) -> Tensor:
    """Indices that put each row into ascending order. On CPUs by numpy: 13 ns a value, where torch takes 65."""
    if values.device.type == "cpu":
        return torch.from_numpy(np.argsort(values.numpy(), axis=1))
    return values.argsort(dim=1)


def interpolated(ascending: Tensor, shares: Tensor) -> Tensor:
    """Quantiles of (rows, samples) at the shares 0 to 1 of (rows, n) or (n), straight lines between the samples."""
    samples = ascending.shape[1]
    place = (shares * samples - 0.5).clamp(0, samples - 1).expand(len(ascending), -1)
    below = place.floor().long().clamp_max(max(0, samples - 2))
    above = (below + 1).clamp_max(samples - 1)
    return ascending.gather(1, below).lerp(ascending.gather(1, above), place - below)


def _midpoints(count: int, like: Tensor) -> Tensor:
    """The shares in the middle of `count` equal parts."""
    return (torch.arange(count, dtype=like.dtype, device=like.device) + 0.5) / count


def _shares_below(weights: Tensor) -> Tensor:
    """In each row, the share of the weight that lies before the middle of each one."""
    return (weights.cumsum(dim=1) - weights / 2) / weights.sum(dim=1, keepdim=True).clamp_min(1e-12)


def _weighted_quantiles(ascending: Tensor, weights: Tensor) -> Tensor:
    """QUANTILES of each row of weighted samples, by straight lines between the samples' own shares."""
    known = _shares_below(weights).contiguous()
    wanted = _midpoints(QUANTILES, known).expand(len(known), -1).contiguous()
    above = torch.searchsorted(known, wanted).clamp(1, known.shape[1] - 1)
    left, right = known.gather(1, above - 1), known.gather(1, above)
    share = ((wanted - left) / (right - left).clamp_min(1e-12)).clamp(0, 1)
    return ascending.gather(1, above - 1).lerp(ascending.gather(1, above), share)
