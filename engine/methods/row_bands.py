"""Pictures a few rows at a time: what is computed pixel by pixel then needs no second picture in memory."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

ROWS = 256
"""Of a band."""


def row_bands(*pictures: Tensor, rows: int = ROWS) -> Iterator[tuple[Tensor, ...]]:
    """Views of a few rows each, in order: the same rows of each picture (…, h, w). All have one height."""
    return zip(*(torch.split(picture, rows, dim=-2) for picture in pictures), strict=True)


def by_row_bands(function: Callable[..., Tensor], first: Tensor, *others: Tensor) -> Tensor:
    """`function` of whole pictures (…, h, w), all of one height, where no pixel of its result depends on other rows."""
    made = torch.empty_like(first)
    for target, *given in row_bands(made, first, *others):
        target.copy_(function(*given))
    return made
