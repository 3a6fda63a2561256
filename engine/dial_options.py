"""Options of the command line for the dials of a kind of work: each dial is declared once, beside its kind."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.arguments import number
from engine.methods.optimise.settings import COLOUR_PRESERVATIONS, OptimiseSettings
from storage.work import Work
from storage.work.dials import Dial, Unit, dials_of

USUAL_PRESERVATION = OptimiseSettings().colour_preservation


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """How a switch is typed, where that is not --its-name on|off."""

    option: str
    on: tuple[str, ...]
    """The words that all turn it on; what else they mean is the settings' business."""
    off: str
    bare: str | None = None
    """What the option means without a word; None where it needs one."""
    more: str = ""
    """Help about the words."""


SPELLINGS = {
    "keep_colours": Spelling(
        option="--keep-colours",
        on=COLOUR_PRESERVATIONS,
        off="none",
        bare=USUAL_PRESERVATION,
        more=f": palette recolours the style, luminance takes the photo's hues as well; without a word it means "
        f"{USUAL_PRESERVATION}",
    ),
    "keep_faces": Spelling(option="--faces", on=("keep",), off="off", more=", so that people stay recognisable"),
}


def add_dials(parser: argparse.ArgumentParser, kind: type[Work]) -> None:
    """One option a dial."""
    for dial in dials_of(kind):
        if dial.unit is Unit.SWITCH:
            _add_switch(parser, dial)
        else:
            parser.add_argument(
                _option(dial),
                type=number(dial.limits),
                default=dial.usual,
                help=f"{dial.help} (default: {dial.usual:g})",
            )


def dials_from(options: argparse.Namespace, kind: type[Work]) -> Mapping[str, Any]:
    """By the dial's name: its value, as the kind's field has it."""
    return {dial.name: _value(options, dial) for dial in dials_of(kind)}


def _add_switch(parser: argparse.ArgumentParser, dial: Dial) -> None:
    spelling = _spelling(dial)
    bare: dict[str, Any] = {} if spelling.bare is None else {"nargs": "?", "const": spelling.bare}
    parser.add_argument(
        spelling.option,
        choices=(spelling.off, *spelling.on),
        default=spelling.on[0] if dial.usual else spelling.off,
        help=f"{dial.help}{spelling.more} (default: %(default)s)",
        **bare,
    )


def _value(options: argparse.Namespace, dial: Dial) -> Any:
    if dial.unit is not Unit.SWITCH:
        return getattr(options, dial.name)
    spelling = _spelling(dial)
    return getattr(options, spelling.option.removeprefix("--").replace("-", "_")) != spelling.off


def _spelling(dial: Dial) -> Spelling:
    return SPELLINGS.get(dial.name) or Spelling(option=_option(dial), on=("on",), off="off", bare="on")


def _option(dial: Dial) -> str:
    return f"--{dial.name.replace('_', '-')}"
