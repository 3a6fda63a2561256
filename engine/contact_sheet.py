"""Contact sheets: small pictures side by side, each with its number. Pillow alone, nothing is painted here."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

from storage.work.contact_sheet import TILES_A_ROW

GAP = 4
"""Pixels between tiles."""
WALL = (24, 24, 27)
"""Behind the tiles: pictures glow on a dark wall, in a bright chat as in a dark one."""
MOST_RATIO = 2.0
"""A photo that is longer and thinner loses its ends, so that every tile shows something."""
BADGE_SHARE = 0.23
"""Of the tile's shorter side; a telephone shows a sheet at about a quarter of its size."""
LEAST_BADGE = 12
BADGE_FILL = (12, 12, 14, 214)
BADGE_INK = (255, 255, 255, 255)
SMOOTH = 4
"""Badges are drawn so many times larger, and reduced: Pillow's shapes have hard edges."""


def tile_of(photo: Image.Image, *, longest_side: int) -> Image.Image:
    """The photo at exactly that size, its ends cut off where it is very long and thin."""
    ratio = min(MOST_RATIO, max(photo.size) / min(photo.size))
    shorter = max(1, round(longest_side / ratio))
    size = (longest_side, shorter) if photo.width >= photo.height else (shorter, longest_side)
    return ImageOps.fit(photo, size, Image.Resampling.LANCZOS)


def composed(
    tiles: Sequence[Image.Image], *, places: int | None = None, first_number: int = 1, gap: int = GAP
) -> Image.Image:
    """The tiles, all of one size, in rows of TILES_A_ROW. `places` more than there are tiles stay empty."""
    width, height = tiles[0].size
    places = places or len(tiles)
    columns, rows = min(places, TILES_A_ROW), -(-places // TILES_A_ROW)
    sheet = Image.new("RGB", (columns * (width + gap) - gap, rows * (height + gap) - gap), WALL)
    for index, tile in enumerate(tiles):
        row, column = divmod(index, TILES_A_ROW)
        at = (column * (width + gap), row * (height + gap))
        sheet.paste(tile, at)
        _stick_on(sheet, badge(first_number + index, side=badge_side(tile)), at)
    return sheet


def badge_side(tile: Image.Image) -> int:
    return max(LEAST_BADGE, round(BADGE_SHARE * min(tile.size)))


def badge(number: int, *, side: int) -> Image.Image:
    """A number on a dark disc that grows into a pill for long numbers; RGBA, `side` high."""
    large = side * SMOOTH
    font = ImageFont.load_default(size=round(large * 0.66))
    text = str(number)
    width = max(large, round(font.getlength(text) + large * 0.5))
    picture = Image.new("RGBA", (width, large), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, width - 1, large - 1), radius=large // 2, fill=BADGE_FILL)
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    at = ((width - left - right) / 2, (large - top - bottom) / 2)
    draw.text(at, text, font=font, fill=BADGE_INK, stroke_width=large / 60, stroke_fill=BADGE_INK)
    return picture.resize((round(width / SMOOTH), side), Image.Resampling.LANCZOS)


def _stick_on(sheet: Image.Image, number: Image.Image, corner: tuple[int, int]) -> None:
    inset = round(number.height * 0.16)
    sheet.paste(number, (corner[0] + inset, corner[1] + inset), number)
