"""The chart of a day: higher bars for more paintings, a higher line for longer waits, and no day that is none."""

from io import BytesIO
from math import inf, nan

import pytest
from PIL import Image

from engine.day_chart import BAR, BOTTOM, LEFT, LINE, RIGHT, SIZE, TOP, drawn, duration_text
from engine.kinds import Kinds
from engine.kinds.day_chart import check
from storage.work import Unreadable
from storage.work.day_chart import DayChart
from storage.work.recipe import recipe_in


def heights(chart: Image.Image, colour: tuple[int, int, int], hours: int) -> list[int]:
    """Pixels above the ground of what has this colour, in the middle of each hour."""
    step = (RIGHT - LEFT) / hours
    columns = [round(LEFT + (index + 0.5) * step) for index in range(hours)]
    return [
        next((BOTTOM - y for y in range(TOP - 8, BOTTOM) if is_near(chart.getpixel((x, y)), colour)), 0)
        for x in columns
    ]


def is_near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def test_bars_grow_with_the_paintings() -> None:
    none, few, some, many = heights(drawn([0, 10, 20, 40], [0.0] * 4), BAR, 4)
    assert none == 0
    assert few < some < many
    assert many == pytest.approx(2 * some, abs=4)


def test_the_line_rises_with_the_waits_and_passes_over_idle_hours() -> None:
    short, idle, long = heights(drawn([1, 0, 1], [15.0, 0.0, 60.0]), LINE, 3)
    assert short < idle < long
    assert long == pytest.approx(BOTTOM - TOP, abs=8)


def test_an_idle_day_is_a_chart_too() -> None:
    chart = drawn([0] * 24, [0.0] * 24)
    assert chart.size == SIZE
    assert not any(heights(chart, BAR, 24))


@pytest.mark.parametrize(("seconds", "text"), [(30, "30 s"), (60, "1 min"), (300, "5 min"), (5400, "1.5 h")])
def test_durations_are_written_without_a_language(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


@pytest.mark.parametrize(
    ("paintings", "waits"),
    [
        ((), ()),
        ((1,) * 25, (1.0,) * 25),
        ((1,), ()),
        ((-1,), (1.0,)),
        ((1,), (nan,)),
        ((1,), (inf,)),
        ((10**400,), (1.0,)),
    ],
)
def test_numbers_that_are_no_days_are_refused(paintings: tuple[int, ...], waits: tuple[float, ...]) -> None:
    with pytest.raises(Unreadable):
        check(DayChart(paintings=paintings, waits=waits))


@pytest.mark.slow
def test_it_is_made_as_it_was_ordered(kinds: Kinds) -> None:
    work = DayChart(paintings=(3, 0, 5), waits=(2.5, 0.0, 70.0))
    made = kinds.make(work, {}, lambda fraction, preview: None)
    assert recipe_in(made.data) == work
    assert Image.open(BytesIO(made.data)).size == (made.width, made.height) == SIZE
