"""What the losses want of features as sums over positions, which those of tiles can be added up to."""

from dataclasses import dataclass, replace
from typing import Any, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.methods.losses.gram import LEAST_SHARE, moments
from engine.methods.row_bands import row_bands

EPSILON = 1e-5
"""As in torch's own normalising."""
ROWS_AT_ONCE = 64
"""Of features, where they are compared in float32."""

Sums = dict[str, Tensor]


def gram_sums(features: Tensor, mask: Tensor | None) -> Sums:
    """Of weights, weighted features and weighted products of them, over positions; `mask` as in `moments`."""
    positions = features.shape[-2] * features.shape[-1]
    mean, gram = moments(features, mask)
    weight = mean.new_ones(()) if mask is None else mask.mean(dtype=mean.dtype)
    counted = positions * weight.clamp_min(LEAST_SHARE)
    return {"count": positions * weight, "first": mean * counted, "second": gram * counted}


def moments_of(sums: Sums) -> tuple[Tensor, Tensor]:
    """As `moments`, from the totals of `gram_sums`."""
    count = sums["count"].clamp_min(EPSILON)
    return sums["first"] / count, sums["second"] / count


@dataclass(frozen=True, slots=True)
class ContentTarget:
    """The content image in one tile at one tap, as the content loss wants it."""

    sums: Tensor
    """(6, channels) over positions: their number, values, squares; weights, weighted values, weighted squares."""
    features: Tensor | None
    """(1, channels, h, w); None where no position has a weight."""

    @classmethod
    def of(cls, features: Tensor, mask: Tensor | None) -> "ContentTarget":
        bands = row_bands(features, weights_for(features, mask), rows=ROWS_AT_ONCE)
        sums = torch.stack([_target_sums(*band) for band in bands]).sum(dim=0)
        return cls(sums, features if mask is None or bool(mask.any()) else None)

    @property
    def nbytes(self) -> int:
        return 0 if self.features is None else self.features.nbytes

    def alone(self) -> "ContentTarget":
        """Without what else was read with it, so that it can be kept."""
        return self if self.features is None else replace(self, features=self.features.clone())


class _ContentSums(torch.autograd.Function):
    """A few rows at a time, and back without what autograd would keep: nine copies of the features in float32."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, target: Tensor, mask: Tensor) -> Tensor:
        ctx.save_for_backward(features, target, mask)
        bands = row_bands(features, target, mask, rows=ROWS_AT_ONCE)
        return torch.stack([_content_sums(*band) for band in bands]).sum(dim=0)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None, None]:
        gradient = torch.empty_like(ctx.saved_tensors[0])
        h, hh, wh, whh, wht = (row.view(1, -1, 1, 1) for row in upstream)
        for out, here, there, weights in row_bands(gradient, *ctx.saved_tensors, rows=ROWS_AT_ONCE):
            out.copy_(h + 2 * hh * here + weights * (wh + 2 * whh * here + wht * there))
        return gradient, None, None


def _content_sums(features: Tensor, target: Tensor, mask: Tensor) -> Tensor:
    here, there, weights = (each[0].flatten(1).to(mask.dtype) for each in (features, target, mask))
    rows = (here, here.square(), weights * here, weights * here.square(), weights * here * there)
    return torch.stack([row.sum(dim=1) for row in rows])


def _target_sums(target: Tensor, mask: Tensor) -> Tensor:
    there, weights = (each[0].flatten(1).to(mask.dtype) for each in (target, mask))
    plain = (torch.ones_like(there), there, there.square())
    return torch.stack([row.sum(dim=1) for row in (*plain, *(weights * row for row in plain))])


def weights_for(features: Tensor, mask: Tensor | None) -> Tensor:
    """(1, 1, h, w) in float32 or better."""
    mask = torch.ones_like(features[:, :1]) if mask is None else mask
    return mask.to(torch.promote_types(features.dtype, torch.float32))


def content_sums(features: Tensor, target: ContentTarget, mask: Tensor | None) -> Tensor:
    """(5, channels): what of `content_loss` depends on the picture, in the order of names in `content_loss_of`."""
    there = features.detach() if target.features is None else target.features
    sums = _ContentSums.apply(features, there, weights_for(features, mask))  # type: ignore[no-untyped-call]
    return cast(Tensor, sums)


def content_loss_of(sums: Tensor, target_sums: Tensor) -> Tensor:
    """As `content_loss`, from the totals of `content_sums` and of the targets' sums."""
    h, hh, wh, whh, wht = sums
    number, t, tt, w, wt, wtt = target_sums
    mean, target_mean = h / number, t / number
    scale = (hh / number - mean.square() + EPSILON).rsqrt()
    target_scale = (tt / number - target_mean.square() + EPSILON).rsqrt()
    squares = (whh - 2 * mean * wh + mean.square() * w) * scale.square()
    target_squares = (wtt - 2 * target_mean * wt + target_mean.square() * w) * target_scale.square()
    products = (wht - mean * wt - target_mean * wh + mean * target_mean * w) * scale * target_scale
    return torch.mean((squares - 2 * products + target_squares) / number)
