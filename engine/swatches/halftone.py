"""Halftone: bursts and speed lines of a comic page, four inks through four dot screens, a little out of register."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import Field, octaves, smoothstep
from engine.swatches.palette import Colours, colours, ramp

PAPER = colours("efe0c2", "f8eed6")
YELLOW, CYAN, MAGENTA, KEY = colours("ffd21c", "129ad8", "e62a6c", "17141c")
DOT = 1 / 64
PLATES = (
    (YELLOW, 0.0, 0.002, 0.004),
    (CYAN, 15.0, 0.004, -0.002),
    (MAGENTA, 75.0, -0.0045, 0.003),
    (KEY, 45.0, 0.0, 0.0),
)
BURSTS = ((0.34, 0.4, 0.33, 13), (0.8, 0.72, 0.25, 11), (0.86, 0.16, 0.16, 9), (0.16, 0.88, 0.17, 10))


def _fill(yellow: tuple[float, float], cyan: tuple[float, float], magenta: tuple[float, float]) -> Field:
    """Flat part and shaded part of each ink; (2, 3, 1, 1)."""
    return np.array([yellow, cyan, magenta]).T[..., None, None]


FILLS = (
    (_fill((0.85, 0), (0.08, 0), (0.1, 0.75)), _fill((0.15, 0), (0.85, -0.6), (0.1, 0))),
    (_fill((0.2, 0), (0.2, 0.7), (0, 0.35)), _fill((0.85, 0), (0.05, 0), (0.75, -0.75))),
)


def draw(side: int, seed: int) -> Image.Image:
    x, y = coordinates(side)
    page = ramp(PAPER, 0.5 + 0.8 * octaves(x * 30, y * 30, seed + 90, 4))
    for plate, (ink, angle, dx, dy) in enumerate(PLATES):
        amount = drawing(x + dx, y + dy, seed)[plate]  # each plate is cut from a shifted drawing: the misregister
        worn = 0.93 + 0.12 * octaves(x * 45, y * 45, seed + 60 + plate, 3)
        cover = np.clip(screen(x + dx, y + dy, amount, angle) * worn, 0, 1)
        page = page + cover[..., None] * (overprint(page, ink) - page)
    return finish(page)


def overprint(page: Colours, ink: Colours) -> Colours:
    """Transparent ink over what is there: lightness multiplies, hues add."""
    over = ink + 0.55 * page
    over[..., 0] = page[..., 0] * (ink[0] / 0.97) ** 0.9
    return over


def screen(x: Field, y: Field, amount: Field, degrees: float) -> Field:
    """Dots that cover about this share of the paper, on a grid turned by degrees."""
    turn = np.deg2rad(degrees)
    u, v = (x * np.cos(turn) + y * np.sin(turn)) / DOT, (y * np.cos(turn) - x * np.sin(turn)) / DOT
    wave = 0.5 + 0.25 * (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v))
    return smoothstep(-0.07, 0.07, amount - 1 + wave)


def drawing(x: Field, y: Field, seed: int) -> Field:
    """How much yellow, cyan, magenta and black is wanted at each point, about 0 … 1; (4, …)."""
    cloud = octaves(x * 2.2, y * 2.2, seed + 1, 2)
    wobble = 0.03 * octaves(x * 4, y * 4, seed, 2)
    plates = rays(x, y, cloud, wobble, seed)
    for index in reversed(range(len(BURSTS))):
        star = burst(x + wobble, y + wobble, index, seed + 10)
        shadow = burst(x - 0.022, y - 0.022, index, seed + 10)
        heart = burst(x + wobble, y - wobble, index, seed + 20, shrunk=0.62)
        cx, cy, size, _ = BURSTS[index]
        shade = np.clip(0.5 + 0.55 * (x - cx + y - cy) / size + 0.5 * cloud, 0, 1)
        star_inks, heart_inks = (flat + slope * shade for flat, slope in FILLS[index % 2])
        hatch = 0.75 * (np.sin((x - y) * 190) > 0.9 - 1.5 * (shade - 0.55)) * (shade > 0.55) * (heart > 0)
        plates[3] = np.where(star < 0, hatch, np.where(shadow < 0, 1.0, plates[3]))
        plates[:3] = np.where(heart < 0, heart_inks, np.where(star < 0, star_inks, plates[:3]))
        line = 0.007 + 0.005 * shade
        edge = np.minimum(np.abs(star), np.abs(heart) * 1.5)
        plates[3] = np.maximum(plates[3], 1.1 * smoothstep(line, line * 0.6, edge))
    return plates


def rays(x: Field, y: Field, cloud: Field, wobble: Field, seed: int) -> Field:
    """Sunny and icy beams from the largest burst, with speed lines between."""
    cx, cy = BURSTS[0][:2]
    angle, far = np.arctan2(y - cy, x - cx), np.hypot(x - cx, y - cy)
    sunny = np.sin(angle * 12 + 3 * wobble) > 0
    yellow = np.where(sunny, 0.62, 0.12) - 0.15 * far
    cyan = np.where(sunny, 0.12 + 0.3 * far, 0.3 + 0.6 * far)
    magenta = np.where(sunny, 0.1 + 0.75 * np.clip(cloud + 0.1, 0, 1), 0.12 + 0.5 * np.clip(-cloud, 0, 1))
    speed = octaves(angle * 14, 0 * far + 0.5, seed + 2, 2) - 0.42 + 0.35 * far
    return np.stack([yellow, cyan, magenta, 0.9 * smoothstep(0.0, 0.05, speed * (far > 0.3))])


def burst(x: Field, y: Field, index: int, seed: int, *, shrunk: float = 1.0) -> Field:
    """Distance, roughly, to the outline of a star of uneven tips: negative inside."""
    cx, cy, size, tips = BURSTS[index]
    uneven = 1 + 0.28 * np.random.default_rng(seed + index).uniform(-1, 1, tips)
    turn = (np.arctan2(y - cy, x - cx) / (2 * np.pi) + 0.5) * tips
    reach = uneven[np.floor(turn).astype(int) % tips] * np.abs(turn % 1 * 2 - 1) ** 1.4
    return np.asarray(np.hypot(x - cx, y - cy) - shrunk * size * (0.63 + 0.34 * reach))
