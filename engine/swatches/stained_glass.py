"""Stained glass: jewel-coloured panes in lead, lit from behind through streaks, seeds and ripples."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import cells, octaves, ridges, smoothstep
from engine.swatches.palette import blend, colours, ramp
from engine.swatches.relief import light

JEWELS = (
    colours("3a0410", "8f0d22", "d8232f", "ff6a4a"),
    colours("060b3a", "14279a", "2c62e0", "7fc0ff"),
    colours("04261c", "0b6a3f", "2eb060", "b6ee86"),
    colours("4a1f02", "b0640a", "f2ac1e", "fff0a0"),
    colours("20063a", "5a1a8f", "9a4ad0", "e6b0f5"),
    colours("03262e", "0b6f7f", "2bb8be", "b5f3e4"),
)
LEAD = colours("0b0b10", "24242c", "6c6c78")


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    wx = x + 0.05 * octaves(x * 2.5, y * 2.5, seed, 2)
    wy = y + 0.05 * octaves(x * 2.5 + 7, y * 2.5, seed + 1, 2)
    radius, angle = np.hypot(wx - 0.52, wy - 0.47), np.arctan2(wy - 0.47, wx - 0.52)
    petals = 6 * angle / (2 * np.pi) + 1.3 * radius
    panes = cells(wx * 7.2 + 20, wy * 7.2 + 20, seed + 2)
    splits = cells(wx * 15 + 3, wy * 15, seed + 3)

    hue = rng.integers(0, len(JEWELS), 64)
    group = hue[(np.floor(radius * 5.5).astype(int) * 7 + np.floor(petals).astype(int) * 3) % 64]
    stray = rng.uniform(size=4096)[panes.owner] < 0.3
    group = np.where(stray, rng.integers(0, len(JEWELS), 4096)[panes.owner], group)

    ripple = octaves(x * 6 + 0.6 * wy, y * 26, seed + 4, 4)
    streak = octaves(wx * 30, wy * 5 + rng.uniform(0, 60, 4096).astype(np.float32)[panes.owner], seed + 5, 3)
    sun = np.exp(-((x - 0.52) ** 2 + (y - 0.47) ** 2) / 0.22)
    pane_light = rng.uniform(-0.2, 0.2, 4096).astype(np.float32)[splits.owner]
    tone = 0.28 + 0.36 * sun + pane_light + 0.16 * ripple + 0.2 * streak - 0.25 * np.exp(-panes.border * 14)
    tone += 0.12 * ridges(x * 14, y * 14, seed + 6, 2) ** 6
    glass = np.zeros((*x.shape, 3), np.float32)
    for index, jewel in enumerate(JEWELS):
        mask = group == index
        glass[mask] = ramp(jewel, tone[mask])

    came = np.minimum(panes.border * 1.0, splits.border * 0.48 + 0.055) - 0.052
    rings = np.abs((radius * 5.5 + 0.5) % 1 - 0.5) / 5.5 * 7.2 - 0.07
    came = np.minimum(came, np.where(radius < 0.62, rings, 1)) + 0.008 * octaves(x * 50, y * 50, seed + 9, 2)
    metal = 1 - smoothstep(-0.012, 0.012, came)
    lead = ramp(LEAD, 0.35 + 0.5 * octaves(x * 60, y * 60, seed + 8, 3))
    height = 0.006 * np.sqrt(np.clip(-came, 0, 0.06) / 0.06) + 0.0006 * ripple + 0.0004 * streak
    return finish(light(blend(glass, lead, metal), height.astype(np.float32), depth=1.2, gloss=0.3))
