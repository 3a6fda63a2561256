"""How far a picture is from what is wanted: style, content and smoothness as numbers with gradients."""

import torch
from torch import Tensor


def gram_matrix(features: Tensor) -> Tensor:
    """Channel correlations, (batch, channels, h, w) -> (batch, channels, channels). Gatys et al. 2016, eq. 3.

    Averaged over positions, unlike the paper, so that a loss does not depend on the image size.
    """
    flat = features.flatten(start_dim=2)
    return flat @ flat.mT / flat.shape[-1]


def relative_error(value: Tensor, target: Tensor) -> Tensor:
    """Squared distance over the target's own square: 0 when equal, 1 for a value of zeros, at any scale."""
    return (value - target).square().sum() / target.square().sum().clamp_min(torch.finfo(target.dtype).tiny)


def total_variation(picture: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels, over both directions."""
    across = picture[..., :, 1:] - picture[..., :, :-1]
    down = picture[..., 1:, :] - picture[..., :-1, :]
    return across.square().mean() + down.square().mean()
