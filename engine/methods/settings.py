"""How painting by optimisation goes about its work: layers, weights, steps. Without torch, for the command line."""

from dataclasses import dataclass
from typing import Literal

Layers = tuple[tuple[str, float], ...]
"""Names of VGG-19's layers, each with its weight beside the others'."""

STYLE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
"""After the ReLU, as in the paper: matched before it, pictures took on a woven texture in the dark."""
CONTENT_TAP = "relu4_2"
STYLE_LAYERS: Layers = tuple((tap, 1.0) for tap in STYLE_TAPS)
CONTENT_LAYERS: Layers = ((CONTENT_TAP, 1.0),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One size of the pyramid, counted from the finest."""

    steps: int
    content_weight: float
    """Beside a style loss whose mean over the taps is weighted 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The defaults were chosen by looking; the last level serves for all that are coarser still.

    Content weighs more in coarse levels, which decide where things are, than in fine ones, which are mostly strokes.
    """

    levels: tuple[Level, ...] = (
        Level(steps=30, content_weight=0.1),
        Level(steps=50, content_weight=0.2),
        Level(steps=60, content_weight=0.5),
    )
    style_loss: str = "gram"
    """Of STYLE_LOSSES."""
    style_layers: Layers = STYLE_LAYERS
    content_layers: Layers = CONTENT_LAYERS
    photo_weight: float = 30.0
    """At half strength."""
    variation_weight: float = 1.0
    range_weight: float = 10.0
    optimiser: Literal["lbfgs", "adam"] = "lbfgs"
    patience: int = 8
    least_gain: float = 0.01
    """A level ends when the loss has fallen by less than this share over the last `patience` steps."""


def emphasis(layers: Layers) -> dict[str, float]:
    """Each layer's share; they add up to 1."""
    whole = sum(weight for _, weight in layers)
    return {name: weight / whole for name, weight in layers}
