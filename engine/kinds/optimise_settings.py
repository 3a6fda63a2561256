"""Optimise's settings as a recipe keeps them: by name, and those alone that differ from the usual. Without torch."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from engine.methods.optimise.settings import BadSettings, Level, OptimiseSettings
from storage.work import Unreadable
from storage.work.fields import written

LEVELS = "levels"


def described(settings: OptimiseSettings) -> Mapping[str, Any]:
    """As JSON takes it; empty for the usual settings."""
    usual = OptimiseSettings()
    values = {one.name: getattr(settings, one.name) for one in fields(OptimiseSettings)}
    return {name: written(value) for name, value in values.items() if value != getattr(usual, name)}


def settings_from(named: Mapping[str, Any]) -> OptimiseSettings:
    """What `described` told. Raises Unreadable."""
    usual, known = OptimiseSettings(), {one.name for one in fields(OptimiseSettings)}
    for name, value in named.items():
        if name not in known:
            raise Unreadable(f"optimise has no setting called {name!r}")
        if _is_number(getattr(usual, name)) and not _is_number(value):
            raise Unreadable(f"optimise's setting {name} is {value!r:.40}")
    try:
        return OptimiseSettings(**{name: _value(name, value) for name, value in named.items()})
    except (BadSettings, TypeError, ValueError) as error:
        raise Unreadable(f"optimise's settings cannot be read: {error}") from error


def _value(name: str, value: Any) -> Any:
    return tuple(Level(**level) for level in value) if name == LEVELS else _tupled(value)


def _tupled(value: Any) -> Any:
    return tuple(_tupled(item) for item in value) if isinstance(value, list) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
