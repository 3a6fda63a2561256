"""The content loss by its laws."""

import pytest
import torch

from engine.methods.losses.content import content_loss
from tests.engine.methods.losses.noises import noise, shuffled

MASK = noise(1, 1, 4, 5, seed=9).abs()


@pytest.mark.parametrize("mask", [None, MASK], ids=["everywhere", "under a map"])
def test_a_gradient_agrees_with_finite_differences(mask: torch.Tensor | None) -> None:
    target = noise(1, 3, 4, 5, seed=8)

    assert torch.autograd.gradcheck(
        lambda features: content_loss(features, target, mask), noise(1, 3, 4, 5).requires_grad_()
    )


def test_a_map_of_content_counts_each_position_as_it_says() -> None:
    features, target = noise(1, 3, 8, 8), noise(1, 3, 8, 8, seed=6)
    left = torch.cat([torch.ones(1, 1, 8, 4), torch.zeros(1, 1, 8, 4)], dim=3)

    halves = content_loss(features, target, left) + content_loss(features, target, 1 - left)

    torch.testing.assert_close(halves, content_loss(features, target))
    torch.testing.assert_close(content_loss(features, target, 3 * torch.ones(1, 1, 8, 8)), 3 * halves)


def test_the_content_loss_leaves_brightness_and_contrast_of_a_channel_free() -> None:
    features = noise(1, 3, 8, 8) * 10
    gain, offset = torch.tensor([2.0, 0.5, 9.0]).view(1, 3, 1, 1), torch.tensor([5.0, -3.0, 0.0]).view(1, 3, 1, 1)

    assert content_loss(features * gain + offset, features).item() == pytest.approx(0, abs=1e-6)
    assert content_loss(shuffled(features), features).item() > 0.5
