"""Smooth randomness: gradient noise, its octaves and jittered cells, all pure functions of (x, y) and a seed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.floating[Any]]
PERIOD = 64


def gradient_noise(x: Field, y: Field, seed: int) -> Field:
    """Perlin's noise (2002, quintic fade), about -1 … 1, one lattice cell a unit, repeating after 64 units."""
    angles = np.random.default_rng(seed).uniform(0, 2 * np.pi, (PERIOD, PERIOD)).astype(np.float32)
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    fx, fy = (x - column).astype(np.float32), (y - row).astype(np.float32)

    def corner(dx: int, dy: int) -> Field:
        angle = angles[(row + dy) % PERIOD, (column + dx) % PERIOD]
        return np.asarray(np.cos(angle) * (fx - dx) + np.sin(angle) * (fy - dy))

    top = _mix(corner(0, 0), corner(1, 0), _fade(fx))
    bottom = _mix(corner(0, 1), corner(1, 1), _fade(fx))
    return 1.5 * _mix(top, bottom, _fade(fy))


def octaves(x: Field, y: Field, seed: int, count: int = 4, gain: float = 0.5) -> Field:
    """Gradient noise summed over doubling frequencies, about -1 … 1."""
    total: Field = np.zeros(np.broadcast(x, y).shape, np.float32)
    for octave in range(count):
        total += gain**octave * gradient_noise(x * 2**octave, y * 2**octave, seed + 101 * octave)
    return np.asarray(total * (1 - gain) / (1 - gain**count))


def ridges(x: Field, y: Field, seed: int, count: int = 4) -> Field:
    """Octaves folded at zero: thin bright creases, 0 … 1."""
    return np.asarray(1 - np.clip(np.abs(octaves(x, y, seed, count)) * 3, 0, 1))


@dataclass(frozen=True, slots=True)
class Cells:
    """Jittered cells: the owner of each point, the vector from its site, and the distance to the nearest border."""

    owner: NDArray[np.int32]
    dx: Field
    dy: Field
    border: Field


def cells(x: Field, y: Field, seed: int, jitter: float = 0.9) -> Cells:
    """Voronoi cells of one jittered site a unit square. Distances in units. Borders after Quilez, "voronoi lines"."""
    offsets = 0.5 + jitter * np.random.default_rng(seed).uniform(-0.5, 0.5, (PERIOD, PERIOD, 2)).astype(np.float32)
    column, row = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)

    def vector(dc: Any, dr: Any) -> tuple[Field, Field]:
        offset = offsets[(row + dr) % PERIOD, (column + dc) % PERIOD]
        return x - (column + dc + offset[..., 0]), y - (row + dr + offset[..., 1])

    nearest: Field = np.full(np.shape(x), np.inf, np.float32)
    best_c, best_r = np.zeros(np.shape(x), np.int32), np.zeros(np.shape(x), np.int32)
    for dr, dc in np.ndindex(3, 3):
        dx, dy = vector(dc - 1, dr - 1)
        distance = dx * dx + dy * dy
        closer = distance < nearest
        nearest = np.where(closer, distance, nearest)
        best_c, best_r = np.where(closer, dc - 1, best_c), np.where(closer, dr - 1, best_r)
    own_x, own_y = vector(best_c, best_r)
    border: Field = np.full(np.shape(x), np.inf, np.float32)
    for dr, dc in np.ndindex(5, 5):
        dx, dy = vector(best_c + dc - 2, best_r + dr - 2)
        gap_x, gap_y = own_x - dx, own_y - dy
        length = np.sqrt(gap_x**2 + gap_y**2)
        edge = np.where(length > 1e-5, -0.5 * ((own_x + dx) * gap_x + (own_y + dy) * gap_y) / (length + 1e-9), np.inf)
        border = np.minimum(border, edge)
    owner = ((row + best_r) % PERIOD) * PERIOD + (column + best_c) % PERIOD
    return Cells(owner.astype(np.int32), own_x, own_y, border)


def smoothstep(low: float, high: float, value: Field) -> Field:
    """0 below low, 1 above high, smooth between; low above high turns it round."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _fade(t: Field) -> Field:
    return t * t * t * (t * (t * 6 - 15) + 10)


def _mix(a: Field, b: Field, t: Field) -> Field:
    return a + t * (b - a)
