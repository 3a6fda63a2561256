"""Watercolour: wet blooms of transparent pigment on cold-pressed paper, dark at their drying edges."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import Field, gradient_noise, octaves, smoothstep
from engine.swatches.palette import Colours, colours
from engine.swatches.relief import light

PAPER = colours("fbf6ea")[0]
PIGMENTS = colours("16417f", "1f7fb8", "18a0a4", "4aa86a", "c8b83a", "f6b02c", "f0783c", "e0405c", "b8327f", "5a3f9a")
BLOOMS, SPATTER = 85, 130


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    wx = x + 0.09 * octaves(x * 3.2, y * 3.2, seed, 5, 0.55)
    wy = y + 0.09 * octaves(x * 3.2 + 11, y * 3.2, seed + 1, 5, 0.55)
    tooth = octaves(x * 75, y * 75, seed + 2, 3)
    grain = 1 + 0.6 * octaves(x * 5, y * 5, seed + 3, 5) + 0.32 * tooth
    absorbed = np.zeros((*x.shape, 3), np.float32)
    for index in range(BLOOMS):
        radius = 0.25 * 0.965**index + 0.03
        soak(absorbed, wx, wy, grain, rng.uniform(-0.05, 1.05, 2), radius, seed, rng)
    for _ in range(SPATTER):
        soak(absorbed, wx, wy, grain, rng.normal((0.55, 0.45), 0.3), 0.003 + 0.008 * rng.uniform() ** 3, seed, rng)
    lab = PAPER + absorbed
    lab[..., 0] = PAPER[0] * np.exp(absorbed[..., 0] / PAPER[0] * 0.95)
    lab[..., 1:] = 0.21 * np.tanh(lab[..., 1:] / 0.21)
    return finish(light(lab, 0.0011 * tooth, depth=0.5))


def soak(
    absorbed: Colours,
    x: Field,
    y: Field,
    grain: Field,
    centre: Field,
    radius: float,
    seed: int,
    rng: np.random.Generator,
) -> None:
    """One drop into the paper; neighbouring drops hold neighbouring pigments, so that few mixtures turn to mud."""
    size = len(x)
    (left, top), (right, bottom) = (np.clip((centre + s * (0.1 + 1.7 * radius)) * size, 0, size) for s in (-1, 1))
    window = np.s_[int(top) : int(bottom), int(left) : int(right)]
    wheel = (
        gradient_noise(centre[:1] * 1.5, centre[1:] * 1.5, seed + 4)[0] * 5
        + 7 * centre[0]
        + 3 * centre[1]
        + rng.normal(0, 0.7)
    )
    pigment = PIGMENTS[int(wheel) % len(PIGMENTS)]
    amount = np.clip(bloom(x[window], y[window], centre, radius, rng) * grain[window], 0, 2)
    absorbed[window] += amount[..., None] * (pigment - PAPER) * np.float32(rng.uniform(0.22, 0.62))


def bloom(x: Field, y: Field, centre: Field, radius: float, rng: np.random.Generator) -> Field:
    """Pigment of one drop: a thin wash, a dark drying edge, and a feathered backrun where water came later."""
    stretch = rng.uniform(0.7, 1.4)
    angle = np.arctan2(y - centre[1], x - centre[0])
    d = np.hypot((x - centre[0]) * stretch, (y - centre[1]) / stretch) / radius
    d = d + 0.07 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.04 * np.sin(7 * angle + rng.uniform(0, 6))
    wet = rng.uniform() < 0.35 and radius > 0.04
    soft = 0.35 if wet else 0.015
    wash = smoothstep(1 + soft, 1 - soft, d) * (0.4 + 0.25 * d)
    edge = 0 if wet else 0.8 * np.exp(-(((d - 0.965) / 0.03) ** 2))
    tide = d + 0.05 * np.sin(23 * angle + rng.uniform(0, 6)) - rng.uniform(0.35, 0.75)
    backrun = 0.45 * np.exp(-np.abs(tide) / 0.05) * (tide > 0) - 0.2 * smoothstep(0.0, -0.3, tide)
    return np.asarray(np.clip(wash + edge + backrun * smoothstep(1.05, 0.95, d), 0, None))
