"""What a piece of work may ask for, whatever its kind: dials, styles and numbers within their limits. Pure."""

from collections.abc import Sequence
from math import isfinite

from storage.work import Unreadable, Work
from storage.work.dials import dials_of
from storage.work.styles import Style

MOST_STYLES = 32
LONGEST_SIDES = (1, 10_000)
"""Pixels of one picture that is made."""
SEEDS = (-(2**63), 2**64 - 1)
"""What torch's generators take."""


def check_within(name: str, value: float, limits: tuple[float, float]) -> None:
    """Raises Unreadable, for what is no number (NaN) too."""
    lowest, highest = limits
    if not lowest <= value <= highest:
        raise Unreadable(f"{name} is {value!r:.40}, which is not between {lowest} and {highest}")


def check_dials(work: Work) -> None:
    """Raises Unreadable."""
    for dial in dials_of(work):
        check_within(dial.name, getattr(work, dial.name), dial.limits)


def check_styles(styles: Sequence[Style]) -> None:
    """At least one, and shares that can be shared out. Raises Unreadable."""
    check_within("the number of styles", len(styles), (1, MOST_STYLES))
    weights = [style.weight for style in styles]
    if not all(weight > 0 for weight in weights) or not isfinite(sum(weights)):
        raise Unreadable(f"the styles' weights are {weights!r:.80}: each must be a number above 0")
