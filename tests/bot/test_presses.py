"""Presses: what their buttons carry, that it fits, and that nonsense is refused."""

from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presses import (
    LARGEST_NUMBER,
    Answer,
    Follow,
    Owner,
    Press,
    Presses,
    answers,
    data_of,
    follows,
    payload_of,
    press_in,
)
from bot.presses import press as declare
from storage.names import JobId


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Step:
    by: int

    @classmethod
    def read(cls, text: str) -> "Step":
        return cls({"up": 1, "louder": 1, "down": -1}[text]) if text in ("up", "louder", "down") else _refused()

    def __str__(self) -> str:
        return "up" if self.by > 0 else "down"


def _refused() -> Step:
    raise ValueError("no step")


@declare("mix", owner=Owner.REQUESTER)
@dataclass(frozen=True, slots=True)
class Mix(Press):
    job: JobId
    colour: Colour
    name: str
    step: Step


@declare("rest", owner=Owner.MENU)
@dataclass(frozen=True, slots=True)
class Rest(Press):
    """Nothing more."""


async def answer(*_: object) -> str:
    return ""


async def follow(*_: object) -> None:
    """Goes nowhere."""


PRESSES = Presses([answers(Mix)(answer), answers(Rest)(answer), follows(Mix)(follow)])

mixes = st.builds(
    Mix,
    job=st.integers(0, LARGEST_NUMBER).map(JobId),
    colour=st.sampled_from(Colour),
    name=st.text("abc_1", min_size=1, max_size=9),
    step=st.sampled_from([Step(1), Step(-1)]),
)


@given(mixes)
def test_a_press_is_read_from_its_button_as_it_was_written(mix: Mix) -> None:
    assert press_in(Mix, data_of(mix)) == mix
    found = PRESSES.pressed(data_of(mix))
    assert found is not None
    assert found[0] == mix


def test_a_press_without_values_is_its_name() -> None:
    assert data_of(Rest()) == "v1:rest"
    assert press_in(Rest, "v1:rest") == Rest()


@given(mixes)
def test_a_press_that_can_be_followed_is_read_from_a_link(mix: Mix) -> None:
    found = PRESSES.linked(payload_of(mix))
    assert found is not None
    assert found[0] == mix


@given(st.text(max_size=64) | st.lists(st.text(":v1mix-0", max_size=12)).map(":".join))
def test_no_text_breaks_the_registry(text: str) -> None:
    assert PRESSES.pressed(text) is None or text.startswith(("v1:mix:", "v1:rest"))
    assert PRESSES.linked(text) is None or text.startswith("mix-")


@given(st.text(max_size=64))
def test_forged_values_are_refused(text: str) -> None:
    for data in (f"v1:mix:{text}:red:a:up", f"v1:mix:1:{text}:a:up", f"v1:mix:1:red:a:{text}"):
        found = press_in(Mix, data)
        assert found is None or press_in(Mix, data_of(found)) == found


@pytest.mark.parametrize(
    "data",
    [
        *("", ":", "v1", "v1:", "v1:mix", "v1:mix:", "v1:mix:1:red:a", "v1:mix:1:red:a:up:up", "v1:mix:1:red::up"),
        *("v0:mix:1:red:a:up", "v2:mix:1:red:a:up", "mix:1:red:a:up", "v1:dance:1", "v1:rest:", "v1:rest:1"),
        *("v1:mix:-1:red:a:up", "v1:mix:²:red:a:up", "v1:mix:٣:red:a:up", "v1:mix:01:red:a:up", "v1:mix: 1:red:a:up"),
        f"v1:mix:{2**63}:red:a:up",
        f"v1:mix:{'9' * 5000}:red:a:up",
    ],
)
def test_a_button_that_is_not_ours_is_refused(data: str) -> None:
    assert PRESSES.pressed(data) is None
    assert press_in(Mix, data) is None


@pytest.mark.parametrize("data", [None, 7, object()])
def test_what_is_no_text_is_no_press(data: object) -> None:
    assert press_in(Mix, data) is None


def test_a_word_of_an_earlier_version_is_read_as_todays() -> None:
    assert press_in(Mix, "v1:mix:1:red:a:louder") == Mix(JobId(1), Colour.RED, "a", Step(1))


def test_two_presses_of_one_name_are_a_mistake_that_is_named() -> None:
    with pytest.raises(TypeError, match="both called 'rest'"):
        Presses([Answer(Rest, answer), Answer(Rest, answer)])
    assert Presses([Answer(Rest, answer), Follow(Rest, follow)]).kinds == [Rest]
