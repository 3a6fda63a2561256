"""MarkdownV2 to plain text with entities. Bot API, "MarkdownV2 style"."""

from dataclasses import dataclass, field

from bot.sandbox.database import Json
from bot.sandbox.entities import utf16_length
from bot.sandbox.refusals import Refusal, bad_request

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKERS = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}


@dataclass(slots=True)
class _Markdown:
    source: str
    position: int = 0
    text: str = ""
    open_marks: list[tuple[str, int]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def ahead(self, mark: str) -> bool:
        return self.source.startswith(mark, self.position)

    def length(self) -> int:
        return utf16_length(self.text)


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Quotations (`>`) and custom emoji are not understood here and refused as reserved characters."""
    walk = _Markdown(source)
    while walk.position < len(source):
        _step(walk)
    if walk.open_marks:
        kind = _MARKERS.get(walk.open_marks[-1][0], "text link").capitalize()
        raise _unparsable(f"Can't find end of {kind} entity at byte offset {walk.open_marks[-1][1]}")
    return walk.text, walk.entities


def _step(walk: _Markdown) -> None:
    if walk.ahead("\\") and len(walk.source) > walk.position + 1:
        walk.text += walk.source[walk.position + 1]
        walk.position += 2
    elif walk.ahead("`"):
        _take_code(walk)
    elif walk.ahead("["):
        walk.open_marks.append(("[", walk.length()))
        walk.position += 1
    elif walk.ahead("](") and walk.open_marks and walk.open_marks[-1][0] == "[":
        _take_link(walk)
    elif mark := next((mark for mark in _MARKERS if walk.ahead(mark)), ""):
        _toggle(walk, mark)
    else:
        _take_plain(walk)


def _take_plain(walk: _Markdown) -> None:
    character = walk.source[walk.position]
    if character in RESERVED:
        raise _unparsable(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
    walk.text += character
    walk.position += 1


def _toggle(walk: _Markdown, mark: str) -> None:
    walk.position += len(mark)
    if not walk.open_marks or walk.open_marks[-1][0] != mark:
        walk.open_marks.append((mark, walk.length()))
        return
    _, start = walk.open_marks.pop()
    _add(walk, {"type": _MARKERS[mark]}, start)


def _take_code(walk: _Markdown) -> None:
    fence = "```" if walk.ahead("```") else "`"
    end = walk.source.find(fence, walk.position + len(fence))
    if end < 0:
        raise _unparsable(
            f"Can't find end of {'Pre' if len(fence) == 3 else 'Code'} entity at byte offset {walk.position}"
        )
    inside = walk.source[walk.position + len(fence) : end]
    entity, start = {"type": "pre" if len(fence) == 3 else "code"}, walk.length()
    if len(fence) == 3 and "\n" in inside:
        language, _, inside = inside.partition("\n")
        entity |= {"language": language} if language else {}
    walk.text += inside.replace("\\`", "`").replace("\\\\", "\\")
    walk.position = end + len(fence)
    _add(walk, entity, start)


def _take_link(walk: _Markdown) -> None:
    end = walk.source.find(")", walk.position)
    if end < 0:
        raise _unparsable(f"Can't find end of a URL at byte offset {walk.position}")
    _, start = walk.open_marks.pop()
    _add(walk, {"type": "text_link", "url": walk.source[walk.position + 2 : end].replace("\\", "")}, start)
    walk.position = end + 1


def _add(walk: _Markdown, entity: Json, start: int) -> None:
    if length := walk.length() - start:
        walk.entities.append({**entity, "offset": start, "length": length})


def _unparsable(why: str) -> Refusal:
    return bad_request(f"can't parse entities: {why}")
