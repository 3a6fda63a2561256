"""The chart of a day, drawn by Pillow alone: bars, a line, and numbers that need no language."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

SIZE = (1000, 520)
LEFT, TOP, RIGHT, BOTTOM = 76, 44, 904, 452
"""Edges of the field within the margins of its numbers."""
SMOOTH = 3
"""It is drawn so many times larger, and reduced: Pillow's shapes have hard edges."""
WALL = (24, 24, 27)
GRID = (52, 52, 58)
INK = (150, 150, 158)
BAR = (240, 178, 92)
LINE = (104, 204, 220)
BAR_SHARE = 0.68
"""Of an hour's width."""
TEXT_SIZE = 22
TOPS = (2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 100_000, 1_000_000)
"""Of a scale: each with a whole number at its middle."""
SECONDS_TOPS = (2, 10, 20, 60, 120, 240, 600, 1200, 3600, 7200, 14_400, 36_000, 86_400)


@dataclass(frozen=True, slots=True)
class Scale:
    top: float

    def height_of(self, value: float) -> float:
        """Pixels above the ground; what is beyond the scale is at its top."""
        return min(value / self.top, 1.0) * (BOTTOM - TOP)


def drawn(paintings: Sequence[int], waits: Sequence[float]) -> Image.Image:
    """RGB. Both of the same hours, at least one."""
    large = Image.new("RGB", (SIZE[0] * SMOOTH, SIZE[1] * SMOOTH), WALL)
    draw = ImageDraw.Draw(large)
    many, long = _scale(max(paintings), TOPS), _scale(_longest(paintings, waits), SECONDS_TOPS)
    _draw_grid(draw, many, long)
    _draw_bars(draw, paintings, many)
    _draw_line(draw, paintings, waits, long)
    _draw_hours(draw, len(paintings))
    return large.resize(SIZE, Image.Resampling.LANCZOS)


def duration_text(seconds: float) -> str:
    """In units that are written alike in most languages."""
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{seconds / 60:g} min" if seconds < 3600 else f"{seconds / 3600:g} h"


def _scale(highest: float, tops: Sequence[int]) -> Scale:
    return Scale(next((top for top in tops if top >= highest), tops[-1]))


def _longest(paintings: Sequence[int], waits: Sequence[float]) -> float:
    return max((wait for count, wait in zip(paintings, waits, strict=True) if count), default=0.0)


def _draw_grid(draw: ImageDraw.ImageDraw, many: Scale, long: Scale) -> None:
    """At nought, half and top: paintings on the left, waiting on the right, each in its colour."""
    for share in (0.0, 0.5, 1.0):
        y = BOTTOM - share * (BOTTOM - TOP)
        draw.line(_large(LEFT, y, RIGHT, y), fill=GRID, width=SMOOTH)
        if share:
            _write(draw, f"{many.top * share:g}", (LEFT - 14, y), anchor="rm", fill=BAR)
            _write(draw, duration_text(long.top * share), (RIGHT + 14, y), anchor="lm", fill=LINE)


def _draw_bars(draw: ImageDraw.ImageDraw, paintings: Sequence[int], scale: Scale) -> None:
    half = _step(len(paintings)) * BAR_SHARE / 2
    for index, count in enumerate(paintings):
        if count:
            x, height = _middle(index, len(paintings)), max(scale.height_of(count), 3.0)
            radius = min(half, height) * 0.4
            box = _large(x - half, BOTTOM - height, x + half, BOTTOM)
            draw.rounded_rectangle(box, radius * SMOOTH, fill=BAR, corners=(True, True, False, False))


def _draw_line(draw: ImageDraw.ImageDraw, paintings: Sequence[int], waits: Sequence[float], scale: Scale) -> None:
    """Through the hours in which something was painted. Edged, so that it is seen in front of bars."""
    points = [
        (_middle(index, len(waits)), BOTTOM - scale.height_of(wait))
        for index, (count, wait) in enumerate(zip(paintings, waits, strict=True))
        if count
    ]
    flat = [each * SMOOTH for point in points for each in point]
    for colour, width in ((WALL, 9), (LINE, 4)):
        if len(points) > 1:
            draw.line(flat, fill=colour, width=width * SMOOTH, joint="curve")
        for x, y in points:
            radius = width / 2 + 3
            draw.ellipse(_large(x - radius, y - radius, x + radius, y + radius), fill=colour)


def _draw_hours(draw: ImageDraw.ImageDraw, hours: int) -> None:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        ago = hours * (1 - share)
        text = f"-{ago:g} h" if ago else "0 h"  # Pillow's own font has no minus but the hyphen
        _write(draw, text, (LEFT + share * (RIGHT - LEFT), BOTTOM + 30), anchor="mm", fill=INK)


def _step(hours: int) -> float:
    return (RIGHT - LEFT) / hours


def _middle(index: int, hours: int) -> float:
    return LEFT + (index + 0.5) * _step(hours)


def _write(
    draw: ImageDraw.ImageDraw, text: str, at: tuple[float, float], *, anchor: str, fill: tuple[int, int, int]
) -> None:
    font = ImageFont.load_default(size=TEXT_SIZE * SMOOTH)
    draw.text((at[0] * SMOOTH, at[1] * SMOOTH), text, fill=fill, font=font, anchor=anchor)


def _large(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return (left * SMOOTH, top * SMOOTH, right * SMOOTH, bottom * SMOOTH)
