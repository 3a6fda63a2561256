"""What is written around a style's name: that one is asked for, how dials shall be turned, and courtesies. Pure."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.own_styles import folded

FILE = Path(__file__).with_name("phrases.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How words turn a dial."""

    dial: str
    to: float | None = None
    """The value that it gets; of a switch 0 or 1."""
    by: int = 0
    """Steps from where it stands, where no value is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How something shall be painted, beside its style."""

    turns: tuple[Turn, ...] = ()
    is_large: bool = False
    """As large as the chat may have it."""

    def and_then(self, other: "How") -> "How":
        """What is said last counts."""
        return How(turns=(*self.turns, *other.turns), is_large=self.is_large or other.is_large)


AS_USUAL = How()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A person's words, taken apart."""

    name: str
    """What is left, as `plain` writes it: the name of a style, or nothing of ours."""
    how: How = AS_USUAL
    asks: bool = False
    """The words say that a style is meant."""
    is_name: bool = False
    """And that what is left is its name."""


def plain(text: str) -> str:
    """Letters and digits alone, folded, with single spaces between words: "Starry-Night!" is "starry night"."""
    joined = folded(text).replace("'s ", " ").replace("'", " ")
    kept = (one if unicodedata.category(one)[0] in "LNM" else " " for one in joined)
    return " ".join("".join(kept).split())


def taken_apart(words: str) -> Phrase:
    vocabulary = _vocabulary()
    rest = plain(words)
    rest, turned = _without(rest, vocabulary.turning)
    rest, large = _without(rest, vocabulary.large)
    before_asking = rest
    rest, asked = _without(rest, vocabulary.asking)
    is_name = bool(vocabulary.naming.search(before_asking))
    without_courtesy, _ = _without(rest, vocabulary.courtesy)
    turns = {vocabulary.turns[phrase].dial: vocabulary.turns[phrase] for phrase in turned}
    return Phrase(
        name=without_courtesy or rest,
        how=How(turns=tuple(turns.values()), is_large=bool(large)),
        asks=bool(asked),
        is_name=is_name,
    )


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    turns: Mapping[str, Turn]
    turning: re.Pattern[str]
    large: re.Pattern[str]
    asking: re.Pattern[str]
    naming: re.Pattern[str]
    courtesy: re.Pattern[str]


@cache
def _vocabulary() -> _Vocabulary:
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    turns = {
        plain(phrase): Turn(dial=turn["dial"], to=float(turn["to"]) if "to" in turn else None, by=turn.get("by", 0))
        for turn in said["turn"]
        for phrase in turn["words"]
    }
    groups = (turns, said["large"]["words"], said["asking"], said["naming"], said["courtesy"])
    return _Vocabulary(turns, *(_any_of(map(plain, group)) for group in groups))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """The longest that fits, as whole words; Chinese is written without spaces, so there anywhere."""
    longest_first = sorted(set(phrases), key=len, reverse=True)
    return re.compile(
        "|".join(re.escape(one) if _is_chinese(one) else rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first)
    )


def _without(text: str, phrases: re.Pattern[str]) -> tuple[str, list[str]]:
    """What is left, and the phrases that were found."""
    return " ".join(phrases.sub(" ", text).split()), phrases.findall(text)


def _is_chinese(phrase: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in phrase)
