"""The losses of pixels by their laws."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from engine.methods.losses.total_variation import out_of_range, total_variation
from tests.engine.methods.losses.noises import noise


@pytest.mark.parametrize("loss", [total_variation, out_of_range])
def test_a_gradient_agrees_with_finite_differences(loss: Callable[[Tensor], Tensor]) -> None:
    assert torch.autograd.gradcheck(loss, noise(1, 3, 4, 5).requires_grad_())


def test_the_total_variation_of_a_flat_picture_is_zero_and_grows_with_contrast() -> None:
    checks = (torch.arange(8).view(8, 1) + torch.arange(8)).remainder(2).float().view(1, 1, 8, 8)

    assert total_variation(torch.full((1, 3, 8, 8), 0.4)) == 0
    assert total_variation(checks) == pytest.approx(2.0)
    assert total_variation(checks / 2) == pytest.approx(0.5)
    assert total_variation(torch.ones(1, 3, 1, 1)) == 0


def test_only_values_that_no_picture_has_are_out_of_range() -> None:
    assert out_of_range(torch.tensor([0.0, 0.5, 1.0])) == 0
    assert out_of_range(torch.tensor([-1.0, 3.0])) == pytest.approx(2.5)
