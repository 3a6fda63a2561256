"""The styles that one person can call by name: the presets, and their own. Pure."""

from collections.abc import Sequence
from typing import TypeAlias

from bot.presets import Preset, Presets
from storage.own_styles import OwnStyle, folded

Named: TypeAlias = Preset | OwnStyle


class Shelf:
    """A preset's name always means the preset, also where a style of one's own was called so before."""

    def __init__(self, presets: Presets, own: Sequence[OwnStyle] = ()) -> None:
        self._presets = presets
        self._own = {folded(style.name): style for style in own}

    def find(self, words: str) -> Named | None:
        """By its whole name, whatever the case."""
        return self._presets.find(words) or self._own.get(folded(words))

    def fitting(self, words: str) -> list[Named]:
        """Every style that the words may mean: by its whole name, else by a part of it."""
        found = self.find(words)
        if found:
            return [found]
        wanted = folded(words)
        own = [style for name, style in self._own.items() if wanted and wanted in name]
        return [*self._presets.fitting(words), *own]


def label(style: Named, language: str) -> str:
    return style.label(language) if isinstance(style, Preset) else style.name
