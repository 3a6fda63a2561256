"""Painting by optimisation: the pixels themselves are the parameters. Gatys et al. 2016, coarse to fine."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Dials, OnStep, Step, Weights
from engine.methods.colour import with_colours_of, with_palette_of
from engine.methods.descent import Descent
from engine.methods.losses import StyleStatistics, content_loss, out_of_range, total_variation
from engine.nets.vgg import Vgg19

STYLE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
"""After the ReLU, as in the paper: matched before it, pictures took on a woven texture in the dark."""
CONTENT_TAP = "relu4_2"

MARGIN = 16
"""Without it pictures grow a coloured frame: the network's own zeros beyond the border are easily turned into style."""

TRIM = 0.015
"""Share of a style's height and width that is left out at each edge."""

GRAIN = 0.03
"""Deviation of the noise on the first picture: enough for other strokes, too little to be seen."""

COARSEST_SIDE = 96
LEAST_SIDE = 32
"""No coarser level has a longer side below the one or a shorter side below the other: too little is left to see."""
MOST_STYLE_PIXELS = 1 << 21
"""A larger style is cropped, so that a large brush on a large painting fits into memory."""

Size = tuple[int, int]
"""Height and width."""
Share = tuple[Tensor, float]
"""A style and how much of the painting is painted in it, 0 to 1."""


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
    photo_weight: float = 30.0
    """At half strength."""
    variation_weight: float = 1.0
    range_weight: float = 10.0
    descent: Descent = field(default_factory=Descent)

    def level(self, from_finest: int) -> Level:
        return self.levels[min(from_finest, len(self.levels) - 1)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One level of a planned painting, and where it lies in the whole work by its cost."""

    size: Size
    level: Level
    begins: float
    lasts: float

    def fraction(self, step: int) -> float:
        return self.begins + self.lasts * step / self.level.steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a picture of one level should become, as a loss."""

    vgg: Vgg19
    style: dict[str, StyleStatistics]
    content: Tensor
    """Features at CONTENT_TAP."""
    photo: Tensor
    photo_weight: float
    level: Level
    settings: Settings

    def __call__(self, picture: Tensor) -> Tensor:
        features = self.vgg.features(picture, [*self.style, CONTENT_TAP])
        style = torch.stack([wanted.loss(features[tap]) for tap, wanted in self.style.items()]).mean()
        return (
            style
            + self.level.content_weight * content_loss(features[CONTENT_TAP], self.content)
            + self.photo_weight * F.mse_loss(picture, self.photo)
            + self.settings.variation_weight * total_variation(picture)
            + self.settings.range_weight * out_of_range(picture)
        )


class Optimise:
    def __init__(self, vgg: Vgg19, settings: Settings | None = None) -> None:
        self.vgg = vgg
        self.settings = settings or Settings()

    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        dials: Dials,
        *,
        init: Tensor | None = None,
        on_step: OnStep,
    ) -> Tensor:
        """Another seed lays the strokes differently: it is the grain of the very first picture, and nothing else."""
        content = content.to(self.vgg.device)
        if dials.strength <= 0:
            return content.clone()
        shares = self._shares(content, styles, dials)
        picture = content.lerp(tinted(content, shares), dials.strength) if init is None else init.to(self.vgg.device)
        stretches = plan(content, self.settings)
        picture = grained(resized(picture, stretches[0].size), seed=dials.seed)
        for stretch in stretches:
            small = resized(content, stretch.size)
            objective = self._objective(small, shares, dials, stretch.level)
            walk = self.settings.descent.walk(resized(picture, stretch.size), objective, steps=stretch.level.steps)
            for step, picture in enumerate(walk, start=1):
                on_step(Step(stretch.fraction(step), shown(picture, small, dials)))
        painted = shown(picture, content, dials)
        on_step(Step(1.0, painted))
        return painted

    def _shares(self, content: Tensor, styles: Sequence[tuple[Tensor, float]], dials: Dials) -> list[Share]:
        whole = sum(weight for _, weight in styles)
        here = [(trimmed(style.to(self.vgg.device)), weight / whole) for style, weight in styles]
        return [(with_palette_of(content, style), share) for style, share in here] if dials.keep_colours else here

    @torch.no_grad()
    def _objective(self, content: Tensor, shares: Sequence[Share], dials: Dials, level: Level) -> Objective:
        pictures = [(at_brush_size(style, content, brush_size=dials.brush_size), share) for style, share in shares]
        read = [(self.vgg.features(picture, STYLE_TAPS), share) for picture, share in pictures]
        style = {
            tap: StyleStatistics.mixed((StyleStatistics.of(features[tap]), share) for features, share in read)
            for tap in STYLE_TAPS
        }
        goal = self.vgg.features(content, [CONTENT_TAP])[CONTENT_TAP]
        return Objective(
            vgg=self.vgg,
            style=style,
            content=goal,
            photo=content,
            photo_weight=self.settings.photo_weight * restraint(dials.strength),
            level=level,
            settings=self.settings,
        )


