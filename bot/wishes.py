"""What the words around a photo ask for: `/style wave`, just `wave`, or a blend, `/style starry:2 wave`. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.shelf import Named, Shelf

STYLE_COMMAND = re.compile(r"/style(?:@(?P<bot>\w+))?(?:\s+(?P<words>.*))?", re.DOTALL | re.IGNORECASE)
SEPARATORS = re.compile(r"[\s,+]+")
WEIGHED = re.compile(r"(?P<name>.+):(?P<weight>\d{1,3}(?:\.\d{1,2})?)")
LARGEST_BLEND = 9
"""Styles; as many as an album holds beside the photo to paint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    style: Named
    weight: float = 1.0
    """Its share, beside those of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    parts: tuple[Part, ...] = ()
    is_for_us: bool = False
    """The words call this bot, so they count in a group too."""
    unknown: str = ""
    """A name that was asked for and that no style has, or several."""
    fitting: tuple[Named, ...] = ()
    """Those that it could mean."""
    is_too_large: bool = False
    """A blend of more styles than one may have."""


def wish_in(words: str | None, shelf: Shelf, *, bot_name: str) -> Wish:
    """A caption that merely happens to be there wishes for nothing."""
    words = (words or "").strip()
    command = STYLE_COMMAND.fullmatch(words)
    if command:
        return _commanded(command, shelf, bot_name)
    mention = f"@{bot_name}".casefold()
    is_for_us = mention in words.casefold()
    style = shelf.find(re.sub(re.escape(mention), "", words, flags=re.IGNORECASE))
    return Wish(parts=(Part(style=style),) if style else (), is_for_us=is_for_us)


def _commanded(command: re.Match[str], shelf: Shelf, bot_name: str) -> Wish:
    called = command["bot"]
    if called and called.casefold() != bot_name.casefold():
        return Wish()
    tokens = [token for token in SEPARATORS.split(command["words"] or "") if token]
    return _blend(tokens, shelf) if tokens else Wish(is_for_us=True)


def _blend(tokens: Sequence[str], shelf: Shelf) -> Wish:
    """Each style takes as many words as it can, so that a name of several words is one style."""
    parts: list[Part] = []
    while tokens:
        part, length = _first_part(tokens, shelf)
        if part is None:
            return _unknown(tokens, shelf, is_first=not parts)
        parts.append(part)
        tokens = tokens[length:]
    if len(together := _together(parts)) > LARGEST_BLEND:
        return Wish(is_for_us=True, is_too_large=True)
    return Wish(parts=together, is_for_us=True)


def _first_part(tokens: Sequence[str], shelf: Shelf) -> tuple[Part | None, int]:
    """And how many words it takes. A weight ends the words of its style."""
    longest = next((end for end, token in enumerate(tokens, 1) if _weighed(token)[1]), len(tokens))
    for length in range(longest, 0, -1):
        last, weight = _weighed(tokens[length - 1])
        fitting = shelf.fitting(" ".join([*tokens[: length - 1], last]))
        if len(fitting) == 1:
            return Part(style=fitting[0], weight=weight or 1.0), length
    return None, 0


def _weighed(token: str) -> tuple[str, float]:
    """Name and weight, 0 where it has none."""
    found = WEIGHED.fullmatch(token)
    weight = float(found["weight"]) if found else 0.0
    return (found["name"], weight) if found and weight else (token, 0.0)


def _unknown(tokens: Sequence[str], shelf: Shelf, *, is_first: bool) -> Wish:
    """The one word that is not understood, or all of them where none is."""
    nothing_known = is_first and not any(shelf.fitting(_weighed(token)[0]) for token in tokens)
    words = " ".join(tokens) if nothing_known else _weighed(tokens[0])[0]
    return Wish(is_for_us=True, unknown=words, fitting=tuple(shelf.fitting(words)))


def _together(parts: Sequence[Part]) -> tuple[Part, ...]:
    """A style that is named twice counts twice."""
    together: list[Part] = []
    for part in parts:
        before = sum(other.weight for other in together if other.style == part.style)
        together = [other for other in together if other.style != part.style]
        together.append(Part(style=part.style, weight=before + part.weight))
    return tuple(together)
