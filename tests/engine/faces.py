"""A face, drawn: what the detector finds, without a photo of anybody."""

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]

HAIR, SKIN, SHADOW, WHITE, DARK, LIPS = (
    (52, 36, 28),
    (222, 178, 150),
    (205, 155, 130),
    (245, 240, 235),
    (40, 28, 22),
    (170, 75, 75),
)


def portrait(width: int, height: int, *, middle: tuple[float, float], scale: float) -> Image.Image:
    """At scale 1 the face is about 135 pixels wide and 185 high around its middle, across and down."""
    image = Image.new("RGB", (width, height), (96, 120, 140))
    draw = ImageDraw.Draw(image)

    def oval(across: float, down: float, half_width: float, half_height: float, colour: Colour) -> None:
        x, y = middle[0] + across * scale, middle[1] + down * scale
        box = (x - half_width * scale, y - half_height * scale, x + half_width * scale, y + half_height * scale)
        draw.ellipse(box, fill=colour)

    oval(0, -20, 88, 115, HAIR)
    oval(0, 190, 130, 90, (60, 70, 110))
    oval(0, 90, 34, 60, SHADOW)
    oval(0, 10, 68, 92, SKIN)
    for side in (-1, 1):
        oval(side * 28, -16, 15, 8, WHITE)
        oval(side * 28, -16, 8, 8, DARK)
        oval(side * 28, -34, 18, 4, HAIR)
        oval(side * 6, 30, 4, 3, DARK)
    oval(0, 14, 7, 20, SHADOW)
    oval(0, 58, 24, 8, LIPS)
    return image.filter(ImageFilter.GaussianBlur(1.5 * scale))
