"""Embroidery: flowers, leaves and vines in twisted silk on a ground of dark blue darning."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import CELLS, Cells, Field, cells, octaves, smoothstep
from engine.swatches.palette import Colours, blend, colours, ramp
from engine.swatches.relief import light

SILKS = (
    colours("5c0a24", "a81c3c", "e0485a", "f7a08c"),
    colours("7a3a08", "c9781a", "f0b238", "fbe39a"),
    colours("47286a", "8a5aa6", "c08fc8", "f0d8ea"),
    colours("8a2410", "d2502a", "f08a58", "fbd0a4"),
    colours("b08a60", "dcc49a", "f2e6cc", "fffaf0"),
    colours("1a4a6a", "3a8aa0", "84c0c0", "dff0e4"),
)
LEAVES = colours("0c3436", "1f6a50", "5a9a50", "c4c46a")
VINE = colours("2a4a1c", "7a8a2c", "d4c060")
CLOTH = colours("0b1230", "142250", "1f3f78", "2a6a8c")
HEART = colours("3a1a08", "8a5210", "f0bc38")
THREAD = 0.0066
FLOWERS, LEAVES_PER_SIDE = 4.3, 6.4


def draw(side: int, seed: int) -> Image.Image:
    x, y = coordinates(side)
    wx = x + 0.02 * octaves(x * 3, y * 3, seed, 2)
    wy = y + 0.02 * octaves(x * 3 + 5, y * 3, seed + 1, 2)
    lab, height = ground(x, y, seed)
    for layer in (vines(wx, wy, seed + 10), leaves(wx, wy, seed + 20), flowers(wx, wy, seed + 30)):
        silk, silk_height, inside = layer
        lab = blend(lab, silk, inside)
        height = np.where(inside, silk_height, height)
    return finish(light(lab, height, depth=0.6, gloss=0.3))


def vines(x: Field, y: Field, seed: int) -> tuple[Colours, Field, Field]:
    """Stem stitch along the zero line of a slow noise."""
    wander = octaves(x * 2.3, y * 2.3, seed, 2)
    slope = np.hypot(*np.gradient(wander)) * len(x)
    across = wander / (slope + 0.3)
    silk, height = stitches(x * 0.8 + y * 0.6 + 1.2 * across, across + 0.5 * THREAD, 0.02, seed)
    return ramp(VINE, 0.5 + 0.4 * silk), height + 0.001, np.abs(across) < 1.5 * THREAD


def leaves(x: Field, y: Field, seed: int) -> tuple[Colours, Field, Field]:
    """Satin-stitched leaves, the threads slanting away from a midrib."""
    bed = cells(x * LEAVES_PER_SIDE, y * LEAVES_PER_SIDE, seed, 0.6)
    length = 1.15 * reach(bed) / LEAVES_PER_SIDE
    chance = np.random.default_rng(seed).uniform(0, 1, (2, CELLS)).astype(np.float32)[:, bed.owner]
    cos, sin = np.cos(2 * np.pi * chance[0]), np.sin(2 * np.pi * chance[0])
    along = (bed.dx * cos + bed.dy * sin) / LEAVES_PER_SIDE
    across = (bed.dy * cos - bed.dx * sin) / LEAVES_PER_SIDE + 0.25 * along**2 / length
    half = 0.56 * length * np.clip(1 - (along / length) ** 2, 0, 1) ** 0.9
    slant = along - 0.9 * np.abs(across)
    silk, height = stitches(np.abs(across) + 0.03, slant + 0.5 * np.sign(across), 0.09, seed)
    tone = 0.15 + 0.5 * chance[1] + 0.3 * np.abs(across) / (half + 1e-3) + 0.13 * silk
    rib = smoothstep(0.0035, 0.002, np.abs(across))
    return ramp(LEAVES, tone - 0.5 * rib), height * (1 - rib) + 0.001, np.abs(across) < half


def flowers(x: Field, y: Field, seed: int) -> tuple[Colours, Field, Field]:
    """Petals in long and short stitch from a heart of knots."""
    bed = cells(x * FLOWERS + 2, y * FLOWERS + 2, seed, 0.55)
    radius, angle = np.hypot(bed.dx, bed.dy) / FLOWERS, np.arctan2(bed.dy, bed.dx)
    chance = np.random.default_rng(seed).uniform(0, 1, (4, CELLS)).astype(np.float32)[:, bed.owner]
    petal = np.abs(np.cos(np.floor(5 + 4 * chance[0]) * (angle + 6 * chance[1]) / 2))
    rim = (0.8 + 0.17 * chance[2]) * reach(bed) / FLOWERS * (0.62 + 0.38 * petal**0.6)

    ring = np.floor(radius / 0.026)
    threads = np.maximum(np.round((ring + 0.6) * 0.026 * 2 * np.pi / THREAD), 8)
    silk, height = stitches(radius + 0.012 * chance[2], angle / (2 * np.pi) * threads * THREAD, 0.026, seed)
    tone = 0.1 + 0.85 * radius / rim - 0.3 * (1 - petal) + 0.2 * silk
    hue = np.floor(chance[3] * len(SILKS))
    lab = ramp(SILKS[0], tone)
    for index, colour in enumerate(SILKS[1:], start=1):
        lab = blend(lab, ramp(colour, tone), hue == index)

    knots = cells(x * 95, y * 95, seed, 0.7)
    heart = radius < 0.26 * rim + 0.004
    lab = blend(lab, ramp(HEART, 0.15 + 2.2 * knots.border), heart)
    height = np.where(heart, 0.006 * smoothstep(0.0, 0.5, knots.border), height + 0.002)
    return lab, height, radius < rim


def reach(bed: Cells) -> Field:
    """For each point, how far its cell reaches from its site before the nearest border (in cell units)."""
    shortest = np.full(CELLS, 0.6, np.float32)
    edge = bed.border < 0.04
    np.minimum.at(shortest, bed.owner[edge], np.hypot(bed.dx, bed.dy)[edge])
    return np.asarray(shortest[bed.owner])


def stitches(along: Field, across: Field, length: float, seed: int) -> tuple[Field, Field]:
    """Rows of thread: a chance tone a stitch (-1 … 1) and the height of the twisted threads."""
    row = np.floor(across / THREAD).astype(np.int64)
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 1, 4096).astype(np.float32)[row % 4096]
    number, u = np.divmod(along / length + start, 1)
    v = (across / THREAD) % 1 * 2 - 1
    tone = rng.uniform(-1, 1, 8191).astype(np.float32)[(row * 31 + number.astype(np.int64) * 17) % 8191]
    round_ = np.sqrt(np.clip(1 - v * v, 0, 1)) * smoothstep(0.0, 0.1, u) * smoothstep(1.0, 0.9, u)
    twist = 0.18 * np.sin(2 * np.pi * (along / (THREAD * 0.8) + v * 0.45))
    return tone, np.asarray(0.0032 * round_ * (1 + twist), np.float32)


def ground(x: Field, y: Field, seed: int) -> tuple[Colours, Field]:
    """The cloth, filled with darning stitches that flow round in dark blues."""
    drift = octaves(x * 1.7, y * 1.7, seed + 2, 2)
    silk, height = stitches(x + 0.3 * drift, y * 0.8 + 0.16 * np.sin(5 * x) + 0.3 * drift, 0.05, seed + 3)
    tone = 0.4 + 0.28 * silk + 0.4 * np.sin(26 * (y + 0.5 * drift)) + 0.3 * drift
    return ramp(CLOTH, tone), height
