"""Pictures that the browser tests drop: drawn here, so that nothing of anybody's is in the repository."""

import math
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
EXIF_ORIENTATION = 0x0112
ROTATED_CLOCKWISE = 6


def landscape(width: int = 1200, height: int = 800) -> bytes:
    """Hills, a lake and a low sun: something that one would want to have painted."""
    image = _sky(width, height, top=(74, 118, 190), bottom=(255, 205, 150))
    draw = ImageDraw.Draw(image)
    sun = (width * 0.68, height * 0.4)
    draw.ellipse(_around(sun, height * 0.07), fill=(255, 243, 205))
    for depth, colour in enumerate(((126, 132, 168), (92, 118, 128), (56, 92, 88), (32, 62, 58))):
        draw.polygon(_hills(width, height, depth), fill=colour)
    return _jpeg(image.filter(ImageFilter.GaussianBlur(1)))


def brushwork(width: int = 900, height: int = 900) -> bytes:
    """Bands of thick colour that follow a slow wave: a style."""
    image = Image.new("RGB", (width, height), (38, 52, 140))
    draw = ImageDraw.Draw(image)
    paints = ((246, 183, 60), (125, 143, 242), (239, 106, 76), (43, 179, 160), (255, 243, 220), (47, 63, 174))
    for band in range(height // 22 + 8):
        points = [(x, band * 22 - 60 + 46 * math.sin(x / 95 + band / 3)) for x in range(-20, width + 40, 12)]
        draw.line(points, fill=paints[band % len(paints)], width=15, joint="curve")
    return _jpeg(image)


def sideways_portrait() -> bytes:
    """Stored lying down, 400 × 300, with the EXIF note that it is to be shown upright, 300 × 400."""
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = ROTATED_CLOCKWISE
    buffer = BytesIO()
    Image.new("RGB", (400, 300), (90, 160, 90)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def plain(colour: Colour, *, width: int = 320, height: int = 240) -> bytes:
    return _jpeg(Image.new("RGB", (width, height), colour))


def size_of(data: bytes) -> tuple[int, int]:
    return Image.open(BytesIO(data)).size


def _sky(width: int, height: int, *, top: Colour, bottom: Colour) -> Image.Image:
    column = Image.new("RGB", (1, 64))
    for y in range(64):
        column.putpixel((0, y), _between(top, bottom, y / 63))
    return column.resize((width, height), Image.Resampling.BICUBIC)


def _between(a: Colour, b: Colour, share: float) -> Colour:
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def _hills(width: int, height: int, depth: int) -> list[tuple[float, float]]:
    ridge = [
        (x, height * (0.5 + 0.13 * depth) + height * 0.06 * math.sin(x / (130 + 60 * depth) + depth * 2.1))
        for x in range(0, width + 20, 20)
    ]
    return [(0, height), *ridge, (width, height)]


def _around(centre: tuple[float, float], radius: float) -> tuple[float, float, float, float]:
    x, y = centre
    return x - radius, y - radius, x + radius, y + radius


def _jpeg(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
