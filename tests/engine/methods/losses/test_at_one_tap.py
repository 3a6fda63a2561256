"""What a loss that compares single positions of a tap promises of its masks."""

import pytest
import torch

from engine.methods.losses.nearest import SampledFeatures
from engine.methods.losses.sliced_wasserstein import ProjectedQuantiles
from tests.engine.methods.losses.noises import noise

At = type[SampledFeatures] | type[ProjectedQuantiles]


@pytest.fixture(params=[SampledFeatures, ProjectedQuantiles])
def at_tap(request: pytest.FixtureRequest) -> At:
    kind: At = request.param
    return kind


def test_where_a_mask_is_zero_nothing_counts_and_nothing_is_changed(at_tap: At) -> None:
    style, here = at_tap.of(noise(1, 3, 8, 8)), noise(1, 3, 8, 8, seed=5).requires_grad_()
    where = torch.ones(1, 1, 8, 8)
    where[..., 4:] = 0

    loss = style.loss(here, where)
    (gradient,) = torch.autograd.grad(loss, here)

    assert gradient[..., :4].abs().sum() > 0
    assert gradient[..., 4:].eq(0).all()
    torch.testing.assert_close(loss, style.loss(here[..., :4], None))


def test_only_the_ratios_of_a_mask_matter(at_tap: At) -> None:
    style, here = at_tap.of(noise(1, 3, 8, 8)), noise(1, 3, 8, 8, seed=5)

    torch.testing.assert_close(style.loss(here, torch.full((1, 1, 8, 8), 0.3)), style.loss(here, None))
