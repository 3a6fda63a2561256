"""Ink wash: mist-filled mountains in wet washes, bamboo in dry splitting strokes before them, one red seal."""

import numpy as np
from PIL import Image

from engine.swatches.canvas import at, coordinates, finish
from engine.swatches.noise import Field, gradient_noise, octaves, ridges, smoothstep
from engine.swatches.palette import blend, colours, lighter, ramp, vary
from engine.swatches.strokes import Brush, Painting, Strokes, scatter, straight, trace

PAPER = colours("dccfb2", "ece2ca", "f6f0e0")
INK = colours("0e1014", "2a2d33", "5c6064", "9a9b96")
SEAL = colours("b3301f")[0]
RANGES = ((0.24, 0.2, 0.4), (0.42, 0.2, 0.62), (0.64, 0.2, 0.85), (0.92, 0.16, 1.0))
CULMS = ((0.72, 0.07, 0.013), (0.84, -0.05, 0.03), (0.95, 0.03, 0.02), (0.07, 0.06, 0.024))


def draw(side: int, seed: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    x, y = coordinates(side)
    fibre = 0.5 * ridges(x * 9, y * 30, seed + 1, 3) ** 8 + 0.7 * octaves(x * 50, y * 50, seed + 2, 3)
    painting = Painting(ramp(PAPER, 0.6 + 0.3 * fibre + 0.35 * octaves(x * 2, y * 2, seed + 3, 3)))
    drift = octaves(x * 2.2 + 0.5 * octaves(x * 3, y * 6, seed + 8, 3), y * 5, seed + 9, 5)
    painting.colour[..., 0] -= 0.34 * smoothstep(-0.15, 0.6, drift) + 0.05 * octaves(x * 14, y * 18, seed + 10, 4)
    for index, (base, rise, strength) in enumerate(RANGES):
        wash(painting, x, y, base, rise, strength, seed + 50 * index)
        cuts(painting, base, rise, strength, seed + 50 * index, rng)
    for foot, lean, width in CULMS:
        bamboo(painting, foot, lean, width, rng)
    lab = painting.colour
    lab[..., 0] += 0.022 * fibre
    stamp = np.maximum(np.abs(x - 0.32), np.abs(y - 0.1)) + 0.003 * octaves(x * 60, y * 60, seed + 5, 2)
    carved = np.abs(np.sin(x * 230) + np.sin(y * 170 + 3 * np.sin(x * 120))) > 0.45
    return finish(blend(lab, SEAL, 0.9 * smoothstep(0.032, 0.03, stamp) * carved))


def skyline(x: Field, base: float, rise: float, seed: int) -> Field:
    peaks = np.abs(octaves(x * 2.1 + seed, 0 * x + 0.5, seed, 5, 0.48)) * 2 - 0.35
    return np.asarray(base - rise * peaks)


def wash(painting: Painting, x: Field, y: Field, base: float, rise: float, strength: float, seed: int) -> None:
    """Ink let down with water: darkest at the crest, pooling, gone in the mist below, with a drying edge."""
    below = y - skyline(x, base, rise, seed) + 0.006 * octaves(x * 30, y * 30, seed + 1, 3)
    fade = np.exp(-np.clip(below, 0, 1) / (0.07 + 0.07 * strength))
    pool = np.clip(1 + 1.1 * octaves(x * 5 + y, y * 9, seed + 2, 5), 0.2, 2)
    edge = np.exp(-((below / 0.005) ** 2))
    amount = np.clip(strength * (0.8 * fade * pool + 0.25 * edge), 0, 0.95) * smoothstep(0, 0.004, below)
    painting.colour[...] = blend(painting.colour, ramp(INK, 0.75 - 0.55 * strength * pool), amount)


def cuts(painting: Painting, base: float, rise: float, strength: float, seed: int, rng: np.random.Generator) -> None:
    """Axe-cut strokes down the slopes, dry enough that the bristles part."""
    points = scatter(3600, rng)
    depth = points[:, 1] - skyline(points[:, 0], base, rise, seed)
    clump = octaves(points[:, 0] * 6, points[:, 1] * 6, seed + 3, 2)
    points = points[(depth > 0.006) & (depth < 0.16 + 0.15 * clump) & (clump > -0.2)]

    def downhill(px: Field, py: Field) -> Field:
        tilt = skyline(px + 0.015, base, rise, seed) - skyline(px - 0.015, base, rise, seed)
        return np.pi / 2 - 0.9 * np.tanh(40 * tilt) + 0.5 * gradient_noise(px * 6, py * 6, seed)

    paths = trace(downhill, points, 0.055 * rng.uniform(0.4, 1.5, len(points)), 7)
    ink = vary(ramp(INK, rng.uniform(0, 0.9, len(points))), rng, light=0.02, hue=0.002)
    paint = blend(at(painting.colour, points), ink, 0.8 * strength * rng.uniform(0.3, 1, len(points)))
    brush = Brush(bristles=9, ragged=0.4, tone=0.02, taper=0.9, dryness=0.6)
    painting.lay(Strokes(paths, 0.013 * rng.uniform(0.3, 1.6, len(points)), paint, lighter(paint, 0.03)), brush, rng)


def bamboo(painting: Painting, foot: float, lean: float, width: float, rng: np.random.Generator) -> None:
    """A culm, joint by joint, each one pull of a half-dry flat brush; then leaves flicked from the joints."""
    joints = np.arange(1.05, -0.1, -0.13)
    climbed = np.clip(1 - joints, 0, 1)
    middles = np.stack([foot + lean * climbed**1.5, joints], axis=-1).astype(np.float32)
    count = len(middles)
    tone = ramp(INK, np.clip(rng.uniform(0.1, 0.6, count) + 9 * (0.024 - width), 0, 0.8))
    brush = Brush(bristles=22, ragged=0.06, tone=0.06, taper=0.12, dryness=0.4, ridge=1)
    angles = np.full(count, np.pi / 2) + lean * 1.5 * climbed**0.5
    painting.lay(
        Strokes(straight(middles, np.full(count, 0.122), angles), np.full(count, width), tone, lighter(tone, 0.2)),
        brush,
        rng,
    )

    fan(painting, np.repeat(middles[1:], 2, axis=0), 0.075 + 2.2 * width, rng)


def fan(painting: Painting, joints: Field, length: float, rng: np.random.Generator) -> None:
    """Leaves in fours, hanging from the ends of twigs and pressed darkest where the brush first touches."""
    twigs = joints + rng.normal(0, 1, joints.shape) * (0.05, 0.025)
    roots = np.repeat(twigs, 4, axis=0).astype(np.float32)
    count = len(roots)
    angles = np.pi / 2 + np.tile([-0.95, -0.3, 0.35, 1.0], count // 4) + rng.normal(0, 0.2, count)
    lengths = length * rng.uniform(0.55, 1.15, count)
    middles = roots + lengths[:, None] / 2 * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    bend = rng.normal(0, 4, count)
    leaves = trace(lambda px, py: angles + bend * (py - middles[:, 1]), middles.astype(np.float32), lengths)
    ink = ramp(INK, rng.uniform(0, 0.8, count) ** 1.7)
    blade = Brush(bristles=9, ragged=0.1, tone=0.03, taper=1.0, point=1.7, dryness=0.25)
    painting.lay(Strokes(leaves, 0.2 * lengths * rng.uniform(0.7, 1.1, count), ink, lighter(ink, 0.12)), blade, rng)
