"""Every button of every journey: it fits, whatever is forged is answered, and those of 0.1.0 are understood."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dials import Notch
from bot.journeys import PRESSES
from bot.journeys.contact_sheets.buttons import PaintTile
from bot.journeys.painting import PaintWith
from bot.presets import LONGEST_KEY
from bot.presses import LARGEST_NUMBER, LONGEST_DATA, Owner, Press, data_of, declared, names_a_job, press_in
from bot.texts import languages, texts_for
from storage.names import JobId
from storage.work import KINDS
from storage.work.dials import dials_of
from tests.bot.scene import Scene

ENGLISH = texts_for("en")
OF_0_1_0 = [
    *("use:wave", "same:1", "page:1", "number:wave", "leaf:1", "sheet:0", "tiles:1:0", "tile:1:wave", "cancel:1"),
    *("swap:1", "again:1", "retry:1", "with:1:wave", "proper:1", "adjust:1", "dial:1:weaker", "dial:1:stronger"),
    *("dial:1:finer", "dial:1:coarser", "dial:1:colours", "about:1:strength", "about:1:brush", "keep:1", "undo:1"),
    *("more:1:0", "back:1", "mine:use", "mine:rename", "mine:delete", "own:1", "rename:1", "delete:1"),
    *("deleteyes:1", "lang:it", "size:1280", "forget:yes", "forget:no"),
]


def longest_of(hint: Any) -> list[Any]:
    """Values of a field at their longest."""
    plain = getattr(hint, "__supertype__", hint)
    if plain is int:
        return [LARGEST_NUMBER]
    if plain is str:
        longest_dial = max((dial.name for kind in KINDS.values() for dial in dials_of(kind)), key=len)
        return ["x" * LONGEST_KEY, longest_dial]
    if isinstance(plain, type) and issubclass(plain, Enum):
        return list(plain)
    assert plain is Notch
    return [Notch(dial.name, 1) for kind in KINDS.values() for dial in dials_of(kind)]


@pytest.mark.parametrize("kind", PRESSES.kinds, ids=lambda kind: declared(kind).name)
def test_a_press_fits_into_its_button_with_the_longest_values(kind: type[Press]) -> None:
    values = [longest_of(hint) for hint in get_type_hints(kind).values()]
    for pick in range(max(map(len, values), default=1)):
        press = kind(*(several[min(pick, len(several) - 1)] for several in values))
        assert len(data_of(press).encode()) <= LONGEST_DATA
        assert press_in(kind, data_of(press)) == press


@pytest.mark.parametrize("kind", [PaintWith, PaintTile])
def test_the_longest_preset_fits_beside_the_largest_job(kind: type[PaintWith | PaintTile]) -> None:
    assert len(data_of(kind(JobId(LARGEST_NUMBER), "x" * LONGEST_KEY)).encode()) <= LONGEST_DATA


@pytest.mark.parametrize("data", OF_0_1_0)
def test_a_button_of_0_1_0_is_understood(data: str) -> None:
    assert PRESSES.pressed(f"v1:{data}") is not None


def all_presses(kind: type[Press] = Press) -> Iterator[type[Press]]:
    """Those that the bot's own files declare."""
    for one in kind.__subclasses__():
        if one.__module__.startswith("bot.") and hasattr(one, "__press__"):
            yield one
        yield from all_presses(one)


def test_every_press_that_is_declared_is_answered_somewhere() -> None:
    assert {declared(kind).name for kind in all_presses()} == {declared(kind).name for kind in PRESSES.kinds}


def test_only_a_press_that_names_a_job_belongs_to_whom_requested_it() -> None:
    for kind in PRESSES.kinds:
        assert declared(kind).owner is not Owner.REQUESTER or names_a_job(kind), kind
        assert not names_a_job(kind) or declared(kind).owner in (Owner.REQUESTER, Owner.ANYBODY), kind


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([declared(kind).name for kind in PRESSES.kinds]),
    words=st.lists(st.text(max_size=12) | st.integers().map(str) | st.sampled_from(["1", "strength+"]), max_size=3),
)
async def test_whatever_is_forged_is_answered_with_words_and_never_with_an_apology(
    scene: Scene, name: str, words: list[str]
) -> None:
    toast = await scene.press(scene.bots_message(5), ":".join(("v1", name, *words)))
    assert toast not in [texts.say("toast-went-wrong") for texts in languages().values()]
    assert await scene.jobs() == []


@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**30, -1, "0x1", "٣", "1_0", " 1"])
async def test_a_forged_number_is_answered(scene: Scene, number: object) -> None:
    toasts = [await scene.press(scene.bots_message(5), f"v1:{name}:{number}") for name in ("again", "own", "size")]
    known = {ENGLISH.say("toast-outdated"), ENGLISH.say("toast-painting-unknown"), ENGLISH.say("toast-style-gone")}
    assert set(toasts) <= known
