"""How words of the command line are read: numbers within limits, layers with weights, regions with styles."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

SWATCH_SIDES = (32, 2048)
BRUSH_SIZES = (0.25, 4.0)
KEEP = "keep"
"""In a region's place for a style: the photo stays."""


def whole(limits: tuple[int, int]) -> Callable[[str], int]:
    def parse(text: str) -> int:
        return int(_within(limits, int(text), text))

    parse.__name__ = "whole number"  # argparse puts it into its message
    return parse


def number(limits: tuple[float, float]) -> Callable[[str], float]:
    def parse(text: str) -> float:
        return _within(limits, float(text), text)

    parse.__name__ = "number"
    return parse


def layer(text: str) -> tuple[str, float]:
    """NAME or NAME:WEIGHT."""
    name, colon, weight = text.partition(":")
    try:
        return name, float(weight) if colon else 1.0
    except ValueError:
        raise ArgumentTypeError(f"{text} is not NAME or NAME:WEIGHT, as in relu4_2:0.5") from None


def region(text: str) -> tuple[Path, int | None]:
    """MASK=STYLE with a number counted from 1, here from 0; or MASK=keep, here None."""
    mask, _, style = text.rpartition("=")
    if not mask or not (style == KEEP or (style.isdecimal() and int(style) > 0)):
        raise ArgumentTypeError(f"{text} is not MASK=STYLE: a picture, then the number of a style or {KEEP}")
    return Path(mask), None if style == KEEP else int(style) - 1


def _within(limits: tuple[float, float], value: float, text: str) -> float:
    lowest, highest = limits
    if not lowest <= value <= highest:
        raise ArgumentTypeError(f"{text} is not between {lowest} and {highest}")
    return value
