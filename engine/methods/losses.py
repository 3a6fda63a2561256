"""How far a picture is from what is wanted: style, content and smoothness as numbers with gradients."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

POSITIONS_PER_SUM = 4096
"""bfloat16 products are summed over no more positions than this before the sums are added up in float32."""
FLATNESS = 1e-3
"""The share of the mean's energy that counts as texture, so that a style of one flat colour divides nothing by zero."""
LEAST_SHARE = 1e-6
"""A mask that is blacker on average counts no position at all, so that it divides nothing by zero either."""


class _Moments(torch.autograd.Function):
    """Both in one pass, in the features' own dtype and order in memory; autograd's own way costs five times as much."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, where: Tensor | None) -> tuple[Tensor, Tensor]:
        """`where`, if any, is 1 on average."""
        batch, channels, height, width = features.shape
        flat: Tensor = features.permute(0, 2, 3, 1).reshape(batch, height * width, channels)
        weights = None if where is None else where.reshape(1, height * width, 1).to(flat.dtype)
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


def moments(features: Tensor, where: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Means (batch, channels) and Gram matrix over positions, in float32 or better.

    `where` (1, 1, h, w), not negative, counts some positions more than others; only ratios matter. The matrix is then
    the guided Gram matrix of Gatys et al. 2017, "Controlling perceptual factors", with the root of `where` as guide.
    """
    share = None
    if where is not None:
        share = where.to(_precise(features.dtype))
        share = share / share.mean().clamp_min(LEAST_SHARE)
    return cast(tuple[Tensor, Tensor], _Moments.apply(features, share))  # type: ignore[no-untyped-call]


def gram_matrix(features: Tensor) -> Tensor:
    """Channel correlations, (batch, channels, h, w) -> (batch, channels, channels). Gatys et al. 2016, eq. 3.

    Averaged over positions, unlike the paper, so that a loss does not depend on the image size.
    """
    return moments(features)[1]


def shifted_gram(features: Tensor, shift: Tensor, where: Tensor | None = None) -> Tensor:
    """The Gram matrix of features − shift, with one shift a channel (batch, channels).

    Shifting activations is Novak & Nikulin 2016's improvement: most of a plain Gram matrix is the product of the means,
    which says little of strokes.
    """
    return about(shift, *moments(features, where))


def about(shift: Tensor, mean: Tensor, gram: Tensor) -> Tensor:
    crossed = outer(shift, mean)
    return gram - crossed - crossed.mT + outer(shift, shift)


def outer(left: Tensor, right: Tensor) -> Tensor:
    return left.unsqueeze(2) * right.unsqueeze(1)


@dataclass(frozen=True, slots=True)
class StyleStatistics:
    """What the style loss wants of one tap: the first two moments over positions, shares of several pictures mixed."""

    mean: Tensor
    """(1, channels)"""
    gram: Tensor
    """(1, channels, channels), about zero"""

    @classmethod
    def of(cls, features: Tensor) -> "StyleStatistics":
        return cls(*moments(features))

    @classmethod
    def mixed(cls, shares: Iterable[tuple["StyleStatistics", float]]) -> "StyleStatistics":
        """The moments of a picture that is each of these for its share. The shares add up to 1."""
        known = [(statistics.mean * share, statistics.gram * share) for statistics, share in shares]
        return cls(torch.stack([mean for mean, _ in known]).sum(0), torch.stack([gram for _, gram in known]).sum(0))

    def loss(self, features: Tensor, where: Tensor | None = None) -> Tensor:
        """0 when both moments agree; about 1 for features without any texture, whatever the style and the layer.

        `where` as in `moments`.
        """
        return self.distance(*moments(features, where))

    def distance(self, mean: Tensor, gram: Tensor) -> Tensor:
        """From other moments: of the Gram matrices about the style's mean, over that style's own covariance."""
        covariance = self.gram - outer(self.mean, self.mean)
        energy = covariance.square().sum() + FLATNESS * self.gram.square().sum()
        return (about(self.mean, mean, gram) - covariance).square().sum() / energy.clamp_min(1e-12)


class _ContentGap(torch.autograd.Function):
    """In the features' own order in memory; autograd's way through `instance_norm` costs four times as much."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, goal: Tensor, where: Tensor | None) -> Tensor:
        here, inverse_deviation = normalised(features)
        gap = here - normalised(goal)[0]
        weighted = gap if where is None else gap * where.reshape(-1, 1).to(gap.dtype)
        ctx.save_for_backward(here, inverse_deviation, weighted)
        ctx.shape, ctx.dtype = features.shape, features.dtype
        return torch.dot(weighted.flatten(), gap.flatten()) / gap.numel()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None, None]:
        here, inverse_deviation, weighted = ctx.saved_tensors
        batch, channels, height, width = ctx.shape
        along = (weighted * here).mean(dim=0)
        slope = torch.addcmul(weighted - weighted.mean(dim=0), here, along, value=-1)
        slope *= upstream * 2 / here.numel() * inverse_deviation
        return slope.to(ctx.dtype).view(batch, height, width, channels).permute(0, 3, 1, 2), None, None


def content_loss(features: Tensor, goal: Tensor, where: Tensor | None = None) -> Tensor:
    """Mean squared difference of the features, each channel brought to mean 0 and deviation 1 over positions.

    Gatys et al. 2016, eq. 1, compare as they are; the normalising (after Huang & Belongie 2017) leaves colour and
    contrast to the style, so that shapes can be held harder. `where` (1, 1, h, w) multiplies the loss of a position.
    Of one picture, (1, channels, h, w).
    """
    return cast(Tensor, _ContentGap.apply(features, goal, where))  # type: ignore[no-untyped-call]


def normalised(features: Tensor) -> tuple[Tensor, Tensor]:
    """(positions, channels) in float32 or better, of one picture, and what each channel was multiplied by."""
    here, _, inverse_deviation = torch.native_batch_norm(
        features.to(_precise(features.dtype)), None, None, None, None, True, 0.0, 1e-5
    )
    return here.permute(0, 2, 3, 1).reshape(-1, features.shape[1]), inverse_deviation


def total_variation(picture: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels, over both directions."""
    across = picture[..., :, 1:] - picture[..., :, :-1]
    down = picture[..., 1:, :] - picture[..., :-1, :]
    return sum((step.square().sum() / max(1, step.numel()) for step in (across, down)), picture.new_zeros(()))


def out_of_range(picture: Tensor) -> Tensor:
    """Mean squared distance from the values 0 to 1 that a picture can have."""
    return (picture - picture.clamp(0, 1)).square().mean()
