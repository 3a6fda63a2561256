"""What a person can turn under a painting: strength, brush size, own colours. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from storage.jobs import Recipe

STRENGTHS = (0.25, 0.5, 0.75, 1.0)
BRUSH_SIZES = (0.5, 0.67, 1.0, 1.5, 2.25, 3.0)
"""Each about half as large again as the one before."""
STANDARD = Recipe(styles=())


class Turn(StrEnum):
    """One press on a dial, as callback_data carries it."""

    WEAKER = "weaker"
    STRONGER = "stronger"
    FINER = "finer"
    COARSER = "coarser"
    COLOURS = "colours"


def turned(recipe: Recipe, turn: Turn) -> Recipe:
    """The same recipe where the dial is at its end already."""
    match turn:
        case Turn.WEAKER:
            return replace(recipe, strength=_lower(recipe.strength, STRENGTHS))
        case Turn.STRONGER:
            return replace(recipe, strength=_higher(recipe.strength, STRENGTHS))
        case Turn.FINER:
            return replace(recipe, brush_size=_lower(recipe.brush_size, BRUSH_SIZES))
        case Turn.COARSER:
            return replace(recipe, brush_size=_higher(recipe.brush_size, BRUSH_SIZES))
        case Turn.COLOURS:
            return replace(recipe, keep_colours=not recipe.keep_colours)


def percent(strength: float) -> int:
    return round(strength * 100)


def _lower(value: float, steps: Sequence[float]) -> float:
    return max((step for step in steps if step < value), default=value)


def _higher(value: float, steps: Sequence[float]) -> float:
    return min((step for step in steps if step > value), default=value)
