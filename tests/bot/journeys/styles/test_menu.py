"""The menu of styles: its pages, and what stands above the presets."""

from pathlib import Path

import pytest

from bot.journeys.more_styles import presets_keyboard
from bot.journeys.styles.menu import AsBefore, Offers, SameStyle, SheetOfPhoto, styles_keyboard
from bot.layout import offers, presses_under
from bot.presets import Presets, load_presets
from bot.style_names import LONGEST_NAME
from bot.texts import texts_for
from storage.names import ImageRef, JobId
from storage.own_styles import OwnStyle
from tests.bot.jobs import painting_job
from tests.bot.kinds.test_painting import data_in
from tests.bot.scene import make_presets

ENGLISH = texts_for("en")


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return load_presets(make_presets(tmp_path / "presets"))


def test_the_menu_has_pages_and_every_preset_is_on_one(presets: Presets) -> None:
    pages = [data_in(styles_keyboard(presets, ENGLISH, Offers(), page=page)) for page in range(2)]
    offered = [data for page in pages for row in page for data in row if data.startswith("v1:use:")]
    assert offered == [f"v1:use:{preset.key}" for preset in presets]
    assert pages[0][-1] == ["v1:page:1"]
    assert pages[1][-1] == ["v1:page:0"]


def test_a_page_that_no_longer_exists_is_the_last_one(presets: Presets) -> None:
    page = data_in(styles_keyboard(presets, ENGLISH, Offers(), page=99))
    assert page[0] == ["v1:use:style6", "v1:use:style7"]


def test_what_is_the_persons_own_comes_before_the_presets(presets: Presets) -> None:
    own = [OwnStyle(id=number, name="x" * LONGEST_NAME, image=ImageRef("s" * 64)) for number in range(3)]
    above = Offers(same_as=JobId(7), own=own, for_photo=True, as_before=True)
    menu = styles_keyboard(presets, ENGLISH, above)
    assert data_in(menu)[:4] == [
        ["v1:asbefore"],
        ["v1:same:7", "v1:sheet:0"],
        ["v1:own:0", "v1:own:1"],
        ["v1:own:2"],
    ]
    assert list(presses_under(menu, SameStyle)) == [SameStyle(JobId(7))]
    assert offers(menu, SheetOfPhoto)
    assert offers(menu, AsBefore)


def test_where_nothing_is_offered_nothing_stands_above(presets: Presets) -> None:
    menu = styles_keyboard(presets, ENGLISH, Offers())
    assert data_in(menu)[0] == ["v1:use:wave", "v1:use:mosaic"]
    assert not offers(menu, SheetOfPhoto, AsBefore, SameStyle)
    assert not offers(None, SheetOfPhoto)


def test_more_presets_always_lead_back(presets: Presets) -> None:
    for page in range(2):
        rows = data_in(presets_keyboard(painting_job(), presets, ENGLISH, page=page))
        assert "v1:back:7" in rows[-1]
        assert "v1:tiles:7:0" in rows[-2]
