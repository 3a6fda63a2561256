"""The words of the living message."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import captions
from bot.presets import load_presets
from bot.texts import texts_for
from storage.jobs import FailureReason, ImageRef, Style
from storage.queue import Place
from tests.bot.scene import make_presets
from tests.bot.test_keyboards import instant, job, with_recipe

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place(ahead=0, eta_seconds=None), "Your painting is next in line."),
        (Place(ahead=0, eta_seconds=31), "Your painting is next in line · ready in about 35 s"),
        (Place(ahead=1, eta_seconds=58), "1 painting is ahead of yours · ready in about 1 min"),
        (Place(ahead=3, eta_seconds=121), "3 paintings are ahead of yours · ready in about 3 min"),
    ],
)
def test_the_line_is_told_with_place_and_time(place: Place, said: str) -> None:
    assert captions.waiting_text(job(), place, ENGLISH) == said


def test_an_instant_painting_that_is_next_is_as_good_as_begun() -> None:
    quick = instant(job())
    assert captions.waiting_text(quick, Place(ahead=0, eta_seconds=1), ENGLISH) == ENGLISH.starting
    assert captions.waiting_text(quick, Place(ahead=2, eta_seconds=None), ENGLISH).startswith("2 paintings")


def test_progress_is_told_in_percent_and_time_left() -> None:
    half = replace(job(), progress=0.5)
    assert captions.painting_text(half, Place(ahead=0, eta_seconds=12), ENGLISH) == "Painting … 50 % · about 15 s left"
    assert captions.painting_text(half, Place(ahead=0, eta_seconds=None), ITALIAN) == "Dipingo … 50 %"


def test_before_the_first_step_there_is_no_percentage() -> None:
    begun = replace(job(), progress=0.0)
    assert captions.painting_text(begun, Place(ahead=0, eta_seconds=9), ENGLISH) == ENGLISH.starting


def test_a_result_names_its_style_and_time(tmp_path: Path) -> None:
    presets = load_presets(make_presets(tmp_path / "presets"))
    assert captions.result_text(replace(job(), paint_seconds=31.4), presets, ENGLISH).endswith("· painted in 31 s")
    assert "Onda" in captions.result_text(job(preset="wave"), presets, ITALIAN)
    assert captions.result_text(job(preset="gone"), presets, ENGLISH) == ENGLISH.own_style


def test_a_result_tells_the_dials_that_were_turned(tmp_path: Path) -> None:
    presets = load_presets(make_presets(tmp_path / "presets"))
    painted = with_recipe(job(preset="wave"), strength=0.75, brush_size=0.67, keep_colours=True)
    assert captions.result_text(painted, presets, ENGLISH) == (
        "🌊 Wave · strength 75 % · brush × 0.67 · your own colours"
    )
    assert "pennello × 0,67" in captions.result_text(painted, presets, ITALIAN)


WAVE, MOSAIC = (Style(image=ImageRef(key), preset=key) for key in ("wave", "mosaic"))
PHOTO, OTHER = (Style(image=ImageRef(name)) for name in ("photo", "other"))
QUILT = Style(image=ImageRef("quilt"), own="Grandma's quilt")


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
def test_a_blend_names_its_parts_and_their_shares_where_they_differ(
    styles: list[Style], said: str, tmp_path: Path
) -> None:
    presets = load_presets(make_presets(tmp_path / "presets"))
    assert captions.result_text(with_recipe(job(), styles=tuple(styles)), presets, ENGLISH) == said


def test_in_a_group_nobody_reads_what_a_person_calls_a_style(tmp_path: Path) -> None:
    presets = load_presets(make_presets(tmp_path / "presets"))
    painted = with_recipe(job(), styles=(WAVE, QUILT))
    in_group = replace(painted, request=replace(painted.request, chat_id=-5))
    assert captions.result_text(in_group, presets, ENGLISH) == "🌊 Wave + a style of your own"


def test_an_album_is_told_what_it_means_while_nothing_is_to_be_seen() -> None:
    blend = instant(with_recipe(job(), styles=(PHOTO, OTHER)))
    told = "Setting up the canvas · the first photo in a blend of the 2 after it"
    assert captions.waiting_text(blend, Place(ahead=0, eta_seconds=1), ENGLISH) == told
    assert captions.painting_text(replace(blend, progress=0.0), Place(ahead=0, eta_seconds=1), ENGLISH) == told


def test_a_master_is_named_with_artist_and_year(tmp_path: Path) -> None:
    folder = make_presets(tmp_path / "presets")
    file = folder / "presets.toml"
    file.write_text(file.read_text().replace('key = "wave"', 'key = "wave"\nartist = "Hokusai"\nyear = "1831"'))
    presets = load_presets(folder)
    painted = with_recipe(job(preset="wave"), strength=0.75)
    assert captions.result_text(job(preset="wave"), presets, ENGLISH) == "🌊 Wave · Hokusai, 1831"
    assert captions.result_text(painted, presets, ITALIAN).startswith("🌊 Onda · Hokusai, 1831 · ")


@pytest.mark.parametrize("reason", FailureReason)
@pytest.mark.parametrize("image", ["content", "style", ""])
def test_every_failure_says_what_to_do(reason: FailureReason, image: str) -> None:
    said = captions.failure_text(replace(job(), failure=reason, failed_image=image), ENGLISH)
    assert "{" not in said
    assert "lease" in said or "🔁" in said


def test_a_failure_says_which_photo_it_was() -> None:
    failed = replace(job(), failure=FailureReason.DAMAGED, failed_image="style")
    assert captions.failure_text(failed, ENGLISH).startswith("The style photo is damaged")


@pytest.mark.parametrize(("seconds", "shown"), [(0, 5), (5, 5), (5.1, 10), (55, 55), (56, 60), (61, 120), (119, 120)])
def test_a_forecast_is_rounded_to_what_it_is_worth(seconds: float, shown: float) -> None:
    assert captions.rounded_up(seconds) == shown
