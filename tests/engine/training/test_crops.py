"""Crops of the training pictures: their place, size, flip and turn."""

import math

import pytest
import torch
from torch import Generator, Tensor

from engine.training.data import Crops

SIDE = 32


def ramp(height: int, width: int) -> Tensor:
    """Brighter by one level from column to column, (3, height, width)."""
    return torch.arange(width, dtype=torch.uint8).expand(3, height, width)


def crops(zoom: tuple[float, float] = (0.6, 1.2), *, rotated: float) -> Crops:
    return Crops([ramp(90, 140), ramp(120, 80)], SIDE, zoom, rotated)


def slopes(pictures: Tensor) -> Tensor:
    """Levels from pixel to pixel, across and down, (count, 2); fails where a picture is no even slope."""
    inside = 255 * pictures[:, 0, 2:-2, 2:-2]
    found = torch.stack([inside[:, 1:].diff(dim=2), inside[:, :, 1:].diff(dim=1)], dim=1).flatten(2)
    assert found.std(dim=2).max() < 0.2
    return found.mean(dim=2)


@pytest.mark.parametrize("rotated", [0.0, 0.5])
def test_crops_are_the_same_for_the_same_seed(rotated: float) -> None:
    one, other = (crops(rotated=rotated).draw(3, Generator().manual_seed(1)) for _ in range(2))
    assert torch.equal(one, other)
    assert one.shape == (3, 3, SIDE, SIDE)


def test_without_turns_what_is_level_stays_level() -> None:
    found = slopes(crops(rotated=0.0).draw(24, Generator().manual_seed(2)))
    assert found[:, 1].abs().max() < 1e-3
    assert found[:, 0].abs().min() > 0.5


def test_crops_are_rotated_by_every_angle_and_keep_their_scale_and_show_nothing_but_the_picture() -> None:
    found = slopes(crops(zoom=(1.0, 1.0), rotated=1.0).draw(64, Generator().manual_seed(3)))

    assert torch.allclose(found.norm(dim=1), torch.ones(64), atol=0.03)
    angles = torch.atan2(found[:, 1], found[:, 0])
    eighths = ((angles / math.tau).remainder(1) * 8).long()
    assert set(eighths.tolist()) == set(range(8))


def test_a_share_of_the_crops_is_rotated() -> None:
    found = slopes(crops(rotated=0.5).draw(64, Generator().manual_seed(4)))
    level = (found[:, 1].abs() < 1e-3).float().mean()
    assert 0.3 < level < 0.7
