"""Styles that are made from pictures: drawings, engravings, plain colours and fields of them."""

from collections.abc import Callable

import pytest
import torch
from torch import Generator, Tensor

from engine.training.data import engraving, fields, line_drawing, plain

Make = Callable[[Tensor, Generator], Tensor]


def seeded(seed: int = 0) -> Generator:
    return Generator().manual_seed(seed)


def slope(side: int = 64) -> Tensor:
    """Bright on the left, dark on the right."""
    return torch.linspace(1, 0, side).expand(3, side, side)


@pytest.mark.parametrize("make", [plain, fields, engraving])
def test_a_made_style_is_of_the_pictures_size_in_colours_that_exist_and_the_same_for_one_seed(make: Make) -> None:
    picture = torch.rand(3, 40, 56, generator=seeded(1))

    first, again = make(picture, seeded(2)), make(picture, seeded(2))

    assert first.shape == picture.shape
    assert first.min() >= 0
    assert first.max() <= 1
    assert torch.equal(first, again)


def test_line_drawings_are_white_where_a_picture_is_flat() -> None:
    flat = torch.full((3, 8, 8), 0.4)

    assert torch.equal(line_drawing(flat), torch.ones(3, 8, 8))
    assert plain(flat, seeded()).std() < 0.05


def test_fields_are_few_and_plain_and_keep_the_pictures_mean_unless_there_are_dark_lines_between_them() -> None:
    means = []
    for seed in range(12):
        made = fields(slope(), seeded(seed))
        assert len({tuple(colour) for colour in made.flatten(1).T.tolist()}) <= 3 * 8 * 8
        means.append(made.mean().item())

    assert sum(abs(mean - 0.5) < 1e-3 for mean in means) >= 3
    assert sum(mean < 0.49 for mean in means) >= 3


def test_an_engraving_has_more_ink_where_the_picture_is_darker() -> None:
    for seed in range(6):
        bright, middle, dark = (
            part.mean().item() for part in torch.split(engraving(slope(96), seeded(seed)), 32, dim=2)
        )
        assert bright > middle > dark


def test_an_engraving_is_ink_on_paper_and_little_between() -> None:
    lines = engraving(slope(96), seeded(3)).mean(dim=0)

    assert ((lines < 0.15) | (lines > 0.85)).float().mean() > 0.5
