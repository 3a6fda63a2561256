"""Swatches and quilts from the command line: pictures in, a picture out, a bar on the way.

torch is imported only when a picture is to be made.
"""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from engine.decoder import Decoder
from engine.failures import BadImage, CannotPaint
from engine.files import TEXTS, BadInput, read_file, writable
from engine.images import JPEG_QUALITY, enlarged
from engine.making import bar
from engine.sizes import STYLE_DETAIL
from engine.swatches.jpeg import jpeg_within


@dataclass(frozen=True, slots=True, kw_only=True)
class TextureOrder:
    style: Path
    output: Path
    side: int
    """Pixels of each side: swatches are square."""
    brush_size: float
    tileable: bool
    shallow: bool
    """Match strokes and patches alone, where the painting's objects would come back."""
    seed: int
    most_bytes: int | None
    """Of the file; None sets no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuiltOrder:
    style: Path
    content: Path | None
    """None asks for a square swatch."""
    output: Path
    side: int
    """Pixels of the longer side."""
    block: int
    brush_size: float
    seed: int


@dataclass(frozen=True, slots=True)
class Made:
    width: int
    height: int
    seconds: float


def make_texture(order: TextureOrder, vgg19: bytes, *, device: str, threads: int) -> Made:
    """Makes the swatch and writes the file. Raises BadInput, CannotPaint."""
    (style,) = _pictures((order.style, STYLE_DETAIL * order.side))
    with writable(order.output), bar("growing") as on_fraction:
        from engine import synthesis
        from engine.nets.devices import DeviceMissing
        from engine.nets.vgg import BadWeights

        started = time.perf_counter()
        synthesis.use_threads(threads)
        try:
            image = synthesis.synthesise_texture(
                style,
                side=order.side,
                brush_size=order.brush_size,
                tileable=order.tileable,
                shallow=order.shallow,
                seed=order.seed,
                vgg19=vgg19,
                device=device,
                on_fraction=on_fraction,
            )
        except (DeviceMissing, BadWeights) as error:
            raise CannotPaint(str(error).splitlines()[0]) from error
        return _written(image, order.output, started, most_bytes=order.most_bytes)


def make_quilt(order: QuiltOrder, *, threads: int) -> Made:
    """Sews the quilt, on the CPU, and writes the file. Raises BadInput."""
    wanted = [(order.style, STYLE_DETAIL * order.side)]
    if order.content:
        wanted.append((order.content, order.side))
    style, *contents = _pictures(*wanted)
    with writable(order.output), bar("sewing") as on_fraction:
        from engine import synthesis

        started = time.perf_counter()
        synthesis.use_threads(threads)
        work = partial(synthesis.quilt, side=order.side)
        for content in contents:
            work = partial(synthesis.quilt_transfer, enlarged(content, longest_side=order.side))
        image = work(style, block=order.block, brush_size=order.brush_size, seed=order.seed, on_fraction=on_fraction)
        return _written(image, order.output, started)


def _pictures(*wanted: tuple[Path, int]) -> list[Image.Image]:
    """The files opened, each with its longer side at most so many pixels. Raises BadInput."""
    decoder = Decoder()
    try:
        return [_opened(decoder, path, longest_side) for path, longest_side in wanted]
    finally:
        decoder.close()


def _opened(decoder: Decoder, path: Path, longest_side: int) -> Image.Image:
    try:
        return decoder.decode(read_file(path), longest_side=longest_side)
    except BadImage as error:
        raise BadInput(f"{path} {TEXTS[error.reason]}") from error


def _written(image: Image.Image, path: Path, started: float, *, most_bytes: int | None = None) -> Made:
    if most_bytes:
        path.write_bytes(jpeg_within(image, most_bytes))
    else:
        image.save(path, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return Made(width=image.width, height=image.height, seconds=time.perf_counter() - started)
