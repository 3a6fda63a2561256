"""Pictures brought to a size: large ones small enough to work on as a whole, style images at a brush size."""

import torch.nn.functional as F
from torch import Tensor

Size = tuple[int, int]
"""Height and width."""

LEAST_STYLE_SIDE = 32
"""Pixels. No style image has a shorter side: too little is left to see."""
MOST_STYLE_PIXELS = 1 << 21
"""A larger style image is cropped, so that a large brush on a large painting fits into memory."""
MOST_TILED_STYLE_PIXELS = 1 << 24
"""The same where it is read in tiles."""
MOST_DOWNSCALED_PIXELS = 3 << 19
TRIM = 0.015
"""Share of a style image's height and width that is left out at each edge."""


def size_of(picture: Tensor) -> Size:
    return picture.shape[-2], picture.shape[-1]


def resized(picture: Tensor, size: Size) -> Tensor:
    """(batch, 3, h, w) of 0 to 1 -> (batch, 3, *size), bicubic, antialiased, and still of 0 to 1."""
    if picture.shape[-2:] == size:
        return picture
    return F.interpolate(picture, size, mode="bicubic", antialias=True, align_corners=False).clamp_(0, 1)


def at_brush_size(style: Tensor, size: Size, *, brush_size: float, most_pixels: int = MOST_STYLE_PIXELS) -> Tensor:
    """The style image (1, 3, h, w) at the area of `size` times the square of the brush size.

    Only its middle where that would have more than `most_pixels`.
    """
    scale = brush_size * (size[0] * size[1] / style[0, 0].numel()) ** 0.5
    seen = centre_crop(style, most_pixels=max(1, int(most_pixels / scale**2)))
    height, width = (max(LEAST_STYLE_SIDE, round(side * scale)) for side in seen.shape[-2:])
    return resized(seen, (height, width))


def at_brush_size_unenlarged(style: Tensor, size: Size, *, brush_size: float) -> Tensor:
    """As `at_brush_size`, but never for an area larger than its own: a large painting has finer strokes then, and no
    blurred ones."""
    own = size_of(style)
    smaller = min(size, own, key=lambda each: each[0] * each[1])
    return at_brush_size(style, smaller, brush_size=brush_size, most_pixels=MOST_TILED_STYLE_PIXELS)


def downscaled(picture: Tensor) -> Tensor:
    """A picture of more than MOST_DOWNSCALED_PIXELS at that many, to be worked on as a whole; others as they are."""
    return resized(picture, downscaled_size(size_of(picture)))


def downscaled_size(size: Size) -> Size:
    """What `downscaled` makes of a picture of that size."""
    shrink = min(1.0, (MOST_DOWNSCALED_PIXELS / (size[0] * size[1])) ** 0.5)
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def trimmed(style: Tensor) -> Tensor:
    """Without the edge, where photographs of paintings often show bare canvas or a frame, which became stripes."""
    rows, columns = (round(side * TRIM) for side in style.shape[-2:])
    return style[..., rows : style.shape[-2] - rows, columns : style.shape[-1] - columns]


def centre_crop(picture: Tensor, *, most_pixels: int) -> Tensor:
    """The middle of the picture, of its own shape."""
    height, width = picture.shape[-2:]
    shrink = min(1.0, (most_pixels / (height * width)) ** 0.5)
    rows, columns = max(1, int(height * shrink)), max(1, int(width * shrink))
    top, left = (height - rows) // 2, (width - columns) // 2
    return picture[..., top : top + rows, left : left + columns]
