"""What a piece of work may ask for: every value that can be turned to, and nothing that is no number."""

from math import inf, nan

import pytest

from engine.kinds.limits import MOST_STYLES, check_dials, check_styles, check_within
from storage.work import KINDS, Unreadable
from storage.work.dials import Dial, dials_of
from storage.work.styles import Style
from tests.engine.scene import painting, photo, ref_of

STYLE = Style(image=ref_of(photo(2)))
DIALS = [dial for kind in KINDS.values() for dial in dials_of(kind)]


@pytest.mark.parametrize("value", [1, 1.5, 2])
def test_both_ends_are_within(value: float) -> None:
    check_within("it", value, (1, 2))


@pytest.mark.parametrize("value", [0.99, 2.01, inf, -inf, nan])
def test_what_is_beyond_and_what_is_no_number_is_named(value: float) -> None:
    with pytest.raises(Unreadable, match=f"it is {value}, which is not between 1 and 2"):
        check_within("it", value, (1, 2))


@pytest.mark.parametrize("dial", DIALS, ids=lambda dial: dial.name)
def test_whatever_a_dial_can_be_turned_to_may_be_asked_for(dial: Dial) -> None:
    for value in (*dial.limits, *dial.steps, dial.usual):
        check_within(dial.name, value, dial.limits)


def test_a_dial_beyond_its_end_is_named() -> None:
    with pytest.raises(Unreadable, match="strength is"):
        check_dials(painting(strength=1.5)[0])


@pytest.mark.parametrize("count", [1, MOST_STYLES])
def test_several_styles_may_be_asked_for_with_any_shares(count: int) -> None:
    check_styles([Style(image=STYLE.image, weight=10.0 ** (index - 16)) for index in range(count)])
