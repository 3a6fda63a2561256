"""How much a picture jumps along the borders of its tiles, beside how much it jumps elsewhere."""

from collections.abc import Iterable

import torch
from torch import Tensor


def seam_score(picture: Tensor, *, side: int) -> float:
    """Deviations by which the worse of rows and columns stands out; below 3 is noise, above 5 can be seen.

    A jump is the difference of two neighbouring lines, less that of the lines around them, so that edges which are as
    strong nearby do not count.
    """
    return max(_score(picture, side), _score(picture.mT, side))


def _score(picture: Tensor, side: int) -> float:
    steps = (picture[..., 1:] - picture[..., :-1]).abs().mean(dim=(0, 1, 2)).double()
    jumps = steps[1:-1] - (steps[:-2] + steps[2:]) / 2  # of the step from column i + 1 to i + 2
    at_borders = torch.zeros(len(jumps), dtype=torch.bool)
    at_borders[[border - 2 for border in _borders(picture.shape[-1], side)]] = True
    elsewhere = jumps[~at_borders]
    deviation = elsewhere.std() / at_borders.sum().sqrt()
    return float((jumps[at_borders].mean() - elsewhere.mean()) / deviation)


def _borders(length: int, side: int) -> Iterable[int]:
    """The first pixels of all tiles but the first, where the lines around exist."""
    return (border for border in range(side, length, side) if border < length - 1)
