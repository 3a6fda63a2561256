"""A painting in a chat: its caption, its buttons, and what may be ordered again."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import InlineKeyboardMarkup

from bot.journeys.more_styles import presets_keyboard
from bot.journeys.painting import page_count, shortcuts_for
from bot.kinds import Here, view_of
from bot.kinds.painting import PaintingView
from bot.kinds.usual import LONGEST_TITLE
from bot.layout import IN_THREES, IN_TWOS
from bot.presets import Presets, load_presets
from bot.texts import Texts, languages, texts_for
from bot.wishes import LARGEST_BLEND
from storage.jobs import Job
from storage.names import ImageRef
from storage.places import Place
from storage.queue import Position
from storage.work.painting import INSTANT, Region
from storage.work.styles import Style
from tests.bot.jobs import CONTENT, STYLE, instant_job, job_of, painting, painting_job
from tests.bot.scene import make_presets

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
WAVE, MOSAIC = (Style(image=ImageRef(key), preset=key) for key in ("wave", "mosaic"))
PHOTO, OTHER = (Style(image=ImageRef(name)) for name in ("photo", "other"))
QUILT = Style(image=ImageRef("quilt"), own="Grandma's quilt")
VIEW = PaintingView()


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return load_presets(make_presets(tmp_path / "presets"))


@pytest.fixture
def here(presets: Presets) -> Here:
    return Here(presets, ENGLISH)


def data_in(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    return [[str(button.callback_data) for button in row] for row in keyboard.inline_keyboard] if keyboard else []


def labels_in(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard.inline_keyboard] if keyboard else []


def under(job: Job, here: Here, *, has_earlier: bool = False) -> set[str]:
    return {data for row in data_in(VIEW.result_keyboard(job, here, has_earlier=has_earlier)) for data in row}


def test_it_is_the_view_of_paintings() -> None:
    assert isinstance(view_of(painting()), PaintingView)


# ---------------------------------------- caption


def test_a_result_names_its_style_and_time(presets: Presets) -> None:
    here, italian = Here(presets, ENGLISH), Here(presets, ITALIAN)
    assert VIEW.result_caption(replace(painting_job(), paint_seconds=31.4), here).endswith("· painted in 31 s")
    assert "Onda" in VIEW.result_caption(painting_job(preset="wave"), italian)
    assert VIEW.result_caption(painting_job(preset="gone"), here) == ENGLISH.say("own-style")


def test_a_result_tells_the_dials_that_were_turned(here: Here) -> None:
    painted = painting_job(preset="wave", strength=0.75, brush_size=0.67, keep_colours=True)
    assert VIEW.result_caption(painted, here) == "🌊 Wave · strength 75 % · brush fine · your own colours"


@pytest.mark.parametrize(
    ("styles", "said"),
    [
        ([WAVE, MOSAIC], "🌊 Wave + 🌋 Mosaic"),
        ([replace(WAVE, weight=2.0), MOSAIC], "🌊 Wave 67 % + 🌋 Mosaic 33 %"),
        ([replace(WAVE, weight=2.0), replace(MOSAIC, weight=2.0)], "🌊 Wave + 🌋 Mosaic"),
        ([WAVE, QUILT], "🌊 Wave + Grandma's quilt"),
        ([QUILT], "Grandma's quilt"),
        ([WAVE, PHOTO], "🌊 Wave + your photo"),
        ([PHOTO, OTHER], "In a blend of your 2 photos"),
    ],
)
def test_a_blend_names_its_parts_and_their_shares_where_they_differ(styles: list[Style], said: str, here: Here) -> None:
    assert VIEW.result_caption(job_of(painting(*styles)), here) == said


def test_in_a_group_nobody_reads_what_a_person_calls_a_style(here: Here) -> None:
    in_group = job_of(painting(WAVE, QUILT), place=Place(chat_id=-5))
    assert VIEW.result_caption(in_group, here) == "🌊 Wave + a style of your own"


def test_a_master_is_named_with_artist_and_year(tmp_path: Path) -> None:
    folder = make_presets(tmp_path / "presets")
    file = folder / "presets.toml"
    file.write_text(file.read_text().replace('key = "wave"', 'key = "wave"\nartist = "Hokusai"\nyear = "1831"'))
    presets = load_presets(folder)
    assert VIEW.result_caption(painting_job(preset="wave"), Here(presets, ENGLISH)) == "🌊 Wave · Hokusai, 1831"
    turned = painting_job(preset="wave", strength=0.75)
    assert VIEW.result_caption(turned, Here(presets, ITALIAN)).startswith("🌊 Onda · Hokusai, 1831 · ")


def test_an_album_is_told_what_it_means_while_nothing_is_to_be_seen() -> None:
    blend = job_of(painting(PHOTO, OTHER, method=INSTANT), progress=0.0)
    told = "Setting up the canvas · the first photo in a blend of the 2 after it"
    assert VIEW.waiting_text(blend, Position(ahead=0, eta_seconds=1), ENGLISH) == told
    assert VIEW.progress_text(blend, Position(ahead=0, eta_seconds=1), ENGLISH) == told


# ---------------------------------------- buttons


def test_under_a_result_are_three_other_presets_and_more(here: Here) -> None:
    rows = data_in(VIEW.result_keyboard(painting_job(preset="wave"), here))
    assert rows[:2] == [["v1:file:7"], ["v1:adjust:7", "v1:more:7:0", "v1:again:7", "v1:share:7"]]
    assert len(rows) == 3
    assert len(rows[2]) == 3
    assert "v1:with:7:wave" not in rows[2]


def test_an_instant_painting_can_be_painted_properly_or_again(here: Here) -> None:
    rows = data_in(VIEW.result_keyboard(instant_job(), here))
    assert rows[0] == ["v1:proper:7", "v1:file:7"]
    assert rows[1] == ["v1:adjust:7", "v1:more:7:0", "v1:again:7", "v1:swap:7", "v1:share:7"]
    assert "v1:proper:7" not in under(painting_job(), here)


def test_swap_is_offered_between_two_photos_only(here: Here) -> None:
    blend = job_of(painting(PHOTO, OTHER))
    offered = ["v1:swap:7" in under(job, here) for job in (painting_job(), painting_job(preset="wave"), blend)]
    assert offered == [True, False, False]
    assert data_in(VIEW.making_keyboard(painting_job(), ENGLISH)) == [["v1:swap:7", "v1:cancel:7"]]
    assert data_in(VIEW.making_keyboard(blend, ENGLISH)) == [["v1:cancel:7"]]


def test_only_a_single_photos_style_can_be_saved(here: Here) -> None:
    jobs = (painting_job(), painting_job(preset="wave"), job_of(painting(PHOTO, OTHER)), job_of(painting(QUILT)))
    menus = [data_in(presets_keyboard(job, here.presets, here.texts, page=0)) for job in jobs]
    assert ["v1:keep:7" in [data for row in menu for data in row] for menu in menus] == [True, False, False, False]


def test_after_going_back_one_may_go_forth_again(here: Here) -> None:
    rows = data_in(VIEW.result_keyboard(painting_job(), here, has_earlier=True, has_later=True))
    assert rows[1][-3:] == ["v1:undo:7", "v1:redo:7", "v1:share:7"]


def all_keyboards(texts: Texts, presets: Presets) -> Iterator[InlineKeyboardMarkup]:
    here = Here(presets, texts)
    for job in (painting_job(), instant_job(), instant_job(preset="starry_night"), job_of(painting(PHOTO, OTHER))):
        for both in (False, True):
            for board in (
                VIEW.result_keyboard(job, here, has_earlier=both, has_later=both),
                VIEW.dials_keyboard(job, texts, has_earlier=both, has_later=both),
                VIEW.making_keyboard(job, texts),
                VIEW.stopped_keyboard(job, texts, has_earlier=both),
                *(presets_keyboard(job, presets, texts, page=page) for page in range(page_count(presets))),
            ):
                if board is not None:
                    yield board


@pytest.mark.parametrize("texts", languages().values(), ids=languages().keys())
def test_no_label_is_longer_than_a_telephone_shows(texts: Texts) -> None:
    for board in all_keyboards(texts, load_presets()):
        for row in labels_in(board):
            longest = {1: 40, 2: IN_TWOS}.get(len(row), IN_THREES)
            assert all(len(label) <= longest for label in row), row


def test_undo_is_offered_where_there_was_a_painting_before(here: Here) -> None:
    assert "v1:undo:7" in under(painting_job(), here, has_earlier=True)
    assert "v1:undo:7" not in under(painting_job(), here)
    stopped = VIEW.stopped_keyboard(painting_job(), ENGLISH, has_earlier=True)
    assert data_in(stopped) == [["v1:retry:7", "v1:undo:7"]]
    assert VIEW.stopped_keyboard(painting_job(), ENGLISH, can_retry=False) is None


def test_the_dials_say_how_they_stand_and_lead_back() -> None:
    turned = instant_job(strength=0.5, brush_size=2.25, keep_colours=True)
    board = VIEW.dials_keyboard(turned, ENGLISH, has_earlier=True)
    assert labels_in(board) == [
        ["✨ Properly"],
        ["−", "💪 50 %", "+"],
        ["−", "🖌 very bold", "+"],
        ["🌈 My own colours: on"],
        ["↩ Undo", "✓ Done"],
    ]
    assert data_in(board)[1] == ["v1:dial:7:strength-", "v1:about:7:strength", "v1:dial:7:strength+"]
    assert data_in(board)[3] == ["v1:dial:7:keep_colours"]
    assert data_in(board)[-1][-1] == "v1:back:7"
    assert labels_in(VIEW.dials_keyboard(painting_job(), ENGLISH))[0] == ["−", "💪 100 %", "+"]


def test_whoever_turned_a_dial_has_the_dials_at_hand(here: Here) -> None:
    turned = replace(instant_job(), caused_by="dial")
    assert VIEW.result_keyboard(turned, here) == VIEW.dials_keyboard(turned, ENGLISH)


def test_shortcuts_leave_out_every_preset_of_a_blend(presets: Presets) -> None:
    shown = shortcuts_for(job_of(painting(WAVE, MOSAIC), 0), presets)
    assert {"wave", "mosaic"}.isdisjoint(preset.key for preset in shown)


def test_consecutive_paintings_offer_other_presets(presets: Presets) -> None:
    first, second = (shortcuts_for(painting_job(number), presets) for number in (1, 2))
    assert not {preset.key for preset in first} & {preset.key for preset in second}


# ---------------------------------------- what it is


def test_what_telegram_shows_is_a_photo_and_what_is_larger_a_file() -> None:
    sides = [VIEW.goes_as_file(painting(longest_side=side)) for side in (600, 1280, 2560, 2561)]
    assert sides == [False, False, False, True]


def test_once_more_is_the_next_seed_and_nothing_else() -> None:
    assert VIEW.once_more(painting(seed=4, strength=0.5)) == painting(seed=5, strength=0.5)


def test_what_is_ordered_again_stays_within_what_may_be_asked_for(presets: Presets) -> None:
    forged = painting(longest_side=100_000, strength=-3.0, brush_size=99.0, settings={"iterations": 10**9})
    assert VIEW.ordered_again(forged, 1280, presets) == painting(longest_side=1280, strength=0.0, brush_size=4.0)
    usual = painting(longest_side=600, strength=0.75, keep_colours=True, seed=3)
    assert VIEW.ordered_again(usual, 1280, presets) == usual
    assert VIEW.ordered_again(painting(method="of a newer version"), 1280, presets) is None
    assert VIEW.ordered_again(
        painting(strength=math.nan, brush_size=math.inf, longest_side=-4, seed=2**31 + 5), 1280, presets
    ) == (painting(longest_side=64, seed=5))


@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf, 1e9])
def test_a_share_that_is_none_cannot_be_ordered_again(weight: float, presets: Presets) -> None:
    assert VIEW.ordered_again(painting(replace(WAVE, weight=weight)), 1280, presets) is None


def test_a_style_of_a_file_that_comes_back_has_no_long_or_own_name(here: Here) -> None:
    forged = painting(Style(image=ImageRef("s" * 64), preset="x" * 999, own="x" * 999, title="x" * 9999))
    again = VIEW.ordered_again(forged, 1280, here.presets)
    assert again is not None
    assert len(VIEW.result_caption(job_of(again), here)) <= 200


def test_a_blend_of_too_many_styles_cannot_be_ordered_again(presets: Presets) -> None:
    assert VIEW.ordered_again(painting(*[PHOTO] * (LARGEST_BLEND + 1)), 1280, presets) is None


@pytest.mark.parametrize("texts", [ENGLISH, ITALIAN], ids=["en", "it"])
def test_the_longest_caption_of_a_file_that_comes_back_can_be_sent(presets: Presets, texts: Texts) -> None:
    styles = [Style(image=STYLE, title="🎨" * 999, weight=1 + share) for share in range(LARGEST_BLEND)]
    forged = painting(*styles, strength=0.25, brush_size=0.67, keep_colours=True, keep_faces=False)
    again = VIEW.ordered_again(forged, 1280, presets)
    assert again is not None
    caption = VIEW.result_caption(job_of(again, paint_seconds=3600.0), Here(presets, texts))
    assert len(caption.encode("utf-16-le")) // 2 <= 1024


def test_no_presets_title_is_cut_short() -> None:
    assert max(len(preset.title) for preset in load_presets()) <= LONGEST_TITLE


def test_what_a_forged_file_calls_a_preset_is_not_made_everybodys(presets: Presets) -> None:
    """What is everybody's is kept whatever its person erases."""
    wave = presets.get("wave")
    assert wave
    real, forged, unheard = (
        Style(image=wave.ref, preset="wave"),
        Style(image=STYLE, preset="wave", title="Wave"),
        Style(image=STYLE, preset="gone"),
    )
    again = VIEW.ordered_again(painting(real, forged, unheard), 1280, presets)
    assert again == painting(real, Style(image=STYLE, title="Wave"), Style(image=STYLE))
    assert again.everybodys() == {wave.ref}


def test_a_painting_with_regions_cannot_be_ordered_in_a_chat(presets: Presets) -> None:
    assert VIEW.ordered_again(painting(regions=(Region(mask=CONTENT, style=0),)), 1280, presets) is None
