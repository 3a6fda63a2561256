"""Gram matrices and the loss made of them, by their laws."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from engine.methods.losses.gram import GramStatistics, gram_matrix, moments, shifted_gram
from tests.engine.methods.losses.noises import GENERATOR, noise, shuffled

MASK = noise(1, 1, 4, 5, seed=9).abs()
STYLE = GramStatistics.of(noise(1, 3, 6, 5, seed=7))

LOSSES: dict[str, Callable[[Tensor], Tensor]] = {
    "gram": lambda features: (gram_matrix(features) ** 3).sum(),
    "style": STYLE.loss,
    "style in a region": lambda features: STYLE.loss(features, MASK),
}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_a_gradient_agrees_with_finite_differences(loss: Callable[[Tensor], Tensor]) -> None:
    assert torch.autograd.gradcheck(loss, noise(1, 3, 4, 5).requires_grad_())


def test_a_gram_matrix_does_not_change_when_positions_are_shuffled() -> None:
    features = noise(2, 5, 9, 7)

    torch.testing.assert_close(gram_matrix(shuffled(features)), gram_matrix(features))


def test_a_gram_matrix_is_the_mean_product_of_channels() -> None:
    features = noise(1, 2, 3, 4)

    expected = (features[0, 0] * features[0, 1]).mean()

    torch.testing.assert_close(gram_matrix(features)[0, 0, 1], expected)


def test_a_gram_matrix_in_bfloat16_is_summed_finely_enough() -> None:
    features = noise(1, 8, 150, 200).abs().float()

    coarse = gram_matrix(features.bfloat16())

    assert coarse.dtype == torch.float32
    torch.testing.assert_close(coarse, gram_matrix(features), rtol=5e-3, atol=0)


def test_shifting_a_gram_matrix_is_shifting_the_features() -> None:
    features, shift = noise(2, 4, 5, 6), noise(2, 4, seed=3)

    torch.testing.assert_close(
        shifted_gram(features, shift), gram_matrix(features - shift.view(2, 4, 1, 1)), rtol=1e-9, atol=1e-9
    )


def test_the_style_loss_is_zero_for_the_style_itself_in_any_order_of_its_pixels() -> None:
    style = noise(1, 4, 6, 6)

    assert GramStatistics.of(style).loss(shuffled(style)).item() == pytest.approx(0, abs=1e-12)


def test_the_style_loss_of_no_texture_is_about_one_whatever_the_scale_of_the_layer() -> None:
    style = noise(1, 4, 30, 30)

    for scale in (0.01, 1.0, 100.0):
        statistics = GramStatistics.of(style * scale)
        flat = statistics.mean.view(1, 4, 1, 1).expand(1, 4, 9, 9)
        assert statistics.loss(flat).item() == pytest.approx(1, abs=0.01)


def test_a_style_of_one_flat_colour_has_a_finite_loss() -> None:
    statistics = GramStatistics.of(torch.full((1, 4, 8, 8), 0.3))

    assert statistics.loss(noise(1, 4, 8, 8).float()).isfinite()
    assert GramStatistics.of(torch.zeros(1, 4, 8, 8)).loss(torch.ones(1, 4, 8, 8)).isfinite()


def test_mixed_statistics_are_those_of_one_picture_made_of_the_shares() -> None:
    left, right = noise(1, 4, 6, 3), noise(1, 4, 6, 9, seed=4)

    mixed = GramStatistics.mixed([(GramStatistics.of(left), 0.25), (GramStatistics.of(right), 0.75)])

    assert mixed.loss(torch.cat([left, right], dim=3)).item() == pytest.approx(0, abs=1e-12)


def test_moments_under_a_mask_are_those_of_the_positions_it_shows() -> None:
    shown, hidden = noise(1, 4, 6, 3), noise(1, 4, 6, 9, seed=4)
    mask = torch.cat([torch.ones(1, 1, 6, 3), torch.zeros(1, 1, 6, 9)], dim=3)

    masked = moments(torch.cat([shown, hidden], dim=3), mask)

    for has, wanted in zip(masked, moments(shown), strict=True):
        torch.testing.assert_close(has, wanted)


def test_the_moments_of_two_halves_add_up_to_those_of_the_whole() -> None:
    features, mask = noise(1, 4, 6, 8), torch.rand(1, 1, 6, 8, generator=GENERATOR.manual_seed(5), dtype=torch.float64)
    share = mask.mean()

    halves = zip(moments(features, mask), moments(features, 1 - mask), moments(features), strict=True)

    for left, right, whole in halves:
        torch.testing.assert_close(share * left + (1 - share) * right, whole)


def test_a_mask_of_all_white_is_no_mask_and_a_black_one_gives_finite_moments() -> None:
    features = noise(1, 4, 6, 8)

    for has, wanted in zip(moments(features, torch.ones(1, 1, 6, 8)), moments(features), strict=True):
        torch.testing.assert_close(has, wanted)
    assert all(has.isfinite().all() for has in moments(features, torch.zeros(1, 1, 6, 8)))
    assert GramStatistics.of(features).loss(features, torch.zeros(1, 1, 6, 8)).isfinite()
