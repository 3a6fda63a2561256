"""Gilded: hammered gold leaf inlaid with coils, eyes, checks and teeth of enamel, each field roped off in gold."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import CELLS, Cells, Field, cells, octaves, ridges, smoothstep
from engine.swatches.palette import blend, colours, ramp
from engine.swatches.relief import light

GOLD = colours("4a2c08", "8a5c14", "c4922a", "e6bf55", "f8e6a4")
ENAMEL = colours("16110f", "f3ead2", "a8321f", "1f5a4c", "c9782a", "26386e", "6e3f6a")
SHARES = (0.34, 0.28, 0.12, 0.1, 0.08, 0.05, 0.03)
BLACK, WHITE, RED = 0, 1, 2

Inlay = tuple[Field, NDArray[np.int64]]


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    wx = x + 0.045 * octaves(x * 2.2, y * 2.2, seed, 2)
    wy = y + 0.045 * octaves(x * 2.2 + 7, y * 2.2, seed + 1, 2)
    hammer = cells(x * 42, y * 42, seed + 4)
    leaf = 0.42 + 0.6 * octaves(wx * 7, wy * 7, seed + 2, 4) + 0.25 * ridges(x * 20, y * 20, seed + 3, 3)
    lab = ramp(GOLD, leaf + 0.2 * hammer.border)
    height = 0.0035 * smoothstep(0, 0.5, hammer.border)

    fields = cells(wx * 5.2 + 3, wy * 5.2 + 3, seed + 5, 0.95)
    kind = rng.choice(4, CELLS, p=(0.1, 0.28, 0.34, 0.28))[fields.owner]  # coils look like eyes in a portrait: few
    inlays = (coils(fields, rng), eyes(wx, wy, rng), checks(wx, wy, rng), teeth(wx, wy, rng))
    for index, (mask, enamel) in enumerate(inlays):
        inlay = mask * ((kind == index) & (fields.border > 0.05))
        tint = ENAMEL[enamel]
        tint[..., 0] += 0.06 * octaves(x * 30, y * 30, seed + 9, 3)
        lab = blend(lab, tint, inlay * 0.97)
        height = np.where(inlay > 0.5, 0.0012 + 0.001 * octaves(x * 25, y * 25, seed + 10, 2), height)
    roped = fields.border < 0.05
    twist = 1.4 + 0.6 * np.sin((x + y) * 420)
    lab = blend(lab, ramp(GOLD, 0.35 + 0.2 * twist + 0.4 * (leaf - 0.5)), roped)
    height = np.where(roped, 0.005 * smoothstep(0.05, 0.0, np.abs(fields.border - 0.02)) * twist, height)
    return finish(light(lab, height, depth=0.55, gloss=0.55))


def coils(fields: Cells, rng: np.random.Generator) -> Inlay:
    """A spiral round each field's site, red and black by turns."""
    hand = rng.choice([-1, 1], CELLS)[fields.owner]
    phase = np.hypot(fields.dx, fields.dy) * 9.5 + hand * np.arctan2(fields.dy, fields.dx) / np.pi
    within = phase % 1
    return smoothstep(0.42, 0.48, within) * smoothstep(1.0, 0.94, within), np.where(phase % 2 < 1, BLACK, RED)


def eyes(x: Field, y: Field, rng: np.random.Generator) -> Inlay:
    """Ringed beads."""
    beads = cells(x * 25 + 9, y * 25, int(rng.integers(1000)), 0.7)
    radius = np.hypot(beads.dx, beads.dy)
    iris = rng.choice(len(ENAMEL), CELLS, p=SHARES)[beads.owner]
    rings = np.select([radius < 0.13, radius < 0.25, radius < 0.36], [BLACK, WHITE, iris], BLACK)
    return smoothstep(0.44, 0.4, radius) * smoothstep(0.0, 0.04, beads.border), rings


def checks(x: Field, y: Field, rng: np.random.Generator) -> Inlay:
    """Upright blocks, some left out."""
    u, v = x * 34, y * 22
    table, kept = rng.choice(len(ENAMEL), (64, 64), p=SHARES), rng.uniform(size=(64, 64)) < 0.75
    at = np.floor(v).astype(int) % 64, np.floor(u).astype(int) % 64
    frame = 0.5 - np.maximum(np.abs(u % 1 - 0.5), np.abs(v % 1 - 0.5))
    return smoothstep(0.07, 0.11, frame) * kept[at], table[at]


def teeth(x: Field, y: Field, rng: np.random.Generator) -> Inlay:
    """Rows of triangles, each row shifted by half a tooth."""
    v = y * 20
    u = x * 24 + 0.5 * np.floor(v)
    table = rng.choice(len(ENAMEL), (64, 64), p=SHARES)
    slant = np.abs(u % 1 - 0.5) * 2 - 0.9 * (v % 1)
    return smoothstep(0.0, -0.1, slant), table[np.floor(v).astype(int) % 64, np.floor(u).astype(int) % 64]
