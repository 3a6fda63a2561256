"""Dials as options: each that a kind declares can be typed, and its value is what the kind has."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from engine.dial_options import add_dials, dials_from
from storage.work import KINDS, Work
from storage.work.dials import Unit, dial, dial_values, dials_of
from storage.work.painting import Painting


@dataclass(frozen=True, slots=True, kw_only=True)
class Glowing(Work):
    """Of a kind that nobody has heard of yet."""

    NAME = "glowing"

    warm_light: float = dial(0.5, unit=Unit.TIMES, limits=(0.0, 3.0), help="how warm")
    at_night: bool = dial(False, unit=Unit.SWITCH, help="as if it were dark")


def typed(kind: type[Work], *words: str) -> Mapping[str, Any]:
    parser = argparse.ArgumentParser()
    add_dials(parser, kind)
    return dials_from(parser.parse_args(words), kind)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_whatever_is_not_typed_is_as_usual(kind: type[Work]) -> None:
    assert typed(kind) == {one.name: one.usual for one in dials_of(kind)}


def test_a_new_dial_needs_nothing_but_its_declaration() -> None:
    assert typed(Glowing) == dial_values(Glowing()) == {"warm_light": 0.5, "at_night": False}
    assert typed(Glowing, "--warm-light", "2", "--at-night") == {"warm_light": 2.0, "at_night": True}
    assert typed(Glowing, "--at-night", "off")["at_night"] is False
    with pytest.raises(SystemExit):
        typed(Glowing, "--warm-light", "3.5")


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (("--strength", "0.5"), "strength", 0.5),
        (("--brush-size", "2"), "brush_size", 2.0),
        (("--keep-colours",), "keep_colours", True),
        (("--keep-colours", "palette"), "keep_colours", True),
        (("--keep-colours", "none"), "keep_colours", False),
        (("--faces", "off"), "keep_faces", False),
        (("--faces", "keep"), "keep_faces", True),
    ],
)
def test_the_dials_of_a_painting_keep_their_spelling(words: tuple[str, ...], name: str, value: object) -> None:
    assert typed(Painting, *words)[name] == value


def test_keeping_colours_without_a_word_means_luminance() -> None:
    parser = argparse.ArgumentParser()
    add_dials(parser, Painting)
    assert parser.parse_args([]).keep_colours == "none"
    assert parser.parse_args(["--keep-colours"]).keep_colours == "luminance"
