"""Watercolour: wet blooms of transparent pigment on cold-pressed paper, dark at their drying edges."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import Field, octaves, smoothstep
from engine.swatches.palette import colours
from engine.swatches.relief import light

PAPER = colours("faf5ea")[0]
PIGMENTS = colours("d8315b", "1e6fb8", "f2a51f", "2a9d8f", "7a3fa0", "e8663c", "184a8c", "8ab53c", "c2327a")
BLOOMS = 46


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    wx = x + 0.09 * octaves(x * 3.2, y * 3.2, seed, 5, 0.55)
    wy = y + 0.09 * octaves(x * 3.2 + 11, y * 3.2, seed + 1, 5, 0.55)
    tooth = octaves(x * 75, y * 75, seed + 2, 3)
    pools = octaves(x * 5, y * 5, seed + 3, 4)
    absorbed = np.zeros((*x.shape, 3), np.float32)
    for index in range(BLOOMS):
        radius = 0.3 * 0.955**index + 0.035
        centre = rng.uniform(-0.05, 1.05, 2)
        pigment = PIGMENTS[rng.integers(len(PIGMENTS))]
        amount = bloom(wx, wy, centre, radius, rng) * (1 + 0.55 * pools + 0.3 * tooth)
        absorbed += np.clip(amount, 0, 2)[..., None] * (pigment - PAPER) * np.float32(rng.uniform(0.35, 0.75))
    lab = PAPER + absorbed
    lab[..., 0] = PAPER[0] * np.exp((lab[..., 0] - PAPER[0]) / PAPER[0] * 0.9)
    lab[..., 1:] = 0.2 * np.tanh(lab[..., 1:] / 0.2)
    return finish(light(lab, (0.0009 * tooth).astype(np.float32), depth=0.5))


def bloom(x: Field, y: Field, centre: Field, radius: float, rng: np.random.Generator) -> Field:
    """Pigment of one drop: a thin wash, a dark drying edge, and a backrun where more water came later."""
    stretch = rng.uniform(0.7, 1.4)
    d = np.hypot((x - centre[0]) * stretch, (y - centre[1]) / stretch) / radius
    angle = np.arctan2(y - centre[1], x - centre[0])
    d = d + 0.07 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.04 * np.sin(7 * angle + rng.uniform(0, 6))
    soft = rng.choice([0.012, 0.02, 0.25])
    wash = smoothstep(1 + soft, 1 - soft, d) * (0.35 + 0.3 * d)
    edge = np.exp(-(((d - 0.97) / 0.028) ** 2)) * (0.75 if soft < 0.1 else 0.0)
    backrun = np.exp(-(((d - rng.uniform(0.4, 0.75)) / 0.05) ** 2)) * 0.3
    return np.asarray(wash + edge + backrun)
