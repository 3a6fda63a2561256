"""Stained glass: a river valley at sunrise in jewel-coloured panes and lead, lit from behind through streaky glass."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import CELLS, Cells, Field, cells, octaves, ridges, smoothstep
from engine.swatches.palette import Colours, blend, colours, ramp
from engine.swatches.relief import light

SUN = colours("8a1c04", "e0620a", "ffb01e", "ffe680", "fffbe0")
SKY = colours("f59a1e", "e0391f", "b0123f", "6a1470", "2f22a0", "123fb8", "0a1a66")
HILLS = colours("06204a", "0a4f66", "0c7a4a", "4aa02a", "c0c022")
RIVER = colours("061f6a", "0f5cc0", "1fb0d0", "c4f4ea")
BLOOM = colours("2f0658", "7218a8", "c03ab0", "ff8fb0")
LEAD = colours("08080c", "202028", "70707c")
SUN_X, SUN_Y, RAYS = 0.62, 0.3, 18


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    wx = x + 0.03 * octaves(x * 2.5, y * 2.5, seed, 2)
    wy = y + 0.03 * octaves(x * 2.5 + 7, y * 2.5, seed + 1, 2)
    panes, seam = leaded_panes(wx, wy, seed)
    chance = rng.uniform(-1, 1, (2, CELLS)).astype(np.float32)[:, panes.owner]

    ripple = octaves(x * 7 + 0.6 * wy, y * 24, seed + 4, 4)
    streak = octaves(wx * 22, wy * 5 + 30 * chance[0], seed + 5, 4)
    heart = smoothstep(0.0, 0.42, panes.border)
    tone = 0.24 * chance[1] + 0.12 * ripple + 0.34 * streak + 0.36 * (heart - 0.55)
    tone += 0.16 * ridges(x * 12, y * 12, seed + 6, 2) ** 6
    glass, outline = scene(wx, wy, tone, 0.05 * chance[0])
    glass[..., 0] += 0.1 * (heart - 0.6) + 0.07 * streak

    came = np.minimum(np.minimum(panes.border, seam) - 0.045, outline * 11 - 0.075)
    came = came + 0.01 * octaves(x * 45, y * 45, seed + 9, 2)
    lead = ramp(LEAD, 0.3 + 0.5 * octaves(x * 60, y * 60, seed + 8, 3))
    height = 0.007 * np.sqrt(np.clip(-came, 0, 0.075) / 0.075) + 0.0007 * ripple + 0.0005 * streak
    return finish(light(blend(glass, lead, smoothstep(0.014, -0.014, came)), height, depth=1.1, gloss=0.35))


def leaded_panes(x: Field, y: Field, seed: int) -> tuple[Cells, Field]:
    """Panes of chance shape, in rays round the sun, and the distance to the seams between the two kinds."""
    radius, angle = np.hypot(x - SUN_X, y - SUN_Y), np.arctan2(y - SUN_Y, x - SUN_X)
    loose = cells(x * 10.5 + 20, y * 12.5 + 20, seed + 2, 0.95)
    rays = cells(angle * RAYS / (2 * np.pi) + 40, radius * 10 + 40, seed + 3, 0.55)
    near = (radius < 0.33) & (y < crest(x, 0))
    spoke = np.where(radius < 0.33, 11 * radius * (np.pi - np.abs(angle)), 1.0)
    seam = np.where(y < crest(x, 0), np.minimum(np.abs(radius - 0.33) * 11, spoke), 1.0)
    border = np.where(near, rays.border * np.clip(radius * 5, 0.2, 1), loose.border)
    owner = np.where(near, rays.owner, loose.owner)
    return Cells(owner, loose.dx, loose.dy, border), seam


def crest(x: Field, index: int) -> Field:
    base = (0.5, 0.58, 0.69, 0.83)[index]
    return np.asarray(base + 0.05 * np.sin(4.3 * x + 2.1 * index) + 0.02 * np.sin(11 * x + index))


def scene(x: Field, y: Field, tone: Field, stray: Field) -> tuple[Colours, Field]:
    """The glass's colours, and the distance to the drawing's own outlines; stray moves a pane along its ramp."""
    sun = np.hypot(x - SUN_X, y - SUN_Y)
    lab = ramp(SKY, 1.25 * (sun - 0.1) + 2.4 * stray + 0.22 * tone)
    lab[..., 0] += 0.22 * tone
    lab = blend(lab, ramp(SUN, 0.78 + 0.8 * tone - 2 * sun), sun < 0.1)
    outline = np.abs(sun - 0.1)
    for index in range(4):
        below = y - crest(x, index)
        hill = ramp(HILLS, 0.3 + 0.13 * index + 0.8 * tone + 5 * stray)
        lab = blend(lab, hill, below > 0)
        outline = np.where(below > 0, below, np.minimum(outline, -below))
    bank = np.abs(x - 0.42 - 0.17 * np.sin(7 * y + 0.4)) - 0.02 - 0.32 * np.clip(y - 0.56, 0, 1) ** 1.3
    wet = (bank < 0) & (y > crest(x, 1))
    lab = blend(lab, ramp(RIVER, 0.42 + 1.2 * tone + 3 * stray), wet)
    banks = np.where(wet, -bank, np.minimum(outline, np.abs(bank)))
    outline = np.where(y > crest(x, 1), banks, outline)
    meadow = (y > crest(x, 3)) & ~wet & (stray > -0.015)
    return blend(lab, ramp(BLOOM, 0.5 + tone), meadow), outline
