"""Mosaic: glass and gold tesserae set in rows round overlapping shells, each tilted a little, in pale grout."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.swatches.canvas import SUPERSAMPLING, coordinates, finish
from engine.swatches.noise import Field, octaves, smoothstep
from engine.swatches.palette import Colours, blend, colours, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import scatter
from engine.swatches.tiles import alone, assign, settled

SHELLS = (
    (0.5, -0.1, 2.0),
    (0.1, 0.1, 0.3),
    (0.86, 0.16, 0.34),
    (0.47, 0.34, 0.31),
    (0.02, 0.6, 0.33),
    (0.95, 0.66, 0.3),
    (0.5, 0.82, 0.34),
    (0.14, 1.02, 0.24),
    (0.9, 1.04, 0.22),
)
WARM = (2, 4, 6, 8)
GOLD = colours("8a5a10", "d9a42a", "f8dc7a", "fff4c4")
TILES = 3000
GROUT = colours("8f8676", "cfc5b0")
SEA = colours("0a2348", "12508a", "1b8a9e", "6fc7b4", "e4efd0")
EARTH = colours("4a1014", "9c2b1c", "d0682a", "e9b04a", "f7e7b0")


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    sites = scatter(TILES, rng, margin=0.03)
    sites = settled(sites, lambda points: contour_angles(points, seed))
    owner, u, v = assign(sites, contour_angles(sites, seed), side * SUPERSAMPLING)
    x, y = coordinates(side)
    paint = vary(cartoon(sites, seed, rng), rng, light=0.045, hue=0.014)
    tilt = rng.normal(0, 1, (len(sites), 2)).astype(np.float32)
    chip = 0.12 * octaves(x * 40, y * 40, seed + 5, 3)
    bevel = smoothstep(1.0, 0.72, np.maximum(np.abs(u), np.abs(v)) + chip) * alone(owner, round(side / 250))
    stone = paint[owner]
    stone[..., 0] += 0.05 * octaves(x * 60, y * 60, seed + 6, 3)
    grout = ramp(GROUT, 0.5 + 0.8 * octaves(x * 70, y * 70, seed + 7, 3))
    lean = tilt[owner, 0] * u + tilt[owner, 1] * v
    height = 0.006 * bevel * (1 + 0.25 * lean) + 0.0005 * octaves(x * 60, y * 60, seed + 8, 2)
    return finish(light(blend(grout, stone, bevel > 0.3), height, depth=0.7, gloss=0.35))


def design(x: Field, y: Field, seed: int) -> tuple[Field, NDArray[np.int32]]:
    """The drawing: overlapping shells. The distance from a shell's own middle, and which shell it is."""
    warp = 0.05 * octaves(x * 2.2, y * 2.2, seed, 2)
    level: Field = np.full(np.shape(x), 9.0, np.float32)
    shell = np.zeros(np.shape(x), np.int32)
    for index, (cx, cy, radius) in enumerate(SHELLS):
        far = np.hypot(x - cx, y - cy) + warp
        inside = far < radius
        level, shell = np.where(inside, far, level), np.where(inside, np.int32(index), shell)
    return level, shell


def cartoon(sites: Field, seed: int, rng: np.random.Generator) -> Colours:
    """Each tile's colour: rings within its shell, and a line of gold round it."""
    level, shell = design(sites[:, 0], sites[:, 1], seed)
    chance = 0.1 * rng.normal(size=len(sites))
    radius = np.array([radius for _, _, radius in SHELLS])[shell]
    ring = 0.5 + 0.5 * np.sin(level * 46 + 2 * shell)
    tiles = blend(ramp(SEA, ring + chance), ramp(EARTH, ring + chance), np.isin(shell, WARM))
    tiles = blend(tiles, ramp(SEA, 0.1 + chance), (radius - level > 0.022) & (radius - level < 0.044))
    return blend(tiles, ramp(GOLD, 0.5 + 3 * chance), (radius - level < 0.022) | (level < 0.03))


def contour_angles(sites: Field, seed: int) -> Field:
    """The way out of the shell at each site, radians."""
    step, x, y = 2e-3, sites[:, 0], sites[:, 1]
    level, shell = design(x, y, seed)
    right, right_shell = design(x + step, y, seed)
    down, down_shell = design(x, y + step, seed)
    angles = np.arctan2(down - level, right - level)
    middles = np.array([(cx, cy) for cx, cy, _ in SHELLS])[shell]
    straight_out = np.arctan2(y - middles[:, 1], x - middles[:, 0])
    return np.where((right_shell == shell) & (down_shell == shell), angles, straight_out).astype(np.float32)
