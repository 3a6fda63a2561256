"""Halftone: a loud comic page printed in four inks, each through its own dot screen and slightly out of register."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import Field, octaves, smoothstep
from engine.swatches.palette import colours, ramp

PAPER = colours("efe4cc", "f8f0de")
CYAN, MAGENTA, YELLOW, KEY = colours("12a0dc", "e62a78", "ffd91c", "17141c")
DOT = 1 / 62
SCREENS = ((15.0, (0.004, -0.002)), (75.0, (-0.0045, 0.003)), (0.0, (0.002, 0.004)), (45.0, (0.0, 0.0)))


def draw(side: int, seed: int) -> Image.Image:
    x, y = coordinates(side)
    page = ramp(PAPER, 0.5 + 0.8 * octaves(x * 30, y * 30, seed + 90, 4))
    for index, ink in enumerate((YELLOW, CYAN, MAGENTA, KEY)):
        angle, (dx, dy) = SCREENS[(2, 0, 1, 3)[index]]
        amount = inks(x + dx, y + dy, seed)[index]
        cover = screen(x + dx, y + dy, amount, angle) * (0.93 + 0.1 * octaves(x * 45, y * 45, seed + 60 + index, 3))
        page = page + np.clip(cover, 0, 1)[..., None] * (page * 0 + overprint(page, ink) - page)
    return finish(page)


def overprint(page: Field, ink: Field) -> Field:
    """Transparent ink over what is there: lightness multiplies, hues add."""
    over = np.empty_like(page)
    over[..., 0] = page[..., 0] * (ink[0] / 0.97) ** 0.9
    over[..., 1:] = ink[1:] + 0.55 * page[..., 1:]
    return over


def screen(x: Field, y: Field, amount: Field, degrees: float) -> Field:
    """Dots that cover about this share of the paper, on a grid turned by degrees."""
    turn = np.deg2rad(degrees)
    u, v = (x * np.cos(turn) + y * np.sin(turn)) / DOT, (y * np.cos(turn) - x * np.sin(turn)) / DOT
    wave = 0.5 + 0.25 * (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v))
    return smoothstep(-0.07, 0.07, amount - 1 + wave)


def inks(x: Field, y: Field, seed: int) -> tuple[Field, Field, Field, Field]:
    """How much yellow, cyan, magenta and black the drawing wants at each point, 0 … 1."""
    wx, wy = x + 0.14 * octaves(x * 1.6, y * 1.6, seed, 2), y + 0.14 * octaves(x * 1.6 + 5, y * 1.6, seed + 1, 2)
    radius, angle = np.hypot(wx - 0.4, wy - 0.55), np.arctan2(wy - 0.55, wx - 0.4)
    rays = np.sin(angle * 11)
    blob = octaves(wx * 2.6, wy * 2.6, seed + 2, 2)
    burst = radius + 0.05 * np.abs(((angle * 15 / (2 * np.pi)) % 1) * 2 - 1)
    inside = smoothstep(0.005, -0.005, burst - 0.27)
    swirl = np.sin(18 * blob + 6 * radius)
    yellow = 0.25 + 0.55 * smoothstep(-0.3, 0.3, rays) * (1 - radius) + 0.35 * inside
    cyan = (1 - inside) * (0.12 + 0.75 * smoothstep(0.1, -0.5, rays) * np.clip(radius * 1.5, 0, 1))
    magenta = 0.18 + 0.62 * inside * smoothstep(-0.2, 0.5, swirl) + (1 - inside) * 0.75 * np.clip(blob * 1.6, 0, 1)
    line = np.minimum(np.abs(burst - 0.27) * 60, np.abs(swirl) * (1.2 + 3 * (1 - inside)) + 0.3)
    black = smoothstep(1.0, 0.55, line) * 1.1 + 0.4 * np.clip(radius - 0.35, 0, 1) + 0.25 * np.clip(-blob, 0, 1)
    return yellow, cyan, magenta, black
