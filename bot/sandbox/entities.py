"""What Telegram finds in a text by itself: commands, mentions, addresses, hashtags. Offsets count UTF-16 code units.

Bot API, "MessageEntity".
"""

import re

from bot.sandbox.database import Json

_PATTERNS = {
    "bot_command": re.compile(r"(?<![\w/@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?(?![\w/])"),
    "mention": re.compile(r"(?<![\w/@.])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)"),
    "url": re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]|(?<![\w@./-])t\.me/[\w/?=-]+"),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}"),
    "hashtag": re.compile(r"(?<![\w#&])#(?=\w*[^\W\d])\w{1,256}"),
}
_KEPT_LITERAL = {"code", "pre", "text_link"}


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, entity: Json) -> str:
    encoded = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return encoded[start : start + entity["length"] * 2].decode("utf-16-le", errors="replace")


def with_found_entities(text: str, given: list[Json]) -> list[Json]:
    """The given entities and those found outside code and links, in order of their place."""
    taken = [entity for entity in given if entity["type"] in _KEPT_LITERAL]
    for found in _found(text):
        if not any(_overlap(found, other) for other in taken):
            taken.append(found)
            given = [*given, found]
    return sorted(given, key=lambda entity: (entity["offset"], -entity["length"]))


def _found(text: str) -> list[Json]:
    return [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match.group())}
        for kind, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
    ]


def _overlap(a: Json, b: Json) -> bool:
    return bool(a["offset"] < b["offset"] + b["length"] and b["offset"] < a["offset"] + a["length"])
