"""Woodcut: hills and sun carved as swelling lines along a height field, two inks and the plank's own grain."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import Field, gradient_noise, octaves, plank, smoothstep
from engine.swatches.palette import blend, colours, ramp

PAPER = colours("e2d3ae", "efe3c4", "f6eed8")
INK = colours("15120f", "2b241e")
TINT = colours("a83218", "cf5426", "e2853a")


def draw(side: int, seed: int) -> Image.Image:
    x, y = coordinates(side)
    warp = 0.03 * octaves(x * 3, y * 3, seed, 3)
    tone, carve = scene(x, y + warp, seed)
    wobble = 0.35 * octaves(x * 11, y * 11, seed + 3, 3)
    cut = np.abs(((carve + wobble) % 1) * 2 - 1)
    nick = 0.2 * octaves(x * 26, y * 26, seed + 4, 2)
    black = smoothstep(-0.06, 0.06, cut - (1.04 * tone + nick * 0.7))

    grain = plank(x, y, seed)
    tint_cut = np.abs(((carve * 0.5 + 0.3 + wobble) % 1) * 2 - 1)
    tint = smoothstep(0.0, 0.12, tint_cut - 0.1 - 0.9 * np.abs(tone - 0.5) + 0.25 * octaves(x * 2, y * 2, seed + 5, 2))
    worn = smoothstep(0.2, 0.5, grain * 0.5 + 0.35 * octaves(x * 90, y * 90, seed + 6, 2))
    sheet = ramp(PAPER, 0.5 + 0.5 * grain + 0.3 * octaves(x * 40, y * 40, seed + 7, 3))
    print_ = blend(sheet, ramp(TINT, 0.5 + 0.7 * grain), tint * (0.95 - 0.5 * worn))
    return finish(blend(print_, ramp(INK, 0.5 + 0.5 * grain), black * (1 - 0.55 * worn * (black < 1.1))))


def scene(x: Field, y: Field, seed: int) -> tuple[Field, Field]:
    """Paper tone 0 … 1 and the phase of the carved lines (one line a unit), from the sky down to the near hills."""
    sun = np.hypot(x - 0.66, y - 0.2)
    tone = 0.82 - 0.95 * np.clip(sun - 0.1, 0, 0.5) + 0.15 * octaves(x * 3, y * 8, seed + 1, 3)
    tone = np.where(sun < 0.085, 1.1, tone)
    carve = sun * 66 + 2.6 * octaves(x * 4, y * 4, seed + 2, 2)
    for index, base in enumerate((0.36, 0.47, 0.6, 0.76, 0.92)):
        crest = base + 0.1 * gradient_noise(x * 2.1 + 13 * index, 0 * y + index, seed + 20 + index)
        crest = crest + 0.025 * gradient_noise(x * 7 + 5 * index, 0 * y, seed + 30 + index)
        below = y - crest
        slope = octaves(x * 3.5 + index * 5, y * 3.5, seed + 40 + index, 2)
        hill = 0.8 - 4.5 * below + 0.75 * slope
        lean = (-1) ** index * 30
        lines = (below + 0.1 * slope) * (58 - 3 * index) + (x - 0.5) * lean * (0.4 + 1.2 * slope)
        inside = below > 0
        tone, carve = np.where(inside, np.where(below < 0.007, -0.5, hill), tone), np.where(inside, lines, carve)
    return np.clip(tone, 0.1, 0.93 + (tone > 1)), carve
