"""Swirls: thousands of curved strokes around hidden whirlpools, ultramarine night against ochre light."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import blank, finish
from engine.swatches.noise import Field, octaves
from engine.swatches.palette import Colours, blend, colours, ramp, vary
from engine.swatches.relief import light
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, trace

NIGHT = colours("0d1233", "16246b", "1f3f9c", "2f6bb8", "5fa3c9", "a9cfd0", "e9e3b4")
LAMPS = colours("8a4a12", "c9801c", "eeb72f", "f9dc6b", "fdf3c4")
WHIRLS = np.array([[0.26, 0.27, 0.19], [0.74, 0.2, 0.13], [0.62, 0.62, 0.24], [0.14, 0.76, 0.14], [0.9, 0.9, 0.13]])
LAYERS = ((700, 0.034, 0.24), (2200, 0.022, 0.15), (4500, 0.0135, 0.1), (5500, 0.0085, 0.07))


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    painting = Painting(blank(side, NIGHT[1]))

    def flow(x: Field, y: Field) -> Field:
        e = 2e-3
        across = stream(x + e, y, seed) - stream(x - e, y, seed)
        down = stream(x, y + e, seed) - stream(x, y - e, seed)
        return np.arctan2(-across, down)

    for count, width, length in LAYERS:
        middles = scatter(count, rng)
        paths = trace(flow, middles, length * rng.uniform(0.6, 1.3, len(middles)))
        paint = vary(tone(middles, seed, rng), rng, light=0.035, hue=0.012)
        streak = paint + np.array([0.09, 0.0, 0.01]) * rng.normal(size=(len(paint), 1))
        painting.lay(Strokes(paths, width * rng.uniform(0.7, 1.2, len(paths)), paint, streak), Brush(bristles=7), rng)
    return finish(light(painting.colour, painting.height, depth=0.9, gloss=0.25))


def glow(x: Field, y: Field) -> Field:
    """How near the heart of a whirlpool: 1 at its middle, 0 far away."""
    return np.asarray(sum(np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (r * 0.42) ** 2) for cx, cy, r in WHIRLS))


def stream(x: Field, y: Field, seed: int) -> Field:
    """The flow's stream function: strokes follow its contours."""
    turn: Field = 0.16 * octaves(x * 2.2, y * 2.2, seed, 3) + 0.35 * y + 0.05 * np.sin(7 * x)
    for sign, (cx, cy, r) in zip((1, -1, 1, 1, -1), WHIRLS, strict=True):
        turn = turn + sign * 0.32 * np.exp(-np.sqrt((x - cx) ** 2 + (y - cy) ** 2 + 1e-4) / (0.7 * r))
    return turn


def tone(points: Field, seed: int, rng: np.random.Generator) -> Colours:
    """Each stroke's paint: blue by the band of the flow it lies in, ochre to white near the whirlpools' hearts."""
    x, y = points[:, 0], points[:, 1]
    band = 0.42 + 0.3 * np.sin(34 * stream(x, y, seed)) + 0.25 * octaves(x * 3, y * 3, seed + 7, 2)
    near = glow(x, y)
    lamp = ramp(LAMPS, 0.15 + 0.85 * near + 0.13 * rng.normal(size=len(x)))
    lit = near > rng.uniform(0.05, 0.75, len(x))
    halo = 0.3 * np.clip(near * 2, 0, 1)
    return blend(ramp(NIGHT, band + halo + 0.07 * rng.normal(size=len(x))), lamp, lit)
