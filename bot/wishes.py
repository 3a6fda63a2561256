"""What the words around a photo ask for: `/style wave`, or just `wave`. Pure."""

import re
from dataclasses import dataclass

from bot.presets import Presets

STYLE_COMMAND = re.compile(r"/style(?:@(?P<bot>\w+))?(?:\s+(?P<words>.*))?", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    preset: str = ""
    is_for_us: bool = False
    """The words call this bot, so they count in a group too."""
    unknown: bool = False
    """A style was asked for that we do not have."""


def wish_in(words: str | None, presets: Presets, *, bot_name: str) -> Wish:
    """A caption that merely happens to be there wishes for nothing."""
    words = (words or "").strip()
    command = STYLE_COMMAND.fullmatch(words)
    if command:
        return _commanded(command, presets, bot_name)
    mention = f"@{bot_name}".casefold()
    is_for_us = mention in words.casefold()
    preset = presets.find(re.sub(re.escape(mention), "", words, flags=re.IGNORECASE))
    return Wish(preset=preset.key if preset else "", is_for_us=is_for_us)


def _commanded(command: re.Match[str], presets: Presets, bot_name: str) -> Wish:
    called = command["bot"]
    if called and called.casefold() != bot_name.casefold():
        return Wish()
    words = command["words"] or ""
    preset = presets.guess(words)
    return Wish(preset=preset.key if preset else "", is_for_us=True, unknown=bool(words.strip()) and preset is None)
