"""Which part of a picture is painted in which styles, and which part stays the photo: masks with soft edges."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Region
from engine.methods.pyramid import Size, size_of
from engine.methods.styles import Masks
from engine.nets.layers import stride_of

LEAST_AREA = 1e-4
"""A part below this share of the picture is nobody's: a few stray pixels have no style."""


@dataclass(frozen=True, slots=True)
class Part:
    """Painted in these styles, by their index, each with its share; the shares add up to 1."""

    shares: tuple[tuple[int, float], ...]
    mask: Tensor | None
    """(1, 1, h, w) of 0 to 1; None is everywhere."""


@dataclass(frozen=True, slots=True)
class Division:
    """Where parts and what is kept add up to 1 everywhere."""

    parts: tuple[Part, ...]
    kept: Tensor | None = None
    """(1, 1, h, w) of 0 to 1, 1 where the photo stays; None is nowhere."""


def divided(regions: Sequence[Region], weights: Sequence[float], size: Size) -> Division:
    """A picture of that size. What no region claims is painted in the styles that have none, or else in all together.

    Where regions overlap, they share; what is to be kept is kept first. `weights` are the styles'.
    """
    to_keep = [region for region in regions if region.style is None]
    kept = _union(to_keep, size) if to_keep else None
    free = torch.ones(1, 1, *size) if kept is None else 1 - kept
    owners = sorted({region.style for region in regions if region.style is not None})
    claims = [free * _union([region for region in regions if region.style == owner], size) for owner in owners]
    claimed = sum(claims, torch.zeros(1, 1, *size))
    crowd = torch.where(claimed > free, free / claimed.clamp_min(1e-9), 1.0)
    others = [index for index in range(len(weights)) if index not in owners] or list(range(len(weights)))
    wished = [(_shares([owner], weights), claim * crowd) for owner, claim in zip(owners, claims, strict=True)]
    wished.append((_shares(others, weights), (free - claimed).clamp_min(0)))
    parts = [Part(shares, None if mask.min() == 1 else mask) for shares, mask in wished if mask.mean() >= LEAST_AREA]
    return Division(tuple(parts), kept)


def at_size(mask: Tensor, size: Size) -> Tensor:
    """A mask (1, 1, h, w) of 0 to 1 brought to another size."""
    if mask.shape[-2:] == size:
        return mask
    if mask.shape[-2] >= size[0] and mask.shape[-1] >= size[1]:
        return F.adaptive_avg_pool2d(mask, size)
    return F.interpolate(mask, size, mode="bilinear", antialias=True, align_corners=False).clamp(0, 1)


def at_taps(mask: Tensor, taps: Sequence[str]) -> Masks:
    """A picture's mask at the positions of the features that are read from it."""
    return {tap: at_tap(mask, tap, size_of(mask)) for tap in taps}


def at_tap(mask: Tensor, tap: str, size: Size) -> Tensor:
    """A mask of any size at the positions of the features of a picture of that size."""
    height, width = (math.ceil(side / stride_of(tap)) for side in size)
    return at_size(mask, (height, width))


def _union(regions: Sequence[Region], size: Size) -> Tensor:
    """Where any of their masks is white; the soft edge of one alone stays as it is."""
    return torch.cat([at_size(region.mask, size) for region in regions]).amax(dim=0, keepdim=True)


def _shares(styles: Sequence[int], weights: Sequence[float]) -> tuple[tuple[int, float], ...]:
    whole = sum(weights[index] for index in styles)
    return tuple((index, weights[index] / whole) for index in styles)
