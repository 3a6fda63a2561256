"""Opening pictures at the size of a measurement, and a contact sheet of paintings."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from engine.images import decode, enlarged

GAP = 6
LABEL = 14
MOST_SIDE = 1600
"""Pixels of a sheet's longer side: larger ones are cut into several."""


def opened(path: Path, *, longest_side: int) -> Image.Image:
    """As the engine opens it, with its longer side exactly so long."""
    return enlarged(decode(path.read_bytes(), longest_side=longest_side), longest_side=longest_side)


def contact_sheets(
    rows: Sequence[tuple[str, Sequence[Image.Image]]], titles: Sequence[str], *, tile: int
) -> list[Image.Image]:
    """One row a pair, one column a title; pictures shrunk to fit a square of `tile` pixels."""
    fitting = max(1, (MOST_SIDE - LABEL) // (tile + LABEL + GAP))
    parts = [rows[start : start + fitting] for start in range(0, len(rows), fitting)]
    return [_sheet(part, titles, tile) for part in parts]


def _sheet(rows: Sequence[tuple[str, Sequence[Image.Image]]], titles: Sequence[str], tile: int) -> Image.Image:
    sheet = Image.new("RGB", (len(titles) * (tile + GAP) + GAP, LABEL + len(rows) * (tile + LABEL + GAP)), "white")
    draw = ImageDraw.Draw(sheet)
    for column, title in enumerate(titles):
        draw.text((GAP + column * (tile + GAP), 1), title, fill="black")
    for row, (name, pictures) in enumerate(rows):
        top = LABEL + row * (tile + LABEL + GAP)
        draw.text((GAP, top), name, fill="black")
        for column, picture in enumerate(pictures):
            small = picture.copy()
            small.thumbnail((tile, tile), Image.Resampling.LANCZOS)
            sheet.paste(small, (GAP + column * (tile + GAP), top + LABEL))
    return sheet
