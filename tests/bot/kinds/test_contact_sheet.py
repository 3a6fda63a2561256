"""A contact sheet of a photo in a chat."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.kinds import Here, view_of
from bot.kinds.contact_sheet import ContactSheetView
from bot.presets import Presets, load_presets
from bot.sheets import TILE_SIDE
from bot.texts import texts_for
from storage.work.contact_sheet import TILES_A_PAGE, ContactSheet
from tests.bot.jobs import sheet_job
from tests.bot.kinds.test_painting import data_in
from tests.bot.scene import make_presets

ENGLISH = texts_for("en")
VIEW = ContactSheetView()


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return load_presets(make_presets(tmp_path / "presets", how_many=43))


def test_it_is_the_view_of_contact_sheets() -> None:
    assert isinstance(view_of(sheet_job("wave").work), ContactSheetView)


def test_its_caption_says_which_styles_it_shows(presets: Presets) -> None:
    said = VIEW.result_caption(sheet_job("wave", "mosaic"), Here(presets, ENGLISH))
    assert said.startswith("Your photo in styles 1 to 2 of 43.")


def test_a_number_for_each_tile_and_the_pages_beside_it(presets: Presets) -> None:
    second_page = [preset.key for preset in presets][20:40]
    rows = data_in(VIEW.result_keyboard(sheet_job(*second_page, first_number=21), Here(presets, ENGLISH)))
    assert [len(row) for row in rows] == [5, 5, 5, 5, 2]
    assert rows[0][0] == f"v1:tile:7:{second_page[0]}"
    assert rows[-1] == ["v1:tiles:7:0", "v1:tiles:7:2"]


def test_it_has_no_dials_is_never_a_file_and_is_not_made_a_little_differently() -> None:
    job = sheet_job("wave")
    assert VIEW.dials_keyboard(job, ENGLISH) is None
    assert not VIEW.goes_as_file(job.work)
    assert VIEW.once_more(job.work) is None


def test_what_is_ordered_again_is_one_page_of_small_tiles(presets: Presets) -> None:
    sheet = VIEW.ordered_again(sheet_job("wave", "mosaic").work, 4096, presets)
    assert sheet is not None
    assert getattr(sheet, "longest_side", None) == TILE_SIDE
    assert VIEW.ordered_again(sheet_job(*["wave"] * (TILES_A_PAGE + 1)).work, 4096, presets) is None
    assert VIEW.ordered_again(sheet_job().work, 4096, presets) is None


def test_what_a_forged_file_calls_a_preset_is_not_made_everybodys(presets: Presets) -> None:
    wave = presets.get("wave")
    assert wave
    forged = sheet_job("wave", "mosaic").work
    assert isinstance(forged, ContactSheet)
    with_one = replace(forged, styles=(replace(forged.styles[0], image=wave.ref), *forged.styles[1:]))
    again = VIEW.ordered_again(with_one, 4096, presets)
    assert again is not None
    assert again.everybodys() == {wave.ref}
