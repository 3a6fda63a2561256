"""The styles that one person can call by name: the presets, and their own. Pure."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rapidfuzz import fuzz, process

from bot.phrases import plain
from bot.presets import Preset, Presets
from storage.own_styles import OwnStyle, folded

Named: TypeAlias = Preset | OwnStyle
ALIKE, VERY_ALIKE = 80, 90
"""Of 100 (rapidfuzz.fuzz.ratio)."""
SHORTEST_MISTYPED = 5
"""Letters. Shorter words are too often one letter from another word."""


class Shelf:
    """A preset's name always means the preset, also where a style of one's own was called so before."""

    def __init__(self, presets: Presets, own: Sequence[OwnStyle] = ()) -> None:
        self._presets = presets
        self._own = {folded(style.name): style for style in own}
        named = {plain(style.name): (style,) for style in own if plain(style.name)}
        self._called: dict[str, tuple[Named, ...]] = {**named, **presets.called}

    def find(self, words: str) -> Named | None:
        """By its whole name, whatever the case."""
        return self._presets.find(words) or self._own.get(folded(words))

    def called(self, words: str) -> tuple[Named, ...]:
        """Every style that is called so: by its name, artist or movement. `words` are as `plain` writes them."""
        return self._called.get(words, ())

    def spelt_like(self, words: str, *, at_least: float) -> tuple[Named, ...]:
        """Those whose name the words are but for slips of the finger, or for spaces."""
        joined = words.replace(" ", "")
        if len(joined) < SHORTEST_MISTYPED:
            return ()
        candidates = {name: name.replace(" ", "") for name in self._called if len(name) >= SHORTEST_MISTYPED}
        found = process.extractOne(joined, candidates, scorer=fuzz.ratio, score_cutoff=at_least)
        return self._called[found[2]] if found else ()

    def with_word(self, words: str) -> tuple[Named, ...]:
        """Those whose name has them among others. Whole words before parts: "wave" is no "Rising-sun waves".

        A part of a word is enough of a style's own name, and not of its artist's.
        """
        names = [name for name in self._called if words and words in name]
        whole = [name for name in names if f" {words} " in f" {name} "]
        own = [name for name in names if len(self._called[name]) == 1]
        return _each_once(style for name in whole or own for style in self._called[name])

    def fitting(self, words: str) -> list[Named]:
        """All that the words may mean: by a whole name, else by a part of one."""
        found = self.find(words)
        return [found] if found else list(self.called(plain(words)) or self.with_word(plain(words)))

    def named_in(self, words: str) -> tuple[list[tuple[Named, ...]], bool]:
        """What is named among other words, in their order, and whether there are no other words.

        The longest names count. A work narrows its artist: "Monet Water Lilies" names one style.
        """
        tokens, found, whole = words.split(), [], True
        while tokens:
            length = next((end for end in range(len(tokens), 0, -1) if self.called(" ".join(tokens[:end]))), 0)
            if length:
                found.append(self.called(" ".join(tokens[:length])))
            whole = whole and bool(length)
            tokens = tokens[max(1, length) :]
        works = {label(one[0], "en") for one in found if len(one) == 1}
        found = [one for one in found if len(one) == 1 or not works & {label(each, "en") for each in one}]
        return _without_repeats(found), whole and bool(words)


def label(style: Named, language: str) -> str:
    return style.label(language) if isinstance(style, Preset) else style.name


def _each_once(styles: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(
        {
            ("own", style.id) if isinstance(style, OwnStyle) else ("preset", style.key): style for style in styles
        }.values()
    )


def _without_repeats(found: Sequence[tuple[Named, ...]]) -> list[tuple[Named, ...]]:
    return [one for index, one in enumerate(found) if one not in found[:index]]
