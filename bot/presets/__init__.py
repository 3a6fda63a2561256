"""The presets: named style images shipped with the bot, read from presets.toml beside their pictures."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.phrases import plain
from storage.names import ImageRef
from storage.own_styles import folded

FOLDER = Path(__file__).parent
KNOWN_FIELDS = {"key", "emoji", "image", "name", "also", "artist", "year", "source", "swatch"}
"""`swatch` names the generator that drew the picture; the bot has no use for it."""
LONGEST_KEY = 24
"""Characters: a key travels in callback_data, which Telegram limits to 64 bytes, with a job's number beside it."""


class PresetError(Exception):
    """presets.toml cannot be used; the text says which entry and why. For whoever edits that file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    key: str
    emoji: str
    image: Path
    ref: ImageRef
    """Of its picture."""
    names: Mapping[str, str]
    """Language code to name; English is always there."""
    also: tuple[str, ...] = ()
    """What else it is called."""
    artist: str = ""
    year: str = ""
    source: str = ""

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["en"]

    def label(self, language: str) -> str:
        return f"{self.emoji} {self.name(language)}"

    @property
    def title(self) -> str:
        """For a painting's metadata: Starry Night (Vincent van Gogh, 1889)."""
        artist = ", ".join(filter(None, (self.artist, self.year)))
        return f"{self.name('en')} ({artist})" if artist else self.name("en")


class Presets:
    """All presets in the order of the file, and which one a person means."""

    def __init__(self, presets: tuple[Preset, ...], meanings: Mapping[str, tuple[Preset, ...]] | None = None) -> None:
        """`meanings`: words that mean one of several."""
        self._presets = presets
        self._by_key = {preset.key: preset for preset in presets}
        self._by_word = {word: preset for preset in presets for word in _words_for(preset)}
        self.called: Mapping[str, tuple[Preset, ...]] = dict(self._called(meanings or {}))
        """By whatever people may call them, as `plain` writes it: names, artists, movements."""

    def __iter__(self) -> Iterator[Preset]:
        return iter(self._presets)

    def __len__(self) -> int:
        return len(self._presets)

    def get(self, key: str) -> Preset | None:
        return self._by_key.get(key)

    def find(self, words: str) -> Preset | None:
        """By key, emoji or any of its names, whatever the case."""
        return self._by_word.get(folded(words))

    def _called(self, meanings: Mapping[str, tuple[Preset, ...]]) -> Iterator[tuple[str, tuple[Preset, ...]]]:
        """What is more certain comes later. A word that is all emoji has no plain form."""
        for artist in dict.fromkeys(preset.artist for preset in self if preset.artist):
            yield plain(artist), tuple(preset for preset in self if preset.artist == artist)
        yield from ((plain(word), meant) for word, meant in meanings.items())
        yield from ((plain(word), (preset,)) for word, preset in self._by_word.items() if plain(word))

    def example(self, language: str) -> str:
        """A name that is quick to type, for the help."""
        return self.examples(language)[0]

    def examples(self, language: str) -> tuple[str, str]:
        names = sorted((preset.name(language).lower() for preset in self), key=len)
        return names[0], names[min(1, len(names) - 1)]


def load_presets(folder: Path = FOLDER) -> Presets:
    """Raises PresetError."""
    file = folder / "presets.toml"
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PresetError(f"{file.name} cannot be read: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise PresetError(f"{file.name} is not TOML: {error}") from error
    presets = tuple(_preset(entry, folder) for entry in document.get("preset", []))
    _check_together(presets)
    by_key = {preset.key: preset for preset in presets}
    return Presets(presets, dict(_meanings(document.get("meaning", []), by_key)))


def _meanings(
    entries: Sequence[Mapping[str, Any]], by_key: Mapping[str, Preset]
) -> Iterator[tuple[str, tuple[Preset, ...]]]:
    for entry in entries:
        keys, words = entry.get("presets", []), entry.get("words", [])
        unknown = [key for key in keys if key not in by_key]
        _check(bool(words and keys) and not unknown, ", ".join(unknown or words), "no such preset, or no words for it")
        yield from ((word, tuple(by_key[key] for key in keys)) for word in words)


def _preset(entry: Mapping[str, Any], folder: Path) -> Preset:
    key = str(entry.get("key", ""))
    _check(
        0 < len(key) <= LONGEST_KEY and key.isascii() and key.replace("_", "").isalnum() and key == key.lower(),
        key,
        f"its key must be 1 to {LONGEST_KEY} of a-z, 0-9 and _",
    )
    _check(not entry.keys() - KNOWN_FIELDS, key, f"unknown fields: {', '.join(sorted(entry.keys() - KNOWN_FIELDS))}")
    _check(bool(entry.get("emoji")), key, "it has no emoji")
    names = entry.get("name", {})
    _check(isinstance(names, dict) and bool(names.get("en")), key, "it has no English name ([preset.name] en = …)")
    image = folder / str(entry.get("image", ""))
    _check(image.is_file(), key, f"there is no picture {image.name!r} beside presets.toml")
    try:
        ref = ImageRef(sha256(image.read_bytes()).hexdigest())
    except OSError as error:
        raise PresetError(f"preset {key!r}: {image.name} cannot be read: {error.strerror}") from error
    optional = {name: str(entry.get(name, "")) for name in ("artist", "year", "source")}
    also = tuple(str(word) for word in entry.get("also", ()))
    return Preset(key=key, emoji=str(entry["emoji"]), image=image, ref=ref, names=dict(names), also=also, **optional)


def _check_together(presets: tuple[Preset, ...]) -> None:
    if not presets:
        raise PresetError("presets.toml has no [[preset]]")
    owners: dict[str, Preset] = {}
    for preset in presets:
        for word in _words_for(preset):
            other = owners.setdefault(word, preset)
            _check(other is preset, preset.key, f"{word!r} already means preset {other.key!r}")


def _check(holds: bool, key: str, complaint: str) -> None:
    if not holds:
        raise PresetError(f"preset {key!r}: {complaint}")


def _words_for(preset: Preset) -> set[str]:
    labels = [preset.label(language) for language in preset.names]
    return {folded(word) for word in (preset.key, preset.emoji, *preset.names.values(), *preset.also, *labels)}
