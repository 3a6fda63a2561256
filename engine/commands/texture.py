"""`impasto texture`: a swatch of a painting's strokes and palette, without its objects."""

import argparse
from pathlib import Path

from engine import before_torch
from engine.arguments import BRUSH_SIZES, SWATCH_SIDES, number, whole
from engine.commands.parsing import Subparsers
from engine.settings import Settings
from engine.textures import TextureOrder, make_texture
from engine.weights import vgg19_weights

KILOBYTES = (1, 100_000)


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "texture", help="make a swatch of a painting's strokes and palette, without its objects"
    )
    parser.add_argument("style", type=Path, metavar="STYLE", help="the painting")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.jpg", help="the swatch to write")
    parser.add_argument(
        "--size", type=whole(SWATCH_SIDES), default=768, help="pixels of each side (default: %(default)s)"
    )
    parser.add_argument(
        "--brush-size", type=number(BRUSH_SIZES), default=1.0, help="2 makes strokes twice as large (default: 1)"
    )
    parser.add_argument(
        "--kilobytes", type=whole(KILOBYTES), metavar="N", help="the file's size at most (default: no limit)"
    )
    parser.add_argument("--tileable", action="store_true", help="let opposite edges fit each other (default: no)")
    parser.add_argument(
        "--shallow", action="store_true", help="match strokes and patches alone, if objects come back (default: no)"
    )
    parser.add_argument("--seed", type=int, default=0, help="another number, another chance (default: %(default)s)")
    parser.set_defaults(command=texture)


def texture(options: argparse.Namespace, settings: Settings) -> int:
    before_torch.prepare()
    order = TextureOrder(
        style=options.style,
        output=options.output,
        side=options.size,
        brush_size=options.brush_size,
        tileable=options.tileable,
        shallow=options.shallow,
        seed=options.seed,
        most_bytes=options.kilobytes and options.kilobytes * 1000,
    )
    weights = vgg19_weights(settings.vgg19_weights)
    made = make_texture(order, weights, device=settings.device, threads=settings.threads)
    print(f"{order.output}: {made.width} × {made.height}, made in {made.seconds:.1f} s")
    return 0
