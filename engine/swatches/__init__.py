"""Style images that Impasto draws itself: one generator a file, each a pure function of side and seed."""

from collections.abc import Callable
from importlib import import_module

from PIL.Image import Image

Generator = Callable[[int, int], Image]

NAMES = (
    "swirls",
    "waves",
    "palette_knife",
    "pointillism",
    "mosaic",
    "stained_glass",
    "gilded",
    "embroidery",
    "woodcut",
    "ink_wash",
    "watercolour",
    "pastel",
    "facets",
    "halftone",
    "neon_rain",
)


def generator(name: str) -> Generator:
    """The named generator: draw(side, seed) -> RGB picture, the same for the same arguments. KeyError if unknown."""
    if name not in NAMES:
        raise KeyError(name)
    draw: Generator = import_module(f"{__name__}.{name}").draw
    return draw
