"""The preset pictures in the repository fit their table, Telegram's habits and each other."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.swatches import NAMES, generator
from engine.swatches.jpeg import LARGEST_BYTES

FOLDER = Path(__file__).parents[3] / "bot" / "presets"
TABLE: list[dict[str, Any]] = tomllib.loads((FOLDER / "presets.toml").read_text("utf-8"))["preset"]
DRAWN = [entry for entry in TABLE if entry.get("swatch")]
KEYS = [entry["key"] for entry in DRAWN]
SIDE = 768
LEAST_DISTANCE = 0.25
LARGEST_DRIFT = 0.032
"""Of light 0 … 1, between a full picture and a small drawing of it; another seed is at 0.035 or more."""


@pytest.mark.parametrize("entry", TABLE, ids=[entry["key"] for entry in TABLE])
def test_each_preset_has_a_picture_of_its_size_and_light_weight(entry: dict[str, Any]) -> None:
    path = FOLDER / entry["image"]

    with Image.open(path) as picture:
        picture.load()
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (SIDE, SIDE))
    assert path.stat().st_size <= LARGEST_BYTES


@pytest.mark.parametrize("entry", TABLE, ids=[entry["key"] for entry in TABLE])
def test_each_preset_is_named_in_both_languages(entry: dict[str, Any]) -> None:
    assert entry["name"]["en"].strip()
    assert entry["name"]["it"].strip()
    assert entry["emoji"]


def test_every_generator_has_its_preset_and_no_picture_is_left_over() -> None:
    assert sorted(entry["swatch"] for entry in DRAWN) == sorted(NAMES)
    assert {entry["image"] for entry in TABLE} == {path.name for path in FOLDER.glob("*.jpg")}


def test_keys_and_names_are_unique() -> None:
    for field in ("en", "it"):
        assert len({entry["name"][field].casefold() for entry in TABLE}) == len(TABLE)
    assert len({entry["key"] for entry in TABLE}) == len(TABLE)
    assert len({entry["emoji"] for entry in TABLE}) == len(TABLE)


@pytest.mark.parametrize("entry", DRAWN, ids=KEYS)
def test_the_picture_in_the_repository_is_the_one_its_generator_draws(entry: dict[str, Any]) -> None:
    small = generator(entry["swatch"])(96, 1)

    with Image.open(FOLDER / entry["image"]) as picture:
        difference = coarse(picture) - coarse(small)

    assert np.abs(difference).mean() < LARGEST_DRIFT


def coarse(picture: Image.Image) -> NDArray[np.float64]:
    """Mean light of 8 x 8 blocks, 0 … 1; of light, not of its code, since the small drawing blurs light."""
    light = (np.asarray(picture, np.float64) / 255) ** 2.2
    step = len(light) // 8
    return np.asarray(light.reshape(8, step, 8, step, 3).mean(axis=(1, 3)))


def test_presets_differ_from_each_other_in_colour_or_stroke() -> None:
    looks = {entry["key"]: look(FOLDER / entry["image"]) for entry in DRAWN}

    too_alike = [
        (one, other)
        for one, other in combinations(looks, 2)
        if np.abs(looks[one] - looks[other]).sum() / 2 < LEAST_DISTANCE
    ]

    assert not too_alike


def test_a_picture_is_at_no_distance_from_its_own_mirror_image(tmp_path: Path) -> None:
    with Image.open(FOLDER / DRAWN[0]["image"]) as picture:
        picture.rotate(180).save(tmp_path / "turned.png")

    distance = np.abs(look(FOLDER / DRAWN[0]["image"]) - look(tmp_path / "turned.png")).sum() / 2

    assert distance < LEAST_DISTANCE / 10


def look(path: Path) -> NDArray[np.float64]:
    """Shares of colours (4 levels a channel) and of edge strengths, each summing to one half."""
    with Image.open(path) as picture:
        rgb = np.asarray(picture.resize((256, 256), Image.Resampling.BOX), np.float64)
    levels = (rgb // 64).astype(int)
    colour = np.bincount((levels @ np.array([16, 4, 1])).ravel(), minlength=64)
    down, right = np.gradient(rgb.mean(axis=-1))
    strength, _ = np.histogram(np.hypot(down, right), bins=[0, 2, 4, 8, 12, 18, 26, 36, 50, 70, 1000])
    return np.concatenate([colour / colour.sum(), strength / strength.sum()]) / 2
