import pytest

from storage.work import parameters_of, work_from
from storage.work.dream import CHANNELS, Dream, is_possible
from storage.work.work import Lane
from tests.storage.scene import image


def dream(**changes: object) -> Dream:
    return Dream(content=image("content"), **changes)  # type: ignore[arg-type]


def test_a_dream_comes_back_as_it_was_written_and_names_its_guide_where_it_has_one() -> None:
    guided = dream(guide=image("guide"), detail=1.4, seed=3)

    assert work_from("dream", 1, parameters_of(guided)) == guided
    assert guided.inputs() == {"content": (image("content"),), "guide": (image("guide"),)}
    assert dream().inputs() == {"content": (image("content"),)}


def test_a_dream_is_slow_and_costs_no_more_above_the_size_that_is_enlarged() -> None:
    assert dream().lane is Lane.SLOW
    assert dream(longest_side=256).cost_units < dream(longest_side=1024).cost_units
    assert dream(longest_side=1024).cost_units == dream(longest_side=4096).cost_units


@pytest.mark.parametrize(
    ("changes", "possible"),
    [
        ({}, True),
        ({"tap": "relu3_3", "channel": 255}, True),
        ({"tap": "relu3_3", "channel": 256}, False),
        ({"channel": -1}, False),
        ({"tap": "pool5"}, False),
        ({"guide": image("guide")}, True),
        ({"guide": image("guide"), "channel": 3}, False),
    ],
)
def test_only_what_the_network_has_can_be_dreamed(changes: dict[str, object], possible: bool) -> None:
    assert is_possible(dream(**changes)) is possible


def test_every_rectified_layer_of_the_network_is_a_tap() -> None:
    assert len(CHANNELS) == 16
    assert (CHANNELS["relu1_1"], CHANNELS["relu5_4"]) == (64, 512)
