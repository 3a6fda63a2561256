"""The Gram matrix about the mean as a style loss. Gatys et al. 2016, with the shift of Novak & Nikulin 2016."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.methods.losses.style_loss import Features, LayerWeights, TapMasks

POSITIONS_PER_SUM = 4096
"""bfloat16 products are summed over no more positions than this before the sums are added up in float32."""
FLATNESS = 1e-3
"""The share of the mean's energy that counts as texture, so that a style of one flat colour divides nothing by zero."""
LEAST_SHARE = 1e-6
"""A mask that is blacker on average counts no position at all, so that it divides nothing by zero either."""


class _Moments(torch.autograd.Function):
    """Both in one pass, in the features' own dtype and order in memory; autograd's own way costs five times as much."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """`mask`, if any, is 1 on average."""
        batch, channels, height, width = features.shape
        flat: Tensor = features.permute(0, 2, 3, 1).reshape(batch, height * width, channels)
        weights = None if mask is None else mask.reshape(1, height * width, 1).to(flat.dtype)
        counted = flat if weights is None else flat * weights
        ctx.save_for_backward(flat, weights)
        ctx.shape = features.shape
        parts = list(zip(*(torch.split(each, POSITIONS_PER_SUM, dim=1) for each in (counted, flat)), strict=True))
        sums = torch.stack([part.sum(dim=1, dtype=_precise(flat.dtype)) for part, _ in parts])
        products = torch.stack([(part.mT @ plain).to(_precise(flat.dtype)) for part, plain in parts])
        return sums.sum(dim=0) / (height * width), products.sum(dim=0) / (height * width)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, of_means: Tensor, of_gram: Tensor) -> tuple[Tensor, None]:
        flat, weights = ctx.saved_tensors
        batch, channels, height, width = ctx.shape
        slope = ((of_gram + of_gram.mT) / (height * width)).to(flat.dtype)
        constant = (of_means / (height * width)).to(flat.dtype).unsqueeze(1)
        gradient = torch.baddbmm(constant, flat, slope)
        if weights is not None:
            gradient *= weights
        return gradient.reshape(batch, height, width, channels).permute(0, 3, 1, 2), None


def _precise(dtype: torch.dtype) -> torch.dtype:
    return torch.promote_types(dtype, torch.float32)


def moments(features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Means and Gram matrix over positions: (batch, channels, h, w) -> (batch, channels), (batch, channels, channels).

    In float32 or better. `mask` (1, 1, h, w), not negative, counts some positions more than others; only ratios matter.
    The matrix is then the guided Gram matrix of Gatys et al. 2017, "Controlling perceptual factors", with the root of
    `mask` as guidance channel.
    """
    share = None
    if mask is not None:
        share = mask.to(_precise(features.dtype))
        share = share / share.mean().clamp_min(LEAST_SHARE)
    return cast(tuple[Tensor, Tensor], _Moments.apply(features, share))  # type: ignore[no-untyped-call]


def gram_matrix(features: Tensor) -> Tensor:
    """Channel correlations, (batch, channels, h, w) -> (batch, channels, channels). Gatys et al. 2016, eq. 3.

    Averaged over positions, unlike the paper, so that a loss does not depend on the image size.
    """
    return moments(features)[1]


def shifted_gram(features: Tensor, shift: Tensor, mask: Tensor | None = None) -> Tensor:
    """The Gram matrix of features − shift, with one shift a channel (batch, channels).

    Shifting activations is Novak & Nikulin 2016's improvement: most of a plain Gram matrix is the product of the means,
    which says little of strokes.
    """
    return gram_about(shift, *moments(features, mask))


def gram_about(shift: Tensor, mean: Tensor, gram: Tensor) -> Tensor:
    """The Gram matrix about `shift` instead of about zero, from the moments about zero."""
    crossed = outer(shift, mean)
    return gram - crossed - crossed.mT + outer(shift, shift)


def outer(left: Tensor, right: Tensor) -> Tensor:
    """(batch, n), (batch, m) -> (batch, n, m)."""
    return left.unsqueeze(2) * right.unsqueeze(1)


@dataclass(frozen=True, slots=True)
class GramStatistics:
    """What the loss wants of one tap: the first two moments over positions, shares of several style images mixed."""

    mean: Tensor
    """(1, channels)"""
    gram: Tensor
    """(1, channels, channels), about zero"""

    @classmethod
    def of(cls, features: Tensor) -> "GramStatistics":
        return cls(*moments(features))

    @classmethod
    def mixed(cls, shares: Iterable[tuple["GramStatistics", float]]) -> "GramStatistics":
        """The moments of an image that is each of these for its share. The shares add up to 1."""
        known = [(statistics.mean * share, statistics.gram * share) for statistics, share in shares]
        return cls(torch.stack([mean for mean, _ in known]).sum(0), torch.stack([gram for _, gram in known]).sum(0))

    def loss(self, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """0 when both moments agree; about 1 for features without any texture, whatever the style and the layer.

        E_l of Gatys et al. 2016, eq. 4, over the style's energy instead of 4 N² M². `mask` as in `moments`.
        """
        return self.distance(*moments(features, mask))

    def distance(self, mean: Tensor, gram: Tensor) -> Tensor:
        """From other moments: of the Gram matrices about the style's mean, over that style's own covariance."""
        covariance = self.gram - outer(self.mean, self.mean)
        energy = covariance.square().sum() + FLATNESS * self.gram.square().sum()
        return (gram_about(self.mean, mean, gram) - covariance).square().sum() / energy.clamp_min(1e-12)


@dataclass(frozen=True, slots=True)
class GramLoss:
    """Two moments a tap. Gatys et al. 2016, eq. 5."""

    taps: dict[str, GramStatistics]

    @classmethod
    def of(cls, features: Features) -> Self:
        return cls({tap: GramStatistics.of(at_tap) for tap, at_tap in features.items()})

    @classmethod
    def mixed(cls, shares: Sequence[tuple[Self, float]]) -> Self:
        first, _ = shares[0]
        return cls(
            {tap: GramStatistics.mixed((style.taps[tap], share) for style, share in shares) for tap in first.taps}
        )

    @property
    def nbytes(self) -> int:
        return sum(statistics.mean.nbytes + statistics.gram.nbytes for statistics in self.taps.values())

    def loss(self, features: Features, layer_weights: LayerWeights, masks: TapMasks | None = None) -> Tensor:
        known = {tap: moments(features[tap], None if masks is None else masks[tap]) for tap in self.taps}
        return self.distance(known, layer_weights)

    def distance(self, known: Mapping[str, tuple[Tensor, Tensor]], layer_weights: LayerWeights) -> Tensor:
        """From means and Gram matrices by tap, as `moments` gives them."""
        losses = [layer_weights[tap] * statistics.distance(*known[tap]) for tap, statistics in self.taps.items()]
        return torch.stack(losses).sum()
