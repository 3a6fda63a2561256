"""Every text in every language: there, with the same words to fill in, and short enough for Telegram."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from bot.presets import load_presets
from bot.texts import Texts, languages, texts_for
from storage.jobs import FailureReason

MESSAGE, CAPTION, TOAST, COMMAND, BUTTON = 4096, 1024, 200, 256, 24
"""Telegram's limits in characters; for buttons, what a phone shows."""
CAPTIONS = (
    *("next_in_line", "ready_in", "starting", "painting", "left", "done_in", "dreamed_in", "cancelled"),
    *("failures", "expired", "made_by_newer", "may_not_show", "cannot_show"),
)
NUMBERS = ("first", "last", "all", "percent")
"""What is filled in as a bare number."""


def said_in(texts: object, path: str = "") -> Iterator[tuple[str, str]]:
    """(place, text) of everything that a person reads; of texts made by a function, examples."""
    if texts is None:
        return
    if isinstance(texts, str):
        yield path, texts
    elif callable(texts):
        yield from ((f"{path}({number})", texts(number)) for number in (1, 2, 5, 45, 90, 300))
    elif isinstance(texts, dict):
        for key, text in texts.items():
            yield from said_in(text, f"{path}.{key}")
    elif is_dataclass(texts):
        for one in fields(texts):
            yield from said_in(getattr(texts, one.name), f"{path}.{one.name}")
    else:
        raise AssertionError(f"{path} is no text")


def words_to_fill_in(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)}", text))


ALL = pytest.mark.parametrize("texts", languages().values(), ids=languages().keys())


def test_there_are_english_and_italian() -> None:
    assert {"en", "it"} <= set(languages())


@ALL
def test_no_text_is_empty_and_each_fits_into_a_message(texts: Texts) -> None:
    for place, text in said_in(texts):
        assert text.strip() == text != "", place
        assert len(text) <= MESSAGE, place


@ALL
def test_captions_toasts_commands_and_buttons_fit(texts: Texts) -> None:
    for place, text in said_in(texts):
        limits = {"toasts": TOAST, "commands": COMMAND, "buttons": BUTTON, "refusals": TOAST - 20}
        limits |= dict.fromkeys(CAPTIONS, CAPTION - 100)
        part = re.split(r"[.(]", place)[1]
        assert len(text) <= limits.get(part, MESSAGE), place


@ALL
def test_every_language_fills_in_the_same_words_as_english(texts: Texts) -> None:
    english = dict(said_in(languages()["en"]))
    for place, text in said_in(texts):
        assert words_to_fill_in(text) == words_to_fill_in(english[place]), place


@ALL
def test_every_language_says_something_of_its_own(texts: Texts) -> None:
    english = dict(said_in(languages()["en"]))
    same = [place for place, text in said_in(texts) if len(text) > 12 and english[place] == text]
    assert texts.code == "en" or same == []


@ALL
def test_every_preset_has_a_name_in_every_language(texts: Texts) -> None:
    assert [preset.key for preset in load_presets() if texts.code not in preset.names] == []


@ALL
def test_a_counted_noun_has_its_singular_and_its_plural(texts: Texts) -> None:
    """In every text, whatever it counts: nobody reads "1 paintings"."""
    nouns = [getattr(texts.counted, one.name) for one in fields(texts.counted)]
    singular, plural = ({noun(number).removeprefix(f"{number} ") for noun in nouns} for number in (1, 2))
    for number, wrong in ((1, plural - singular), (2, singular - plural)):
        counted = {one.name: getattr(texts.counted, one.name)(number) for one in fields(texts.counted)}
        for place, text in said_in(texts):
            said = re.sub(r"{(\w*)}", lambda word: counted.get(word[1], word[0]), text)  # noqa: B023
            for noun in wrong:
                assert not re.search(rf"\b{number} {noun}\b", said), place


@ALL
def test_no_bare_number_stands_before_a_noun(texts: Texts) -> None:
    """A noun that is counted belongs to its number, in texts.counted."""
    for place, text in said_in(texts):
        for word, follows in re.findall(r"{(\w*)}(?= (\w+))", text):
            assert word not in NUMBERS or len(follows) <= 2, (place, word, follows)


@ALL
def test_who_is_ahead_is_counted_too(texts: Texts) -> None:
    assert [texts.counted.paintings(number) in texts.in_line(number) for number in (1, 2, 11)] == [True] * 3


def test_a_dial_without_words_is_named() -> None:
    english = texts_for("en")
    with pytest.raises(TypeError, match="brush_size"):
        replace(english, dials={name: words for name, words in english.dials.items() if name != "brush_size"})


def test_a_language_without_a_text_cannot_be_made() -> None:
    english = texts_for("en")
    failures: dict[FailureReason, str] = {
        reason: text for reason, text in english.failures.items() if reason is not FailureReason.DAMAGED
    }
    with pytest.raises(TypeError, match="damaged"):
        replace(english, failures=failures)
    with pytest.raises(TypeError, match="missing"):
        Texts(code="xx", own_name="Nothing else")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("it", "it"), ("it-CH", "it"), ("IT", "it"), ("en-GB", "en"), ("tlh", "en"), ("", "en"), (None, "en")],
)
def test_a_language_that_is_not_there_is_english(asked: str | None, answered: str) -> None:
    assert texts_for(asked).code == answered


@ALL
def test_durations_are_short_and_in_the_right_unit(texts: Texts) -> None:
    assert [texts.duration(seconds) for seconds in (5, 55, 60, 300)] == ["5 s", "55 s", "1 min", "5 min"]
