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
KNOWN_TAGS = frozenset((*SIMPLE_TAGS, "a", "span", "tg-emoji"))
_TAG_NAME = re.compile(r"</?([^\s>]*)")
_ATTRIBUTES = re.compile(r"""((?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[\w.-]+))?)*)\s*>""")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|lt|gt|amp|quot);")


@dataclass(slots=True)
class _OpenTag:
    name: str
    start: int
    entity: Json


@dataclass(slots=True)
class _Html:
    """A walk over the source: text written so far, tags still open, entities already closed."""

    source: str
    position: int = 0
    text: str = ""
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def here(self) -> str:
        return f"at byte offset {len(self.source[: self.position].encode())}"


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Bot API, "HTML style". Raises a Refusal with the byte offset of what cannot be parsed."""
    walk = _Html(source)
    while walk.position < len(source):
        if source.startswith("</", walk.position):
            _close_tag(walk)
        elif source[walk.position] == "<":
            _open_tag(walk)
        else:
            _take_text(walk)
    if walk.open_tags:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{walk.open_tags[-1].name}"')
    return walk.text, _joined_code_blocks(walk.entities)


def _open_tag(walk: _Html) -> None:
    name, end_of_name = _tag_name(walk)
    if name not in KNOWN_TAGS:
        raise _unparsable(f'Unsupported start tag "{name}" {walk.here()}')
    attributes = _ATTRIBUTES.match(walk.source, end_of_name)
    if attributes is None:
        raise _unparsable(f"Unclosed start tag {walk.here()}")
    entity = _entity_of(name, _attributes(attributes[1]))
    if entity is None:
        raise _unparsable(f'Tag "{name}" must have class "tg-spoiler" {walk.here()}')
    walk.open_tags.append(_OpenTag(name, utf16_length(walk.text), entity))
    walk.position = attributes.end()


def _close_tag(walk: _Html) -> None:
    name, end_of_name = _tag_name(walk)
    if not walk.open_tags:
        raise _unparsable(f"Unexpected end tag {walk.here()}")
    end = walk.source.find(">", end_of_name)
    if end < 0:
        raise _unparsable(f"Unclosed end tag {walk.here()}")
    opened = walk.open_tags.pop()
    if name not in ("", opened.name):
        raise _unparsable(f'Unmatched end tag {walk.here()}, expected "</{opened.name}>", found "</{name}>"')
    if length := utf16_length(walk.text) - opened.start:
        walk.entities.append({**opened.entity, "offset": opened.start, "length": length})
    walk.position = end + 1


def _tag_name(walk: _Html) -> tuple[str, int]:
    match = _TAG_NAME.match(walk.source, walk.position)
    assert match is not None
    return match[1].lower(), match.end()


def _take_text(walk: _Html) -> None:
    end = walk.source.find("<", walk.position)
    end = len(walk.source) if end < 0 else end
    walk.text += _REFERENCE.sub(lambda match: html.unescape(match.group()), walk.source[walk.position : end])
    walk.position = end


def _attributes(source: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(source)}


def _entity_of(tag: str, attributes: dict[str, str]) -> Json | None:
    """None for a span that is no spoiler."""
    if tag == "a":
        return {"type": "text_link", "url": attributes.get("href", "")}
    if tag == "span":
        return {"type": "spoiler"} if attributes.get("class") == "tg-spoiler" else None
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"type": "code", "language": attributes["class"].removeprefix("language-")}
    return {"type": SIMPLE_TAGS[tag]}


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


def text_content(parameters: Parameters) -> Json:
    text, entities = formatted_text(parameters, "text", limit=TEXT_LIMIT, too_long="message is too long")
    if not text:
        raise bad_request("message text is empty")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_content(parameters: Parameters) -> Json:
    caption, entities = formatted_text(
        parameters, "caption", limit=CAPTION_LIMIT, too_long="message caption is too long"
    )
    above = {"show_caption_above_media": True} if parameters.flag("show_caption_above_media") else {}
    content = {"caption": caption, "caption_entities": entities}
    return {name: value for name, value in content.items() if value} | (above if caption else {})


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
    entities = parameters.objects(name) or []
    for entity in entities:
        if not entity.text("type") or entity.integer("offset", -1) < 0 or entity.integer("length", -1) < 0:
            raise bad_request("can't parse MessageEntity: type, offset and length expected")
    return [entity.values | {key: entity.integer(key) for key in ("offset", "length")} for entity in entities]


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
