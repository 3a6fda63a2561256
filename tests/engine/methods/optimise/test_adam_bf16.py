"""Adam in little memory still goes downhill."""

import torch
from torch import Tensor

from engine.methods.optimise.adam_bf16 import LeanDescent
from engine.methods.row_bands import STRIP


def test_lean_descent_reaches_the_bottom_and_leaves_alone_what_has_no_slope() -> None:
    goal = torch.rand(1, 3, 2 * STRIP + 7, 4)
    moving = (torch.arange(4) < 2).float()

    def slope(picture: Tensor) -> tuple[Tensor, Tensor]:
        gap = (picture - goal) * moving
        return gap.square().sum(), 2 * gap

    start = goal + 0.1
    *_, reached = LeanDescent().walk(start.clone(), slope, steps=12)

    assert slope(reached)[0] < 0.1 * slope(start)[0]
    assert torch.equal(reached[..., 2:], start[..., 2:])
