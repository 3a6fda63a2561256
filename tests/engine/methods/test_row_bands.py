"""Work a few rows at a time is the same work, and Adam in little memory still goes downhill."""

import torch
from torch import Tensor

from engine.methods.lean import LeanDescent
from engine.methods.row_bands import STRIP, in_strips

TALL = 2 * STRIP + 7


def test_strips_put_together_are_the_whole() -> None:
    one, other = torch.rand(1, 3, TALL, 5), torch.rand(1, 1, TALL, 5)

    assert torch.equal(in_strips(torch.lerp, one, 1 - one, other), torch.lerp(one, 1 - one, other))


def test_lean_descent_reaches_the_bottom_and_leaves_alone_what_has_no_slope() -> None:
    goal = torch.rand(1, 3, TALL, 4)
    moving = (torch.arange(4) < 2).float()

    def slope(picture: Tensor) -> tuple[Tensor, Tensor]:
        gap = (picture - goal) * moving
        return gap.square().sum(), 2 * gap

    start = goal + 0.1
    *_, reached = LeanDescent().walk(start.clone(), slope, steps=12)

    assert slope(reached)[0] < 0.1 * slope(start)[0]
    assert torch.equal(reached[..., 2:], start[..., 2:])
