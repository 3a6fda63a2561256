"""From HTML and MarkdownV2 to text with entities, offsets in UTF-16 units. Bot API, "Formatting options"."""

import pytest

from bot.sandbox.entities import utf16_slice, with_found_entities
from bot.sandbox.formatting import parse_html
from bot.sandbox.markdown import parse_markdown_v2
from bot.sandbox.refusals import Refusal

Words = list[tuple[str, str]]


def words(parsed: tuple[str, list[dict[str, object]]]) -> Words:
    """Each entity as (type, the text it covers), in order of their places."""
    text, entities = parsed
    ordered = sorted(entities, key=lambda entity: (entity["offset"], -int(str(entity["length"]))))
    return [(str(entity["type"]), utf16_slice(text, entity)) for entity in ordered]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("<b>one</b> <i>two</i>", "one two", [("bold", "one"), ("italic", "two")]),
        ("🎨 <b>paint <u>it</u></b>", "🎨 paint it", [("bold", "paint it"), ("underline", "it")]),
        ("&lt;b&gt; &amp;amp; &quot;&#128512;", '<b> &amp; "😀', []),
        ('<a href="https://example.org/?a=1&amp;b=2">here</a>', "here", [("text_link", "here")]),
        ('<span class="tg-spoiler">secret</span>', "secret", [("spoiler", "secret")]),
        ("<pre><code class='language-python'>x</code></pre>", "x", [("pre", "x")]),
        ("<code>a</code><b></b>", "a", [("code", "a")]),
        ("<blockquote expandable>long</blockquote>", "long", [("expandable_blockquote", "long")]),
        ("<STRONG>loud</strong >", "loud", [("bold", "loud")]),
        ("a &unknown; b", "a &unknown; b", []),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, expected: Words) -> None:
    parsed = parse_html(source)
    assert (parsed[0], words(parsed)) == (text, expected)


def test_a_code_block_knows_its_language_and_a_link_its_address() -> None:
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1][0]["language"] == "python"
    assert parse_html('<a href="https://e.org/?a=1&amp;b=2">x</a>')[1][0]["url"] == "https://e.org/?a=1&b=2"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a <int> b", 'Unsupported start tag "int" at byte offset 2'),
        ("è <3 you", 'Unsupported start tag "3" at byte offset 3'),
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_telegram_cannot_parse_is_refused_with_the_place(source: str, problem: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {problem}"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("*one* _two_ __three__", "one two three", [("bold", "one"), ("italic", "two"), ("underline", "three")]),
        (r"1\.5 \- ok", "1.5 - ok", []),
        (
            "`a.b` ~gone~ ||secret||",
            "a.b gone secret",
            [("code", "a.b"), ("strikethrough", "gone"), ("spoiler", "secret")],
        ),
        ("[here](https://e.org/x)", "here", [("text_link", "here")]),
        ("```python\nx = 1```", "x = 1", [("pre", "x = 1")]),
    ],
)
def test_markdown_becomes_text_and_entities(source: str, text: str, expected: Words) -> None:
    parsed = parse_markdown_v2(source)
    assert (parsed[0], words(parsed)) == (text, expected)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("Done.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("*open", "Can't find end of Bold entity at byte offset 0"),
        ("`open", "Can't find end of Code entity at byte offset 0"),
    ],
)
def test_markdown_telegram_cannot_parse_is_refused(source: str, problem: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_markdown_v2(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {problem}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start and /help@impasto_bot", [("bot_command", "/start"), ("bot_command", "/help@impasto_bot")]),
        ("and/or 1/2 a/b", []),
        ("🎨 see https://example.org/a, @ada_weaver", [("url", "https://example.org/a"), ("mention", "@ada_weaver")]),
        ("#art not #1", [("hashtag", "#art")]),
        ("write to ada@example.org", [("email", "ada@example.org")]),
    ],
)
def test_commands_and_addresses_are_found_in_plain_text(text: str, expected: Words) -> None:
    assert words((text, with_found_entities(text, []))) == expected


def test_nothing_is_looked_for_inside_code() -> None:
    code = {"type": "code", "offset": 0, "length": 6}
    assert with_found_entities("/start", [code]) == [code]
