"""`impasto quilt`: a swatch, or a photo's likeness, sewn from pieces of a painting."""

import argparse
from pathlib import Path

from engine import before_torch
from engine.arguments import BRUSH_SIZES, SWATCH_SIDES, number, whole
from engine.commands.parsing import Subparsers
from engine.settings import Settings
from engine.textures import QuiltOrder, make_quilt

BLOCKS = (4, 512)


def add(commands: Subparsers) -> None:
    parser = commands.add_parser("quilt", help="sew a swatch, or a photo's likeness, from pieces of a painting")
    parser.add_argument("style", type=Path, metavar="STYLE", help="the painting to cut into pieces")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jpg", help="the quilt to write")
    parser.add_argument("--content", type=Path, metavar="PHOTO", help="the photo to imitate (default: none, a swatch)")
    parser.add_argument(
        "--size", type=whole(SWATCH_SIDES), default=512, help="pixels of the longer side (default: %(default)s)"
    )
    parser.add_argument(
        "--block", type=whole(BLOCKS), default=36, help="pixels of a piece's side (default: %(default)s)"
    )
    parser.add_argument(
        "--brush-size", type=number(BRUSH_SIZES), default=1.0, help="2 makes strokes twice as large (default: 1)"
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another chance (default: %(default)s)")
    parser.set_defaults(command=quilt)


def quilt(options: argparse.Namespace, settings: Settings) -> int:
    before_torch.prepare()
    order = QuiltOrder(
        style=options.style,
        content=options.content,
        output=options.output,
        side=options.size,
        block=options.block,
        brush_size=options.brush_size,
        seed=options.seed,
    )
    made = make_quilt(order, threads=settings.threads)
    print(f"{order.output}: {made.width} × {made.height}, made in {made.seconds:.1f} s")
    return 0
