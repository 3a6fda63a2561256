"""From coarse to fine: the sizes of a pyramid, the work planned over them, and pictures brought to a size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import torch.nn.functional as F
from torch import Tensor

Size = tuple[int, int]
"""Height and width."""

COARSEST_SIDE = 96
LEAST_SIDE = 32
"""No coarser level has a longer side below the one or a shorter side below the other: too little is left to see."""
MOST_STYLE_PIXELS = 1 << 21
"""A larger style is cropped, so that a large brush on a large painting fits into memory."""
MOST_TILED_STYLE_PIXELS = 1 << 24
"""The same where it is read in tiles."""
MOST_GLIMPSED_PIXELS = 3 << 19
TRIM = 0.015
"""Share of a style's height and width that is left out at each edge."""


class HasSteps(Protocol):
    @property
    def steps(self) -> int: ...


Level = TypeVar("Level", bound=HasSteps)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Level]):
    """One level of the work, and where it lies in the whole by its cost."""

    size: Size
    level: Level
    begins: float
    lasts: float

    def fraction(self, step: float) -> float:
        """Of the whole work, after so many steps of this level."""
        return self.begins + self.lasts * step / self.level.steps


def pyramid(height: int, width: int) -> list[Size]:
    """Sizes from coarse to fine, each about half the next, ending exactly at (height, width)."""
    sizes = [(height, width)]
    while True:
        coarser = (round(height / 2 ** len(sizes)), round(width / 2 ** len(sizes)))
        if max(coarser) < COARSEST_SIDE or min(coarser) < LEAST_SIDE:
            return sizes[::-1]
        sizes.append(coarser)


def plan(sizes: Sequence[Size], levels: Sequence[Level]) -> list[Stretch[Level]]:
    """The sizes in their order. The levels are counted from the finest; the last serves for all that are coarser.

    A level's cost is its steps times its pixels.
    """
    ordered = [levels[min(from_finest, len(levels) - 1)] for from_finest in reversed(range(len(sizes)))]
    costs = [level.steps * height * width for level, (height, width) in zip(ordered, sizes, strict=True)]
    return [
        Stretch(size, level, begins=sum(costs[:index]) / sum(costs), lasts=costs[index] / sum(costs))
        for index, (size, level) in enumerate(zip(sizes, ordered, strict=True))
    ]


def size_of(picture: Tensor) -> Size:
    return picture.shape[-2], picture.shape[-1]


def resized(picture: Tensor, size: Size) -> Tensor:
    """Antialiased, and still of 0 to 1."""
    if picture.shape[-2:] == size:
        return picture
    return F.interpolate(picture, size, mode="bicubic", antialias=True, align_corners=False).clamp_(0, 1)


def at_brush_size(style: Tensor, size: Size, *, brush_size: float, most_pixels: int = MOST_STYLE_PIXELS) -> Tensor:
    """The style at the area of `size` times the square of the brush size, or its middle where that is too large."""
    scale = brush_size * (size[0] * size[1] / style[0, 0].numel()) ** 0.5
    seen = middle(style, most_pixels=max(1, int(most_pixels / scale**2)))
    height, width = (max(LEAST_SIDE, round(side * scale)) for side in seen.shape[-2:])
    return resized(seen, (height, width))


def at_own_detail(style: Tensor, size: Size, *, brush_size: float) -> Tensor:
    """As `at_brush_size`, but never larger than it is: a large painting has finer strokes then, and no blurred ones."""
    own = size_of(style)
    smaller = min(size, own, key=lambda each: each[0] * each[1])
    return at_brush_size(style, smaller, brush_size=brush_size, most_pixels=MOST_TILED_STYLE_PIXELS)


def glimpse(picture: Tensor) -> Tensor:
    """A large picture made small enough to be worked on as a whole; others as they are."""
    return resized(picture, glimpsed(size_of(picture)))


def glimpsed(size: Size) -> Size:
    """Of a glimpse of a picture of that size."""
    shrink = min(1.0, (MOST_GLIMPSED_PIXELS / (size[0] * size[1])) ** 0.5)
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def trimmed(style: Tensor) -> Tensor:
    """Without the edge, where photographs of paintings often show bare canvas or a frame, which became stripes."""
    rows, columns = (round(side * TRIM) for side in style.shape[-2:])
    return style[..., rows : style.shape[-2] - rows, columns : style.shape[-1] - columns]


def middle(picture: Tensor, *, most_pixels: int) -> Tensor:
    """The middle of the picture, of its own shape."""
    height, width = picture.shape[-2:]
    shrink = min(1.0, (most_pixels / (height * width)) ** 0.5)
    rows, columns = max(1, int(height * shrink)), max(1, int(width * shrink))
    top, left = (height - rows) // 2, (width - columns) // 2
    return picture[..., top : top + rows, left : left + columns]
