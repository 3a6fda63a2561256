"""What a style of one's own may be called."""

from pathlib import Path

import pytest

from bot.presets import Presets, load_presets
from bot.style_names import LONGEST_NAME, NameRefusal, free_name, refusal_for_name, tidied
from tests.bot.scene import make_presets


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return load_presets(make_presets(tmp_path / "presets"))


PEOPLES_NAMES = (
    *("Grandma", "Grandma’s quilt no. 2", "Бабушка", "祖母", "x" * LONGEST_NAME),
    *("\N{OLDER WOMAN}\U0001f3fd", "\N{WOMAN}\u200d\N{ARTIST PALETTE} blue", "\N{HEAVY BLACK HEART}\ufe0f"),
)


@pytest.mark.parametrize("name", PEOPLES_NAMES)
def test_people_may_use_their_own_letters_and_emoji(name: str, presets: Presets) -> None:
    assert refusal_for_name(tidied(name), presets) is None


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("", NameRefusal.EMPTY),
        (" \n ", NameRefusal.EMPTY),
        ("x" * (LONGEST_NAME + 1), NameRefusal.TOO_LONG),
        ("one + two", NameRefusal.ODD),
        ("one, two", NameRefusal.ODD),
        ("one:2", NameRefusal.ODD),
        ("/style", NameRefusal.ODD),
        ("@somebody", NameRefusal.ODD),
        ("turned \u202eround", NameRefusal.ODD),
        ("\u200b", NameRefusal.ODD),
        ("...", NameRefusal.ODD),
        ("Wave", NameRefusal.PRESET),
        ("mosaico", NameRefusal.PRESET),
        ("🌊\ufe0f", NameRefusal.PRESET),
    ],
)
def test_a_name_that_would_confuse_is_refused(name: str, refusal: NameRefusal, presets: Presets) -> None:
    assert refusal_for_name(tidied(name), presets) is refusal


def test_a_name_is_one_line_with_each_letter_in_one_piece() -> None:
    assert tidied("  Grand\nma   e\u0301 ") == "Grand ma \u00e9"


def test_the_usual_name_has_the_lowest_free_number() -> None:
    assert free_name("My style {}".format, []) == "My style 1"
    assert free_name("My style {}".format, ["MY STYLE 1", "my style 3", "Grandma"]) == "My style 2"
