"""Waves: curling crests printed in Prussian blues from a grained block, foam reaching for a red sun."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import coordinates, finish
from engine.swatches.noise import Field, octaves, plank, smoothstep
from engine.swatches.palette import Colours, blend, colours, ramp

SKY = colours("f0e2bc", "ecd2a4", "dfa982", "b98a86", "5f7390")
SEA = colours("e6e6d2", "b4cbc8", "6f9db2", "3b6f9c", "1d4a80", "10295a", "0b1a3e")
SUN, INK, FOAM = colours("c23a26", "0b1530", "f8f1de")
BANDS = 5.0


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    lab = sky(x, y, seed)
    base = 0.33
    while base < 1.3:
        radius = 0.055 + 0.2 * (base - 0.29)
        for cx in np.arange(-0.1 + rng.uniform(0, radius), 1.2, radius * 1.45):
            size = radius * rng.uniform(0.75, 1.35)
            swell = 0.07 * np.sin(4.1 * cx + 7 * base) * (1.4 - base)
            stray = rng.normal(0, 0.2, 2) * radius
            crest(lab, (cx + stray[0], base + swell + stray[1]), size, rng.spawn(1)[0])
        base += radius * 0.62
    grain = plank(x, y, seed)
    lab[..., 0] += 0.03 * grain + 0.022 * octaves(x * 60, y * 60, seed + 8, 3)
    lab[..., 1:] *= (1 - 0.2 * smoothstep(0.1, 0.6, grain))[..., None]
    return finish(lab)


def sky(x: Field, y: Field, seed: int) -> Colours:
    """Bands of mist wiped into the block by hand, and the sun behind them."""
    drift = octaves(x * 1.5, y * 9, seed, 3)
    lab = ramp(SKY, 1 - 2.7 * y + 0.35 * drift)
    disc = np.hypot(x - 0.68, y - 0.18) + 0.0015 * octaves(x * 30, y * 30, seed + 1, 2)
    lab = blend(lab, ramp(np.stack([SUN, SKY[1]]), 3.2 * (y - 0.18)), smoothstep(0.107, 0.104, disc))
    mist = np.abs(((y * 15 + 1.2 * drift + 0.8 * np.sin(3 * x)) % 1) - 0.5)
    line = smoothstep(0.045, 0.02, mist) * smoothstep(-0.15, 0.1, octaves(x * 2.5 + 4, y * 11, seed + 2, 2))
    return blend(lab, INK, 0.55 * line)


def crest(lab: Colours, middle: tuple[float, float], radius: float, rng: np.random.Generator) -> None:
    """One wave, printed over what lies behind it and throwing spray."""
    size, centre = len(lab), np.array(middle)
    (left, top), (right, bottom) = (np.clip((centre + s * 1.5 * radius) * size, 0, size).astype(int) for s in (-1, 1))
    if left >= right or top >= bottom:
        return
    fine = (np.arange(size, dtype=np.float32) + 0.5) / size
    dx, dy = (axis / radius for axis in np.meshgrid(fine[left:right] - centre[0], fine[top:bottom] - centre[1]))
    seed, hand = int(rng.integers(10_000)), rng.choice([-1, 1])
    warp = 0.11 * octaves(dx * 1.3 + seed, dy * 1.3, seed, 2)
    r, turn = np.hypot(dx + warp, dy - warp), np.arctan2(dy, hand * dx) / (2 * np.pi)
    over = smoothstep(0.25, -0.45, dy)
    claw = np.abs(np.sin(np.pi * (turn * 17 + 0.25 * np.sin(turn * 40) + 4 * warp)))
    rim = 1 + 0.09 * over * claw**0.7

    tone = 0.1 * octaves(dx * 2, dy * 9, seed + 1, 2) + rng.normal(0, 0.09)
    water = coil(r, turn, tone, seed)
    lip = rim - 0.09 - 0.19 * over * (0.5 + 0.5 * np.sin(np.pi * (turn * 31 + 3 * warp))) ** 2
    shade = np.array([0.07, 0.006, 0.02], np.float32) * smoothstep(0.1, -0.5, r - 1.06 + 0.3 * claw)[..., None]
    water = blend(water, FOAM - shade, smoothstep(-0.015, 0.015, r - lip) * over)
    edge, inner_edge = np.abs(r - rim + 0.02), np.abs(r - lip)
    water = blend(water, INK, np.maximum(smoothstep(0.04, 0.022, edge), smoothstep(0.02, 0.01, inner_edge) * over))

    drops = rng.normal((0.3 * hand, -1.14), (0.35, 0.09), (9, 2))
    spray = np.min([np.hypot(dx - px, dy - py) / rng.uniform(0.012, 0.035) for px, py in drops], axis=0)
    window = np.s_[top:bottom, left:right]
    lab[window] = blend(lab[window], FOAM, smoothstep(1.15, 0.85, spray))
    lab[window] = blend(lab[window], water, smoothstep(0.004, -0.004, r - rim))


def coil(r: Field, turn: Field, tone: Field, seed: int) -> Colours:
    """The water within a wave: one spiral of blues between swelling ink lines and hairlines."""
    phase = r * BANDS + turn
    within = phase % 1
    water = ramp(SEA, 0.12 + 0.85 * r + 0.3 * (within - 0.5) + tone)
    hairline = np.abs(((phase * 3) % 1) - 0.5) > 0.43 - 0.05 * np.sin(turn * 12)
    swelling = 0.05 + 0.09 * smoothstep(-0.6, 0.8, np.sin(turn * 12.6 + seed))
    line = smoothstep(swelling, swelling * 0.6, within) * smoothstep(0.06, 0.12, r)
    return blend(blend(water, INK, 0.5 * hairline), INK, line)
