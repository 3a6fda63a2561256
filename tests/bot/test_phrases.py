"""What people's own words mean: a table of phrases, and the laws behind it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases import AS_USUAL, plain, taken_apart
from bot.presets import Preset, load_presets
from bot.shelf import Shelf
from bot.wishes import Expected, Wish, wish_in
from storage.work.dials import dials_of
from storage.work.painting import Painting

TABLE = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
SHELF = Shelf(load_presets())


def meaning_of(wish: Wish) -> str:
    styles = [part.style.key for part in wish.parts if isinstance(part.style, Preset)]
    several = ["?"] if wish.fitting else ["unknown"] if wish.unknown else []
    turned = [turn.dial for turn in wish.how.turns]
    return " ".join([*styles, *several, *turned, *(["large"] if wish.how.is_large else [])])


def understood(words: str, expected: Expected = Expected.NOTHING) -> Wish:
    return wish_in(words, SHELF, bot_name="impasto_bot", expected=expected)


@pytest.mark.parametrize(("words", "meaning"), TABLE["said"].items())
def test_a_caption_means_what_people_mean_by_it(words: str, meaning: str) -> None:
    assert meaning_of(understood(words)) == meaning


@pytest.mark.parametrize(("words", "meaning"), TABLE["asked"].items())
def test_an_answer_to_the_question_for_a_style_is_understood_more_freely(words: str, meaning: str) -> None:
    assert meaning_of(understood(words, Expected.A_STYLE)).replace("unknown", "") == meaning


@pytest.mark.parametrize(("words", "meaning"), TABLE["command"].items())
def test_after_the_command_every_word_is_a_name(words: str, meaning: str) -> None:
    assert meaning_of(understood(f"/style {words}")) == meaning


def test_there_are_as_many_phrases_as_it_takes() -> None:
    assert sum(map(len, TABLE.values())) >= 120


def test_several_works_of_an_artist_are_the_choice_and_nothing_else() -> None:
    assert {one.artist for one in understood("van gogh").fitting if isinstance(one, Preset)} == {"Vincent van Gogh"}


@pytest.mark.parametrize("preset", load_presets(), ids=lambda preset: preset.key)
def test_every_preset_is_found_by_its_name_in_every_language_whatever_the_writing(preset: Preset) -> None:
    for name in preset.names.values():
        for written in (name, name.upper(), f"  {name}!!", f"“{name}”", name.replace(" ", "-")):
            assert meaning_of(understood(written)) == preset.key


def test_every_dial_that_words_turn_is_a_dial_of_paintings() -> None:
    known = {dial.name for dial in dials_of(Painting)}
    for words in ("strong", "subtle", "big strokes", "fine", "keep colors", "keep face"):
        (turn,) = taken_apart(words).how.turns
        assert turn.dial in known


@given(st.text())
def test_taking_words_apart_never_fails_and_what_is_plain_stays_so(words: str) -> None:
    assert plain(plain(words)) == plain(words)
    phrase = taken_apart(words)
    assert phrase.name or phrase.how != AS_USUAL or not plain(words) or phrase.asks
