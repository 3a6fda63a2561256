"""Pages of numbered presets, and the pictures of them that ship with the bot."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.presets import FOLDER, load_presets
from bot.sheets import SheetsDoNotFit, load_pictures, page_at, page_of
from bot.texts import texts_for
from tests.bot.scene import (
    INSTANT,
    Scene,
    make_presets,
    make_sheets,
    open_scene,
    sheet_of,
)

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
MANY = 43


@pytest_asyncio.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path, INSTANT, how_many=MANY) as opened:
        yield opened


def test_the_shipped_pictures_fit_the_shipped_presets() -> None:
    presets = load_presets()
    pictures = load_pictures(presets, FOLDER / "sheets")
    assert len(pictures) == page_at(0, presets).count
    assert all(picture.jpeg.startswith(b"\xff\xd8\xff") for picture in pictures)


def test_every_preset_is_on_one_page_and_the_last_page_is_where_none_follows(tmp_path: Path) -> None:
    presets = load_presets(make_presets(tmp_path / "presets", how_many=40))
    pages = [page_at(index, presets) for index in range(2)]
    assert [tile.number for page in pages for tile in page.tiles] == list(range(1, 41))
    assert page_at(9, presets) == pages[1]


async def test_a_preset_that_was_taken_off_the_shelf_leaves_the_other_numbers_as_they_are(scene: Scene) -> None:
    await scene.send(text="/styles", reply_to_message=scene.message(**scene.photo("dog")))
    (job,) = await scene.jobs()
    fewer = load_presets(make_presets(scene.store.wake_folder.parent / "fewer", how_many=4))
    assert [tile.number for tile in page_of(sheet_of(job), fewer).tiles] == [1, 2, 3, 4]


@pytest.mark.parametrize("damage", ["missing", "not json", "other keys", "no picture"])
def test_pictures_of_other_presets_are_refused_with_what_to_do(tmp_path: Path, damage: str) -> None:
    presets = load_presets(make_presets(tmp_path / "presets"))
    folder = make_sheets(tmp_path / "sheets", presets)
    manifest = folder / "manifest.json"
    if damage == "missing":
        manifest.unlink()
    elif damage == "not json":
        manifest.write_text("Dear Impasto")
    elif damage == "other keys":
        manifest.write_text(json.dumps({"pages": [{"sheet": "0.jpg", "presets": [{"key": "swirls"}]}]}))
    else:
        (folder / "0.jpg").unlink()
    with pytest.raises(SheetsDoNotFit):
        load_pictures(presets, folder)
