"""What each press on a dial changes, how it is said, and that buttons of earlier versions still turn it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dials import OF_EARLIER_VERSIONS, Notch, dial_called, label, turned, value_text, within_limits
from bot.texts import Texts, languages, texts_for
from storage.work import KINDS
from storage.work.dials import Dial, Unit, dials_of
from storage.work.painting import Painting
from tests.bot.jobs import painting, sheet_job

STRENGTH, BRUSH, COLOURS = (
    next(dial for dial in dials_of(Painting) if dial.name == name)
    for name in ("strength", "brush_size", "keep_colours")
)
WITH_BUTTONS = [dial for dial in dials_of(Painting) if dial.steps]


def walk(dial: Dial, by: int) -> list[float]:
    """Pressing the same button until nothing changes any more."""
    steps = [painting()]
    while (following := turned(steps[-1], dial, by)) != steps[-1]:
        steps.append(following)
    return [getattr(step, dial.name) for step in steps]


def test_the_dials_walk_their_steps_and_end() -> None:
    assert walk(STRENGTH, -1) == [1.0, 0.75, 0.5, 0.25]
    assert walk(STRENGTH, 1) == [1.0]
    assert walk(BRUSH, 1) == [1.0, 1.5, 2.25, 3.0]
    assert walk(BRUSH, -1) == [1.0, 0.67, 0.5]


def test_a_switch_goes_to_its_other_side_and_back() -> None:
    once = turned(painting(), COLOURS, 0)
    assert (once.keep_colours, turned(once, COLOURS, 0)) == (True, painting())


@pytest.mark.parametrize(("dial", "by"), [(STRENGTH, -1), (BRUSH, 1), (BRUSH, -1)])
def test_one_there_and_one_back_is_where_it_began(dial: Dial, by: int) -> None:
    assert turned(turned(painting(), dial, by), dial, -by) == painting()


@given(st.lists(st.tuples(st.sampled_from(WITH_BUTTONS), st.sampled_from([-1, 1])), max_size=30))
def test_no_sequence_of_presses_leaves_the_steps(presses: list[tuple[Dial, int]]) -> None:
    work = painting()
    for dial, by in presses:
        work = turned(work, dial, by)
    assert all(getattr(work, dial.name) in dial.steps for dial in WITH_BUTTONS)


@given(st.sampled_from([dial.name for dial in WITH_BUTTONS]), st.sampled_from([-1, 0, 1]))
def test_a_notch_is_read_as_it_was_written(name: str, by: int) -> None:
    assert Notch.read(str(Notch(name, by))) == Notch(name, by)


def test_the_words_of_0_1_0_turn_the_same_dials() -> None:
    told = [Notch.read(word) for word in ("weaker", "stronger", "finer", "coarser", "colours")]
    assert told == [Notch(*meaning) for meaning in OF_EARLIER_VERSIONS.values()]
    assert {notch.dial for notch in told} == {dial.name for dial in WITH_BUTTONS}


@pytest.mark.parametrize("text", ["", "+", "-", "1+", "strength++", "no dial", "strength+ "])
def test_what_is_no_notch_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no dial"):
        Notch.read(text)


def test_only_dials_with_buttons_are_found() -> None:
    assert dial_called("brush", painting()) == dial_called("brush_size", painting()) == BRUSH
    assert dial_called("keep_faces", painting()) is None, "it has no buttons"
    assert dial_called("seed", painting()) is None
    assert dial_called("strength", sheet_job("wave").work) is None


@given(st.floats(), st.floats(), st.booleans())
def test_whatever_is_asked_for_is_brought_within_the_limits(strength: float, brush_size: float, colours: bool) -> None:
    work = within_limits(painting(strength=strength, brush_size=brush_size, keep_colours=colours))
    assert 0 <= work.strength <= 1
    assert 0.25 <= work.brush_size <= 4
    assert work.keep_colours is colours
    assert within_limits(work) == work


def test_a_dial_that_stands_at_no_number_is_as_usual() -> None:
    assert within_limits(painting(strength=math.nan, brush_size=-math.inf)) == painting()


def test_values_are_said_as_people_say_them() -> None:
    english, italian = texts_for("en"), texts_for("it")
    assert value_text(STRENGTH, 0.75, english) == "75 %"
    assert [value_text(BRUSH, 0.67, texts) for texts in (english, italian)] == ["fine", "fine"]
    assert [value_text(BRUSH, value, english) for value in (0.25, 1.0, 1.1, 4.0)] == [
        "very fine",
        "medium",
        "medium",
        "huge",
    ]
    assert [value_text(COLOURS, value, italian) for value in (True, False)] == ["sì", "no"]


@pytest.mark.parametrize("texts", languages().values(), ids=languages().keys())
def test_every_dial_of_every_kind_can_be_spoken_of(texts: Texts) -> None:
    for kind in KINDS.values():
        for dial in dials_of(kind):
            caption = texts.say(f"dial-{dial.name}-caption", value="as it stands")
            assert (dial.unit is Unit.SWITCH) == ("as it stands" not in caption), dial.name
            assert not dial.steps or dial.unit is Unit.SWITCH or texts.say(f"dial-{dial.name}-about"), dial.name
    assert label(STRENGTH, painting(strength=0.5), texts).endswith(" 50 %")
