"""`make held-out`: the training's own losses of weights, on photos and masters that no training saw, and how far a
photo that is moved by a few pixels is painted otherwise.

The losses are of crops, as in training, by the moments of their own and by those of both views.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

import torch
from safetensors.torch import load_file
from torch import Generator, Tensor

from engine.nets.norms import KnownNorms, MeasuredNorms
from engine.nets.painter import SIDE_MULTIPLE, SIGNATURE_TAPS, Painter, both_views, signature_of
from engine.nets.quantisation import dequantised
from engine.nets.vgg import Vgg19
from engine.training.data import Crops, read_folder
from engine.training.losses import CONTENT_TAP, STYLE_TAPS, LossWeights, content_error, style_errors, style_statistics
from engine.training.order import PAINTING_ZOOM, PHOTO_ZOOM, STORED_SIDE
from engine.weights import PAINTER, vgg19_weights
from tests.bench.machine import described
from tests.bench.tables import Row, markdown

SIDE = 192
BATCHES, PHOTOS, MASTERS = 6, 2, 8
"""Each photo of a batch is painted in each of its masters: 96 pairs."""
FRAME = 32
"""Pixels next to a border that are not compared: a moved photo has other surroundings there."""
SEED = 7


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.held_out", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--styles", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("weights", type=Path, nargs="*", default=[PAINTER], help="default: those of this version")
    options = parser.parse_args(words)
    torch.set_num_threads(options.threads)
    vgg = Vgg19(vgg19_weights(), device=torch.device("cpu"))
    photos = Crops(read_folder(options.photos, short_side=STORED_SIDE), SIDE, PHOTO_ZOOM)
    masters = Crops(read_folder(options.styles, short_side=STORED_SIDE), SIDE, PAINTING_ZOOM)
    rows = [row for file in options.weights for row in held_out_rows(file, vgg, photos, masters)]
    print(markdown([described()]), markdown(rows), sep="\n\n")


@torch.no_grad()
def held_out_rows(weights_file: Path, vgg: Vgg19, photos: Crops, masters: Crops) -> Iterator[Row]:
    painter = Painter().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    painter.load_state_dict(dequantised(load_file(weights_file)))
    for views in (1, 2):
        generator = Generator().manual_seed(SEED)
        rows = [
            _judged(painter, vgg, photos.draw(PHOTOS, generator), masters.draw(MASTERS, generator), views)
            for _ in range(BATCHES)
        ]
        which = "of both views" if views == 2 else "its own"
        means = {name: mean(row[name] for row in rows) for name in rows[0]}
        yield {"weights": str(weights_file), "moments by which": which, **means}


def _judged(painter: Painter, vgg: Vgg19, photos: Tensor, masters: Tensor, views: int) -> dict[str, float]:
    rows, columns = torch.arange(PHOTOS).repeat_interleave(MASTERS), torch.arange(MASTERS).repeat(PHOTOS)
    read = vgg.features(masters, STYLE_TAPS)
    wanted = {tap: found.of_pictures(columns) for tap, found in style_statistics(read).items()}
    structure = vgg.features(photos, [CONTENT_TAP])[CONTENT_TAP][rows]
    code = painter.code(signature_of({tap: read[tap] for tap in SIGNATURE_TAPS}))[columns]
    contents, norms = photos[rows].contiguous(memory_format=torch.channels_last), MeasuredNorms(code, views=views)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        painted = painter.paint(both_views(contents) if views == 2 else contents, norms)[: len(contents)]
    features = vgg.features(painted, STYLE_TAPS)
    moments, covariance = style_errors(style_statistics(features), wanted)
    content = content_error(features[CONTENT_TAP], structure)
    weights = LossWeights()
    total = weights.moments * moments + weights.covariance * covariance + weights.content * content
    losses = {"total": total, "moments": moments, "covariance": covariance, "content": content}
    known = KnownNorms(code, norms.moments)
    moved = {
        f"moved by {pixels} px": _moved(painter, known, contents, pixels) for pixels in range(2, SIDE_MULTIPLE + 1, 2)
    }
    return {name: float(value) for name, value in {**losses, **moved}.items()}


def _moved(painter: Painter, norms: KnownNorms, contents: Tensor, pixels: int) -> Tensor:
    """Mean difference of a painting from that of the content without its first rows and columns, on the same canvas."""
    side, seen = contents.shape[-1], contents[..., pixels:, pixels:]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        still = painter.paint(contents, norms, painter.canvas(side, side))[..., pixels:, pixels:]
        moved = painter.paint(seen, norms, painter.canvas(side - pixels, side - pixels, (pixels, pixels)))
    inside = slice(FRAME, -FRAME)
    return (moved - still)[..., inside, inside].abs().mean()


if __name__ == "__main__":
    main(sys.argv[1:])
