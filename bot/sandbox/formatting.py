"""From a request's text and parse_mode to plain text with entities. Bot API, "Formatting options"."""

import html
import re
from dataclasses import dataclass, field

from bot.sandbox.database import Json
from bot.sandbox.entities import utf16_length, with_found_entities
from bot.sandbox.markdown import parse_markdown_v2
from bot.sandbox.parameters import Parameters
from bot.sandbox.refusals import Refusal, bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
"""Bot API, sendMessage and sendPhoto: counted after the entities are parsed."""

SIMPLE_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|lt|gt|amp|quot);")


@dataclass(slots=True)
class _OpenTag:
    name: str
    start: int
    byte: int
    entity: Json


@dataclass(slots=True)
class _Html:
    """A walk over the source: text written so far, tags still open, entities already closed."""

    source: str
    text: str = ""
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def byte_at(self, position: int) -> int:
        return len(self.source[:position].encode())

    def open(self, tag: re.Match[str]) -> None:
        entity = _entity_of(tag[2].lower(), _attributes(tag[3]))
        if entity is None:
            raise _unparsable(f'Unsupported start tag "{tag[2].lower()}" at byte offset {self.byte_at(tag.start())}')
        self.open_tags.append(_OpenTag(tag[2].lower(), utf16_length(self.text), self.byte_at(tag.start()), entity))

    def close(self, tag: re.Match[str]) -> None:
        if not self.open_tags:
            raise _unparsable(f"Unexpected end tag at byte offset {self.byte_at(tag.start())}")
        opened, found = self.open_tags.pop(), tag[2].lower()
        if opened.name != found:
            place = self.byte_at(tag.start())
            raise _unparsable(
                f'Unmatched end tag at byte offset {place}, expected "</{opened.name}>", found "</{found}>"'
            )
        if length := utf16_length(self.text) - opened.start:
            self.entities.append({**opened.entity, "offset": opened.start, "length": length})


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Bot API, "HTML style". Raises a Refusal with the byte offset of what cannot be parsed."""
    walk = _Html(source)
    position = 0
    while position < len(source):
        if source[position] != "<":
            position = _take_text(walk, position)
            continue
        tag = _TAG.match(source, position)
        if tag is None:
            raise _unparsable(f'Unsupported start tag "" at byte offset {walk.byte_at(position)}')
        walk.close(tag) if tag[1] else walk.open(tag)
        position = tag.end()
    if walk.open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{walk.open_tags[-1].name}"')
    return walk.text, _joined_code_blocks(walk.entities)


def _take_text(walk: _Html, position: int) -> int:
    end = walk.source.find("<", position)
    end = len(walk.source) if end < 0 else end
    walk.text += _REFERENCE.sub(lambda match: html.unescape(match.group()), walk.source[position:end])
    return end


def _attributes(source: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(source)}


def _entity_of(tag: str, attributes: dict[str, str]) -> Json | None:
    if tag == "a":
        return {"type": "text_link", "url": attributes.get("href", "")}
    if tag == "span" and attributes.get("class") == "tg-spoiler":
        return {"type": "spoiler"}
    if tag == "tg-emoji" and attributes.get("emoji-id"):
        return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"type": "code", "language": attributes["class"].removeprefix("language-")}
    return {"type": SIMPLE_TAGS[tag]} if tag in SIMPLE_TAGS else None


def _joined_code_blocks(entities: list[Json]) -> list[Json]:
    """<pre><code class="language-…"> is one entity of type pre; a language anywhere else is dropped."""
    blocks = {(e["offset"], e["length"]): e for e in entities if e["type"] == "pre"}
    kept = []
    for entity in entities:
        block = blocks.get((entity["offset"], entity["length"])) if entity["type"] == "code" else None
        language = entity.pop("language", None) if entity["type"] == "code" else None
        if block is None:
            kept.append(entity)
        elif language:
            block["language"] = language
    return kept


def _unparsable(why: str) -> Refusal:
    return bad_request(f"can't parse entities: {why}")


def formatted_text(parameters: Parameters, name: str, *, limit: int, too_long: str) -> tuple[str, list[Json]]:
    """The trimmed text with all its entities; `too_long` is Telegram's text for more than `limit` characters."""
    text, entities = _parsed(parameters, name)
    text, entities = _trimmed(text, entities)
    if len(text) > limit:
        raise bad_request(too_long)
    return text, with_found_entities(text, entities)


def _parsed(parameters: Parameters, name: str) -> tuple[str, list[Json]]:
    source, mode = parameters.text(name).replace("\r\n", "\n"), parameters.text("parse_mode").lower()
    if mode == "html":
        return parse_html(source)
    if mode == "markdownv2":
        return parse_markdown_v2(source)
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return source, _given_entities(parameters, "entities" if name == "text" else f"{name}_entities")


def _given_entities(parameters: Parameters, name: str) -> list[Json]:
    entities = parameters.listed(name) or []
    for entity in entities:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse MessageEntity: expected an Object")
    return entities


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram drops white space at both ends."""
    stripped = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, length)
        if start < end:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept
