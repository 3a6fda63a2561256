"""Smooth randomness: gradient noise, its octaves and jittered cells, all pure functions of (x, y) and a seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.floating[Any]]
PERIOD = 64
POINTS_AT_ONCE = 40_000  # a band's scratch arrays then stay in the processor's cache: three times as fast


def gradient_noise(x: Field, y: Field, seed: int) -> Field:
    """Perlin's noise (2002, quintic fade), about -1 … 1, one lattice cell a unit, repeating after 64 units."""
    angles = np.random.default_rng(seed).uniform(0, 2 * np.pi, PERIOD * PERIOD).astype(np.float32)
    slope_x, slope_y = np.cos(angles), np.sin(angles)
    x, y = np.broadcast_arrays(np.asarray(x, np.float32), np.asarray(y, np.float32))
    noise = np.empty(x.shape, np.float32)
    for band in _bands(x):
        column, row, fx, fy = _lattice(x[band], y[band])

        def corner(dx: int, dy: int, column: Any = column, row: Any = row, fx: Any = fx, fy: Any = fy) -> Field:
            at = _index(column + dx, row + dy)
            return np.asarray(slope_x[at] * (fx - dx) + slope_y[at] * (fy - dy))

        over = _fade(fx)
        top, bottom = _mix(corner(0, 0), corner(1, 0), over), _mix(corner(0, 1), corner(1, 1), over)
        noise[band] = 1.5 * _mix(top, bottom, _fade(fy))
    return noise


def octaves(x: Field, y: Field, seed: int, count: int = 4, gain: float = 0.5) -> Field:
    """Gradient noise summed over doubling frequencies, about -1 … 1."""
    total = sum(gain**n * gradient_noise(x * 2**n, y * 2**n, seed + 101 * n) for n in range(count))
    return np.asarray(total * (1 - gain) / (1 - gain**count), np.float32)


def ridges(x: Field, y: Field, seed: int, count: int = 4) -> Field:
    """Octaves folded at zero: thin bright creases, 0 … 1."""
    return np.asarray(1 - np.clip(np.abs(octaves(x, y, seed, count)) * 3, 0, 1))


def plank(x: Field, y: Field, seed: int) -> Field:
    """The grain of a printing block, about -1 … 1: long fibres bent round a knot."""
    knot = np.exp(-((x - 0.23) ** 2 * 20 + (y - 0.7) ** 2 * 60))
    rings = y * 22 + 2 * octaves(x * 1.2, y * 3, seed + 11, 3) + 4 * knot
    return np.asarray(0.36 * np.sin(2 * np.pi * rings) + 0.6 * octaves(x * 5, y * 120, seed + 12, 3))


@dataclass(frozen=True, slots=True)
class Cells:
    """Jittered cells: the owner of each point, the vector from its site, and the distance to the nearest border."""

    owner: NDArray[np.int32]
    dx: Field
    dy: Field
    border: Field


CELLS = PERIOD * PERIOD


def cells(x: Field, y: Field, seed: int, jitter: float = 0.9) -> Cells:
    """Voronoi cells of one jittered site a unit square; owners below CELLS, distances in units."""
    chance = np.random.default_rng(seed).uniform(-0.5, 0.5, (2, CELLS)).astype(np.float32)
    x, y = np.asarray(x, np.float32), np.asarray(y, np.float32)
    owner = np.empty(x.shape, np.int32)
    dx, dy, border = (np.empty(x.shape, np.float32) for _ in range(3))
    for band in _bands(x):
        owner[band], dx[band], dy[band], border[band] = _cells_of_band(x[band], y[band], 0.5 + jitter * chance)
    return Cells(owner, dx, dy, border)


def _cells_of_band(x: Field, y: Field, site: Field) -> tuple[NDArray[np.int32], Field, Field, Field]:
    """Nearest site, then the nearest bisector with a neighbour's site (after Quilez's "Voronoi borders")."""
    column, row, fx, fy = _lattice(x, y)

    def vector(dc: Any, dr: Any) -> tuple[Field, Field]:
        at = _index(column + dc, row + dr)
        return fx - dc - site[0][at], fy - dr - site[1][at]

    nearest = np.full(x.shape, np.inf, np.float32)
    best_c, best_r = np.zeros(x.shape, np.int32), np.zeros(x.shape, np.int32)
    for dr, dc in np.ndindex(3, 3):
        dx, dy = vector(dc - 1, dr - 1)
        distance = dx * dx + dy * dy
        closer = distance < nearest
        np.copyto(nearest, distance, where=closer, casting="same_kind")
        best_c[closer], best_r[closer] = dc - 1, dr - 1
    own_x, own_y = vector(best_c, best_r)
    border = np.full(x.shape, np.inf, np.float32)
    for dr, dc in np.ndindex(5, 5):
        if (dr, dc) != (2, 2):
            dx, dy = vector(best_c + (dc - 2), best_r + (dr - 2))
            gap_x, gap_y = dx - own_x, dy - own_y
            to_bisector = 0.5 * ((own_x + dx) * gap_x + (own_y + dy) * gap_y) / np.sqrt(gap_x**2 + gap_y**2)
            np.minimum(border, to_bisector, out=border)
    return _index(column + best_c, row + best_r), own_x, own_y, border


def smoothstep(low: float | Field, high: float | Field, value: Field) -> Field:
    """0 below low, 1 above high, smooth between; low above high turns it round."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _bands(x: Field) -> Iterator[slice]:
    rows = max(1, POINTS_AT_ONCE * len(x) // max(x.size, 1))
    yield from (slice(start, start + rows) for start in range(0, len(x), rows))


def _lattice(x: Field, y: Field) -> tuple[NDArray[np.int32], NDArray[np.int32], Field, Field]:
    column, row = np.floor(x), np.floor(y)
    return column.astype(np.int32), row.astype(np.int32), x - column, y - row


def _index(column: NDArray[np.int32], row: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.asarray((row & (PERIOD - 1)) * PERIOD + (column & (PERIOD - 1)), np.int32)


def _fade(t: Field) -> Field:
    return t * t * t * (t * (t * 6 - 15) + 10)


def _mix(a: Field, b: Field, t: Field) -> Field:
    return a + t * (b - a)
