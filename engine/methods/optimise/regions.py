"""Which part of a picture is painted in which styles, and which stays the content image: masks with soft edges."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Region
from engine.methods.resizing import Size
from engine.nets.layers import stride_of

LEAST_AREA = 1e-4
"""A part below this share of the picture is nobody's: a few stray pixels have no style."""


@dataclass(frozen=True, slots=True)
class StyledPart:
    """Painted in these style images, by their index, each with its share; the shares add up to 1."""

    shares: tuple[tuple[int, float], ...]
    mask: Tensor | None
    """(1, 1, h, w) of 0 to 1; None is everywhere."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Parts, and what is kept, that add up to 1 everywhere."""

    parts: tuple[StyledPart, ...]
    kept: Tensor | None = None
    """(1, 1, h, w) of 0 to 1, 1 where the content image stays; None is nowhere."""


class WeightMap:
    """Weights over a picture, brought to its pixels or to the positions of features when they are asked for.

    Gatys et al. 2017 call them guidance channels. Those of a large picture stay as small as they are: soft edges lose
    nothing, and 10,000 px of it would take 267 MB.
    """

    def __init__(self, mask: Tensor, size: Size) -> None:
        """`mask` (1, 1, h, w) is of any size, not negative; `size` is the picture's."""
        self.mask = mask
        self._size = size
        self._whole: dict[int, Tensor] = {}

    def __getitem__(self, tap: str) -> Tensor:
        """At every position of the tap's features."""
        return self.at(stride_of(tap))

    def at(self, stride: int) -> Tensor:
        """One value for so many pixels of a side; made once."""
        if stride not in self._whole:
            self._whole[stride] = at_size(self.mask, self._size_at(stride))
        return self._whole[stride]

    def crop(self, stride: int, rows: slice, columns: slice) -> Tensor:
        """The same for some rows and columns of pixels. Where the map is enlarged, nothing but the crop is made."""
        height, width = self._size_at(stride)
        rows, columns = (slice(pixels.start // stride, -(-pixels.stop // stride)) for pixels in (rows, columns))
        if self.mask.shape[-2] > height or self.mask.shape[-1] > width:
            return self.at(stride)[..., rows, columns]
        return _enlarged(_enlarged(self.mask, -1, columns, width), -2, rows, height)

    def _size_at(self, stride: int) -> Size:
        return -(-self._size[0] // stride), -(-self._size[1] // stride)


def partition(regions: Sequence[Region], weights: Sequence[float], size: Size) -> Partition:
    """Of a picture of that size. What no region claims is painted in the styles that have none, or else in all of them.

    Where regions overlap, they share; what is to be kept is kept first. `weights` are the style images'.
    """
    to_keep = [region for region in regions if region.style is None]
    kept = _union(to_keep, size) if to_keep else None
    free = torch.ones(1, 1, *size) if kept is None else 1 - kept
    owners = sorted({region.style for region in regions if region.style is not None})
    claims = [free * _union([region for region in regions if region.style == owner], size) for owner in owners]
    claimed = sum(claims, torch.zeros(1, 1, *size))
    scale = torch.where(claimed > free, free / claimed.clamp_min(1e-9), 1.0)
    others = [index for index in range(len(weights)) if index not in owners] or list(range(len(weights)))
    wished = [(_shares([owner], weights), claim * scale) for owner, claim in zip(owners, claims, strict=True)]
    wished.append((_shares(others, weights), (free - claimed).clamp_min(0)))
    parts = [
        StyledPart(shares, None if mask.min() == 1 else mask) for shares, mask in wished if mask.mean() >= LEAST_AREA
    ]
    return Partition(tuple(parts), kept)


def at_size(mask: Tensor, size: Size) -> Tensor:
    """A mask (1, 1, h, w) of 0 to 1 brought to another size."""
    if mask.shape[-2:] == size:
        return mask
    if mask.shape[-2] >= size[0] and mask.shape[-1] >= size[1]:
        return F.adaptive_avg_pool2d(mask, size)
    if size[1] == 1 < size[0]:
        # torch 2.13 repeats the first value down a column of one pixel; along a row it does not.
        return at_size(mask.mT, (1, size[0])).mT
    return F.interpolate(mask, size, mode="bilinear", antialias=True, align_corners=False)


def _enlarged(mask: Tensor, dimension: int, part: slice, length: int) -> Tensor:
    """A part of what `at_size` makes of a dimension, -1 or -2, that grows to that length."""
    own = mask.shape[dimension]
    middles = torch.arange(part.start, part.stop, device=mask.device, dtype=torch.float64) + 0.5
    places = (middles * own / length - 0.5).clamp(0, own - 1)
    before = places.long()
    behind = (before + 1).clamp_max(own - 1)
    share = (places - before).to(mask).view(-1, *[1] * (-1 - dimension))
    return torch.lerp(mask.index_select(dimension, before), mask.index_select(dimension, behind), share)


def _union(regions: Sequence[Region], size: Size) -> Tensor:
    """Where any of their masks is white; the soft edge of one alone stays as it is."""
    return torch.cat([at_size(region.mask, size) for region in regions]).amax(dim=0, keepdim=True)


def _shares(styles: Sequence[int], weights: Sequence[float]) -> tuple[tuple[int, float], ...]:
    whole = sum(weights[index] for index in styles)
    return tuple((index, weights[index] / whole) for index in styles)
