"""What the words around a photo ask for: `/style wave`, "paint this like Monet, keep my colours", a blend. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.phrases import AS_USUAL, How, Phrase, plain, taken_apart
from bot.shelf import ALIKE, VERY_ALIKE, Named, Shelf

STYLE_COMMAND = re.compile(r"/style(?:@(?P<bot>\w+))?(?:\s+(?P<words>.*))?", re.DOTALL | re.IGNORECASE)
SEPARATORS = re.compile(r"[\s,+]+")
WEIGHED = re.compile(r"(?P<name>.+):(?P<weight>\d{1,3}(?:\.\d{1,2})?)")
LARGEST_BLEND = 9
"""Styles; as many as an album holds beside the photo to paint."""


class Expected(IntEnum):
    """How surely words are about styles."""

    NOTHING = 0
    A_STYLE = 1
    """They answer a question for one, or call the bot."""
    NAMES = 2
    """They follow /style: each is a name, or a part of one."""


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
    how: How = AS_USUAL

    @property
    def is_understood(self) -> bool:
        """Something of it."""
        return bool(self.parts or self.fitting or self.how != AS_USUAL)


def wish_in(words: str | None, shelf: Shelf, *, bot_name: str, expected: Expected = Expected.NOTHING) -> Wish:
    """A caption that merely happens to be there wishes for nothing."""
    words = (words or "").strip()
    command = STYLE_COMMAND.fullmatch(words)
    if command:
        return _commanded(command, shelf, bot_name)
    mention = re.compile(rf"@{re.escape(bot_name)}(?!\w)", re.IGNORECASE)
    is_for_us = bool(mention.search(words))
    expected = max(expected, Expected.A_STYLE if is_for_us else Expected.NOTHING)
    return _understood(mention.sub(" ", words), shelf, is_for_us=is_for_us, expected=expected)


def _commanded(command: re.Match[str], shelf: Shelf, bot_name: str) -> Wish:
    called, words = command["bot"], command["words"] or ""
    if called and called.casefold() != bot_name.casefold():
        return Wish()
    tokens = [token for token in SEPARATORS.split(words) if token]
    if ":" in words:
        return _blend(tokens, shelf)
    return _understood(words, shelf, is_for_us=True, expected=Expected.NAMES) if tokens else Wish(is_for_us=True)


def _understood(words: str, shelf: Shelf, *, is_for_us: bool, expected: Expected) -> Wish:
    whole = shelf.find(words.strip())
    if whole:
        return Wish(parts=(Part(style=whole),), is_for_us=is_for_us)
    phrase = taken_apart(words)
    if phrase.asks:
        expected = max(expected, Expected.A_STYLE)
    wish = Wish(is_for_us=is_for_us, how=phrase.how)
    named = _named(phrase, plain(words), shelf, expected)
    if len(named) == 1:
        return replace(wish, parts=(Part(style=named[0]),))
    if named:
        return replace(wish, unknown=words.strip(), fitting=named)
    return _mentioned(wish, phrase, words.strip(), shelf, expected) if phrase.name else wish


def _named(phrase: Phrase, words: str, shelf: Shelf, expected: Expected) -> tuple[Named, ...]:
    """What the words as a whole are the name of."""
    exact = shelf.called(words) or shelf.called(phrase.name)
    if exact or (expected is Expected.NAMES and _blend(phrase.name.split(), shelf).parts):
        return exact
    return shelf.spelt_like(phrase.name, at_least=ALIKE if expected else VERY_ALIKE)


def _mentioned(wish: Wish, phrase: Phrase, words: str, shelf: Shelf, expected: Expected) -> Wish:
    """Names among other words: only of who is asked, or asks, for a style. In a sentence other words are no names."""
    named, is_all = shelf.named_in(phrase.name)
    if not expected and not (is_all and len(named) == 1):
        return wish
    if len(named) == 1 and len(named[0]) > 1:
        return replace(wish, unknown=words, fitting=named[0])
    blend = _blend([token for token in SEPARATORS.split(phrase.name) if token], shelf)
    singles = [one[0] for one in named if len(one) == 1]
    is_sentence = is_all or phrase.asks or expected is not Expected.NAMES
    if singles and is_sentence and not (blend.parts or blend.is_too_large):
        return replace(wish, parts=_together([Part(style=one) for one in singles]))
    is_a_name = phrase.is_name or blend.fitting or expected is Expected.NAMES
    unknown = blend.unknown if is_a_name else ""
    return replace(wish, parts=blend.parts, unknown=unknown, fitting=blend.fitting, is_too_large=blend.is_too_large)


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
