"""Every text a person reads, one Fluent file a language beside this one (projectfluent.org/fluent/guide).

A message that a language lacks is said in English. Texts are plain: no markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"
FOLDER = Path(__file__).parent
Value = str | int | float | datetime


class TextError(LookupError):
    """No language has such a message, or it lacks a value: the caller asks for something that translators never saw."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What is said in one language."""

    code: str
    """The name of its file, as Telegram's language_code: ISO 639-1."""
    bundles: tuple[FluentBundle, ...]
    """Its own first."""

    @property
    def own_name(self) -> str:
        return self.say("own-name")

    def has(self, message: str) -> bool:
        return any(bundle.has_message(message) for bundle in self.bundles)

    def say(self, message: str, /, **values: Value) -> str:
        """Numbers are written, and nouns counted, as the language does. Raises TextError."""
        bundle = next((bundle for bundle in self.bundles if bundle.has_message(message)), None)
        pattern = bundle.get_message(message).value if bundle else None
        if bundle is None or pattern is None:
            raise TextError(message)
        text, errors = bundle.format_pattern(pattern, values)
        if errors:
            raise TextError(f"{message}: {errors[0]}")
        return str(text)

    def duration(self, seconds: float) -> str:
        """Of seconds that are rounded to what is honest already."""
        if seconds < 60:
            return self.say("seconds", seconds=round(seconds))
        return self.say("minutes", minutes=round(seconds / 60))


@cache
def languages() -> Mapping[str, Texts]:
    """By code: every Fluent file beside this one."""
    bundles = {file.stem: _bundle(file) for file in sorted(FOLDER.glob("*.ftl"))}
    return {
        code: Texts(code, (bundle,) if code == FALLBACK else (bundle, bundles[FALLBACK]))
        for code, bundle in bundles.items()
    }


def texts_for(language: str | None) -> Texts:
    """Knows "it" and "it-CH"; anything else is English."""
    known = languages()
    return known.get((language or FALLBACK).split("-")[0].lower(), known[FALLBACK])


def _bundle(file: Path) -> FluentBundle:
    """Without the marks that isolate what is filled in: they would count as characters of a name."""
    bundle = FluentBundle([file.stem], use_isolating=False)
    bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
