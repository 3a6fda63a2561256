"""Sizes from coarse to fine, and the work that is planned over them."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.methods.pyramid import COARSEST_SIDE, LEAST_SIDE, at_brush_size, middle, plan, pyramid


@dataclass(frozen=True)
class Level:
    steps: int


LEVELS = (Level(30), Level(50), Level(60))


@given(height=st.integers(1, 3000), width=st.integers(1, 3000))
def test_a_pyramid_doubles_up_to_the_asked_size(height: int, width: int) -> None:
    sizes = pyramid(height, width)

    assert sizes[-1] == (height, width)
    for (small_height, small_width), (large_height, large_width) in pairwise(sizes):
        assert abs(large_height - 2 * small_height) <= 2
        assert abs(large_width - 2 * small_width) <= 2
    assert all(max(size) >= COARSEST_SIDE and min(size) >= LEAST_SIDE for size in sizes[:-1])


@given(height=st.integers(16, 1100), width=st.integers(16, 1100))
def test_the_stretches_of_a_plan_fill_the_whole_work_without_a_gap(height: int, width: int) -> None:
    stretches = plan(pyramid(height, width), LEVELS)

    assert stretches[0].begins == 0
    for before, after in pairwise(stretches):
        assert before.fraction(before.level.steps) == pytest.approx(after.begins)
    assert stretches[-1].fraction(stretches[-1].level.steps) == pytest.approx(1)
    assert stretches[-1].size == (height, width)


def test_levels_are_counted_from_the_finest_and_the_last_serves_for_all_that_are_coarser() -> None:
    stretches = plan(pyramid(1024, 1024), LEVELS)

    assert [stretch.level.steps for stretch in stretches] == [60, 60, 50, 30]


def test_a_coarse_level_counts_for_less_of_the_work_than_a_fine_one_of_as_many_steps() -> None:
    coarse, fine = plan(pyramid(256, 192), [Level(10)])

    assert fine.lasts == pytest.approx(4 * coarse.lasts)


@pytest.mark.parametrize("brush_size", [0.5, 1.0, 2.0])
def test_brush_size_scales_the_style_to_the_contents_area(brush_size: float) -> None:
    style = at_brush_size(torch.rand(1, 3, 300, 150), (120, 160), brush_size=brush_size)

    height, width = style.shape[-2:]
    assert height * width == pytest.approx(120 * 160 * brush_size**2, rel=0.02)
    assert height / width == pytest.approx(2, rel=0.02)


def test_a_style_too_large_for_memory_is_cropped_to_its_middle() -> None:
    picture = torch.zeros(1, 3, 100, 40)
    picture[..., 50, 20] = 1

    cropped = middle(picture, most_pixels=1000)

    assert cropped.shape == (1, 3, 50, 20)
    assert cropped[..., 25, 10].eq(1).all()
    assert middle(picture, most_pixels=4000).shape == picture.shape
