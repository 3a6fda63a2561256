"""`impasto dream`: a photo in which VGG-19 is shown ever more of what it sees."""

import argparse
from pathlib import Path

from engine.arguments import whole
from engine.commands.parsing import Subparsers
from engine.dial_options import add_dials, dials_from
from engine.files import BadInput
from engine.making import inputs_in, make_file, ref_of
from engine.settings import Settings
from storage.work.dream import CHANNELS, GUIDE, USUAL_SIDE, USUAL_TAP, Dream, is_possible
from storage.work.work import CONTENT

LONGEST_SIDES = (16, 4096)


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("dream", help="show a network ever more of what it sees in a photo")
    parser.add_argument("content", type=Path, metavar="PHOTO", help="the photo to dream on")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jpg", help="the dream to write")
    parser.add_argument("--guide", type=Path, metavar="PHOTO", help="whose shapes are dreamed (default: none)")
    parser.add_argument(
        "--size", type=whole(LONGEST_SIDES), default=USUAL_SIDE, help="pixels of the longer side (default: %(default)s)"
    )
    parser.add_argument(
        "--tap",
        choices=CHANNELS,
        default=USUAL_TAP,
        metavar="LAYER",
        help="of VGG-19: relu3_3 curls, relu4_2 eyes, relu5_1 animals, relu5_3 birds (default: %(default)s)",
    )
    parser.add_argument("--channel", type=int, metavar="N", help="of the layer, from 0 (default: all of it)")
    add_dials(parser, Dream)
    parser.add_argument("--seed", type=int, default=0, help="another number, another chance (default: %(default)s)")
    parser.set_defaults(command=dream)


def dream(options: argparse.Namespace, settings: Settings) -> int:
    files = {CONTENT: [options.content], GUIDE: [options.guide] if options.guide else []}
    inputs = inputs_in(files)
    work = Dream(
        content=ref_of(inputs[CONTENT][0]),
        guide=next((ref_of(data) for data in inputs[GUIDE]), None),
        tap=options.tap,
        channel=options.channel,
        longest_side=options.size,
        **dials_from(options, Dream),
        seed=options.seed,
    )
    if not is_possible(work):
        why = "a dream follows a guide or a channel, not both" if options.guide else _channels(options.tap)
        raise BadInput(why)
    made = make_file(work, inputs, files, options.output, settings)
    print(f"{options.output}: {made.width} × {made.height}, dreamed in {made.seconds:.1f} s")
    return 0


def _channels(tap: str) -> str:
    return f"{tap} has the channels 0 to {CHANNELS[tap] - 1}"
