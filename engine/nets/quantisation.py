"""Quantised weights for a file: int8 by output channel, a byte each instead of four, and a scale for each."""

from collections.abc import Mapping

import torch
from torch import Tensor

STEPS = 127
"""From zero to an output channel's largest weight."""
SCALE = ".scale"
"""After a tensor's name: what its output channels were divided by."""


def quantised(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Kernels and matrices as int8 by output channel, all else as float16. Changes no picture visibly."""
    stored = {}
    for name, value in weights.items():
        weight = value.detach().cpu().float().contiguous()
        if weight.dim() < 2:
            stored[name] = weight.half()
        else:
            scale = weight.flatten(1).abs().amax(dim=1).div(STEPS).clamp_min(1e-12)
            stored[name] = weight.div(_by_row(scale, weight)).round().to(torch.int8)
            stored[name + SCALE] = scale
    return stored


def dequantised(stored: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """float32, from what `quantised` made or from plain weights of any kind."""
    weights = {name: value.float() for name, value in stored.items() if not name.endswith(SCALE)}
    for name, value in stored.items():
        if name.endswith(SCALE):
            of = name.removesuffix(SCALE)
            weights[of] *= _by_row(value, weights[of])
    return weights


def _by_row(scale: Tensor, weight: Tensor) -> Tensor:
    return scale.view(-1, *[1] * (weight.dim() - 1))
