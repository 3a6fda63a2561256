"""Facets: a still life broken into shaded planes of ochre, umber and slate, scumbled with small square dabs."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import at, coordinates, finish
from engine.swatches.noise import Field, octaves, smoothstep
from engine.swatches.palette import Colours, blend, colours, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, straight

OCHRE = colours("2a1d14", "5e4026", "93683a", "c19a5b", "e6cf9c", "f5ead0")
SLATE = colours("15191d", "36424a", "66777c", "9caaa6", "cfd3c4", "f0ecdc")
RUST = colours("2b120c", "6e2c18", "a9512a", "cf8450", "e9bd8c")
OLIVE = colours("16180f", "3a3f24", "6c6f40", "a3a06a", "d4cfa0", "efe9cc")
CUTS, SHADES = 11, 64
LAYERS = ((2200, 0.03, 0.04), (5200, 0.017, 0.024), (6000, 0.011, 0.016))


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    planes, lean = shaded_planes(x, y, rng)
    painting = Painting(planes)
    for count, width, length in LAYERS:
        middles = scatter(count, rng, margin=0.02)
        angles = at(lean, middles) + rng.normal(0, 0.15, len(middles))
        paint = vary(at(planes, middles), rng, light=0.035, hue=0.008)
        streak = vary(paint, rng, light=0.04, hue=0.006)
        paths = straight(middles, length * rng.uniform(0.6, 1.3, len(middles)), angles)
        dab = Brush(bristles=6, ragged=0.25, tone=0.02, taper=0.05, dryness=0.45)
        painting.lay(Strokes(paths, width * rng.uniform(0.6, 1.2, len(middles)), paint, streak), dab, rng)
    lab = blend(painting.colour, planes, 0.45)
    return finish(light(lab, painting.height + 0.0006 * octaves(x * 90, y * 90, seed, 2), depth=0.45))


def shaded_planes(x: Field, y: Field, rng: np.random.Generator) -> tuple[Colours, Field]:
    """The composition, and the angle of each plane's dabs: cuts divide the colours, shades model them."""
    code = np.zeros(x.shape, np.int64)
    for index in range(CUTS):
        code |= (side_of(x, y, rng)[0] > 0).astype(np.int64) << index
    lots = np.random.default_rng(rng.integers(2**31)).permutation(2**CUTS) / 2**CUTS
    pick, base, turn, comb = (lots[(code * odd + more) % 2**CUTS] for odd, more in ((1, 0), (7, 3), (5, 1), (3, 2)))
    shade, outline = shades(x, y, rng)
    lean = turn * np.pi
    combed = np.sin(210 * (y * np.cos(lean) - x * np.sin(lean)) + 5 * octaves(x * 4, y * 4, 1, 2))
    tone = 0.25 + 0.3 * base + 0.35 * np.exp(-((x - 0.5) ** 2 + (y - 0.45) ** 2) / 0.12)
    tone = 0.5 + 0.62 * np.tanh(1.5 * (tone + shade + 0.09 * combed * (comb < 0.2) - 0.38))
    lab = ramp(OCHRE, tone)
    for pigment, low, high in ((SLATE, 0.0, 0.36), (OLIVE, 0.36, 0.48), (RUST, 0.87, 1.0)):
        lab = blend(lab, ramp(pigment, tone), (low <= pick) & (pick < high))
    return blend(lab, OCHRE[0] * 0.8, outline * 0.85), lean


def shades(x: Field, y: Field, rng: np.random.Generator) -> tuple[Field, Field]:
    """Change of tone and strength of outline: each edge is dark on one side, light on the other, and fades off."""
    tone, outline = np.zeros_like(x), np.zeros_like(x)
    for _ in range(SHADES):
        distance, along = side_of(x, y, rng)
        reach = smoothstep(0.32, 0.18, np.abs(along - rng.normal(0, 0.15)))
        near = reach * np.exp(-np.abs(distance) / rng.uniform(0.03, 0.11))
        tone += near * np.where(distance > 0, -rng.uniform(0.15, 0.42), rng.uniform(0.05, 0.25))
        width = 0.0016 * rng.uniform(0.4, 1.8)
        outline = np.maximum(outline, reach * smoothstep(width * 1.6, width, np.abs(distance)) * rng.uniform(0.3, 1))
    return tone, outline


def side_of(x: Field, y: Field, rng: np.random.Generator) -> tuple[Field, Field]:
    """Signed distance from a chance line (now and then an arc) and the way along it from its middle."""
    cx, cy = rng.normal(0.5, 0.32, 2)
    angle = rng.choice([0.25, 1.15, 1.57, 2.2, 2.75]) + rng.normal(0, 0.12) + rng.choice([0, np.pi])
    if rng.uniform() < 0.2:
        radius = rng.uniform(0.1, 0.3)
        dx, dy = x - cx, y - cy
        return np.hypot(dx, dy) - radius, np.abs(np.arctan2(dy, dx)) * radius * 0.7
    along = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle)
    return np.asarray((y - cy) * np.cos(angle) - (x - cx) * np.sin(angle)), np.asarray(along)
