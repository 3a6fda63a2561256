"""Neon rain: signs and lamps of a night street in wet strokes, and their long reflections in the asphalt."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import blank, finish
from engine.swatches.noise import Field, octaves
from engine.swatches.palette import Colours, blend, colours, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, straight

NIGHT = colours("04050d", "0a0e2a", "1a1250", "3a1a6a", "0f3a5a", "1a6a7a")
NEON = colours("ff1f86", "10d4f0", "ffb42a", "8f3cff", "ff4d3a", "2ff09a")
CORE = colours("fffaf4")[0]
STREET = 0.56
LAMPS = 42
LAYERS = ((900, 0.034, 0.12), (3000, 0.017, 0.075), (7000, 0.0088, 0.046), (6000, 0.0055, 0.03))


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    lamps = rng.uniform((-0.02, 0.04, 0.0), (1.02, 0.53, 1.0), (LAMPS, 3))
    lamps[:, 2] = 0.008 + 0.034 * lamps[:, 2] ** 2.5
    hues = NEON[rng.integers(0, len(NEON), LAMPS)]
    painting = Painting(blank(side, NIGHT[0]))
    for count, width, length in LAYERS:
        middles = scatter(count, rng)
        paths = straight(middles, length * rng.uniform(0.4, 1.4, len(middles)), fall(middles, rng))
        paint, streak = (
            vary(street(middles + rng.normal(0, spread, middles.shape), lamps, hues, seed), rng, light=0.03, hue=0.012)
            for spread in (0.003, 0.009)
        )
        brush = Brush(bristles=6, dryness=0.15, ragged=0.25, tone=0.03)
        painting.lay(Strokes(paths, width * rng.uniform(0.5, 1.3, len(middles)), paint, streak), brush, rng)
    return finish(light(painting.colour, painting.height, depth=0.6, gloss=0.5))


def fall(points: Field, rng: np.random.Generator) -> Field:
    """Rain slants; on the street strokes hang straight down, crossed by a few level ripples."""
    wet = points[:, 1] > STREET
    level = wet & (rng.uniform(size=len(points)) < 0.22)
    angles = np.where(wet, np.pi / 2, np.pi / 2 + 0.22) + rng.normal(0, 0.07, len(points))
    return np.where(level, rng.normal(0, 0.05, len(points)), angles)


def street(points: Field, lamps: Field, hues: Colours, seed: int) -> Colours:
    """The scene's colour at each point: glowing lamps above, their trembling reflections below."""
    x, y = points[:, 0], points[:, 1]
    wet = y > STREET
    haze = 0.38 + 0.55 * octaves(x * 4, y * 2, seed + 1, 3) + 0.5 * np.exp(-(((y - STREET) / 0.14) ** 2))
    block = octaves(np.floor(x * 13) * 0.7, np.floor(y * 9) * 0.3, seed + 4, 1)
    lab = ramp(NIGHT, haze + 0.25 * block - 0.25 * np.abs(y - STREET))
    tremble = 0.022 * octaves(x * 5, y * 24, seed + 2, 3)
    for (lx, ly, radius), hue in zip(lamps, hues, strict=True):
        far = np.hypot(x - lx, (y - ly) * 0.75) / radius
        glow = (np.exp(-((far / 1.1) ** 4)) + 0.5 * np.exp(-far / 2.0)) * ~wet
        drop = np.clip(y - STREET, 0, 1)
        column = np.exp(-(((x + tremble - lx) / (radius * 0.8 + 0.004)) ** 2)) * wet
        mirror = column * np.exp(-drop / (0.1 + 8 * radius)) * (0.75 + 1.2 * octaves(x * 6, y * 30, seed + 3, 2))
        lab = blend(lab, hue, np.clip(glow + mirror, 0, 0.97))
        lab = blend(lab, CORE, 0.9 * np.exp(-((far / 0.6) ** 4)) * ~wet)
    return lab
