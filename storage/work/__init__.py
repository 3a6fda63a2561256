"""The kinds of work, which both processes know: one pure file each, and one line in KINDS."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.names import ImageRef
from storage.work.before_after import BeforeAfter
from storage.work.collage import Collage
from storage.work.contact_sheet import ContactSheet
from storage.work.day_chart import DayChart
from storage.work.dream import Dream
from storage.work.fields import Unreadable, read, written
from storage.work.painting import Painting
from storage.work.work import Work

__all__ = ["KINDS", "VERSIONS", "Unknown", "Unreadable", "Work", "parameters_of", "work_from", "work_or_unknown"]

KINDS: Mapping[str, type[Work]] = {
    kind.NAME: kind for kind in (Painting, ContactSheet, Dream, DayChart, Collage, BeforeAfter)
}

VERSIONS = json.dumps({name: kind.VERSION for name, kind in KINDS.items()})
"""Of each kind the newest that can be made here, for a statement to look into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Work):
    """Of a kind that only a newer version knows, or that cannot be read: kept as it is, and made by nobody here."""

    NAME = "unknown"
    kind: str
    why: str = ""

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        return {}


def parameters_of(work: Work) -> str:
    """JSON of all that describes the work, but for its kind and version."""
    values = dict(work.unknown) if isinstance(work, Unknown) else written(work)
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


def work_from(kind: str, version: int, parameters: str) -> Work:
    """Unknown keys are kept, missing ones have their defaults. Raises Unreadable."""
    if kind not in KINDS:
        raise Unreadable(f"there is no kind of work called {kind!r}")
    known = KINDS[kind]
    if version > known.VERSION:
        raise Unreadable(f"version {version} of {kind} is newer than {known.VERSION}, which is known here")
    values = _object_in(parameters)
    if values is None:
        raise Unreadable("the parameters are no JSON object")
    return read(known, values if version == known.VERSION else known.upgraded(values, version))


def work_or_unknown(kind: str, version: int, parameters: str) -> Work:
    """For reading a row whatever is in it."""
    try:
        return work_from(kind, version, parameters)
    except Unreadable as why:
        return Unknown(kind=kind, why=str(why), unknown=_object_in(parameters) or {})


def _object_in(text: str) -> Mapping[str, Any] | None:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None
