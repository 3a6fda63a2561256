"""At which size each picture of a piece of work is opened: as much as it can use, and no more. Pure."""

STYLE_DETAIL = 2
"""A style image is kept at up to this many times the painting's side, for large brushes and long shapes."""
MOST_STYLE_SIDE = 4096
"""Whatever the painting's side is: 200 MB as numbers. Several styles share that room."""
MOST_MASK_SIDE = 2048
"""Finer than a mask is used of a painting that is larger."""


def style_side(longest_side: int, count: int) -> int:
    """Pixels of the longer side at which each of so many style images is kept, for a painting of that size."""
    return min(STYLE_DETAIL * longest_side, int(MOST_STYLE_SIDE / max(1, count) ** 0.5))


def mask_side(longest_side: int) -> int:
    """Pixels of the longer side at which a region's mask is kept, for a painting of that size."""
    return min(longest_side, MOST_MASK_SIDE)
