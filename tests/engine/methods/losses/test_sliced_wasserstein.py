"""Sliced Wasserstein by its laws."""

import pytest
import torch

from engine.methods.losses.sliced_wasserstein import (
    ProjectedQuantiles,
    SlicedWassersteinLoss,
    argsort,
    interpolated,
    orthonormal,
)
from tests.engine.methods.losses.noises import GENERATOR, noise, shuffled


def test_a_gradient_agrees_with_finite_differences_with_and_without_a_mask() -> None:
    style = ProjectedQuantiles.of(noise(1, 3, 6, 5, seed=7))
    where = torch.rand(1, 1, 4, 5, generator=GENERATOR.manual_seed(3))

    assert torch.autograd.gradcheck(lambda here: style.loss(here, None), noise(1, 3, 4, 5).requires_grad_())
    assert torch.autograd.gradcheck(lambda here: style.loss(here, where), noise(1, 3, 4, 5).requires_grad_())


def test_the_loss_is_zero_for_the_style_itself_in_any_order_of_its_pixels() -> None:
    style = noise(1, 4, 24, 24)

    assert ProjectedQuantiles.of(style).loss(shuffled(style), None).item() == pytest.approx(0, abs=1e-4)


def test_pictures_of_other_sizes_with_the_same_distribution_are_near() -> None:
    style = ProjectedQuantiles.of(noise(1, 4, 60, 60))

    assert style.loss(noise(1, 4, 25, 30, seed=5), None) < 0.02
    assert style.loss(noise(1, 4, 90, 80, seed=5), None) < 0.02


def test_a_distribution_of_the_same_mean_and_covariance_but_another_shape_is_told_apart() -> None:
    bell, coin = noise(1, 1, 60, 60), noise(1, 1, 60, 60, seed=9).sign()

    assert ProjectedQuantiles.of(bell).loss(coin, None) > 20 * ProjectedQuantiles.of(bell).loss(
        noise(1, 1, 60, 60, seed=4), None
    )


def test_the_loss_of_no_texture_is_about_one_whatever_the_scale_of_the_layer() -> None:
    style = noise(1, 4, 30, 30) + 1

    for scale in (0.01, 1.0, 100.0):
        flat = (style * scale).mean(dim=(2, 3), keepdim=True).expand(1, 4, 9, 9)
        assert ProjectedQuantiles.of(style * scale).loss(flat, None).item() == pytest.approx(1, abs=0.03)


def test_a_style_of_one_flat_colour_has_a_finite_loss() -> None:
    assert ProjectedQuantiles.of(torch.full((1, 4, 8, 8), 0.3)).loss(noise(1, 4, 8, 8).float(), None).isfinite()
    assert ProjectedQuantiles.of(torch.zeros(1, 4, 1, 1)).loss(torch.ones(1, 4, 1, 1), None).isfinite()


def test_mixed_quantiles_are_those_of_one_picture_made_of_the_shares() -> None:
    left, right = noise(1, 3, 30, 10), noise(1, 3, 30, 30, seed=4) + 3

    mixed = ProjectedQuantiles.mixed([(ProjectedQuantiles.of(left), 0.25), (ProjectedQuantiles.of(right), 0.75)])
    whole = ProjectedQuantiles.of(torch.cat([left, right], dim=3))

    assert mixed.loss(torch.cat([left, right], dim=3), None) < 0.01 * mixed.loss(right, None)
    assert (mixed.quantiles - whole.quantiles).square().mean() < 0.01 * whole.quantiles.var()


def test_directions_stand_at_right_angles_and_never_change() -> None:
    directions = orthonormal(64)

    torch.testing.assert_close(directions @ directions.mT, torch.eye(64), atol=1e-5, rtol=0)
    assert torch.equal(directions, orthonormal(64))


def test_values_between_samples_lie_on_straight_lines_and_never_beyond_the_ends() -> None:
    values = interpolated(torch.tensor([[0.0, 10.0]]), torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0]))

    torch.testing.assert_close(values, torch.tensor([[0.0, 0.0, 5.0, 10.0, 10.0]]))


def test_sorting_puts_each_row_into_ascending_order() -> None:
    rows = noise(3, 50).float()

    assert rows.gather(1, argsort(rows)).diff(dim=1).ge(0).all()


def test_a_style_keeps_a_bounded_part_of_a_large_picture() -> None:
    small = SlicedWassersteinLoss.of({"relu1_1": noise(1, 8, 30, 30).float()})
    large = SlicedWassersteinLoss.of({"relu1_1": noise(1, 8, 150, 150).float()})

    assert small.nbytes == large.nbytes


def test_taps_count_by_their_layer_weights() -> None:
    features = {"relu1_1": noise(1, 3, 8, 8), "relu2_1": noise(1, 5, 4, 4)}
    style = SlicedWassersteinLoss.of({"relu1_1": noise(1, 3, 8, 8, seed=6), "relu2_1": noise(1, 5, 4, 4, seed=7)})

    first = style.loss(features, {"relu1_1": 1.0, "relu2_1": 0.0})
    both = style.loss(features, {"relu1_1": 0.5, "relu2_1": 0.5})

    torch.testing.assert_close(first, style.taps["relu1_1"].loss(features["relu1_1"], None))
    assert both > first / 2
