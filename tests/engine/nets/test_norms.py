"""Conditional instance normalisation, measured, known and folded: the three ways agree."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.nets.norms import (
    FoldedNorms,
    KnownNorms,
    MeasuredNorms,
    Norms,
    moments_of,
    normalised,
    normalised_for_gradients,
    reflection_padded,
)

CHANNELS = 5


def features(height: int, width: int, seed: int = 0, batch: int = 1) -> Tensor:
    return torch.rand(batch, CHANNELS, height, width, generator=torch.Generator().manual_seed(seed))


@pytest.fixture(params=[torch.float32, torch.bfloat16], ids=["float32", "bfloat16"])
def convolution(request: pytest.FixtureRequest) -> nn.Conv2d:
    torch.manual_seed(1)
    return nn.Conv2d(CHANNELS, CHANNELS, 3, bias=False).to(request.param).requires_grad_(False)


def code() -> Tensor:
    return torch.randn(1, 2 * CHANNELS, generator=torch.Generator().manual_seed(2))


def all_ways(convolution: nn.Conv2d, here: Tensor) -> list[Norms]:
    measured = MeasuredNorms(code())
    measured(convolution, here)
    known = KnownNorms(code(), measured.moments)
    return [MeasuredNorms(code()), known, FoldedNorms([convolution], code(), measured.moments)]


@pytest.mark.parametrize("kind", ["active", "onto"])
@torch.inference_mode()
def test_a_pictures_own_moments_known_or_folded_are_the_same_as_measured(convolution: nn.Conv2d, kind: str) -> None:
    here = features(20, 24).to(convolution.weight.dtype)
    painted = []
    for way in all_ways(convolution, here):
        below = features(20, 24, seed=5).to(here)
        painted.append(way(convolution, here, onto=below if kind == "onto" else None).float())
    tolerance = 1e-4 if here.dtype == torch.float32 else 0.1
    assert all((other - painted[0]).abs().max() < tolerance for other in painted[1:])
    assert kind != "active" or (painted[0] >= 0).all()


def test_reflection_padding_is_the_same_with_and_without_gradients() -> None:
    here = features(6, 7, batch=2)
    with torch.inference_mode():
        quick = reflection_padded(here)
    assert torch.equal(quick, reflection_padded(here))
    assert torch.equal(quick, F.pad(here, (1, 1, 1, 1), mode="reflect"))


def test_a_normalised_channel_has_the_mean_and_deviation_that_the_style_says() -> None:
    gain, shift = torch.tensor([[1.5, 0.5, 1.0]]), torch.tensor([[3.0, -2.0, 0.0]])
    normal, _ = normalised(features(64, 64)[:, :3], gain, shift)
    assert torch.allclose(normal.std(dim=(2, 3), correction=0), gain, rtol=0.02)
    assert torch.allclose(normal.mean(dim=(2, 3)), shift, atol=1e-4)


@pytest.mark.parametrize(("pictures", "views"), [(3, 1), (1, 2), (3, 2)])
def test_training_and_painting_normalise_alike(pictures: int, views: int) -> None:
    here, gain, shift = features(20, 30, batch=views * pictures), *torch.rand(2, pictures, CHANNELS)
    here = here.contiguous(memory_format=torch.channels_last)
    quick, seen = normalised(here, gain, shift, views)
    assert quick.is_contiguous(memory_format=torch.channels_last)
    traced, measured = normalised_for_gradients(here, gain, shift, views)
    assert torch.allclose(quick, traced, atol=1e-5)
    assert torch.allclose(seen.mean, measured.mean, atol=1e-5)
    assert torch.allclose(seen.inverse_deviation, measured.inverse_deviation, rtol=1e-4)


def test_views_of_a_picture_are_normalised_as_one_picture() -> None:
    upright, laid, gain, shift = (
        features(6, 8, batch=2),
        3 * features(6, 8, seed=1, batch=2),
        *torch.rand(2, 2, CHANNELS),
    )
    views, seen = normalised(torch.cat([upright, laid]), gain, shift, views=2)
    whole, measured = normalised(torch.cat([upright, laid], dim=2), gain, shift)
    assert torch.allclose(torch.cat([views[:2], views[2:]], dim=2), whole, atol=1e-4)
    assert torch.allclose(seen.mean, measured.mean, atol=1e-5)


def test_moments_are_the_mean_and_the_deviation_of_each_channel() -> None:
    here = features(9, 11, batch=2)
    seen = moments_of(here)
    assert torch.allclose(seen.mean.flatten(1), here.mean(dim=(2, 3)), atol=1e-5)
    assert torch.allclose(seen.deviation.flatten(1), here.std(dim=(2, 3), correction=0), rtol=1e-3)
    assert moments_of(torch.ones(1, 2, 8, 8)).deviation.abs().max() < 1e-5
