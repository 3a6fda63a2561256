"""Nearest neighbours by their laws."""

import pytest
import torch
from torch import Tensor

from engine.methods.losses import nearest
from engine.methods.losses.nearest import NearestNeighbourLoss, SampledFeatures, nearest_neighbours
from tests.engine.methods.losses.noises import GENERATOR, noise, shuffled


def test_a_gradient_agrees_with_finite_differences_with_and_without_a_mask() -> None:
    style = SampledFeatures.of(noise(1, 3, 6, 5, seed=7))
    where = torch.rand(1, 1, 4, 5, generator=GENERATOR.manual_seed(3))

    assert torch.autograd.gradcheck(lambda here: style.loss(here, None), noise(1, 3, 4, 5).requires_grad_())
    assert torch.autograd.gradcheck(lambda here: style.loss(here, where), noise(1, 3, 4, 5).requires_grad_())


def test_the_loss_is_zero_for_the_style_itself_in_any_order_of_its_pixels() -> None:
    style = noise(1, 4, 9, 9)

    assert SampledFeatures.of(style).loss(shuffled(style), None).item() == pytest.approx(0, abs=1e-9)


def test_the_loss_of_no_texture_is_about_one_whatever_the_scale_of_the_layer() -> None:
    style = noise(1, 16, 30, 30)

    for scale in (0.01, 1.0, 100.0):
        flat = (style * scale).mean(dim=(2, 3), keepdim=True).expand(1, 16, 9, 9)
        assert SampledFeatures.of(style * scale).loss(flat, None).item() == pytest.approx(1, abs=0.01)


def test_a_style_of_one_flat_colour_has_a_finite_loss() -> None:
    assert SampledFeatures.of(torch.full((1, 4, 8, 8), 0.3)).loss(noise(1, 4, 8, 8).float(), None).isfinite()
    assert SampledFeatures.of(torch.zeros(1, 4, 1, 1)).loss(torch.ones(1, 4, 1, 1), None).isfinite()


def test_a_painting_that_repeats_one_place_of_the_style_is_not_enough() -> None:
    style = noise(1, 8, 9, 9)
    one_place = style[..., 4:5, 4:5].expand(1, 8, 9, 9)

    assert SampledFeatures.of(style).loss(one_place, None) > 0.3


def test_where_the_styles_places_are_few_none_pulls_harder_than_one_of_the_paintings_own() -> None:
    """They did, and a painting of 1,200 px had saturated specks, each where one of them was nearest."""
    few, here = SampledFeatures.of(noise(1, 8, 2, 2)), noise(1, 8, 40, 40, seed=5).requires_grad_()

    few.loss(here, None).backward()  # type: ignore[no-untyped-call]

    assert here.grad is not None
    pulls = here.grad.norm(dim=1).flatten() * (here.detach() - few.mean.view(1, -1, 1, 1)).norm(dim=1).flatten()
    assert pulls.max() < 5 / len(pulls)


def test_the_nearest_are_found_both_ways() -> None:
    east, north, west = torch.eye(2)[0], torch.eye(2)[1], -torch.eye(2)[0]

    of_theirs, of_ours = nearest_neighbours(torch.stack([east, north]), torch.stack([north, west, east]), None)

    assert of_theirs.tolist() == [2, 0]
    assert of_ours.tolist() == [1, 1, 0]


def test_mixed_places_come_from_each_style_by_its_share() -> None:
    left, right = SampledFeatures.of(noise(1, 4, 20, 20)), SampledFeatures.of(noise(1, 4, 30, 20, seed=4))

    mixed = SampledFeatures.mixed([(left, 0.25), (right, 0.75)])

    from_left = (mixed.unit_vectors.unsqueeze(1) == left.unit_vectors).all(dim=2).any(dim=1).float().mean()
    assert from_left.item() == pytest.approx(0.25, abs=0.01)


def test_pairs_that_are_compared_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[int]()

    def counting(ours: Tensor, theirs: Tensor, weights: Tensor | None) -> tuple[Tensor, Tensor]:
        seen.append(len(ours) * len(theirs))
        return nearest_neighbours(ours, theirs, weights)

    monkeypatch.setattr(nearest, "MOST_PAIRS", 1000)
    monkeypatch.setattr(nearest, "nearest_neighbours", counting)

    assert SampledFeatures.of(noise(1, 4, 20, 20)).loss(noise(1, 4, 10, 10), None) < 1
    assert seen == [1000]


def test_a_style_keeps_a_bounded_part_of_a_large_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "MOST_POSITIONS", 500)

    small = NearestNeighbourLoss.of({"relu1_1": noise(1, 8, 30, 30).float()})
    large = NearestNeighbourLoss.of({"relu1_1": noise(1, 8, 60, 60).float()})

    assert small.nbytes == large.nbytes


def test_the_gradient_is_the_same_every_time_though_one_place_is_nearest_to_many() -> None:
    places = SampledFeatures.of(torch.randn(1, 64, 60, 60, generator=torch.Generator().manual_seed(1)))
    here = torch.randn(1, 64, 5, 5, generator=torch.Generator().manual_seed(2)).requires_grad_()

    first, *others = (torch.autograd.grad(places.loss(here, None), here)[0] for _ in range(12))

    assert all(torch.equal(first, other) for other in others)
