"""The losses of the training, by laws."""

import torch

from engine.training.losses import (
    STYLE_TAPS,
    content_error,
    relative,
    scaled_total_variation,
    statistics,
    style_errors,
    style_statistics,
)


def features(seed: int, batch: int = 2) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return {tap: torch.rand(batch, 8, 6, 6, generator=generator, dtype=torch.float64) for tap in STYLE_TAPS}


def test_a_picture_in_its_own_style_has_no_style_error_and_another_has() -> None:
    one, other = style_statistics(features(1)), style_statistics(features(2))
    assert [float(error) for error in style_errors(one, one)] == [0, 0]
    assert all(float(error) > 0 for error in style_errors(one, other))


def test_style_statistics_do_not_change_when_positions_are_shuffled() -> None:
    read = features(1)["relu1_1"]
    shuffled = read.flatten(2)[..., torch.randperm(36)].view_as(read)
    for before, after in zip(statistics(read), statistics(shuffled), strict=True):
        assert torch.allclose(before, after, atol=1e-6)


def test_a_content_error_ignores_brightness_and_contrast_but_not_places() -> None:
    read = torch.rand(1, 8, 12, 12, dtype=torch.float64) * 10
    assert float(content_error(read * 3 + 2, read)) < 1e-3
    assert float(content_error(read.flip(-1), read)) > 0.5


def test_a_style_of_one_flat_colour_does_not_outweigh_the_others() -> None:
    target = torch.stack([torch.zeros(8), torch.ones(8)])
    assert float(relative(target + 0.1, target)) < 1


def test_a_flat_picture_is_calm() -> None:
    assert float(scaled_total_variation(torch.full((1, 3, 8, 8), 0.3))) == 0
    assert float(scaled_total_variation(torch.rand(1, 3, 8, 8))) > 1


def test_gradients_of_every_loss_agree_with_finite_differences() -> None:
    target = features(2, batch=1)["relu1_1"]
    start = features(1, batch=1)["relu1_1"].requires_grad_()

    def loss(value: torch.Tensor) -> torch.Tensor:
        flat = value.flatten(start_dim=2)
        wanted = target.flatten(start_dim=2)
        return relative(flat @ flat.mT, wanted @ wanted.mT) + scaled_total_variation(value)

    assert torch.autograd.gradcheck(loss, (start,))
