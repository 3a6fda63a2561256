"""Pictures a few rows at a time: what is computed pixel by pixel then needs no second picture in memory."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

STRIP = 256
"""Rows."""


def strips(*pictures: Tensor, rows: int = STRIP) -> Iterator[tuple[Tensor, ...]]:
    """Views of a few rows each, in order: the same rows of each picture. All have one height."""
    return zip(*(torch.split(picture, rows, dim=-2) for picture in pictures), strict=True)


def in_strips(act: Callable[..., Tensor], first: Tensor, *others: Tensor) -> Tensor:
    """As `act` on the whole pictures, all of one height, where no pixel of its result depends on other rows."""
    made = torch.empty_like(first)
    for target, *given in strips(made, first, *others):
        target.copy_(act(*given))
    return made
