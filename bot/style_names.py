"""What a person may call a style of their own. Pure."""

import unicodedata
from collections.abc import Callable, Collection
from enum import StrEnum

from bot.presets import Presets
from storage.own_styles import folded

LONGEST_NAME = 32
"""Characters: it has to fit on a button."""
NOT_IN_NAMES = frozenset(":+,@/")
"""They separate and weigh names in /style, or begin a command."""


class NameRefusal(StrEnum):
    """Why a name was not taken; `Texts.name_refusals` says what to do next."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    ODD = "odd"
    PRESET = "preset"
    TAKEN = "taken"
    """By another style of the same person."""


def tidied(text: str) -> str:
    """One line, single spaces, each letter in one piece."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def refusal_for_name(name: str, presets: Presets) -> NameRefusal | None:
    """Of a tidied name. Whether it is taken, storage knows."""
    if not name:
        return NameRefusal.EMPTY
    if len(name) > LONGEST_NAME:
        return NameRefusal.TOO_LONG
    if NOT_IN_NAMES.intersection(name) or not _can_be_read(name):
        return NameRefusal.ODD
    return NameRefusal.PRESET if presets.find(name) else None


def free_name(numbered: Callable[[int], str], taken: Collection[str]) -> str:
    """With the lowest number that makes a name nobody has; `taken` in any case."""
    known = {folded(name) for name in taken}
    candidates = (numbered(number) for number in range(1, len(known) + 2))
    return next(name for name in candidates if folded(name) not in known)


def _can_be_read(name: str) -> bool:
    """Nothing that turns the writing or hides, except what joins emoji; and at least one character with a face."""
    kinds = [unicodedata.category(character) for character in name if character not in "\u200d\ufe0f"]
    return not any(kind in ("Cc", "Cf", "Co", "Cs", "Cn") for kind in kinds) and any(kind[0] in "LNS" for kind in kinds)
