"""The registries of painting methods and style losses: a new one is one file here and one entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar, cast

if TYPE_CHECKING:  # so that listing the methods does not load torch
    import torch
    from torch import Tensor

    from engine.methods.optimise.settings import Settings

METHODS = {"instant": "engine.methods.instant.method", "optimise": "engine.methods.optimise.method"}
"""Name → the module whose `load(device=…, weights=…)` makes the method."""
ONE_PASS = "instant"
"""The method that has no steps: nothing to show on the way, and several pictures can be painted at once."""
STYLE_LOSSES = {
    "gram": "engine.methods.losses.gram",
    "sliced": "engine.methods.losses.sliced_wasserstein",
    "nearest": "engine.methods.losses.nearest",
    "strokes": "engine.methods.losses.strokes",
}
"""Name → the module whose `Style` says how far a painting is from a style; see engine.methods.losses.style_loss."""


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
    """What a person can turn."""

    longest_side: int
    """Pixels of the painting's longer side."""
    strength: float = 1.0
    """Alpha: 0 keeps the content, 1 is full style."""
    brush_size: float = 1.0
    """Style scale: 2 makes strokes twice as large."""
    keep_colours: bool = False
    keep_faces: bool = True
    """In a face the painting keeps closer to the photo, so that people stay themselves."""
    seed: int = 0
    settings: Settings | None = None
    """How optimise goes about it; None is its own way, and so is everything for other methods."""


Picture = TypeVar("Picture")
Sitting: TypeAlias = tuple[Picture, Sequence[tuple[Picture, float]], Dials]
"""A content, its styles with their weights, and how to paint it."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the painting with a style of its own, or none."""

    mask: Tensor
    """(1, 1, h, w) of 0 to 1 and of any size: white is inside, edges may be soft."""
    style: int | None
    """Which of the styles, counted from 0; None keeps the photo as it is."""


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
        """The content (1, 3, h, w), RGB of 0 to 1, painted at its own size in the weighted styles.

        `init` is a painting of any size to start from instead of the content.
        """
        ...


class _MethodModule(Protocol):
    def load(self, *, device: torch.device, weights: Weights) -> Method: ...


def load_method(name: str, *, device: torch.device, weights: Weights) -> Method:
    """Imports the method's file (and with it torch) only now. Raises UnknownMethod."""
    if name not in METHODS:
        raise UnknownMethod(name)
    module = cast(_MethodModule, import_module(METHODS[name]))
    return module.load(device=device, weights=weights)
