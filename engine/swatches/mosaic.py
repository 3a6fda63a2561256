"""Mosaic: glass and gold tesserae set in rows along the drawing's contours, each tilted a little, in pale grout."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.swatches.canvas import SUPERSAMPLING, coordinates, finish
from engine.swatches.noise import Field, octaves, smoothstep
from engine.swatches.palette import Colours, blend, colours, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import scatter

TILES = 2600
ROUNDS = 10
REACH = 0.53 / TILES**0.5
GROUT = colours("8f8676", "cfc5b0")
SEA = colours("0a2348", "12508a", "1b8a9e", "6fc7b4", "e4efd0")
EARTH = colours("4a1014", "9c2b1c", "d0682a", "e9b04a", "f7e7b0")

Owners = NDArray[np.int32]


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    sites = scatter(TILES, rng, margin=0.03)
    for _ in range(ROUNDS):
        sites = settle(sites, assign(sites, seed, 320)[0])
    owner, u, v = assign(sites, seed, side * SUPERSAMPLING)
    x, y = coordinates(side)
    paint = vary(cartoon(sites, seed, rng), rng, light=0.045, hue=0.014)
    tilt = rng.normal(0, 1, (len(sites), 2)).astype(np.float32)
    chip = 0.12 * octaves(x * 40, y * 40, seed + 5, 3)
    bevel = smoothstep(1.0, 0.72, np.maximum(np.abs(u), np.abs(v)) + chip) * alone(owner, side)
    stone = paint[owner]
    stone[..., 0] += 0.05 * octaves(x * 60, y * 60, seed + 6, 3)
    grout = ramp(GROUT, 0.5 + 0.8 * octaves(x * 70, y * 70, seed + 7, 3))
    lean = tilt[owner, 0] * u + tilt[owner, 1] * v
    height = 0.006 * bevel * (1 + 0.25 * lean) + 0.0005 * octaves(x * 60, y * 60, seed + 8, 2)
    return finish(light(blend(grout, stone, bevel > 0.3), height, depth=0.7, gloss=0.35))


def design(x: Field, y: Field, seed: int) -> Field:
    """The drawing as one smooth field; tiles follow its contours and take their colour from its bands."""
    shell = np.hypot(x - 0.36, y - 0.42) + 0.16 * octaves(x * 1.8, y * 1.8, seed, 2)
    return np.asarray(shell + 0.1 * np.sin(5 * x + 4 * y))


def cartoon(sites: Field, seed: int, rng: np.random.Generator) -> Colours:
    """Each tile's colour."""
    level = design(sites[:, 0], sites[:, 1], seed)
    sea = ramp(SEA, 0.5 + 0.45 * np.sin(level * 47) + 0.12 * rng.normal(size=len(sites)))
    earth = ramp(EARTH, 0.55 + 0.45 * np.sin(level * 63) + 0.12 * rng.normal(size=len(sites)))
    return blend(sea, earth, np.sin(level * 21) > 0.25)


def assign(sites: Field, seed: int, size: int) -> tuple[Owners, Field, Field]:
    """Each pixel's tile, nearest by squares turned to the contour (Hausner 2001), and the place in it, -1 … 1."""
    best = np.full((size, size), np.inf, np.float32)
    owner = np.zeros((size, size), np.int32)
    place = np.zeros((2, size, size), np.float32)
    fine = (np.arange(size, dtype=np.float32) + 0.5) / size
    for index, (site, angle) in enumerate(zip(sites, contour_angles(sites, seed), strict=True)):
        (left, top), (right, bottom) = (np.clip((site + s * 3 * REACH) * size, 0, size).astype(int) for s in (-1, 1))
        dx, dy = fine[left:right] - site[0], fine[top:bottom, None] - site[1]
        across, along = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
        distance = np.maximum(np.abs(across), np.abs(along)) / REACH
        window = np.s_[top:bottom, left:right]
        closer = distance < best[window]
        best[window][closer], owner[window][closer] = distance[closer], index
        place[0][window][closer], place[1][window][closer] = across[closer] / REACH, along[closer] / REACH
    return owner, place[0], place[1]


def contour_angles(sites: Field, seed: int) -> Field:
    x, y = sites[:, 0], sites[:, 1]
    right = design(x + 1e-3, y, seed) - design(x - 1e-3, y, seed)
    down = design(x, y + 1e-3, seed) - design(x, y - 1e-3, seed)
    return np.arctan2(down, right)


def settle(sites: Field, owner: Owners) -> Field:
    """Each site moved to the middle of its pixels (Lloyd's step)."""
    count = np.bincount(owner.ravel(), minlength=len(sites))
    middle = (np.arange(len(owner)) + 0.5) / len(owner)
    axes = (np.broadcast_to(middle, owner.shape), np.broadcast_to(middle[:, None], owner.shape))
    sums = [np.bincount(owner.ravel(), axis.ravel(), len(sites)) for axis in axes]
    moved = np.stack([total / np.maximum(count, 1) for total in sums], axis=-1)
    return np.where(count[:, None] > 0, moved, sites).astype(np.float32)


def alone(owner: Owners, side: int) -> Field:
    """1 inside a tile, 0 within a hair of a neighbour."""
    hair = max(1, round(side / 250))
    shifts = ((hair, 0), (-hair, 0), (hair, 1), (-hair, 1))
    return np.all([np.roll(owner, shift, axis) == owner for shift, axis in shifts], axis=0).astype(np.float32)
