"""The options of `impasto stylize` and the settings they stand for."""

import argparse
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from engine.controls import add_controls, init_file, settings_of
from engine.dial_options import add_dials
from engine.methods.optimise.settings import BadSettings, OptimiseSettings
from storage.work.painting import Painting


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_dials(parser, Painting)
    add_controls(parser)
    return parser.parse_args(words)


def test_without_options_the_settings_are_the_usual_ones() -> None:
    assert settings_of(parsed()) == OptimiseSettings()


OPTIONS: dict[str, tuple[tuple[str, ...], Any]] = {
    "most_levels": (("--levels", "1"), 1),
    "iterations": (("--iterations", "300"), 300),
    "init": (("--init", "noise"), "noise"),
    "style_loss": (("--style-loss", "sliced"), "sliced"),
    "style_layers": (("--style-layers", "relu1_2", "conv3_1:0.5"), (("relu1_2", 1.0), ("conv3_1", 0.5))),
    "content_layers": (("--content-layers", "relu3_1:2"), (("relu3_1", 2.0),)),
    "pooling": (("--pooling", "max"), "max"),
    "style_weight": (("--style-weight", "3"), 3.0),
    "content_weight": (("--content-weight", "0.5"), 0.5),
    "total_variation_weight": (("--tv", "0"), 0.0),
    "optimiser": (("--optimiser", "adam"), "adam"),
    "patience": (("--patience", "20"), 20),
    "least_gain": (("--plateau", "0"), 0.0),
    "colour_preservation": (("--keep-colours", "palette"), "palette"),
    "colour_space": (("--colour-space", "lab"), "lab"),
    "palette": (("--palette", "7"), 7),
}
NOT_OPTIONS = {"levels", "pixel_weight", "range_weight"}
"""What --strength, --iterations and --content-weight turn instead."""


@pytest.mark.parametrize("name", OPTIONS)
def test_each_option_turns_its_own_setting_and_no_other(name: str) -> None:
    words, value = OPTIONS[name]

    settings = settings_of(parsed(*words))

    changed = {
        field.name
        for field in fields(OptimiseSettings)
        if getattr(settings, field.name) != getattr(OptimiseSettings(), field.name)
    }
    assert changed == {name}
    assert getattr(settings, name) == value


def test_no_setting_is_out_of_reach() -> None:
    known = {field.name for field in fields(OptimiseSettings)}

    assert known == set(OPTIONS) | NOT_OPTIONS


def test_an_init_is_a_word_or_else_a_file() -> None:
    assert init_file(parsed("--init", "content")) is None
    assert init_file(parsed("--init", "noise")) is None
    assert init_file(parsed("--init", "./noise")) == Path("noise")
    assert settings_of(parsed("--init", "painting.jpg")).init == "content"


def test_a_region_is_a_mask_and_a_style_counted_from_one() -> None:
    options = parsed("--region", "sky=1.png=2", "--region", "face.png=keep")

    assert options.region == [(Path("sky=1.png"), 1), (Path("face.png"), None)]


@pytest.mark.parametrize("words", ["=1", "sky.png=", "sky.png=0", "sky.png=-1", "sky.png=none"])
def test_what_is_no_region_is_refused(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed("--region", words)
    assert "is not MASK=STYLE" in capsys.readouterr().err


def test_settings_that_cannot_work_are_refused_with_one_line_that_names_the_choices() -> None:
    with pytest.raises(BadSettings) as refusal:
        settings_of(parsed("--style-layers", "relu1_1", "relu6_1"))

    assert "'relu6_1'" in str(refusal.value)
    assert "relu5_4" in str(refusal.value)
    assert "\n" not in str(refusal.value)
