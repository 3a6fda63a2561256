"""Sizes from coarse to fine, and the work that is planned over them."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.methods.optimise.pyramid import COARSEST_SIDE, LEAST_SIDE, plan, pyramid


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
def test_the_levels_of_a_plan_fill_the_whole_work_without_a_gap(height: int, width: int) -> None:
    levels = plan(pyramid(height, width), LEVELS)

    assert levels[0].start == 0
    for before, after in pairwise(levels):
        assert before.fraction(before.level.steps) == pytest.approx(after.start)
    assert levels[-1].fraction(levels[-1].level.steps) == pytest.approx(1)
    assert levels[-1].size == (height, width)


def test_levels_are_counted_from_the_finest_and_the_last_serves_for_all_that_are_coarser() -> None:
    levels = plan(pyramid(1024, 1024), LEVELS)

    assert [level.level.steps for level in levels] == [60, 60, 50, 30]


def test_a_coarse_level_counts_for_less_of_the_work_than_a_fine_one_of_as_many_steps() -> None:
    coarse, fine = plan(pyramid(256, 192), [Level(10)])

    assert fine.share == pytest.approx(4 * coarse.share)
