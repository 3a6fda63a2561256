"""Pointillism: dots of divided colour over a river evening; neighbours mix in the eye, not on the palette."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import blank, finish
from engine.swatches.noise import Field, octaves
from engine.swatches.palette import Colours, blend, colours, lighter, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, straight

SKY = colours("f6c9a0", "f5dfb8", "cfe0d8", "9cc3dc", "6f9fd0")
WATER = colours("3f5fa8", "5c8cc0", "9dc3cf", "f2d6ae", "e9a98a")
BANK = colours("1b2f4a", "2a5a5c", "4f8a5c", "9cb45c", "ead06a")
SPARKS = colours("e0567a", "f08a3c", "7a4fb0", "2fa39a", "f7e27a")
LAYERS = ((1700, 0.038), (4400, 0.022), (8600, 0.0155), (6000, 0.0115))


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    painting = Painting(blank(side, WATER[2]))
    dot = Brush(bristles=4, ragged=0.0, tone=0.02, taper=0.95, ridge=0.0)
    for count, width in LAYERS:
        middles = scatter(count, rng)
        widths = width * rng.uniform(0.75, 1.15, len(middles))
        paths = straight(middles, widths * 1.05, rng.uniform(0, np.pi, len(middles)))
        paint = divided(local_colour(middles + rng.normal(0, 0.006, middles.shape), seed), rng)
        painting.lay(Strokes(paths, widths, paint, lighter(paint, 0.03)), dot, rng)
    return finish(light(painting.colour, painting.height, depth=0.5))


def local_colour(points: Field, seed: int) -> Colours:
    """The scene without its dots: sky above, wooded banks, water that mirrors both."""
    x, y = points[:, 0], points[:, 1]
    horizon = 0.46 + 0.03 * np.sin(5 * x + 1)
    depth = np.abs(y - horizon)
    skyline = 0.07 + 0.19 * np.abs(octaves(x * 2.3 + 3, y * 0.0, seed, 4) + 0.6 * np.sin(4.2 * x + 0.6))
    upper = ramp(SKY, depth * 2.4 + 0.25 * octaves(x * 3, y * 7, seed + 1, 3))
    lower = ramp(WATER, 1 - depth * 1.7 + 0.5 * octaves(x * 2.5, y * 14, seed + 2, 3))
    trees = ramp(BANK, 0.45 + 0.9 * octaves(x * 6, y * 6, seed + 3, 3) + 0.9 * (skyline / 2 - depth))
    scene = blend(upper, lower, y > horizon)
    wobble = 0.03 * octaves(x * 9, y * 9, seed + 4, 2)
    wooded = (depth + wobble < skyline * np.where(y > horizon, 0.75, 1)).astype(np.float32)
    scene = blend(scene, trees, wooded * np.where(y > horizon, 0.7, 1))
    meadow = (y + wobble + 0.12 * np.sin(3 * x + 4) > 0.86).astype(np.float32)
    return blend(scene, ramp(BANK, 0.6 + octaves(x * 5, y * 9, seed + 6, 3)), meadow)


def divided(local: Colours, rng: np.random.Generator) -> Colours:
    """Pure neighbours of the local colour on both sides of its hue, with now and then a spark of its complement."""
    swing = rng.normal(0, 0.055, (len(local), 2)).astype(np.float32)
    dots = local.copy()
    dots[:, 1:] = dots[:, 1:] * 1.2 + swing
    dots[:, 0] += rng.normal(0, 0.05, len(local)).astype(np.float32)
    spark = vary(SPARKS[rng.integers(0, len(SPARKS), len(local))], rng, light=0.03, hue=0.01)
    return blend(dots, spark, 0.85 * (rng.uniform(size=len(local)) < 0.13))
