"""What a painting of 10,000 px takes of memory and time, from a few of its tiles.

`python -m tests.bench.huge --size 10000 --tiles 2` opens pictures as the engine does, begins the finest level, carries
out two steps in which so many tiles are read and followed back, then finishes and encodes the painting. The memory of a
step is that of its largest tile beside the pictures, and from the second on also of what the first one left for it, so
its peak is the whole painting's; seconds are told by tile.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import torch
from torch import Tensor

from engine.images import encode_result
from engine.methods import Dials, Region, Step, load_method
from engine.methods.optimise.adam_bf16 import AdamBf16
from engine.methods.optimise.inputs import Inputs
from engine.methods.optimise.method import LevelProgress, Optimise, plan_levels
from engine.methods.optimise.strategy import TiledBf16
from engine.sizes import MOST_MASK_SIDE, style_side
from engine.tensors import to_image, to_tensor
from engine.weights import all_weights
from storage.names import ImageRef
from storage.work.painting import Painting
from tests.bench.machine import described, peak_mebibytes
from tests.bench.pictures import opened
from tests.bench.tables import markdown, write_tsv

STEPS = 2


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.huge", description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("style", type=Path)
    parser.add_argument("--size", type=int, default=10_000, help="pixels of the longer side (default: 10000)")
    parser.add_argument("--tiles", type=int, default=2, help="to be read and followed back (default: 2)")
    parser.add_argument(
        "--regions", type=int, default=0, help="upright bands, each in a style of its own; the last stays the photo"
    )
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--out", type=Path, default=Path("artefacts/bench"))
    options = parser.parse_args(words)
    torch.set_num_threads(options.threads)
    rows = [{"what": name, "figure": figure} for name, figure in measured(options).items()]
    write_tsv(options.out / "huge.tsv", rows)
    write_tsv(options.out / "huge-machine.tsv", [described()])
    print(markdown([described()]), markdown(rows), sep="\n\n")


def measured(options: argparse.Namespace) -> dict[str, float]:
    image = opened(options.photo, longest_side=options.size)  # stays in memory, as it does in the engine
    count = max(1, options.regions - 1)
    style = opened(options.style, longest_side=style_side(options.size, count))
    painter = load_method("optimise", device=torch.device("cpu"), weights=all_weights())
    assert isinstance(painter, Optimise)
    content, dials = to_tensor(image), Dials()
    styles = [(style, 1.0) for style in different(to_tensor(style), count)]
    inputs = Inputs.of(content, styles, bands(options.regions), dials, painter.settings)
    del styles
    *_, before, finest = plan_levels(content, painter.settings, from_painting=False)
    start = inputs.upsampled(inputs.initial_picture(before.size, None), finest.size)
    faces, strategy = painter._face_mask(content), TiledBf16(painter.settings)
    tiled = strategy.objective(painter._objective(inputs, faces, finest, strategy))
    in_all, tiled._tiles = len(tiled._tiles), tiled._tiles[: options.tiles]
    begun = process_time()
    *_, painting = AdamBf16().minimise(start, tiled.loss_and_gradient, steps=STEPS)
    seconds = (process_time() - begun) / STEPS
    LevelProgress(inputs, finest, _ignore).step(painting)
    jpeg = encode_result(to_image(inputs.finished(painting)), Painting(content=ImageRef(""), styles=()))
    return {
        "height": image.height,
        "width": image.width,
        "tiles of the finest level": in_all,
        "are faces kept": float(faces is not None),
        "regions": float(options.regions),
        "steps of the finest level": finest.level.steps,
        "steps of the level before": before.level.steps,
        "CPU s of a tile's step": seconds / options.tiles,
        "CPU s of a step": seconds / options.tiles * in_all,
        "CPU s of the finest level": seconds / options.tiles * in_all * finest.level.steps,
        "MB of the JPEG": len(jpeg) / 1e6,
        "peak memory, MiB": peak_mebibytes(),
    }


def different(style: Tensor, count: int) -> list[Tensor]:
    """The style, and as large ones that nothing has read yet."""
    return [style, *(style.roll(index, dims=1) for index in range(1, count))]


def bands(count: int) -> list[Region]:
    """From the left, with soft edges and as large as the engine opens a mask at most."""
    across = torch.linspace(0, count, MOST_MASK_SIDE).expand(1, 1, MOST_MASK_SIDE, -1)
    masks = [(1.5 - (across - index - 0.5).abs() * 2).clamp(0, 1) for index in range(count)]
    return [Region(mask, index if index < count - 1 else None) for index, mask in enumerate(masks)]


def _ignore(step: Step) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main(sys.argv[1:])
