"""Adam with moments of two bytes still goes downhill."""

import torch
from torch import Tensor

from engine.methods.optimise.adam_bf16 import AdamBf16
from engine.methods.row_bands import ROWS


def test_the_bottom_is_reached_and_what_has_no_gradient_is_left_alone() -> None:
    target = torch.rand(1, 3, 2 * ROWS + 7, 4)
    moving = (torch.arange(4) < 2).float()

    def loss_and_gradient(picture: Tensor) -> tuple[Tensor, Tensor]:
        gap = (picture - target) * moving
        return gap.square().sum(), 2 * gap

    start = target + 0.1
    *_, reached = AdamBf16().minimise(start.clone(), loss_and_gradient, steps=12)

    assert loss_and_gradient(reached)[0] < 0.1 * loss_and_gradient(start)[0]
    assert torch.equal(reached[..., 2:], start[..., 2:])
