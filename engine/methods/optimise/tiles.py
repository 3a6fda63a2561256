"""A large picture cut into tiles, and what the network sees around each of them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from torch import Tensor

from engine.methods.optimise.regions import WeightMap
from engine.nets.layers import DEEPEST_STRIDE, layers_up_to, stride_of
from engine.nets.reader import Reader, cropped, padded


@dataclass(frozen=True, slots=True)
class Span:
    """A tile along one side of the picture, in pixels."""

    own: slice
    """Every pixel belongs to one tile."""
    seen: slice
    """With what is around it, as far as the network looks and the picture goes."""
    padding: tuple[int, int]
    """Pixels of the network's margin before and after what is seen: at the picture's border."""


@dataclass(frozen=True, slots=True)
class Tile:
    rows: Span
    columns: Span

    @property
    def corner(self) -> tuple[int, int]:
        """The top and left pixel of its own."""
        return self.rows.own.start, self.columns.own.start

    def seen_of(self, picture: Tensor) -> Tensor:
        """A view of the picture (…, h, w)."""
        return picture[..., self.rows.seen, self.columns.seen]

    def own_of(self, seen: Tensor, *, beyond: int = 0) -> Tensor:
        """Of what is seen: the tile itself, and so many rows and columns behind it where the picture has them."""
        rows, columns = (
            slice(span.own.start - span.seen.start, span.own.stop - span.seen.start + beyond)
            for span in (self.rows, self.columns)
        )
        return seen[..., rows, columns]

    def positions_of(self, weights: WeightMap | None, tap: str) -> Tensor | None:
        """Its own part of a map at the tap's features."""
        return None if weights is None else weights.crop(stride_of(tap), self.rows.own, self.columns.own)

    def pixels_of(self, weights: WeightMap) -> Tensor:
        """Of what is seen."""
        return weights.crop(1, self.rows.seen, self.columns.seen)

    def features(self, vgg: Reader, seen: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """Of the tile itself, by tap, (1, channels, h, w) each."""
        read = vgg.features_of_padded(self._with_margin(seen), taps)
        rows, columns = (_within_margin(span) for span in (self.rows, self.columns))
        return {tap: cropped(features, stride_of(tap), rows, columns) for tap, features in read.items()}

    def _with_margin(self, seen: Tensor) -> Tensor:
        margins = (*self.columns.padding, *self.rows.padding)
        return padded(seen, margins)


def tiles(height: int, width: int, *, side: int, halo: int, margin: int) -> list[Tile]:
    """In rows from the top left; `side`, `halo` and `margin` are multiples of DEEPEST_STRIDE."""
    rows, columns = (list(_spans(length, side, halo, margin)) for length in (height, width))
    return [Tile(*both) for both in product(rows, columns)]


def _spans(length: int, side: int, halo: int, margin: int) -> Iterator[Span]:
    for start in range(0, length, side):
        stop = min(length, start + side)
        seen = slice(max(0, start - halo), min(length, stop + halo))
        missing = (halo - (start - seen.start), halo - (seen.stop - stop))
        yield Span(slice(start, stop), seen, (min(margin, missing[0]), min(margin, missing[1])))


def _within_margin(span: Span) -> slice:
    shift = span.padding[0] - span.seen.start
    return slice(span.own.start + shift, span.own.stop + shift)


def halo_of(taps: Sequence[str]) -> int:
    """How far beyond a tile the network looks, in pixels: one position for each convolution, rounded up."""
    reach = sum(stride_of(name) for name in layers_up_to(taps) if name.startswith("conv"))
    return math.ceil(reach / DEEPEST_STRIDE) * DEEPEST_STRIDE
