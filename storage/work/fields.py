"""Dataclasses to JSON and back, kindly: what this version does not know is kept, what it cannot use is named."""

from collections.abc import Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from storage.names import ImageRef, is_image_ref

UNKNOWN = "unknown"
"""The field, of whatever dataclass has one, that keeps what a newer version wrote."""

T = TypeVar("T")


class Unreadable(ValueError):
    """These parameters lack something or hold a value of another kind. The message names it; nothing can be made."""


def written(value: Any) -> Any:
    """As `json.dumps` takes it. Unknown keys stand where they stood."""
    if is_dataclass(value) and not isinstance(value, type):
        known = {one.name: written(getattr(value, one.name)) for one in fields(value) if one.name != UNKNOWN}
        return {**getattr(value, UNKNOWN, {}), **known}
    if isinstance(value, (tuple, list)):
        return [written(item) for item in value]
    if isinstance(value, Mapping):
        return {key: written(item) for key, item in value.items()}
    return value.value if isinstance(value, Enum) else value


def read(kind: type[T], values: Mapping[str, Any]) -> T:
    """A dataclass from the keys of its fields. Raises Unreadable."""
    hints = _hints(cast(Hashable, kind))
    own = {one.name: one for one in fields(cast(Any, kind)) if one.name != UNKNOWN}
    for name, one in own.items():
        if name not in values and not _has_default(one):
            raise Unreadable(f"{name} is missing")
    found = {name: _converted(values[name], hints[name], name) for name in own if name in values}
    others = {key: value for key, value in values.items() if key not in own}
    return kind(**found, **({UNKNOWN: others} if UNKNOWN in hints and others else {}))


@cache
def _hints(kind: Hashable) -> Mapping[str, Any]:
    return get_type_hints(cast(type, kind))


def _has_default(one: Field[Any]) -> bool:
    return one.default is not MISSING or one.default_factory is not MISSING


def _converted(value: Any, hint: Any, name: str) -> Any:
    if hint is Any:
        return value
    if hint is ImageRef:
        return ImageRef(_of(str, value, name, is_image_ref))
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _one_of(value, arguments, name)
    if origin is tuple:
        item = arguments[0]
        return tuple(_converted(one, item, f"{name}[{index}]") for index, one in enumerate(_of(list, value, name)))
    if origin is not None:  # a mapping of plain values
        return _of(dict, value, name)
    if is_dataclass(hint):
        return read(cast(type, hint), _of(dict, value, name))
    if hint is float:
        return float(_of((int, float), value, name))
    return _of(hint, value, name)


def _one_of(value: Any, hints: tuple[Any, ...], name: str) -> Any:
    """Of `X | None`."""
    if value is None and NoneType in hints:
        return None
    return _converted(value, next(hint for hint in hints if hint is not NoneType), name)


def _of(kind: Any, value: Any, name: str, is_good: Any = lambda value: True) -> Any:
    is_odd_bool = isinstance(value, bool) and kind is not bool
    if not isinstance(value, kind) or is_odd_bool or not is_good(value):
        raise Unreadable(f"{name} is {value!r:.40}")
    return value
