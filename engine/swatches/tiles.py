"""Tiles: small squares settled side by side over the picture, each turned its own way (Hausner 2001)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.swatches.noise import Field

Owners = NDArray[np.int32]
ROUNDS = 10
ROUGH_SIZE = 320


def settled(sites: Field, angles_at: Callable[[Field], Field]) -> Field:
    """The sites after Lloyd's rounds under the square's metric; (n, 2)."""
    for _ in range(ROUNDS):
        sites = _to_middles(sites, assign(sites, angles_at(sites), ROUGH_SIZE)[0])
    return sites


def assign(sites: Field, angles: Field, size: int) -> tuple[Owners, Field, Field]:
    """Each pixel's tile, the nearest by turned squares, and the place in it across and along, about -1 … 1."""
    reach = 0.53 / len(sites) ** 0.5
    best = np.full((size, size), np.inf, np.float32)
    owner = np.zeros((size, size), np.int32)
    place = np.zeros((2, size, size), np.float32)
    fine = (np.arange(size, dtype=np.float32) + 0.5) / size
    for index, (site, angle) in enumerate(zip(sites, angles, strict=True)):
        (left, top), (right, bottom) = (np.clip((site + s * 3 * reach) * size, 0, size).astype(int) for s in (-1, 1))
        dx, dy = fine[left:right] - site[0], fine[top:bottom, None] - site[1]
        across, along = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
        distance = np.maximum(np.abs(across), np.abs(along)) / reach
        window = np.s_[top:bottom, left:right]
        closer = distance < best[window]
        best[window][closer], owner[window][closer] = distance[closer], index
        place[0][window][closer], place[1][window][closer] = across[closer] / reach, along[closer] / reach
    return owner, place[0], place[1]


def _to_middles(sites: Field, owner: Owners) -> Field:
    """Lloyd's step: each site moved to the middle of its pixels."""
    count = np.bincount(owner.ravel(), minlength=len(sites))
    middle = (np.arange(len(owner)) + 0.5) / len(owner)
    axes = (np.broadcast_to(middle, owner.shape), np.broadcast_to(middle[:, None], owner.shape))
    sums = [np.bincount(owner.ravel(), axis.ravel(), len(sites)) for axis in axes]
    moved = np.stack([total / np.maximum(count, 1) for total in sums], axis=-1)
    return np.where(count[:, None] > 0, moved, sites).astype(np.float32)


def alone(owner: Owners, hair: int) -> Field:
    """1 inside a tile, 0 within hair pixels of a neighbour."""
    shifts = ((hair, 0), (-hair, 0), (hair, 1), (-hair, 1))
    same = np.all([np.roll(owner, shift, axis) == owner for shift, axis in shifts], axis=0)
    return np.asarray(same, np.float32)
