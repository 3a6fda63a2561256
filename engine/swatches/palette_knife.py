"""Palette knife: an autumn lake in slabs of half-mixed paint, pressed on with a blade, edges catching the light."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import blank, finish
from engine.swatches.noise import Field, octaves
from engine.swatches.palette import Colours, blend, colours, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, straight

SKY = colours("3f6f86", "86aeb0", "d8dcc0", "f7e6b4", "f6c987")
GROVE = colours("2d0a14", "7d1420", "b92a1b", "dd5a17", "ec8d1c", "f3bd3c", "f9e6a0")
LAKE = colours("0e2230", "1d4a58", "4f8488", "c98a4a", "f0b850")
TRUNK = colours("1a1012", "4a2f2a", "e9dcc4")
LAYERS = ((420, 0.12, 0.2), (900, 0.07, 0.12), (1700, 0.042, 0.075), (1500, 0.024, 0.05))
BLADE = Brush(bristles=16, ragged=0.07, tone=0.025, taper=0.04, ridge=1.5)


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    painting = Painting(blank(side, GROVE[1]))
    for count, width, length in LAYERS:
        middles = scatter(count, rng)
        angles = grain(middles, seed) + rng.normal(0, 0.22, len(middles))
        paths = straight(middles, length * rng.uniform(0.5, 1.5, len(middles)), angles)
        paint, streak = (mixture(middles + rng.normal(0, 0.02, middles.shape), seed, rng) for _ in range(2))
        painting.lay(Strokes(paths, width * rng.uniform(0.45, 1.2, len(paths)), paint, streak), BLADE, rng)
    plant(painting, rng)
    return finish(light(painting.colour, painting.height, depth=0.4, gloss=0.5))


def shore(x: Field) -> Field:
    return np.asarray(0.63 + 0.03 * np.sin(6 * x + 2))


def canopy(x: Field, seed: int) -> Field:
    return np.asarray(0.23 + 0.16 * octaves(x * 2.4 + 3, 0 * x + 0.4, seed, 3))


def grain(points: Field, seed: int) -> Field:
    """The blade's way: slanting in the sky, tumbling in the leaves, level on the water."""
    x, y = points[:, 0], points[:, 1]
    leaves = 1.1 + 2.2 * octaves(x * 2.6, y * 2.6, seed + 1, 2)
    return np.where(y > shore(x), 0.06, np.where(y < canopy(x, seed), -0.5 + 0.5 * np.sin(5 * x), leaves))


def mixture(points: Field, seed: int, rng: np.random.Generator) -> Colours:
    """What the knife picked up here."""
    x, y = points[:, 0], points[:, 1]
    jitter = 0.09 * rng.normal(size=len(x))
    leaf = 0.52 + 0.8 * octaves(x * 3, y * 3, seed + 3, 3) + 0.5 * (0.45 - y) + 1.3 * jitter
    sky = ramp(SKY, y * 2.6 + 0.5 * octaves(x * 3, y * 5, seed + 4, 2) + jitter)
    mirror = blend(
        ramp(LAKE, 0.35 + 0.8 * octaves(x * 3, y * 12, seed + 5, 3) + jitter),
        ramp(GROVE, leaf - 0.1),
        np.clip(0.75 - 2.6 * (y - 0.63), 0, 1) * (octaves(x * 5, y * 16, seed + 6, 2) > -0.1),
    )
    gap = octaves(x * 5, y * 5, seed + 7, 2) + 0.1 * rng.normal(size=len(x)) > 0.34
    lab = blend(ramp(GROVE, leaf), sky, (y < canopy(x, seed)) | (gap & (y < 0.5)))
    return vary(blend(lab, mirror, y > shore(x)), rng, light=0.03, hue=0.012)


def plant(painting: Painting, rng: np.random.Generator) -> None:
    """Trunks drawn with the blade's edge, in broken pieces so that the leaves keep the upper hand."""
    for _ in range(16):
        foot, top, lean = rng.uniform(-0.02, 1.02), rng.uniform(0.18, 0.4), rng.normal(0, 0.03)
        y = np.arange(top, 0.64 + rng.uniform(0, 0.05), 0.035)
        y = y[rng.uniform(size=len(y)) < 0.6 + 0.6 * (y - top) / 0.4]
        middles = np.stack([foot + lean * (0.64 - y) / 0.2 + rng.normal(0, 0.0015, len(y)), y], axis=-1)
        paths = straight(middles.astype(np.float32), np.full(len(y), 0.05), np.pi / 2 - 0.07 * rng.normal(size=len(y)))
        paint = ramp(TRUNK, rng.uniform(0, 1, len(y)) ** (0.6 if rng.uniform() < 0.4 else 3))
        streak = ramp(TRUNK, rng.uniform(0, 0.7, len(y)))
        painting.lay(Strokes(paths, 0.004 + 0.022 * (y - 0.15), paint, streak), BLADE, rng)
