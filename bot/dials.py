"""How dials are said and turned by buttons: whatever a kind of work declares (storage.work.dials). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, TypeVar

from bot.phrases import How, Turn
from bot.texts import Texts
from storage.work.dials import Dial, Unit, dials_of
from storage.work.work import Work

W = TypeVar("W", bound=Work)

OF_EARLIER_VERSIONS: Mapping[str, tuple[str, int]] = {
    "weaker": ("strength", -1),
    "stronger": ("strength", 1),
    "finer": ("brush_size", -1),
    "coarser": ("brush_size", 1),
    "colours": ("keep_colours", 0),
}
"""What buttons of 0.1.0 say, which still hang in people's chats."""
NAMES_OF_EARLIER_VERSIONS: Mapping[str, str] = {"brush": "brush_size"}
UP, DOWN = "+", "-"
ICONS: Mapping[str, str] = {"strength": "💪", "brush_size": "🖌", "detail": "🔎"}
"""In place of a dial's name on its button; a press on it tells what it does."""


@dataclass(frozen=True, slots=True)
class Notch:
    """One press on a dial: `strength+`, `strength-`, and `keep_colours` for a switch."""

    dial: str
    by: int
    """1, -1, or 0: to the other side."""

    @classmethod
    def read(cls, text: str) -> "Notch":
        if text in OF_EARLIER_VERSIONS:
            return cls(*OF_EARLIER_VERSIONS[text])
        name, sign = (text[:-1], text[-1]) if text[-1:] in (UP, DOWN) else (text, "")
        if not name.isidentifier():
            raise ValueError("no dial")
        return cls(name, {UP: 1, DOWN: -1}.get(sign, 0))

    def __str__(self) -> str:
        return f"{self.dial}{UP if self.by > 0 else DOWN if self.by < 0 else ''}"


def dial_called(name: str, work: Work) -> Dial | None:
    """One that has buttons."""
    name = NAMES_OF_EARLIER_VERSIONS.get(name, name)
    return next((dial for dial in dials_of(work) if dial.name == name and dial.steps), None)


def turned(work: W, dial: Dial, by: int) -> W:
    """The same where the dial is at its end already. A switch goes to its other side, whichever way."""
    value = getattr(work, dial.name)
    changes: dict[str, Any] = {dial.name: not value if dial.unit is Unit.SWITCH else dial.turned(value, by)}
    return replace(work, **changes)


def turned_as_said(work: W, how: How) -> W:
    """Dials that this kind of work lacks are left alone."""
    for turn in how.turns:
        dial = next((dial for dial in dials_of(work) if dial.name == turn.dial), None)
        work = _turned_as_said(work, dial, turn) if dial else work
    return within_limits(work)


def _turned_as_said(work: W, dial: Dial, turn: Turn) -> W:
    value = dial.turned(getattr(work, dial.name), turn.by) if turn.to is None else type(dial.usual)(turn.to)
    changes: dict[str, Any] = {dial.name: value}
    return replace(work, **changes)


def within_limits(work: W) -> W:
    """Each dial between its limits, and as usual where it is no number."""
    values: dict[str, Any] = {dial.name: _within(dial, getattr(work, dial.name)) for dial in dials_of(work)}
    return replace(work, **values)


def value_text(dial: Dial, value: float, texts: Texts) -> str:
    match dial.unit:
        case Unit.PERCENT:
            return texts.say("dial-percent", percent=round(value * 100))
        case Unit.TIMES:
            nearest = min(range(len(dial.steps)), key=lambda step: abs(dial.steps[step] - value))
            return texts.say(f"dial-{dial.name}-value", step=nearest)
        case Unit.SWITCH:
            return texts.say("on") if value else texts.say("off")


def button_label(dial: Dial, work: Work, texts: Texts) -> str:
    """How it stands, in the little room between − and +."""
    icon = ICONS.get(dial.name)
    return f"{icon} {value_text(dial, getattr(work, dial.name), texts)}" if icon else label(dial, work, texts)


def label(dial: Dial, work: Work, texts: Texts) -> str:
    """Its name, and how it stands."""
    return texts.say(f"dial-{dial.name}", value=value_text(dial, getattr(work, dial.name), texts))


def _within(dial: Dial, value: float) -> float:
    """Of the type that the dial has: a switch stays one."""
    low, high = dial.limits
    return type(dial.usual)(min(max(value, low), high) if isfinite(value) else dial.usual)
