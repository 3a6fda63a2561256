"""What a painting method is, and the registries of methods and style losses: a new one is a file and an entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar, cast

if TYPE_CHECKING:  # so that listing the methods does not load torch
    import torch
    from torch import Tensor

    from engine.methods.optimise.settings import OptimiseSettings

METHODS = {"instant": "engine.methods.instant.method:load", "optimise": "engine.methods.optimise.method:load"}
"""Name → the function that makes the method from a device and weights."""
STYLE_LOSSES = {
    "gram": "engine.methods.losses.gram:GramLoss",
    "sliced": "engine.methods.losses.sliced_wasserstein:SlicedWassersteinLoss",
    "nearest": "engine.methods.losses.nearest:NearestNeighbourLoss",
    "strokes": "engine.methods.losses.strokes:StrokesLoss",
}
"""Name → the class that says how far a painting is from a style; see engine.methods.losses.style_loss."""


class UnknownMethod(KeyError):
    """No method has that name: show the message, which lists the names that exist."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no method is called {name!r}; there are: {', '.join(METHODS)}")

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The files that the networks are read from, as bytes."""

    vgg19: bytes
    painter: bytes
    faces: bytes | None = None
    """None: no face is found anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dials:
    """What a person can choose about any painting."""

    strength: float = 1.0
    """Alpha: 0 keeps the content, 1 is full style."""
    brush_size: float = 1.0
    """Style scale, above 0: 2 makes strokes twice as large."""
    keep_colours: bool = False
    keep_faces: bool = True
    """In a face the painting keeps closer to the content image, so that people stay themselves."""
    seed: int = 0
    settings: OptimiseSettings | None = None
    """How optimise goes about it; None is its own way, and so is everything for other methods."""


Picture = TypeVar("Picture")
BatchItem: TypeAlias = tuple[Picture, Sequence[tuple[Picture, float]], Dials]
"""A content image, its style images with their weights, and how to paint it."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the painting with a style of its own, or none."""

    mask: Tensor
    """(1, 1, h, w) of 0 to 1 and of any size: white is inside, edges may be soft."""
    style: int | None
    """Which of the style images, counted from 0; None keeps the content image as it is."""


@dataclass(frozen=True, slots=True)
class Step:
    """News from a painting in the making."""

    fraction: float
    """Of the whole work, 0 to 1; never goes back within a painting."""
    picture: Tensor
    """(1, 3, h, w) RGB of 0 to 1, the newest state; smaller than the painting while it is still coarse."""


OnStep = Callable[[Step], None]
"""May raise: the painting then stops at once and lets the exception through."""


class Method(Protocol):
    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        dials: Dials,
        *,
        init: Tensor | None = None,
        regions: Sequence[Region] = (),
        on_step: OnStep,
    ) -> Tensor:
        """The content image (1, 3, h, w), RGB of 0 to 1, painted at its own size in the weighted style images.

        `init` is a painting of any size to start from instead. The result is float32, without gradients.
        """
        ...


def load_method(name: str, *, device: torch.device, weights: Weights) -> Method:
    """Imports the method's file (and with it torch) only now. Raises UnknownMethod."""
    if name not in METHODS:
        raise UnknownMethod(name)
    load = cast(Callable[..., Method], resolve_name(METHODS[name]))
    return load(device=device, weights=weights)
