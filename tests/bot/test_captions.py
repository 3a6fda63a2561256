"""What is said of any kind of work, and how styles are called."""

from dataclasses import replace

import pytest

from bot import captions
from bot.presets import load_presets
from bot.texts import texts_for
from storage.jobs import FailureReason
from storage.names import ImageRef
from storage.queue import Position
from storage.work.styles import Style
from storage.work.work import CONTENT, INIT, REGION, STYLE
from tests.bot.jobs import instant_job, painting, painting_job

ENGLISH, ITALIAN = texts_for("en"), texts_for("it")
QUILT = Style(image=ImageRef("quilt"), own="Grandma's quilt")


@pytest.mark.parametrize(
    ("position", "said"),
    [
        (Position(ahead=0, eta_seconds=None), "Your painting is next in line."),
        (Position(ahead=0, eta_seconds=31), "Your painting is next in line · ready in about 35 s"),
        (Position(ahead=1, eta_seconds=58), "1 painting is ahead of yours · ready in about 1 min"),
        (Position(ahead=3, eta_seconds=121), "3 paintings are ahead of yours · ready in about 3 min"),
    ],
)
def test_the_line_is_told_with_place_and_time(position: Position, said: str) -> None:
    assert captions.waiting_text(painting_job(), position, ENGLISH, starting="…") == said


def test_what_is_quick_and_next_is_as_good_as_begun() -> None:
    quick = instant_job()
    assert captions.waiting_text(quick, Position(ahead=0, eta_seconds=1), ENGLISH, starting="Now") == "Now"
    behind = captions.waiting_text(quick, Position(ahead=2, eta_seconds=None), ENGLISH, starting="Now")
    assert behind.startswith("2 paintings")


def test_progress_is_told_in_percent_and_time_left() -> None:
    half = replace(painting_job(), progress=0.5)
    told = [
        captions.progress_text(half, Position(ahead=0, eta_seconds=eta), texts, starting="…")
        for eta, texts in ((12, ENGLISH), (None, ITALIAN))
    ]
    assert told == ["Painting … 50 % · about 15 s left", "Dipingo … 50 %"]


def test_before_the_first_step_there_is_no_percentage() -> None:
    begun = replace(painting_job(), progress=0.0)
    assert captions.progress_text(begun, Position(ahead=0, eta_seconds=9), ENGLISH, starting="Now") == "Now"


def test_what_was_turned_is_told_and_nothing_else() -> None:
    turned = painting(strength=0.75, brush_size=0.67, keep_colours=True)
    assert list(captions.turned_dials(painting(), ENGLISH)) == []
    assert list(captions.turned_dials(turned, ENGLISH)) == ["strength 75 %", "brush fine", "your own colours"]
    assert "pennello fine" in list(captions.turned_dials(turned, ITALIAN))


def test_a_style_of_ones_own_has_its_name_only_where_nobody_else_reads() -> None:
    presets = load_presets()
    assert captions.styles_label([QUILT], presets, ENGLISH, is_private=True) == "Grandma's quilt"
    assert captions.styles_label([QUILT], presets, ENGLISH, is_private=False) == ENGLISH.say("a-style-of-your-own")


@pytest.mark.parametrize("reason", FailureReason)
@pytest.mark.parametrize("role", [CONTENT, STYLE, INIT, REGION, "", "of a newer version"])
def test_every_failure_says_what_to_do(reason: FailureReason, role: str) -> None:
    said = captions.failure_text(replace(painting_job(), failure=reason, failed_input=role), ENGLISH)
    assert "{" not in said
    assert "lease" in said or "🔁" in said


@pytest.mark.parametrize(
    ("reason", "role", "said"),
    [
        (FailureReason.DAMAGED, STYLE, "The style photo is damaged"),
        (FailureReason.DAMAGED, CONTENT, "The photo to paint is damaged"),
        (FailureReason.IMAGE_GONE, CONTENT, "I no longer have the photo to paint."),
        (FailureReason.IMAGE_GONE, INIT, "I no longer have the painting to go on with."),
    ],
)
def test_a_failure_says_which_picture_it_was(reason: FailureReason, role: str, said: str) -> None:
    failed = replace(painting_job(), failure=reason, failed_input=role)
    assert captions.failure_text(failed, ENGLISH).startswith(said)


@pytest.mark.parametrize(("seconds", "shown"), [(0, 5), (5, 5), (5.1, 10), (55, 55), (56, 60), (61, 120), (119, 120)])
def test_a_forecast_is_rounded_to_what_it_is_worth(seconds: float, shown: float) -> None:
    assert captions.rounded_up(seconds) == shown