def load(*, device: torch.device, weights: Weights) -> Optimise:
    return Optimise(Vgg19(weights.vgg19, device=device, margin=MARGIN))


def restraint(strength: float) -> float:
    """How hard the photo itself holds the painting back: 0 at full strength, without limit towards none."""
    return (max(0.0, 1 - strength) / strength) ** 2


def tinted(content: Tensor, shares: Sequence[Share]) -> Tensor:
    """The content in the styles' palettes. Starting from it, no tint of the photo is left over in the painting."""
    return torch.stack([share * with_palette_of(style, content) for style, share in shares]).sum(dim=0)


def grained(picture: Tensor, *, seed: int) -> Tensor:
    """With the noise of that seed, the same on every device."""
    noise = torch.randn(picture.shape, generator=torch.Generator().manual_seed(seed))
    return (picture + GRAIN * noise.to(picture)).clamp(0, 1)


def plan(content: Tensor, settings: Settings) -> list[Stretch]:
    """From coarse to fine, ending at the content's own size; a level's cost is its steps times its pixels."""
    sizes = pyramid(content.shape[-2], content.shape[-1])
    levels = [settings.level(from_finest) for from_finest in reversed(range(len(sizes)))]
    costs = [level.steps * height * width for level, (height, width) in zip(levels, sizes, strict=True)]
    return [
        Stretch(size, level, begins=sum(costs[:index]) / sum(costs), lasts=costs[index] / sum(costs))
        for index, (size, level) in enumerate(zip(sizes, levels, strict=True))
    ]


def pyramid(height: int, width: int) -> list[Size]:
    """Sizes from coarse to fine, each about half the next, ending exactly at (height, width)."""
    sizes = [(height, width)]
    while True:
        coarser = (round(height / 2 ** len(sizes)), round(width / 2 ** len(sizes)))
        if max(coarser) < COARSEST_SIDE or min(coarser) < LEAST_SIDE:
            return sizes[::-1]
        sizes.append(coarser)


def at_brush_size(style: Tensor, content: Tensor, *, brush_size: float) -> Tensor:
    """The style at the content's area times the square of the brush size, or its middle where that is too large."""
    scale = brush_size * (content[0, 0].numel() / style[0, 0].numel()) ** 0.5
    height, width = (max(LEAST_SIDE, round(side * scale)) for side in style.shape[-2:])
    return middle(resized(style, (height, width)), most_pixels=MOST_STYLE_PIXELS)


def trimmed(style: Tensor) -> Tensor:
    """Without the edge, where photographs of paintings often show bare canvas or a frame, which became stripes."""
    rows, columns = (round(side * TRIM) for side in style.shape[-2:])
    return style[..., rows : style.shape[-2] - rows, columns : style.shape[-1] - columns]


def middle(picture: Tensor, *, most_pixels: int) -> Tensor:
    """The middle of the picture, of its own shape."""
    height, width = picture.shape[-2:]
    shrink = min(1.0, (most_pixels / (height * width)) ** 0.5)
    rows, columns = max(1, int(height * shrink)), max(1, int(width * shrink))
    top, left = (height - rows) // 2, (width - columns) // 2
    return picture[..., top : top + rows, left : left + columns]


def resized(picture: Tensor, size: Size) -> Tensor:
    """Antialiased, and still of 0 to 1."""
    if picture.shape[-2:] == size:
        return picture
    return F.interpolate(picture, size, mode="bicubic", antialias=True, align_corners=False).clamp(0, 1)


def shown(picture: Tensor, content: Tensor, dials: Dials) -> Tensor:
    """The picture as a person may see it: within 0 to 1 and, when they are to be kept, in the content's colours."""
    picture = picture.clamp(0, 1)
    return with_colours_of(picture, content) if dials.keep_colours else picture
