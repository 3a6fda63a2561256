"""What captions and texts ask for."""

from pathlib import Path

import pytest

from bot.presets import Presets, load_presets
from bot.shelf import Shelf
from bot.wishes import LARGEST_BLEND, Wish, wish_in
from storage.names import ImageRef
from storage.own_styles import OwnStyle
from tests.bot.scene import make_presets

OWN = [
    OwnStyle(id=1, name="Grandma", image=ImageRef("a")),
    OwnStyle(id=2, name="Old map", image=ImageRef("b")),
    OwnStyle(id=3, name="Old wallpaper", image=ImageRef("c")),
]


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return load_presets(make_presets(tmp_path / "presets", how_many=12))


def understood(words: str | None, presets: Presets) -> Wish:
    return wish_in(words, Shelf(presets, OWN), bot_name="impasto_bot")


def named(wish: Wish) -> list[tuple[str, float]]:
    return [
        (part.style.name if isinstance(part.style, OwnStyle) else part.style.key, part.weight) for part in wish.parts
    ]


@pytest.mark.parametrize(
    "words",
    [
        "/style wave",
        "/STYLE  Wave ",
        "/style@impasto_bot wave",
        "/style@Impasto_Bot\nonda",
        "/style wav",
        "@impasto_bot wave",
    ],
)
def test_a_command_names_a_style_and_calls_the_bot(words: str, presets: Presets) -> None:
    wish = understood(words, presets)
    assert named(wish) == [("wave", 1.0)]
    assert wish.is_for_us


@pytest.mark.parametrize("words", ["wave", "Onda", "🌊", "🌊\ufe0f", "🌊 Wave"])
def test_a_name_alone_is_a_wish_that_calls_nobody(words: str, presets: Presets) -> None:
    wish = understood(words, presets)
    assert named(wish) == [("wave", 1.0)]
    assert not wish.is_for_us


@pytest.mark.parametrize(
    "words", ["/style@other_bot wave", "/styles", "a wave at the sea", "wave mosaic", "my dog", "", None]
)
def test_other_words_wish_for_nothing(words: str | None, presets: Presets) -> None:
    assert understood(words, presets) == Wish()


def test_a_command_alone_calls_the_bot_and_names_nothing(presets: Presets) -> None:
    assert understood("/style", presets) == Wish(is_for_us=True)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("/style grandma", [("Grandma", 1.0)]),
        ("/style old map", [("Old map", 1.0)]),
        ("/style wave mosaic", [("wave", 1.0), ("mosaic", 1.0)]),
        ("/style wave, mosaic", [("wave", 1.0), ("mosaic", 1.0)]),
        ("/style Wave + Mosaic", [("wave", 1.0), ("mosaic", 1.0)]),
        ("/style mosaic old map grandma", [("mosaic", 1.0), ("Old map", 1.0), ("Grandma", 1.0)]),
        ("/style wave:2 mosaic:1", [("wave", 2.0), ("mosaic", 1.0)]),
        ("/style old map:1.5 wave", [("Old map", 1.5), ("wave", 1.0)]),
        ("/style wave:2 mosaic wave", [("mosaic", 1.0), ("wave", 3.0)]),
        ("/style grand mos", [("Grandma", 1.0), ("mosaic", 1.0)]),
    ],
)
def test_several_names_are_a_blend(words: str, parts: list[tuple[str, float]], presets: Presets) -> None:
    assert named(understood(words, presets)) == parts


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("/style nonsense", "nonsense"),
        ("/style utter nonsense", "utter nonsense"),
        ("/style wave nonsense", "nonsense"),
        ("/style nonsense:2 wave", "nonsense"),
        ("/style wave:0 mosaic", "wave:0"),
    ],
)
def test_the_name_that_nobody_has_is_told(words: str, unknown: str, presets: Presets) -> None:
    assert understood(words, presets) == Wish(is_for_us=True, unknown=unknown)


def test_a_name_that_could_be_several_tells_which(presets: Presets) -> None:
    assert understood("/style wave old", presets) == Wish(is_for_us=True, unknown="old", fitting=tuple(OWN[1:]))


def test_a_blend_of_too_many_styles_is_refused(presets: Presets) -> None:
    names = [f"style{number}" for number in range(LARGEST_BLEND + 1)]
    assert understood(f"/style {' '.join(names)}", presets).is_too_large
    assert len(understood(f"/style {' '.join(names[1:])}", presets).parts) == LARGEST_BLEND


def test_a_presets_name_always_means_the_preset(presets: Presets) -> None:
    shelf = Shelf(presets, [OwnStyle(id=1, name="Wave", image=ImageRef("a"))])
    assert shelf.find("wave") is presets.get("wave")
