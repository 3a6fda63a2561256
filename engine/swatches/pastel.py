"""Pastel: chalk dragged in crossing hatches over black toothed paper that keeps showing through."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import Field, octaves, smoothstep
from engine.swatches.palette import Colours, blend, colours, lighter, ramp, vary
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, trace

PAPER = colours("0e0b16", "1a1626", "262036")
SKY = colours("1c2a8a", "3f4fc4", "8a5ac8", "e0609a", "ff9a7a", "fff0b4")
LAND = colours("12355a", "0f7a86", "3ab89a", "a8d890", "f4e08a", "ff9a5a")
LAYERS = ((1000, 0.024, 0.16, 0.0), (1100, 0.018, 0.13, 0.95), (1700, 0.012, 0.1, -0.5), (1300, 0.007, 0.08, 0.3))
CHALK = Brush(bristles=11, ragged=0.2, tone=0.05, taper=0.25, dryness=0.62)


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    tooth = octaves(x * 130 + 0.4 * y, y * 130 - 0.4 * x, seed, 3)
    painting = Painting(ramp(PAPER, 0.5 + 0.9 * tooth))
    for count, width, length, lean in LAYERS:
        middles = scatter(count, rng)
        angles = -0.75 + lean + 1.3 * octaves(middles[:, 0] * 1.6, middles[:, 1] * 1.6, seed + 4, 2)
        wrist = 2.5 * rng.normal(size=len(middles))

        def arm(px: Field, py: Field, middles: Field = middles, angles: Field = angles, wrist: Field = wrist) -> Field:
            return angles + wrist * np.hypot(px - middles[:, 0], py - middles[:, 1])

        paths = trace(arm, middles, length * rng.uniform(0.5, 1.3, len(middles)), 8)
        paint = vary(motif(middles + rng.normal(0, 0.01, middles.shape), seed), rng, light=0.06, hue=0.025)
        painting.lay(
            Strokes(paths, width * rng.uniform(0.6, 1.2, len(middles)), paint, lighter(paint, 0.06)), CHALK, rng
        )
    rubbed = 0.5 * smoothstep(0.12, 0.4, tooth)
    return finish(blend(painting.colour, PAPER[1], rubbed))


def motif(points: Field, seed: int) -> Colours:
    """Hills under a big evening sun, in colours no hill has."""
    x, y = points[:, 0], points[:, 1]
    sun = np.hypot(x - 0.33, y - 0.3)
    lab = ramp(SKY, 0.78 - 1.1 * sun + 0.4 * octaves(x * 3, y * 5, seed + 1, 2) + 0.12 * np.sin(38 * sun))
    lab = blend(lab, ramp(SKY[3:], 1.1 - 5 * sun), sun < 0.13)
    for index, base in enumerate((0.5, 0.63, 0.79)):
        crest = base + 0.09 * np.sin(4 * x + 2.4 * index) + 0.04 * np.sin(11 * x + index)
        hill = ramp(LAND, 1.02 - 4.2 * (y - crest) - 0.1 * index + 0.4 * octaves(x * 4, y * 4, seed + 5 + index, 2))
        lab = blend(lab, hill, y > crest)
    return lab
