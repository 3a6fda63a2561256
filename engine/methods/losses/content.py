"""The content loss: how far shapes are from those of the content image. Gatys et al. 2016, eq. 1, normalised."""

from typing import Any, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable


class _ContentLoss(torch.autograd.Function):
    """In the features' own order in memory; autograd's way through `instance_norm` costs four times as much."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, target: Tensor, mask: Tensor | None) -> Tensor:
        here, inverse_deviation = instance_normalised(features)
        gap = here - instance_normalised(target)[0]
        weighted = gap if mask is None else gap * mask.reshape(-1, 1).to(gap.dtype)
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


def content_loss(features: Tensor, target: Tensor, mask: Tensor | None = None) -> Tensor:
    """Mean squared difference of features (1, channels, h, w), each channel of mean 0 and deviation 1 over positions.

    0 for the same shapes, about 2 for unrelated ones. Gatys et al. 2016, eq. 1, compare features as they are; instance
    normalisation (as in Huang & Belongie 2017) leaves colour and contrast to the style, so that shapes can be held
    harder. `mask` (1, 1, h, w), not negative, multiplies the loss of a position.
    """
    return cast(Tensor, _ContentLoss.apply(features, target, mask))  # type: ignore[no-untyped-call]


def instance_normalised(features: Tensor) -> tuple[Tensor, Tensor]:
    """(positions, channels) of (1, channels, h, w), in float32 or better, and the factor of each channel (channels)."""
    here, _, inverse_deviation = torch.native_batch_norm(
        features.to(torch.promote_types(features.dtype, torch.float32)), None, None, None, None, True, 0.0, 1e-5
    )
    return here.permute(0, 2, 3, 1).reshape(-1, features.shape[1]), inverse_deviation
