"""One painting from the command line: files in, a file out, a bar on the way."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from engine.executors import Executor, Painting, PaintRequest
from engine.failures import BadImage
from engine.images import MAX_JPEG_PIXELS, MAX_PIXELS, MAX_RATIO, MIN_SIDE
from engine.methods.optimise.settings import Settings
from storage.jobs import FailureReason, ImageRef, Recipe, Style

TEXTS = {
    FailureReason.NOT_AN_IMAGE: "is not an image",
    FailureReason.DAMAGED: "is damaged and cannot be read",
    FailureReason.UNSUPPORTED_FORMAT: "is a kind of picture that cannot be read here: JPEG, PNG, WebP and AVIF can",
    FailureReason.TOO_MANY_PIXELS: (
        f"has too many pixels: {MAX_PIXELS // 1_000_000} million are the most, {MAX_JPEG_PIXELS // 1_000_000} in a JPEG"
    ),
    FailureReason.TOO_SMALL: f"is too small: each side needs at least {MIN_SIDE} pixels",
    FailureReason.TOO_LONG_AND_THIN: f"is too long and thin: one side may be at most {MAX_RATIO} times the other",
}
OWN_METHOD = "optimise"
"""The one that knows regions, inits and settings."""
JPEG_SUFFIXES = (".jpg", ".jpeg")


class BadInput(Exception):
    """What was typed cannot work: show the message in one line and end with exit code 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was typed, understood but not yet looked at."""

    content: Path
    styles: Sequence[Path]
    weights: Sequence[float]
    init: Path | None
    regions: Sequence[tuple[Path, int | None]]
    """Masks, each with the style, counted from 0, that paints where it is white; None keeps the photo."""
    output: Path
    method: str
    longest_side: int
    strength: float
    brush_size: float
    keep_colours: bool
    keep_faces: bool
    seed: int
    settings: Settings


def stylize(order: Order, executor: Executor, *, show_bar: bool | None = None) -> Painting:
    """Paint and write the file. All files are checked before the painting begins. Raises BadInput.

    `show_bar` None shows a bar where a person looks: on a terminal.
    """
    request = _request(order)
    with writable(order.output):
        painting = _paint(order, executor, request, show_bar)
        order.output.write_bytes(painting.jpeg)
    return painting


def _paint(order: Order, executor: Executor, request: PaintRequest, show_bar: bool | None) -> Painting:
    with tqdm(
        total=100,
        desc="painting",
        bar_format="{desc} {percentage:3.0f} % |{bar}| {elapsed} < {remaining}",
        disable=None if show_bar is None else not show_bar,
        leave=False,
    ) as bar:
        try:
            return executor.paint(request, lambda fraction, _: bar.update(100 * fraction - bar.n))
        except BadImage as error:
            raise BadInput(f"{_file_at_fault(order, error)} {TEXTS[error.reason]}") from error


def _request(order: Order) -> PaintRequest:
    weights = order.weights or [1.0] * len(order.styles)
    if len(weights) != len(order.styles):
        raise BadInput(f"there are {len(order.styles)} styles but {len(weights)} weights")
    for path, style in order.regions:
        if style is not None and style >= len(order.styles):
            raise BadInput(f"the region {path} wants style {style + 1}, but there are {len(order.styles)} styles")
    own = order.regions or order.init is not None or order.settings != Settings()
    if own and order.method != OWN_METHOD:
        raise BadInput(f"regions, --init, and all that --help lists about {OWN_METHOD}, need --method {OWN_METHOD}")
    styles = tuple(zip(map(read_file, order.styles), weights, strict=True))
    init = None if order.init is None else read_file(order.init)
    return PaintRequest(
        content=read_file(order.content),
        styles=styles,
        init=init,
        regions=tuple((read_file(path), style) for path, style in order.regions),
        recipe=_recipe(order, styles, init),
        settings=order.settings,
    )


def _recipe(order: Order, styles: Sequence[tuple[bytes, float]], init: bytes | None) -> Recipe:
    return Recipe(
        styles=tuple(Style(image=_ref(data), weight=weight) for data, weight in styles),
        method=order.method,
        longest_side=order.longest_side,
        strength=order.strength,
        brush_size=order.brush_size,
        keep_colours=order.keep_colours,
        keep_faces=order.keep_faces,
        seed=order.seed,
        init=None if init is None else _ref(init),
    )


def _ref(data: bytes) -> ImageRef:
    return ImageRef(hashlib.sha256(data).hexdigest())


def read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error.strerror}") from error


@contextmanager
def writable(path: Path) -> Iterator[None]:
    """Raises BadInput now rather than after the painting; leaves no empty file behind when the block fails."""
    if path.suffix.lower() not in JPEG_SUFFIXES:
        raise BadInput(f"cannot write {path}: paintings are JPEG files, so its name must end in .jpg")
    was_there = path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror}") from error
    try:
        yield
    except BaseException:
        if not was_there:
            path.unlink(missing_ok=True)
        raise


def _file_at_fault(order: Order, error: BadImage) -> Path | None:
    files = {"content": [order.content], "style": order.styles, "init": [order.init]}
    files["region"] = [path for path, _ in order.regions]
    return files[error.image][error.index]
