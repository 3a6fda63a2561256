"""The registry of presets: what it accepts, and how clearly it refuses the rest."""

from pathlib import Path

import pytest

from bot.presets import PresetError, load_presets
from tests.bot.scene import make_presets

GOOD = '[[preset]]\nkey = "wave"\nemoji = "🌊"\nimage = "wave.jpg"\n[preset.name]\nen = "Wave"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wave.jpg").write_bytes(b"a swatch")
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "presets.toml").write_text(text, encoding="utf-8")


def test_the_shipped_presets_are_eight_or_more_and_their_pictures_are_jpeg() -> None:
    presets = list(load_presets())
    assert len(presets) >= 8
    assert all(preset.image.read_bytes().startswith(b"\xff\xd8\xff") for preset in presets)


def test_a_preset_is_found_by_key_emoji_and_name_in_any_language(folder: Path) -> None:
    write(folder, GOOD + 'it = "La grande onda"\n')
    presets = load_presets(folder)
    for words in ("wave", "WAVE", "🌊", "🌊\ufe0f", "la  grande onda"):
        found = presets.find(words)
        assert found
        assert found.key == "wave"
    assert presets.find("onda") is None
    assert presets.fitting("onda") == [presets.find("wave")]


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
