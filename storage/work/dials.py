"""What a person can turn of a piece of work. A dial is one declaration: a field of its kind made with `dial`.

From it come the option of the command line, the row of buttons in a chat, and the words of a caption.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

Value = TypeVar("Value", bool, float)
_DIAL = "dial"


class Unit(StrEnum):
    """How a value is said."""

    PERCENT = "percent"
    """0.75 is 75 %."""
    TIMES = "times"
    """1.5 is × 1.5."""
    SWITCH = "switch"
    """On or off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    name: str
    unit: Unit
    usual: float
    steps: tuple[float, ...]
    """Where its buttons stop, ascending; none for a dial without buttons."""
    limits: tuple[float, float]
    """What the command line takes."""
    help: str
    """For the command line."""

    def turned(self, value: float, by: int) -> float:
        """The next step above (`by` 1) or below (-1); the value itself at the end of the dial."""
        if by > 0:
            return min((step for step in self.steps if step > value), default=value)
        return max((step for step in self.steps if step < value), default=value)


def dial(
    usual: Value, *, unit: Unit, help: str, steps: tuple[float, ...] = (), limits: tuple[float, float] = (0.0, 1.0)
) -> Value:
    """The default of a field that people can turn."""
    declared = Dial(name="", unit=unit, usual=usual, steps=steps, limits=limits, help=help)
    made: Value = field(default=usual, metadata={_DIAL: declared})
    return made


def dials_of(kind: Any) -> tuple[Dial, ...]:
    """Those that a kind of work, or one piece of it, declares, in their order."""
    return tuple(replace(one.metadata[_DIAL], name=one.name) for one in fields(kind) if _DIAL in one.metadata)


def dial_values(work: Any) -> Mapping[str, Any]:
    """By the dial's name."""
    return {one.name: getattr(work, one.name) for one in dials_of(work)}
