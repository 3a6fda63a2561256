"""OptimiseSettings in a recipe: what was turned comes back as it was, and what nobody knows is refused."""

import json
from dataclasses import fields
from typing import Any

import pytest

from engine.kinds.optimise_settings import described, settings_from
from engine.methods.optimise.settings import Level, OptimiseSettings
from storage.work import Unreadable

TURNED: dict[str, Any] = {
    "levels": (Level(steps=3, content_weight=0.5), Level(steps=4, content_weight=1.0)),
    "most_levels": 1,
    "iterations": 300,
    "init": "noise",
    "style_loss": "sliced",
    "style_layers": (("relu1_2", 1.0), ("conv3_1", 0.5)),
    "content_layers": (("relu3_1", 2.0),),
    "pooling": "max",
    "style_weight": 3.0,
    "content_weight": 0.5,
    "pixel_weight": 3.0,
    "total_variation_weight": 0.0,
    "range_weight": 1.0,
    "optimiser": "adam",
    "patience": 20,
    "least_gain": 0.0,
    "colour_preservation": "palette",
    "colour_space": "lab",
    "palette": 7,
}


def test_the_usual_settings_need_no_word() -> None:
    assert described(OptimiseSettings()) == {}
    assert settings_from({}) == OptimiseSettings()


def test_every_setting_is_tried() -> None:
    assert set(TURNED) == {one.name for one in fields(OptimiseSettings)}


@pytest.mark.parametrize("name", TURNED)
def test_a_setting_comes_back_through_json(name: str) -> None:
    settings = OptimiseSettings(**{name: TURNED[name]})
    told = json.loads(json.dumps(described(settings)))
    assert list(told) == [name]
    assert settings_from(told) == settings


@pytest.mark.parametrize(
    "told",
    [
        {"magic": 3},
        {"style_weight": "much"},
        {"iterations": 1_000_000},
        {"style_layers": [["relu9_9", 1.0]]},
        {"style_layers": 3},
        {"levels": [{"steps": 1}]},
        {"optimiser": "luck"},
    ],
    ids=str,
)
def test_what_says_nothing_to_this_version_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        settings_from(told)
