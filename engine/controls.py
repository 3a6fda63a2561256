"""What `impasto stylize` can change about painting by optimisation: one option for each of its settings."""

import argparse
from pathlib import Path

from engine.arguments import layer, number, region, whole
from engine.methods import STYLE_LOSSES
from engine.methods.optimise.settings import (
    COLOUR_PRESERVATIONS,
    COLOUR_SPACES,
    INITS,
    ITERATIONS,
    OPTIMISERS,
    PALETTES,
    POOLINGS,
    Layers,
    OptimiseSettings,
)

WEIGHTS = (0.0, 1_000_000.0)
LEVELS = (1, 12)
SHARES = (0.0, 1.0)
PATIENCE = (1, 10_000)


def add_controls(parser: argparse.ArgumentParser) -> None:
    usual = OptimiseSettings()
    _add_colours(parser.add_argument_group("colours, and what is painted where"), usual)
    _add_losses(parser.add_argument_group("what optimise aims at"), usual)
    _add_steps(parser.add_argument_group("how optimise gets there"), usual)


def settings_of(options: argparse.Namespace) -> OptimiseSettings:
    """With a word of --keep-colours too, a dial's option that says more than on or off. Raises BadSettings."""
    usual = OptimiseSettings()
    return OptimiseSettings(
        most_levels=options.levels,
        iterations=options.iterations,
        init=usual.init if init_file(options) else options.init,
        style_loss=options.style_loss,
        style_layers=tuple(options.style_layers or usual.style_layers),
        content_layers=tuple(options.content_layers or usual.content_layers),
        pooling=options.pooling,
        style_weight=options.style_weight,
        content_weight=options.content_weight,
        total_variation_weight=options.tv,
        optimiser=options.optimiser,
        patience=options.patience,
        least_gain=options.plateau,
        colour_preservation=options.keep_colours
        if options.keep_colours in COLOUR_PRESERVATIONS
        else usual.colour_preservation,
        colour_space=options.colour_space,
        palette=options.palette,
    )


def init_file(options: argparse.Namespace) -> Path | None:
    return None if options.init in INITS else Path(options.init)


def _add_colours(group: "argparse._ArgumentGroup", usual: OptimiseSettings) -> None:
    group.add_argument(
        "--colour-space",
        choices=COLOUR_SPACES,
        default=usual.colour_space,
        help="where colours are matched (default: %(default)s)",
    )
    group.add_argument(
        "--palette", type=whole(PALETTES), metavar="N", help="reduce the styles to N colours first (default: all)"
    )
    group.add_argument(
        "--region",
        type=region,
        action="append",
        default=[],
        metavar="MASK=STYLE",
        help="a grey picture, stretched over the photo: what is white there is painted in this style alone, 1 being "
        "the first, or stays the photo with MASK=keep; may be repeated (default: all styles everywhere)",
    )


def _add_losses(group: "argparse._ArgumentGroup", usual: OptimiseSettings) -> None:
    group.add_argument(
        "--style-loss",
        choices=STYLE_LOSSES,
        default=usual.style_loss,
        help="how strokes compare (default: %(default)s)",
    )
    for kind, layers in (("style", usual.style_layers), ("content", usual.content_layers)):
        group.add_argument(
            f"--{kind}-layers",
            type=layer,
            nargs="+",
            metavar="LAYER",
            help=f"of VGG-19, each as NAME or NAME:WEIGHT (default: {_named(layers)})",
        )
    for kind, weight in (("style", usual.style_weight), ("content", usual.content_weight)):
        group.add_argument(
            f"--{kind}-weight",
            type=number(WEIGHTS),
            default=weight,
            metavar="X",
            help=f"times the usual weight of {kind} (default: {weight:g})",
        )
    group.add_argument(
        "--tv",
        type=number(WEIGHTS),
        default=usual.total_variation_weight,
        metavar="X",
        help=f"weight of total variation: more is smoother (default: {usual.total_variation_weight:g})",
    )
    group.add_argument(
        "--pooling", choices=POOLINGS, default=usual.pooling, help="between VGG-19's blocks (default: %(default)s)"
    )


def _add_steps(group: "argparse._ArgumentGroup", usual: OptimiseSettings) -> None:
    group.add_argument(
        "--init",
        default=usual.init,
        metavar="content|noise|FILE",
        help="what to start from; a file is a painting to go on with (default: %(default)s)",
    )
    group.add_argument(
        "--optimiser", choices=OPTIMISERS, default=usual.optimiser, help="the way downhill (default: %(default)s)"
    )
    group.add_argument(
        "--iterations",
        type=whole(ITERATIONS),
        metavar="N",
        help="steps over all sizes at most "
        f"(default: {'/'.join(str(level.steps) for level in usual.levels)} from the final size to the coarsest)",
    )
    group.add_argument(
        "--levels",
        type=whole(LEVELS),
        metavar="N",
        help="sizes from coarse to fine; 1 is the final size alone (default: as many as the photo has room for)",
    )
    group.add_argument(
        "--plateau",
        type=number(SHARES),
        default=usual.least_gain,
        metavar="SHARE",
        help="leave a size when the loss falls by less than this share … (default: %(default)s)",
    )
    group.add_argument(
        "--patience",
        type=whole(PATIENCE),
        default=usual.patience,
        metavar="N",
        help="… in N steps (default: %(default)s)",
    )


def _named(layers: Layers) -> str:
    return " ".join(name for name, _ in layers)
