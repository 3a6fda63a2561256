"""OptimiseSettings that can work, and how their steps are divided."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.methods.optimise.settings import ITERATIONS, BadSettings, OptimiseSettings, apportioned, layer_weights


@given(parts=st.lists(st.integers(1, 60), min_size=1, max_size=8), more=st.integers(0, 10_000))
def test_a_whole_is_divided_without_a_rest_and_nobody_gets_nothing(parts: list[int], more: int) -> None:
    whole = len(parts) + more

    own = apportioned(whole, parts)

    assert sum(own) == whole
    assert min(own) >= 1
    for part, steps in zip(parts, own, strict=True):
        assert steps == pytest.approx(1 + more * part / sum(parts), abs=1.01)


def test_as_many_iterations_as_the_levels_have_of_their_own_change_nothing() -> None:
    usual = OptimiseSettings()

    assert OptimiseSettings(iterations=140).schedule(3) == usual.schedule(3) == usual.levels


@given(iterations=st.integers(*ITERATIONS), sizes=st.integers(1, 8))
def test_a_schedule_has_exactly_the_iterations_that_were_asked_for(iterations: int, sizes: int) -> None:
    levels = OptimiseSettings(iterations=iterations).schedule(sizes)

    assert sum(level.steps for level in levels) == iterations
    assert len(levels) == min(sizes, iterations)


def test_levels_can_be_limited_down_to_the_final_size_alone() -> None:
    assert OptimiseSettings(most_levels=1).schedule(4) == OptimiseSettings().levels[:1]
    assert len(OptimiseSettings(most_levels=9).schedule(4)) == 4


def test_layers_weigh_by_their_ratio() -> None:
    assert layer_weights((("relu1_1", 3.0), ("relu2_1", 1.0))) == {"relu1_1": 0.75, "relu2_1": 0.25}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("style_layers", (("relu1_9", 1.0),), "VGG-19 has no layer 'relu1_9'; there are: conv1_1"),
        ("style_layers", (), "there must be a style layer"),
        ("content_layers", (("relu4_2", float("nan")),), "a weight above 0"),
        ("content_layers", (("relu4_2", 1.0), ("relu4_2", 1.0)), "is named twice"),
        ("style_loss", "magic", "there is no style loss 'magic'; there are: gram"),
        ("init", "photo", "there is no init 'photo'; there are: content, noise"),
        ("optimiser", "sgd", "there are: lbfgs, adam"),
        ("pooling", "median", "there are: max, average"),
        ("colour_preservation", "all", "there are: palette, luminance"),
        ("colour_space", "cmyk", "there are: srgb, linear, lab"),
        ("iterations", 0, "0 iterations are not between 1 and 10000"),
        ("palette", 65, "65 colours of a palette are not between 2 and 64"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_in_one_line(name: str, value: Any, words: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        OptimiseSettings(**{name: value})

    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
