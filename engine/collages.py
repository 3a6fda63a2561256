"""Pictures of paintings, for passing on: what made one, and before and after. Pillow alone, nothing is painted here."""

from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageOps

from engine.contact_sheet import SMOOTH, WALL

MARGIN, GAP, SEAM = 0.035, 0.085, 0.012
"""Around all, where a sign stands, and between before and after: shares of the painting's longer side."""
SIGN, STROKE = 0.5, 0.16
"""A sign's side as a share of its gap, and the thickness of its strokes as a share of that side."""
INK = (244, 241, 234)
MOST_RATIO = 1.6
"""A part that is longer and thinner loses its ends, so that the others have room."""

Draw = Callable[[int], Image.Image]
"""A sign of that side, as a mask."""
TURNED = Image.Transpose.TRANSPOSE
"""Rows become columns. Twice is not at all."""


def sum_of(parts: Sequence[Image.Image], result: Image.Image) -> Image.Image:
    """Part + part = result. Above a broad painting lie its parts, beside a tall one."""
    if result.width >= result.height:
        return _parts_above(parts, result, plus=_sign_plus, equals=_sign_equals)
    turned = _parts_above(
        [part.transpose(TURNED) for part in parts],
        result.transpose(TURNED),
        plus=_sign_plus,
        equals=lambda side: _sign_equals(side).transpose(TURNED),
    )
    return turned.transpose(TURNED)


def pair_of(before: Image.Image, after: Image.Image) -> Image.Image:
    """Tall pictures beside each other, broad ones one above the other; both of the size of `after`."""
    longest = max(after.size)
    margin, seam = round(MARGIN * longest), max(1, round(SEAM * longest))
    before, (width, height) = ImageOps.fit(before, after.size, Image.Resampling.LANCZOS), after.size
    right, down = (0, height + seam) if width >= height else (width + seam, 0)
    wall = Image.new("RGB", (width + right + 2 * margin, height + down + 2 * margin), WALL)
    wall.paste(before, (margin, margin))
    wall.paste(after, (margin + right, margin + down))
    return wall


def _parts_above(parts: Sequence[Image.Image], result: Image.Image, *, plus: Draw, equals: Draw) -> Image.Image:
    """All parts are as high as lets them fill the painting's width."""
    margin, gap = round(MARGIN * result.width), max(2, round(GAP * result.width))
    side = max(1, round(SIGN * gap))
    ratios = [min(MOST_RATIO, max(1 / MOST_RATIO, part.width / part.height)) for part in parts]
    height = max(1, round((result.width - gap * (len(parts) - 1)) / sum(ratios)))
    wall = Image.new("RGB", (result.width + 2 * margin, height + gap + result.height + 2 * margin), WALL)
    left = float(margin)
    for index, (part, ratio) in enumerate(zip(parts, ratios, strict=True)):
        if index:
            _stick_on(wall, plus(side), (left - gap / 2, margin + height / 2))
        wall.paste(_fitted(part, (ratio * height, height)), (round(left), margin))
        left += ratio * height + gap
    _stick_on(wall, equals(side), (wall.width / 2, margin + height + gap / 2))
    wall.paste(result, (margin, margin + height + gap))
    return wall


def _fitted(part: Image.Image, size: tuple[float, float]) -> Image.Image:
    return ImageOps.fit(part, (max(1, round(size[0])), max(1, round(size[1]))), Image.Resampling.LANCZOS)


def _stick_on(wall: Image.Image, sign: Image.Image, centre: tuple[float, float]) -> None:
    at = (round(centre[0] - sign.width / 2), round(centre[1] - sign.height / 2))
    wall.paste(INK, (*at, at[0] + sign.width, at[1] + sign.height), sign)


def _sign_plus(side: int) -> Image.Image:
    across = _bars(side, (0.5,))
    return ImageChops.lighter(across, across.transpose(TURNED))


def _sign_equals(side: int) -> Image.Image:
    return _bars(side, (0.3, 0.7))


def _bars(side: int, heights: Sequence[float]) -> Image.Image:
    """A mask of rounded bars at these shares of its height."""
    large = side * SMOOTH
    mask, thick = Image.new("L", (large, large), 0), STROKE * large
    draw = ImageDraw.Draw(mask)
    for share in heights:
        top = share * large - thick / 2
        draw.rounded_rectangle((0, top, large - 1, top + thick), radius=thick / 2, fill=255)
    return mask.resize((side, side), Image.Resampling.LANCZOS)
