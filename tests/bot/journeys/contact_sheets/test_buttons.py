"""The numbers under a contact sheet lie as its tiles do."""

from pathlib import Path

from bot.journeys.contact_sheets.buttons import numbers_keyboard, tiles_keyboard
from bot.presets import load_presets
from bot.sheets import page_at
from bot.texts import texts_for
from storage.names import JobId
from tests.bot.kinds.test_painting import data_in, labels_in
from tests.bot.scene import make_presets

ENGLISH = texts_for("en")


def test_the_numbers_lie_as_the_tiles_do(tmp_path: Path) -> None:
    many = load_presets(make_presets(tmp_path / "many", how_many=43))
    first, last = (numbers_keyboard(page_at(index, many), ENGLISH) for index in (0, 2))
    assert [len(row) for row in first.inline_keyboard] == [5, 5, 5, 5, 1]
    assert labels_in(first)[1] == ["6", "7", "8", "9", "10"]
    assert data_in(first)[0][0] == "v1:number:wave"
    assert data_in(first)[-1] == ["v1:leaf:1"]
    assert labels_in(last) == [["41", "42", "43"], ["◀"]]


def test_between_the_pages_is_the_way_to_a_sheet_of_the_photo_that_waits(tmp_path: Path) -> None:
    many = load_presets(make_presets(tmp_path / "many", how_many=43))
    assert data_in(numbers_keyboard(page_at(1, many), ENGLISH, for_photo=True))[-1] == [
        *("v1:leaf:0", "v1:sheet:1", "v1:leaf:2")
    ]


def test_the_tiles_of_a_photo_name_its_job(tmp_path: Path) -> None:
    many = load_presets(make_presets(tmp_path / "many", how_many=43))
    middle = data_in(tiles_keyboard(JobId(7), page_at(1, many), ENGLISH))
    assert middle[0][0] == f"v1:tile:7:{list(many)[20].key}"
    assert middle[-1] == ["v1:tiles:7:0", "v1:tiles:7:2"]
