"""Every colour space there and back."""

import pytest
import torch
from torch import Tensor

from engine.methods.colour.spaces import SPACES
from engine.methods.optimise.settings import COLOUR_SPACES

spaces = pytest.mark.parametrize("space", COLOUR_SPACES)


def all_colours() -> Tensor:
    """(1, 3, 15, 15 · 15): the whole cube, its corners too."""
    steps = torch.linspace(0, 1, 15, dtype=torch.float64)
    return torch.stack(torch.meshgrid(steps, steps, steps, indexing="ij")).reshape(1, 3, 15, 225)


def test_every_colour_space_that_can_be_asked_for_is_there() -> None:
    assert tuple(SPACES) == COLOUR_SPACES


@spaces
def test_every_colour_comes_back_from_a_colour_space(space: str) -> None:
    colours = all_colours()

    torch.testing.assert_close(SPACES[space].to_srgb(SPACES[space].from_srgb(colours)), colours, atol=1e-4, rtol=0)


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((1.0, 1.0, 1.0), (100.0, 0.0, 0.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((1.0, 0.0, 0.0), (53.24, 80.09, 67.20)),
        ((0.0, 0.0, 1.0), (32.30, 79.19, -107.86)),
        ((0.5, 0.5, 0.5), (53.39, 0.0, 0.0)),
    ],
)
def test_lab_is_the_one_of_the_tables(rgb: tuple[float, ...], lab: tuple[float, ...]) -> None:
    """The figures are those of B. Lindbloom's calculator for sRGB under D65."""
    read = SPACES["lab"].from_srgb(torch.tensor(rgb).view(1, 3, 1, 1)) * 100

    torch.testing.assert_close(read.flatten(), torch.tensor(lab), atol=0.03, rtol=0)
