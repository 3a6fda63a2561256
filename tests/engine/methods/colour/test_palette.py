"""A picture in a few colours."""

import torch

from engine.methods.colour.palette import quantised
from tests.engine.methods.conftest import hills, stripes


def colours_of(picture: torch.Tensor) -> set[tuple[float, ...]]:
    return {tuple(colour) for colour in picture[0].flatten(start_dim=1).mT.tolist()}


def test_a_picture_has_no_more_colours_than_asked_for_and_keeps_its_shape() -> None:
    few = quantised(stripes(40, 60), 5, seed=1)

    assert few.shape == (1, 3, 40, 60)
    assert len(colours_of(few)) == 5
    assert 0 <= few.min() <= few.max() <= 1


def test_a_picture_of_few_colours_keeps_them_as_they_are() -> None:
    picture = hills(40, 60)

    torch.testing.assert_close(quantised(picture, 2, seed=1), picture, atol=1e-3, rtol=0)
    torch.testing.assert_close(quantised(picture, 9, seed=1), picture, atol=1e-3, rtol=0)


def test_more_colours_come_closer_to_the_picture() -> None:
    picture = torch.rand(1, 3, 60, 60, generator=torch.Generator().manual_seed(2))

    gaps = [(quantised(picture, colours, seed=1) - picture).square().mean() for colours in (2, 6, 18, 54)]

    assert gaps == sorted(gaps, reverse=True)


def test_the_same_seed_chooses_the_same_colours() -> None:
    picture = torch.rand(1, 3, 60, 60, generator=torch.Generator().manual_seed(2))

    assert torch.equal(quantised(picture, 7, seed=3), quantised(picture, 7, seed=3))


def test_a_flat_picture_stays_flat() -> None:
    flat = torch.full((1, 3, 20, 20), 0.4)

    torch.testing.assert_close(quantised(flat, 8, seed=0), flat, atol=1e-3, rtol=0)
