"""Style images as parts of a piece of work: a picture, its share, and what it is called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from storage.names import ImageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style image and its share of the painting. Only image and weight are the engine's business."""

    image: ImageRef
    weight: float = 1.0
    preset: str = ""
    """A preset's key, or empty."""
    own: str = ""
    """What a person calls a style of their own. For their eyes only: it is written into no picture."""
    title: str = ""
    """What the painting's metadata calls it: a preset's name with artist and year."""
    unknown: Mapping[str, Any] = field(default_factory=dict)


def without_own_names(styles: Iterable[Style]) -> tuple[Style, ...]:
    return tuple(replace(style, own="") for style in styles)


def presets_in(styles: Iterable[Style]) -> frozenset[ImageRef]:
    """The pictures of those that ship with the bot."""
    return frozenset(style.image for style in styles if style.preset)
