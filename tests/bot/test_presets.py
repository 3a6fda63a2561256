"""The registry of presets: what it accepts, and how clearly it refuses the rest."""

from pathlib import Path

import pytest

from bot.journeys.painting import PaintWith
from bot.presets import Preset, PresetError, load_presets
from bot.presses import LARGEST_NUMBER, LONGEST_DATA, data_of
from bot.shelf import Shelf, label
from bot.texts import languages
from storage.names import JobId
from tests.bot.scene import make_presets

LONGEST_NAME = 20
"""Characters that a telephone shows of one of two buttons side by side."""
GOOD = '[[preset]]\nkey = "wave"\nemoji = "🌊"\nimage = "wave.jpg"\n[preset.name]\nen = "Wave"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wave.jpg").write_bytes(b"a swatch")
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "presets.toml").write_text(text, encoding="utf-8")


def test_masters_among_the_shipped_presets_say_who_painted_them_when_and_where_they_are() -> None:
    masters = [preset for preset in load_presets() if preset.artist]
    assert len(masters) == 24
    assert [preset.key for preset in masters if not (preset.year and preset.source)] == []


@pytest.mark.parametrize("preset", list(load_presets()), ids=lambda preset: preset.key)
def test_a_shipped_preset_fits_a_button_and_is_found_by_whatever_is_on_it(preset: Preset) -> None:
    press = PaintWith(JobId(LARGEST_NUMBER), preset.key)
    assert len(data_of(press).encode()) <= LONGEST_DATA
    presets = load_presets()
    for language in languages():
        assert len(preset.name(language)) <= LONGEST_NAME
        for words in (preset.name(language), preset.label(language), preset.emoji, preset.key):
            assert presets.find(words) == preset


def test_a_preset_is_found_by_key_emoji_and_name_in_any_language(folder: Path) -> None:
    write(folder, GOOD + 'it = "La grande onda"\n')
    presets = load_presets(folder)
    for words in ("wave", "WAVE", "🌊", "🌊\ufe0f", "la  grande onda"):
        found = presets.find(words)
        assert found
        assert found.key == "wave"
    assert presets.find("onda") is None
    assert Shelf(presets).fitting("onda") == [presets.find("wave")]


@pytest.mark.parametrize("words", ["Perché l’onda", "perche l'onda", "PERCHÉ  L'ONDA"])
def test_accents_and_apostrophes_may_be_typed_plainly(folder: Path, words: str) -> None:
    write(folder, GOOD + 'it = "Perché l’onda"\n')
    presets = load_presets(folder)
    assert presets.find(words) is presets.get("wave")


def test_an_artist_stands_for_all_of_theirs(folder: Path) -> None:
    by_hokusai = 'artist = "Katsushika Hokusai"\nimage'
    another = GOOD.replace('"wave"', '"fuji"', 1).replace("🌊", "🗻").replace('"Wave"', '"Red Fuji"')
    write(folder, GOOD.replace("image", by_hokusai, 1) + another.replace("image", by_hokusai, 1))
    presets = load_presets(folder)
    assert [label(preset, "en") for preset in Shelf(presets).fitting("HOKUSAI")] == ["🌊 Wave", "🗻 Red Fuji"]
    assert [label(preset, "en") for preset in Shelf(presets).fitting("hokus")] == []


def test_a_missing_translation_is_english(folder: Path) -> None:
    write(folder, GOOD)
    (preset,) = load_presets(folder)
    assert preset.label("it") == "🌊 Wave"


def test_the_order_is_that_of_the_file(tmp_path: Path) -> None:
    keys = [preset.key for preset in load_presets(make_presets(tmp_path / "presets", how_many=4))]
    assert keys == ["wave", "mosaic", "style0", "style1"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", r"no \[\[preset\]\]"),
        ("[[preset", "not TOML"),
        (GOOD.replace('"wave"', '"Wave!"', 1), "its key must be"),
        (GOOD.replace('"wave"', f'"{"w" * 25}"', 1), "its key must be"),
        (GOOD.replace('emoji = "🌊"\n', ""), "no emoji"),
        (GOOD.replace("wave.jpg", "gone.jpg"), "no picture 'gone.jpg'"),
        (GOOD.replace("[preset.name]\nen", "[preset.name]\nit"), "no English name"),
        (GOOD.replace("image", "imagge"), "unknown fields: imagge"),
        (GOOD + GOOD, "already means preset 'wave'|twice"),
    ],
)
def test_a_mistake_in_the_file_is_named(folder: Path, text: str, complaint: str) -> None:
    write(folder, text)
    with pytest.raises(PresetError, match=complaint):
        load_presets(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PresetError, match=r"presets\.toml cannot be read"):
        load_presets(tmp_path)
