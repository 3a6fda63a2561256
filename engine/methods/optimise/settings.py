"""Every control of painting by optimisation: layers, weights, steps. Without torch, for the command line."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from engine.methods import STYLE_LOSSES
from engine.nets.layers import LAYERS, Pooling

Layers = tuple[tuple[str, float], ...]
"""Names of VGG-19's layers, each with its weight beside the others'."""
Init = Literal["content", "noise"]
Optimiser = Literal["lbfgs", "adam"]
ColourSpace = Literal["srgb", "linear", "lab"]
ColourPreservation = Literal["palette", "luminance"]

INITS, OPTIMISERS, POOLINGS = get_args(Init), get_args(Optimiser), get_args(Pooling)
COLOUR_SPACES, COLOUR_PRESERVATIONS = get_args(ColourSpace), get_args(ColourPreservation)

STYLE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
"""After the ReLU, as in the paper: matched before it, pictures took on the texture of a weave in the dark."""
CONTENT_TAP = "relu4_2"
STYLE_LAYERS: Layers = tuple((tap, 1.0) for tap in STYLE_TAPS)
CONTENT_LAYERS: Layers = ((CONTENT_TAP, 1.0),)

ITERATIONS = (1, 10_000)
PALETTES = (2, 64)


class BadSettings(ValueError):
    """Nothing can be painted with these settings: show the message, which is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One size of the pyramid, counted from the finest."""

    steps: int
    content_weight: float
    """Beside a style loss whose mean over the taps has weight 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimiseSettings:
    """The defaults were chosen by looking. Raises BadSettings.

    Content weighs more in coarse levels, which decide where things are, than in fine ones, which are mostly strokes.
    """

    levels: tuple[Level, ...] = (
        Level(steps=30, content_weight=0.1),
        Level(steps=50, content_weight=0.2),
        Level(steps=60, content_weight=0.5),
    )
    """The last serves for all that are coarser still."""
    most_levels: int | None = None
    """None takes as many sizes as the picture has room for; 1 is the paper's way."""
    iterations: int | None = None
    """Over all levels at most, divided as the levels' own steps are. None is the levels' own steps."""
    init: Init = "content"
    style_loss: str = "strokes"
    """Of STYLE_LOSSES."""
    style_layers: Layers = STYLE_LAYERS
    content_layers: Layers = CONTENT_LAYERS
    pooling: Pooling = "average"
    style_weight: float = 1.0
    """Beta of Gatys et al. 2016, eq. 7."""
    content_weight: float = 1.0
    """Alpha of the same, times each level's own."""
    pixel_weight: float = 30.0
    """Of the mean squared difference from the content image itself, at half strength."""
    total_variation_weight: float = 1.0
    range_weight: float = 10.0
    optimiser: Optimiser = "lbfgs"
    patience: int = 8
    least_gain: float = 0.01
    """A level ends when the loss has fallen by less than this share over the last `patience` steps."""
    colour_preservation: ColourPreservation = "luminance"
    """When colours are to be kept: "palette" recolours the style images alone (Gatys et al. 2016, colour matching),
    "luminance" gives the painting the content image's hues as well (luminance-only transfer)."""
    colour_space: ColourSpace = "srgb"
    """Where colours are matched and luminance is told from hue."""
    palette: int | None = None
    """The style images are reduced to so many colours before they are looked at."""

    def __post_init__(self) -> None:
        for kind, layers in (("style", self.style_layers), ("content", self.content_layers)):
            _check_layers(kind, layers)
        _check_choice("style loss", self.style_loss, tuple(STYLE_LOSSES))
        _check_choice("init", self.init, INITS)
        _check_choice("optimiser", self.optimiser, OPTIMISERS)
        _check_choice("pooling", self.pooling, POOLINGS)
        _check_choice("way of keeping colours", self.colour_preservation, COLOUR_PRESERVATIONS)
        _check_choice("colour space", self.colour_space, COLOUR_SPACES)
        if self.iterations is not None:
            _check_range("iterations", self.iterations, ITERATIONS)
        if self.palette is not None:
            _check_range("colours of a palette", self.palette, PALETTES)

    def schedule(self, sizes: int) -> tuple[Level, ...]:
        """A level, counted from the finest, for each of so many sizes, or for fewer where they are not all wanted."""
        count = min(sizes, self.most_levels or sizes, self.iterations or sizes)
        levels = [self.levels[min(from_finest, len(self.levels) - 1)] for from_finest in range(count)]
        if self.iterations is None:
            return tuple(levels)
        steps = apportioned(self.iterations, [level.steps for level in levels])
        return tuple(replace(level, steps=own) for level, own in zip(levels, steps, strict=True))


def layer_weights(layers: Layers) -> dict[str, float]:
    """w_l of Gatys et al. 2016, eq. 5: each layer's share; they add up to 1."""
    whole = sum(weight for _, weight in layers)
    return {name: weight / whole for name, weight in layers}


def apportioned(whole: int, parts: list[int]) -> list[int]:
    """The whole in proportion to the parts, at least 1 each; it is not less than their number."""
    spare, total = whole - len(parts), sum(parts)
    ends = [round(spare * sum(parts[: index + 1]) / total) for index in range(len(parts))]
    return [1 + end - begin for begin, end in zip([0, *ends], ends, strict=False)]


def _check_layers(kind: str, layers: Layers) -> None:
    names = [name for name, _ in layers]
    for name in names:
        if name not in LAYERS:
            raise BadSettings(f"VGG-19 has no layer {name!r}; there are: {', '.join(LAYERS)}")
        if names.count(name) > 1:
            raise BadSettings(f"the {kind} layer {name} is named twice")
    if any(not weight > 0 for _, weight in layers) or not layers:
        raise BadSettings(f"there must be a {kind} layer, and each needs a weight above 0")


def _check_choice(what: str, chosen: str, choices: tuple[str, ...]) -> None:
    if chosen not in choices:
        raise BadSettings(f"there is no {what} {chosen!r}; there are: {', '.join(choices)}")


def _check_range(what: str, value: int, limits: tuple[int, int]) -> None:
    if not limits[0] <= value <= limits[1]:
        raise BadSettings(f"{value} {what} are not between {limits[0]} and {limits[1]}")
