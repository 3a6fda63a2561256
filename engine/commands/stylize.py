"""`impasto stylize`: one painting without any bot."""

import argparse
from pathlib import Path

from engine.arguments import number, whole
from engine.commands.parsing import Subparsers
from engine.controls import add_controls, init_file, settings_of
from engine.dial_options import add_dials, dials_from
from engine.files import BadInput
from engine.kinds import Inputs
from engine.kinds.optimise_settings import described
from engine.making import Files, inputs_in, make_file, ref_of
from engine.settings import Settings
from storage.work.painting import METHODS, OPTIMISE, Painting, Region
from storage.work.styles import Style
from storage.work.work import CONTENT, INIT, REGION, STYLE

LONGEST_SIDES = (16, 10_000)
WEIGHTS = (0.01, 100.0)


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "stylize",
        help="paint one photo without any bot",
        usage="impasto stylize CONTENT STYLE [STYLE …] -o FILE.jpg [options]",
    )
    parser.add_argument("content", type=Path, metavar="CONTENT", help="the photo to paint")
    parser.add_argument("styles", type=Path, nargs="+", metavar="STYLE", help="pictures whose style to use")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jpg", help="the painting to write")
    parser.add_argument("--method", choices=METHODS, default=OPTIMISE, help="how to paint (default: %(default)s)")
    parser.add_argument(
        "--size", type=whole(LONGEST_SIDES), default=512, help="pixels of the longer side (default: %(default)s)"
    )
    add_dials(parser, Painting)
    parser.add_argument(
        "--weights", type=number(WEIGHTS), nargs="+", default=[], help="a share for each style (default: all the same)"
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another chance (default: %(default)s)")
    add_controls(parser)
    parser.set_defaults(command=stylize)


def stylize(options: argparse.Namespace, settings: Settings) -> int:
    _check(options)
    files = files_of(options)
    inputs = inputs_in(files)
    made = make_file(painting_of(options, inputs), inputs, files, options.output, settings)
    print(f"{options.output}: {made.width} × {made.height}, painted in {made.seconds:.1f} s")
    return 0


def files_of(options: argparse.Namespace) -> Files:
    init = init_file(options)
    return {
        CONTENT: [options.content],
        STYLE: options.styles,
        INIT: [] if init is None else [init],
        REGION: [mask for mask, _ in options.region],
    }


def painting_of(options: argparse.Namespace, inputs: Inputs) -> Painting:
    """Whole: from it alone the same can be ordered again."""
    refs = {role: [ref_of(data) for data in pictures] for role, pictures in inputs.items()}
    weights = options.weights or [1.0] * len(options.styles)
    return Painting(
        content=refs[CONTENT][0],
        styles=tuple(Style(image=ref, weight=weight) for ref, weight in zip(refs[STYLE], weights, strict=True)),
        method=options.method,
        longest_side=options.size,
        **dials_from(options, Painting),
        seed=options.seed,
        init=next(iter(refs[INIT]), None),
        regions=tuple(
            Region(mask=ref, style=style) for ref, (_, style) in zip(refs[REGION], options.region, strict=True)
        ),
        settings=described(settings_of(options)),
    )


def _check(options: argparse.Namespace) -> None:
    """Raises BadInput, BadSettings."""
    styles, weights = len(options.styles), len(options.weights)
    if weights and weights != styles:
        raise BadInput(f"there are {styles} styles but {weights} weights")
    for path, style in options.region:
        if style is not None and style >= styles:
            raise BadInput(f"the region {path} wants style {style + 1}, but there are {styles} styles")
    own = options.region or init_file(options) or described(settings_of(options))
    if own and options.method != OPTIMISE:
        raise BadInput(f"regions, --init, and all that --help lists about {OPTIMISE}, need --method {OPTIMISE}")
