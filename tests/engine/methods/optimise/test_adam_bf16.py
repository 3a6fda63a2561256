"""Adam in little memory still goes downhill."""

import torch
from torch import Tensor

from engine.methods.optimise.adam_bf16 import AdamBf16
from engine.methods.row_bands import ROWS


def test_lean_descent_reaches_the_bottom_and_leaves_alone_what_has_no_slope() -> None:
    goal = torch.rand(1, 3, 2 * ROWS + 7, 4)
    moving = (torch.arange(4) < 2).float()

    def slope(picture: Tensor) -> tuple[Tensor, Tensor]:
        gap = (picture - goal) * moving
        return gap.square().sum(), 2 * gap

    start = goal + 0.1
    *_, reached = AdamBf16().minimise(start.clone(), slope, steps=12)

    assert slope(reached)[0] < 0.1 * slope(start)[0]
    assert torch.equal(reached[..., 2:], start[..., 2:])
