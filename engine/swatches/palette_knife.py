"""Palette knife: slabs of half-mixed autumn paint pressed on with a blade, thick edges catching the light."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import SUPERSAMPLING, finish
from engine.swatches.noise import Field, octaves
from engine.swatches.palette import Colours, blend, colours, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import Brush, Painting, scatter, straight

GROVE = colours("3a0d16", "7d1420", "b92a1b", "dd5a17", "ec8d1c", "f3bd3c", "f6e09a")
SHADE = colours("10222b", "1e4a50", "3f7a72", "8fae8c", "d9d9b0")
LAYERS = ((260, 0.13, 0.26), (420, 0.085, 0.17), (700, 0.05, 0.11), (500, 0.026, 0.07))


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    size = side * SUPERSAMPLING
    painting = Painting(np.broadcast_to(GROVE[0], (size, size, 3)))

    for count, width, length in LAYERS:
        middles = scatter(count, rng)
        grain = 1.25 + 1.5 * octaves(middles[:, 0] * 1.7, middles[:, 1] * 1.7, seed, 2)
        turned = rng.normal(0, 0.4, len(middles)) + 1.5 * (rng.uniform(size=len(middles)) < 0.25)
        paths = straight(middles, length * rng.uniform(0.5, 1.4, len(middles)), grain + turned)
        paint, streak = (mixture(middles + rng.normal(0, 0.04, middles.shape), seed, rng) for _ in range(2))
        blade = Brush(bristles=13, ragged=0.22, tone=0.03, taper=0.05, ridge=1.3)
        painting.lay(paths, width * rng.uniform(0.5, 1.3, len(paths)), paint, streak, blade, rng)
    return finish(light(painting.colour, painting.height, depth=0.55, gloss=0.5))


def mixture(points: Field, seed: int, rng: np.random.Generator) -> Colours:
    """What the knife picked up here: warm leaves, and cool gaps of sky and shadow where the noise is low."""
    x, y = points[:, 0], points[:, 1]
    leaf = 0.5 + 0.75 * octaves(x * 2.3, y * 2.3, seed + 3, 3) + 0.14 * rng.normal(size=len(x))
    gap = octaves(x * 2.1 + 9, y * 2.1, seed + 5, 3) + 0.12 * rng.normal(size=len(x))
    cool = ramp(SHADE, 0.5 + 0.8 * octaves(x * 4, y * 4, seed + 8, 2) + 0.15 * rng.normal(size=len(x)))
    return vary(blend(ramp(GROVE, leaf), cool, gap > 0.22), rng, light=0.03, hue=0.012)
