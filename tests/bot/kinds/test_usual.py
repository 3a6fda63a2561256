"""What a new kind of work gets without a word of its own: line, progress, buttons, and a row for each dial."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from fluent.runtime import FluentBundle, FluentResource

from bot.dials import Notch, dial_called, turned
from bot.kinds.usual import UsualView
from bot.presets import load_presets
from bot.texts import Texts, texts_for
from bot.view import Here
from storage.names import ImageRef
from storage.queue import Position
from storage.work.dials import Unit, dial
from storage.work.work import CONTENT, Work
from tests.bot.jobs import job_of
from tests.bot.kinds.test_painting import data_in, labels_in

VIEW = UsualView()


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo(Work):
    """A kind that nobody has written yet, with a dial of each unit."""

    NAME = "echo"
    content: ImageRef
    longest_side: int = 512
    depth: float = dial(0.5, unit=Unit.PERCENT, steps=(0.25, 0.5, 0.75), help="how deep")
    spread: float = dial(1.0, unit=Unit.TIMES, steps=(0.5, 1.0, 2.0), help="how wide")
    mirrored: bool = dial(False, unit=Unit.SWITCH, steps=(0, 1), help="the other way round")

    def inputs(self) -> Mapping[str, tuple[ImageRef, ...]]:
        return {CONTENT: (self.content,)}


WORDS = """
dial-depth = Depth { $value }
dial-depth-caption = depth { $value }
dial-depth-about = How deep it goes.
dial-spread = Spread { $value }
dial-spread-value =
    { $step ->
        [0] narrow
        [1] even
       *[2] wide
    }
dial-spread-caption = spread { $value }
dial-spread-about = How far.
dial-mirrored = Mirrored: { $value }
dial-mirrored-caption = mirrored
"""

ECHO = Echo(content=ImageRef("c" * 64))


@pytest.fixture
def texts() -> Texts:
    """With the words of its dials: all that a dial needs beside its declaration."""
    words = FluentBundle(["en"], use_isolating=False)
    words.add_resource(FluentResource(WORDS))
    return Texts("en", (words, *texts_for("en").bundles))


def test_each_dial_is_a_row_of_buttons(texts: Texts) -> None:
    board = VIEW.dials_keyboard(job_of(ECHO), texts, has_earlier=True)
    assert labels_in(board) == [
        ["−", "Depth 50 %", "+"],
        ["−", "Spread even", "+"],
        ["Mirrored: off"],
        ["↩ Undo", "✓ Done"],
    ]
    assert data_in(board)[0] == ["v1:dial:7:depth-", "v1:about:7:depth", "v1:dial:7:depth+"]
    assert data_in(board)[2] == ["v1:dial:7:mirrored"]


@pytest.mark.parametrize(
    ("pressed", "said"), [("depth+", "depth 75 %"), ("spread-", "spread narrow"), ("mirrored", "mirrored")]
)
def test_a_press_turns_it_and_the_caption_tells(pressed: str, said: str, texts: Texts) -> None:
    notch = Notch.read(pressed)
    found = dial_called(notch.dial, ECHO)
    assert found is not None
    job = job_of(turned(ECHO, found, notch.by), paint_seconds=3.0)
    assert VIEW.result_caption(job, Here(load_presets(), texts)) == f"{said} · painted in 3 s"


def test_where_no_dial_is_turned_the_caption_tells_the_time_alone(texts: Texts) -> None:
    here = Here(load_presets(), texts)
    assert VIEW.result_caption(job_of(ECHO, paint_seconds=3.0), here) == "painted in 3 s"
    assert VIEW.result_caption(job_of(ECHO), here) == ""


def test_it_waits_is_made_and_can_be_stopped_like_any_other(texts: Texts) -> None:
    job, position = job_of(ECHO, progress=0.5), Position(ahead=0, eta_seconds=20)
    assert VIEW.progress_text(job, position, texts) == "Painting … 50 % · about 20 s left"
    assert data_in(VIEW.making_keyboard(job, texts)) == [["v1:cancel:7"]]
    assert data_in(VIEW.stopped_keyboard(job, texts)) == [["v1:retry:7"]]
    assert [VIEW.goes_as_file(replace(ECHO, longest_side=side)) for side in (2560, 2561)] == [False, True]
