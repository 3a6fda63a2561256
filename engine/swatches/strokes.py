"""Brush strokes: paths traced along a flow, laid on a canvas as bristled ribbons of thick paint."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.swatches.noise import Field
from engine.swatches.palette import Colours

Flow = Callable[[Field, Field], Field]
SAMPLE_PIXELS = 0.75
SAMPLES_AT_ONCE = 150_000  # few enough to stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Brush:
    """How strokes look. ragged and taper are shares of the stroke's length and width, tone a change of OKLab's L.

    point shapes the ends (3 is blunt, 1.5 a leaf); dryness is the share of bristles that run out of paint.
    """

    bristles: int = 9
    ragged: float = 0.12
    tone: float = 0.035
    taper: float = 0.35
    point: float = 3.0
    ridge: float = 0.35
    dryness: float = 0.0


@dataclass(frozen=True, slots=True)
class Strokes:
    """Many strokes of one brush: paths (n, steps, 2) and widths (n,) in picture sides, OKLab paint and streak (n, 3).

    The bristles carry paint and streak half mixed.
    """

    paths: Field
    widths: Field
    paint: Colours
    streak: Colours

    def some(self, which: NDArray[np.intp]) -> "Strokes":
        return Strokes(self.paths[which], self.widths[which], self.paint[which], self.streak[which])

    def samples(self, size: int) -> tuple[int, int]:
        """Samples along and across that leave no hole in the largest stroke on a canvas of this many pixels."""
        length = np.linalg.norm(np.diff(self.paths, axis=1), axis=-1).sum(axis=1).max()
        along, across = (int(extent * size / SAMPLE_PIXELS) + 3 for extent in (length, self.widths.max()))
        return along, across


def scatter(count: int, rng: np.random.Generator, margin: float = 0.06) -> Field:
    """About count points spread evenly over the picture and a margin, in shuffled order; (n, 2)."""
    across = max(1, round(count**0.5))
    grid = np.stack(np.meshgrid(np.arange(across), np.arange(across)), axis=-1).reshape(-1, 2)
    points = (grid + rng.uniform(0, 1, grid.shape)) / across * (1 + 2 * margin) - margin
    return np.asarray(rng.permutation(points), np.float32)


def trace(flow: Flow, middles: Field, lengths: Field, steps: int = 10) -> Field:
    """Paths of the given lengths through the middles, along the flow's angle (radians); (n, steps, 2)."""
    step = (lengths / (steps - 1))[:, None]
    halves = []
    for sign, count in ((-1.0, steps // 2), (1.0, steps - steps // 2 - 1)):
        point, half = middles, []
        for _ in range(count):
            angle = flow(point[:, 0], point[:, 1])
            point = point + sign * step * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
            half.append(point)
        halves.append(half)
    return np.stack([*halves[0][::-1], middles, *halves[1]], axis=1).astype(np.float32)


def straight(middles: Field, lengths: Field, angles: Field) -> Field:
    """Paths of the given lengths and angles (radians) through the middles; (n, 3, 2)."""
    half = lengths[:, None] / 2 * np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return np.stack([middles - half, middles, middles + half], axis=1).astype(np.float32)


class Painting:
    """A canvas under work: OKLab colour and the paint's height, (2 side, 2 side)."""

    def __init__(self, ground: Colours) -> None:
        self.colour: Colours = np.array(ground, np.float32)
        self.height: Field = np.zeros(self.colour.shape[:2], np.float32)

    def lay(self, strokes: Strokes, brush: Brush, rng: np.random.Generator) -> None:
        """Strokes one over the other, the broad ones first."""
        left = np.argsort(-strokes.widths, kind="stable")
        while len(left):
            along, across = strokes.some(left).samples(len(self.colour))
            portion, left = np.split(left, [max(1, SAMPLES_AT_ONCE // (along * across))])
            self._lay_portion(strokes.some(portion), brush, rng)

    def _lay_portion(self, strokes: Strokes, brush: Brush, rng: np.random.Generator) -> None:
        size, count = len(self.colour), len(strokes.paths)
        along, across = strokes.samples(size)
        u, v = np.linspace(0, 1, along, dtype=np.float32), np.linspace(-1, 1, across, dtype=np.float32)
        centre, normal = _ribbon(strokes.paths, u)
        half = strokes.widths[:, None] / 2 * (1 - brush.taper * np.abs(2 * u - 1) ** brush.point)
        xy = centre[:, :, None] + normal[:, :, None] * (half[:, :, None] * v)[..., None]
        pixel = (xy * size).astype(np.int32)

        hairs = _hairs(count, brush.bristles, v, rng)
        start, stop = (brush.ragged * _hairs(count, brush.bristles * 2, v, rng)[:, None] for _ in range(2))
        wet = (u[:, None] >= start) & (u[:, None] <= 1 - stop)
        wet &= hairs[:, None] > brush.dryness * (0.3 + u[:, None] ** 2)
        wet &= ((pixel >= 0) & (pixel < size)).all(axis=-1)

        tone = strokes.paint[:, None] + hairs[..., None] * (strokes.streak - strokes.paint)[:, None]
        tone[..., 0] += brush.tone * (2 * hairs - 1)
        ridge = hairs * 0.7 + brush.ridge * np.abs(v) ** 6
        body = strokes.widths[:, None, None] * 0.25 * ridge[:, None] * (1 - 0.5 * (u**8)[:, None])
        row, column = pixel[..., 1][wet], pixel[..., 0][wet]
        # Where samples share a pixel numpy keeps the last: the later stroke lies on top.
        self.colour[row, column] = np.broadcast_to(tone[:, None], (*wet.shape, 3))[wet]
        self.height[row, column] = np.broadcast_to(body, wet.shape)[wet]


def _ribbon(paths: Field, u: Field) -> tuple[Field, Field]:
    """Centre line and unit normals of each path at u; (n, along, 2) each."""
    position = u * (paths.shape[1] - 1)
    index = np.minimum(position.astype(np.int32), paths.shape[1] - 2)
    share = (position - index)[:, None]
    centre = paths[:, index] * (1 - share) + paths[:, index + 1] * share
    tangents = np.gradient(paths, axis=1)
    tangent = tangents[:, index] * (1 - share) + tangents[:, index + 1] * share
    tangent /= np.linalg.norm(tangent, axis=-1, keepdims=True) + 1e-9
    return centre, np.stack([-tangent[..., 1], tangent[..., 0]], axis=-1)


def _hairs(count: int, bristles: int, v: Field, rng: np.random.Generator) -> Field:
    """A random profile across each brush, 0 … 1, linear between its bristles; (count, across)."""
    knots = rng.uniform(0, 1, (count, bristles + 1)).astype(np.float32)
    position = (v + 1) / 2 * bristles
    index = np.minimum(position.astype(np.int32), bristles - 1)
    share = position - index
    return np.asarray(knots[:, index] * (1 - share) + knots[:, index + 1] * share)
