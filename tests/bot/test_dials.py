"""What each press on a dial changes, and where it ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dials import BRUSH_SIZES, STRENGTHS, Turn, turned
from storage.jobs import ImageRef, Recipe, Style

RECIPE = Recipe(styles=(Style(image=ImageRef("a")),), method="instant")


def walk(turn: Turn) -> list[Recipe]:
    """Pressing the same button until nothing changes any more."""
    steps = [RECIPE]
    while (following := turned(steps[-1], turn)) != steps[-1]:
        steps.append(following)
    return steps


def test_the_dials_walk_their_steps_and_end() -> None:
    assert [recipe.strength for recipe in walk(Turn.WEAKER)] == [1.0, 0.75, 0.5, 0.25]
    assert [recipe.strength for recipe in walk(Turn.STRONGER)] == [1.0]
    assert [recipe.brush_size for recipe in walk(Turn.COARSER)] == [1.0, 1.5, 2.25, 3.0]
    assert [recipe.brush_size for recipe in walk(Turn.FINER)] == [1.0, 0.67, 0.5]


def test_own_colours_go_on_and_off() -> None:
    once = turned(RECIPE, Turn.COLOURS)
    assert (once.keep_colours, turned(once, Turn.COLOURS)) == (True, RECIPE)


@pytest.mark.parametrize(
    ("there", "back"), [(Turn.WEAKER, Turn.STRONGER), (Turn.FINER, Turn.COARSER), (Turn.COARSER, Turn.FINER)]
)
def test_one_there_and_one_back_is_where_it_began(there: Turn, back: Turn) -> None:
    assert turned(turned(RECIPE, there), back) == RECIPE


@given(st.lists(st.sampled_from(Turn), max_size=30))
def test_no_sequence_of_presses_leaves_the_steps(turns: list[Turn]) -> None:
    recipe = RECIPE
    for turn in turns:
        recipe = turned(recipe, turn)
    assert recipe.strength in STRENGTHS
    assert recipe.brush_size in BRUSH_SIZES
