"""Every text: said by the code, there in every language with the same values, and short enough for Telegram."""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from babel import Locale
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.presets import load_presets
from bot.texts import FALLBACK, FOLDER, TextError, Texts, languages, texts_for
from storage.admission import Refusal
from storage.jobs import FailureReason

BOT = FOLDER.parent
ENGLISH = texts_for(FALLBACK)
MESSAGE, CAPTION, TOAST, COMMAND, BUTTON = 4096, 1024, 200, 256, 24
"""Telegram's limits in characters; for buttons, what a phone shows."""
LIMITS = {
    "toast": TOAST,
    "refusal": TOAST,
    "command": COMMAND,
    "button": BUTTON,
    "failure": CAPTION,
    "expired": CAPTION,
}
NUMBERS = (1, 2, 5, 11, 21, 100)
MOMENT = datetime(2026, 12, 1, tzinfo=UTC)
WORDS = "2 h"
"""Stands for any value that is filled in as text."""


class Values(Visitor):
    """The variables of a message, and which of them are numbers or count something."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.numbers: set[str] = set()
        self.moments: set[str] = set()
        self.variants: dict[str, list[set[str]]] = {}

    def visit_FunctionReference(self, node: fluent.FunctionReference) -> None:  # noqa: N802
        if node.id.name == "DATETIME":
            (moment,) = node.arguments.positional
            assert isinstance(moment, fluent.VariableReference)
            self.moments.add(moment.id.name)
        self.generic_visit(node)

    def visit_CallArguments(self, node: fluent.CallArguments) -> None:  # noqa: N802
        self.numbers |= {value.id.name for value in node.positional if isinstance(value, fluent.VariableReference)}
        self.generic_visit(node)

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: fluent.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, fluent.VariableReference)
        keys = {variant.key.name for variant in node.variants if isinstance(variant.key, fluent.Identifier)}
        if keys:
            self.variants.setdefault(node.selector.id.name, []).append(keys)
        else:
            self.numbers.add(node.selector.id.name)
        self.generic_visit(node)


def messages_of(code: str) -> Mapping[str, Values]:
    resource = FluentParser().parse((FOLDER / f"{code}.ftl").read_text(encoding="utf-8"))
    broken = [entry for entry in resource.body if isinstance(entry, fluent.Junk)]
    assert not broken, broken[0].content
    found: dict[str, Values] = {}
    for entry in resource.body:
        if isinstance(entry, fluent.Message):
            assert entry.id.name not in found, f"{entry.id.name} is there twice"
            found[entry.id.name] = values = Values()
            values.visit(entry)
    return found


MESSAGES = {code: messages_of(code) for code in languages()}


def code_of_the_bot() -> Iterator[ast.AST]:
    for file in sorted(BOT.rglob("*.py")):
        if "sandbox" not in file.relative_to(BOT).parts:
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8"), filename=str(file)))


def pattern_of(node: ast.JoinedStr) -> str:
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)


def said(node: ast.AST) -> list[ast.expr]:
    """The messages that a call of `say` may name."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say"):
        return []
    return either(node.args[0])


