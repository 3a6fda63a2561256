"""Pictures a few rows at a time: what is computed pixel by pixel then needs no second picture in memory."""

from collections.abc import Callable

import torch
from torch import Tensor

STRIP = 256
"""Rows."""


def strips(picture: Tensor) -> tuple[Tensor, ...]:
    """Views of a few rows each, in order."""
    return torch.split(picture, STRIP, dim=-2)


def in_strips(act: Callable[..., Tensor], first: Tensor, *others: Tensor) -> Tensor:
    """As `act` on the whole pictures, all of one height, where no pixel of its result depends on other rows."""
    made = torch.empty_like(first)
    for target, *given in zip(*map(strips, (made, first, *others)), strict=True):
        target.copy_(act(*given))
    return made
