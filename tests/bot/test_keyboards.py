"""Buttons: what they carry, that it fits, and that nonsense is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot import keyboards
from bot.dials import Turn
from bot.keyboards import Action, Press, parse_press
from bot.presets import LONGEST_KEY, Presets, load_presets
from bot.settings import INSTANT
from bot.sheets import page_at
from bot.style_names import LONGEST_NAME
from bot.texts import languages, texts_for
from storage.jobs import ImageRef, Job, JobId, JobRequest, JobState, Lane, Recipe, Style
from storage.own_styles import OwnStyle
from tests.bot.scene import make_presets

ENGLISH = texts_for("en")
LARGEST_ID = 2**63 - 1
MANY_STYLES = [
    OwnStyle(id=LARGEST_ID - number, name="x" * LONGEST_NAME, image=ImageRef("s" * 64)) for number in range(24)
]


def job(job_id: int = 7, *, preset: str = "") -> Job:
    style = Style(image=ImageRef("s" * 64), preset=preset)
    request = JobRequest(
        key="k", chat_id=1, user_id=1, content=ImageRef("c" * 64), recipe=Recipe(styles=(style,)), reply_to=3
    )
    return Job(
        id=JobId(job_id),
        request=request,
        state=JobState.SUCCEEDED,
        attempt=1,
        cancel_requested=False,
        progress=1.0,
        preview=None,
        result=None,
        failure=None,
        failed_image="",
        living_message_id=5,
        created_at=0.0,
    )


def with_recipe(painted: Job, **fields: Any) -> Job:
    recipe = replace(painted.request.recipe, **fields)
    return replace(painted, request=replace(painted.request, recipe=recipe))


def instant(painted: Job) -> Job:
    quick = with_recipe(painted, method=INSTANT)
    return replace(quick, request=replace(quick.request, lane=Lane.INSTANT))


def labels_in(keyboard: InlineKeyboardMarkup) -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard.inline_keyboard]


def pressable(keyboard: InlineKeyboardMarkup) -> set[str]:
    return {data for row in data_in(keyboard) for data in row}


def data_in(keyboard: InlineKeyboardMarkup) -> list[list[str]]:
    return [[str(button.callback_data) for button in row] for row in keyboard.inline_keyboard]


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return load_presets(make_presets(tmp_path / "presets"))


@pytest.mark.parametrize("language", languages())
def test_every_button_fits_into_64_bytes_even_with_the_largest_numbers(presets: Presets, language: str) -> None:
    texts = texts_for(language)
    boards = [
        keyboards.style_menu(presets, texts),
        keyboards.while_painting(job(LARGEST_ID), texts),
        keyboards.under_result(job(LARGEST_ID), presets, texts),
        keyboards.style_menu(presets, texts, same_as=JobId(LARGEST_ID)),
        keyboards.under_result(instant(job(LARGEST_ID)), presets, texts, has_earlier=True),
        keyboards.dials(instant(job(LARGEST_ID)), texts, has_earlier=True),
        keyboards.after_stop(JobId(LARGEST_ID), texts, has_earlier=True),
        keyboards.more_styles(JobId(LARGEST_ID), presets, texts, page=1),
        keyboards.settings_menu(texts, [600, 1280, 2560, 4096], 600),
        keyboards.style_menu(presets, texts, same_as=JobId(LARGEST_ID), for_photo=True),
        keyboards.numbers(page_at(0, presets), texts, for_photo=True),
        keyboards.numbers_on_photo(JobId(LARGEST_ID), page_at(0, presets), texts),
        keyboards.forget_menu(texts),
        keyboards.style_menu(presets, texts, own=MANY_STYLES),
        keyboards.my_styles(MANY_STYLES, texts),
        keyboards.my_styles(MANY_STYLES, texts, mode=keyboards.MINE_DELETE),
        keyboards.delete_menu(LARGEST_ID, texts),
    ]
    for board in boards:
        assert board is not None
        for row in board.inline_keyboard:
            assert 1 <= len(row) <= 8
            for button in row:
                assert len(str(button.callback_data).encode()) <= 64
                assert parse_press(str(button.callback_data)) is not None


@pytest.mark.parametrize("action", [Action.PAINT_WITH, Action.TILE])
def test_the_longest_preset_fits_beside_the_largest_job(action: Action) -> None:
    press = Press(action, (str(LARGEST_ID), "x" * LONGEST_KEY))
    assert len(press.to_data().encode()) <= 64


@pytest.mark.parametrize(
    "data",
    [
        "",
        "v1",
        "v1:",
        "v1:swap",
        "v1:swap:",
        "v1:swap:x",
        "v1:swap:1:2",
        "v1:with:1",
        "v1:with::wave",
        "v1:dance:1",
        "v0:swap:1",
        "v2:swap:1",
        "swap:1",
        "v1:more:1:x",
        "v1:dial:1:louder",
        "v1:dial:1",
        "v1:dial:x:stronger",
        "v1:about:1:colours",
        "v1:undo:",
        "v1:swap:-1",
        "v1:swap:²",
        "v1:page:٣",
        "v1:leaf:x",
        "v1:sheet:",
        "v1:tiles:1",
        "v1:tiles:1:x",
        "v1:tile:x:wave",
        "v1:number",
    ],
)
def test_a_button_that_is_not_ours_is_refused(data: str) -> None:
    assert parse_press(data) is None


@given(st.text(max_size=64))
def test_no_callback_data_breaks_the_parser(data: str) -> None:
    press = parse_press(data)
    assert press is None or press.to_data() == data


def test_swap_is_offered_between_two_photos_only(presets: Presets) -> None:
    own, preset = (pressable(keyboards.under_result(one, presets, ENGLISH)) for one in (job(), job(preset="wave")))
    assert "v1:swap:7" in own
    assert "v1:swap:7" not in preset


def test_under_a_result_are_three_other_presets_and_more(presets: Presets) -> None:
    rows = data_in(keyboards.under_result(job(preset="wave"), presets, ENGLISH))
    assert rows[:2] == [["v1:again:7"], ["v1:adjust:7", "v1:more:7:0"]]
    assert len(rows[2]) == 3
    assert "v1:with:7:wave" not in rows[2]


def test_only_a_single_photos_style_can_be_saved(presets: Presets) -> None:
    photo = Style(image=ImageRef("s" * 64))
    blend = with_recipe(job(), styles=(photo, Style(image=ImageRef("t" * 64))))
    saved = with_recipe(job(), styles=(Style(image=ImageRef("s" * 64), own="Grandma"),))
    boards = [keyboards.under_result(one, presets, ENGLISH) for one in (job(), job(preset="wave"), blend, saved)]
    assert ["v1:keep:7" in pressable(board) for board in boards] == [True, False, False, False]


def test_a_blend_has_no_one_style_to_swap_with(presets: Presets) -> None:
    photos = tuple(Style(image=ImageRef(name * 64)) for name in "st")
    blend = with_recipe(job(), styles=photos)
    assert "v1:swap:7" not in pressable(keyboards.under_result(blend, presets, ENGLISH))


def test_shortcuts_leave_out_every_preset_of_a_blend(presets: Presets) -> None:
    parts = tuple(Style(image=ImageRef(key), preset=key) for key in ("wave", "mosaic"))
    shown = keyboards.shortcuts_for(with_recipe(job(0), styles=parts), presets)
    assert {"wave", "mosaic"}.isdisjoint(preset.key for preset in shown)


def test_an_instant_painting_can_be_painted_properly_or_again(presets: Presets) -> None:
    rows = data_in(keyboards.under_result(instant(job()), presets, ENGLISH))
    assert rows[:2] == [["v1:proper:7", "v1:again:7"], ["v1:adjust:7", "v1:swap:7", "v1:more:7:0"]]
    assert rows[-1] == ["v1:keep:7", "v1:tiles:7:0"]
    assert "v1:proper:7" not in pressable(keyboards.under_result(job(), presets, ENGLISH))


def test_undo_is_offered_where_there_was_a_painting_before(presets: Presets) -> None:
    assert "v1:undo:7" in pressable(keyboards.under_result(job(), presets, ENGLISH, has_earlier=True))
    assert "v1:undo:7" not in pressable(keyboards.dials(job(), ENGLISH))
    assert keyboards.after_stop(JobId(7), ENGLISH, can_retry=False) is None


def test_the_dials_say_how_they_stand_and_lead_back(presets: Presets) -> None:
    turned = with_recipe(instant(job()), strength=0.5, brush_size=2.25, keep_colours=True)
    board = keyboards.dials(turned, ENGLISH, has_earlier=True)
    assert labels_in(board) == [
        ["✨ Paint it properly"],
        ["−", "Strength 50 %", "+"],
        ["−", "Brush × 2.25", "+"],
        ["🌈 My own colours: on"],
        ["↩ Undo", "✓ Done"],
    ]
    assert data_in(board)[1] == ["v1:dial:7:weaker", "v1:about:7:strength", "v1:dial:7:stronger"]
    assert data_in(board)[-1][-1] == "v1:back:7"


def test_the_style_of_the_last_painting_comes_before_the_others(presets: Presets) -> None:
    menu = keyboards.style_menu(presets, ENGLISH, same_as=JobId(7))
    assert data_in(menu)[0] == ["v1:same:7"]
    assert keyboards.same_style_in(menu) == 7
    assert keyboards.same_style_in(keyboards.style_menu(presets, ENGLISH)) is None
    assert keyboards.same_style_in(None) is None


def test_a_photo_that_waits_can_be_shown_in_every_style(presets: Presets) -> None:
    menu = keyboards.style_menu(presets, ENGLISH, same_as=JobId(7), for_photo=True)
    assert data_in(menu)[0] == ["v1:same:7", "v1:sheet:0"]
    assert keyboards.offers(menu, Action.SHEET)
    assert not keyboards.offers(keyboards.style_menu(presets, ENGLISH), Action.SHEET)
    assert not keyboards.offers(None, Action.SHEET)


def test_the_numbers_lie_as_the_tiles_do(tmp_path: Path) -> None:
    many = load_presets(make_presets(tmp_path / "many", how_many=43))
    first, last = (keyboards.numbers(page_at(index, many), ENGLISH) for index in (0, 2))
    assert [len(row) for row in first.inline_keyboard] == [5, 5, 5, 5, 1]
    assert labels_in(first)[1] == ["6", "7", "8", "9", "10"]
    assert data_in(first)[0][0] == "v1:number:wave"
    assert data_in(first)[-1] == ["v1:leaf:1"]
    assert labels_in(last) == [["41", "42", "43"], ["◀"]]
    middle = data_in(keyboards.numbers_on_photo(JobId(7), page_at(1, many), ENGLISH))
    assert middle[0][0] == f"v1:tile:7:{list(many)[20].key}"
    assert middle[-1] == ["v1:tiles:7:0", "v1:tiles:7:2"]


def test_every_turn_is_a_button(presets: Presets) -> None:
    assert {f"v1:dial:7:{turn}" for turn in Turn} <= pressable(keyboards.dials(job(), ENGLISH))


def test_consecutive_paintings_offer_other_presets(presets: Presets) -> None:
    first, second = (keyboards.shortcuts_for(job(number), presets) for number in (1, 2))
    assert not {preset.key for preset in first} & {preset.key for preset in second}


def test_the_menu_has_pages_and_every_preset_is_on_one(presets: Presets) -> None:
    pages = [data_in(keyboards.style_menu(presets, ENGLISH, page=page)) for page in range(2)]
    offered = [data for page in pages for row in page for data in row if data.startswith("v1:use:")]
    assert offered == [f"v1:use:{preset.key}" for preset in presets]
    assert pages[0][-1] == ["v1:page:1"]
    assert pages[1][-1] == ["v1:page:0"]


def test_a_page_that_no_longer_exists_is_the_last_one(presets: Presets) -> None:
    assert data_in(keyboards.style_menu(presets, ENGLISH, page=99))[0] == ["v1:use:style6", "v1:use:style7"]


def test_more_styles_always_lead_back(presets: Presets) -> None:
    for page in range(2):
        assert data_in(keyboards.more_styles(JobId(7), presets, ENGLISH, page=page))[-1] == ["v1:back:7"]