def either(node: ast.expr) -> list[ast.expr]:
    return [*either(node.body), *either(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def examples(message: str, texts: Texts) -> Iterator[str]:
    values = MESSAGES[FALLBACK][message]
    counted = {*values.variants, *values.numbers} - values.moments
    words: dict[str, Any] = dict.fromkeys(values.names, WORDS) | dict.fromkeys(values.moments, MOMENT)
    for number in NUMBERS if counted else NUMBERS[:1]:
        yield texts.say(message, **(words | dict.fromkeys(counted, number)))


ALL = pytest.mark.parametrize("texts", languages().values(), ids=languages().keys())
EVERY_MESSAGE = tuple(MESSAGES[FALLBACK])


def test_six_languages_are_spoken() -> None:
    assert {"en", "it", "ru", "zh", "es", "de"} <= set(languages())


def test_every_message_that_the_code_says_is_there_and_gets_its_values() -> None:
    for call in code_of_the_bot():
        for name in said(call):
            assert isinstance(call, ast.Call)
            if isinstance(name, ast.JoinedStr):
                assert any(re.fullmatch(pattern_of(name), message) for message in EVERY_MESSAGE), ast.unparse(call)
            elif isinstance(name, ast.Constant):
                missing = MESSAGES[FALLBACK][str(name.value)].names - {one.arg for one in call.keywords}
                assert not missing or None in {one.arg for one in call.keywords}, ast.unparse(call)


def test_every_message_is_said_somewhere() -> None:
    nodes = list(code_of_the_bot())
    names = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    patterns = [pattern_of(name) for node in nodes for name in said(node) if isinstance(name, ast.JoinedStr)]
    unsaid = [name for name in EVERY_MESSAGE if name not in names and not any(re.fullmatch(p, name) for p in patterns)]
    assert unsaid == []


def test_what_answers_a_press_is_said_in_the_language_of_whoever_presses() -> None:
    """By `here.toasts`: `here.texts` is the chat's."""
    returned = [node.value for node in code_of_the_bot() if isinstance(node, ast.Return) and node.value]
    in_the_chats = [ast.unparse(value) for value in returned if ast.unparse(value).startswith("here.texts.say('toast-")]
    assert in_the_chats == []


def test_every_refusal_and_every_failure_has_its_words() -> None:
    wanted = [*(f"refusal-{one}" for one in Refusal), *(f"failure-{one}" for one in FailureReason)]
    assert [message for message in wanted if not ENGLISH.has(message)] == []


@ALL
def test_no_language_lacks_a_message(texts: Texts) -> None:
    assert [message for message in EVERY_MESSAGE if message not in MESSAGES[texts.code]] == []


@ALL
def test_no_language_says_what_english_does_not(texts: Texts) -> None:
    assert [message for message in MESSAGES[texts.code] if message not in EVERY_MESSAGE] == []


@ALL
def test_every_language_fills_in_the_same_values_as_english(texts: Texts) -> None:
    for message, values in MESSAGES[texts.code].items():
        assert values.names == MESSAGES[FALLBACK][message].names, message


@ALL
def test_what_is_counted_has_every_plural_of_the_language(texts: Texts) -> None:
    # CLDR's "many" of Italian and Spanish is for whole millions, which nobody here has of anything.
    plurals = set(Locale.parse(texts.code).plural_form.tags) | {"other"}
    if texts.code in ("it", "es"):
        plurals -= {"many"}
    for message, values in MESSAGES[texts.code].items():
        for keys in (keys for each in values.variants.values() for keys in each):
            assert keys == plurals, message


@ALL
def test_a_noun_is_counted_where_its_number_is_filled_in(texts: Texts) -> None:
    """Nobody reads "1 paintings"."""
    for message, values in MESSAGES[texts.code].items():
        bare = {"paintings", "photos", "styles", "days", "people", "characters"} & values.names - set(values.variants)
        assert not bare, message


@ALL
def test_no_text_is_empty_and_each_fits_where_it_is_shown(texts: Texts) -> None:
    for message in EVERY_MESSAGE:
        for text in examples(message, texts):
            assert text.strip() == text != "", message
            assert len(text) <= LIMITS.get(message.partition("-")[0], MESSAGE), message


@ALL
def test_every_language_says_something_of_its_own(texts: Texts) -> None:
    def first(message: str, of: Texts) -> str:
        return next(examples(message, of))

    alike = [one for one in EVERY_MESSAGE if len(first(one, texts)) > 12 and first(one, texts) == first(one, ENGLISH)]
    assert texts.code == FALLBACK or alike == []


@ALL
def test_every_preset_has_a_name_in_every_language(texts: Texts) -> None:
    assert [preset.key for preset in load_presets() if texts.code not in preset.names] == []


def test_a_message_that_a_language_lacks_is_said_in_english() -> None:
    new_language = Texts("tlh", (FluentBundle(["tlh"]), *ENGLISH.bundles))
    assert new_language.say("erased") == ENGLISH.say("erased")


def test_a_message_that_is_nowhere_and_a_value_that_lacks_are_errors() -> None:
    with pytest.raises(TextError, match="no-such-message"):
        ENGLISH.say("no-such-message")
    with pytest.raises(TextError, match="size"):
        ENGLISH.say("size")


def test_what_is_filled_in_stays_as_it_is() -> None:
    for words in ("{ $name }", "{0}", "\u202eevil", "<b>x</b>", "a\nb = c"):
        assert words in ENGLISH.say("style-renamed", name=words)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("it", "it"),
        ("it-CH", "it"),
        ("IT", "it"),
        ("zh-hans", "zh"),
        ("en-GB", "en"),
        ("tlh", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_language_that_is_not_there_is_english(asked: str | None, answered: str) -> None:
    assert texts_for(asked).code == answered


@ALL
def test_durations_are_short(texts: Texts) -> None:
    assert all(re.match(r"\d+\D{1,6}$", texts.duration(seconds)) for seconds in (5, 55, 60, 300))


def test_durations_are_in_the_right_unit() -> None:
    assert [ENGLISH.duration(seconds) for seconds in (5, 55, 60, 300)] == ["5 s", "55 s", "1 min", "5 min"]
