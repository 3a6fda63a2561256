"""Texture synthesis: a painting's strokes and palette without its objects. Gatys et al. 2015, coarse to fine."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import OnStep, Step
from engine.methods.losses.gram import StyleStatistics
from engine.methods.losses.total_variation import out_of_range, total_variation
from engine.methods.optimise.method import MARGIN
from engine.methods.optimise.minimiser import Descent
from engine.methods.optimise.pyramid import plan, pyramid
from engine.methods.optimise.settings import STYLE_TAPS
from engine.methods.resizing import Size, at_brush_size, resized
from engine.nets.layers import stride_of
from engine.nets.vgg import Vgg19

WRAP = 32
"""Pixels of the opposite edge that the network sees beyond each edge of a tile: room for a stroke to run on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One size of the pyramid, counted from the finest."""

    steps: int
    taps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The defaults were chosen by looking; the last level serves for all that are coarser still.

    Deep taps in coarse levels see a whole star or tree at once, and paint it again: the deepest, relu5_1, is not used,
    relu4_1, which joins strokes to streaks, in one level only, and the coarsest levels know patches and edges alone.
    """

    levels: tuple[Level, ...] = (
        Level(steps=20, taps=STYLE_TAPS[:3]),
        Level(steps=40, taps=STYLE_TAPS[:4]),
        Level(steps=50, taps=STYLE_TAPS[:2]),
    )
    noise: float = 0.05
    """Standard deviation of what is strewn over a level before it begins: something for fine strokes to grow from."""
    variation_weight: float = 2.0
    """Against speckle where a style is flat."""
    range_weight: float = 10.0
    descent: Descent = field(default_factory=lambda: Descent(patience=20))
    """More patient than for a painting: the way down from noise goes up at times."""


SHALLOW = Settings(
    levels=(
        Level(steps=25, taps=STYLE_TAPS[:3]),
        Level(steps=40, taps=STYLE_TAPS[:3]),
        Level(steps=50, taps=STYLE_TAPS[:2]),
    )
)
"""Strokes and patches, and nothing of how they join to suns and trees."""


@dataclass(frozen=True, slots=True)
class Objective:
    """The statistics that a texture of one level should have, as a loss."""

    vgg: Vgg19
    wanted: dict[str, StyleStatistics]
    tileable: bool
    settings: Settings

    def __call__(self, picture: Tensor) -> Tensor:
        seen = wrapped(picture, WRAP) if self.tileable else picture
        features = self.vgg.features(seen, list(self.wanted))
        style = torch.stack(
            [wanted.loss(self._own(tap, features[tap], picture)) for tap, wanted in self.wanted.items()]
        ).mean()
        return (
            style
            + self.settings.variation_weight * total_variation(seen)
            + self.settings.range_weight * out_of_range(picture)
        )

    def _own(self, tap: str, features: Tensor, picture: Tensor) -> Tensor:
        """Without what was wrapped around: counted twice, the edges drew all that is rare to themselves."""
        if not self.tileable:
            return features
        # Cropped as the network crops its margin, by padding with less than nothing: see Vgg19.
        down, across = (min(WRAP, side) // stride_of(tap) for side in picture.shape[-2:])
        return F.pad(features, (-across, -across, -down, -down))


class Best:
    """An objective that remembers the best picture it was asked about: L-BFGS may end a walk on a worse one."""

    def __init__(self, objective: Callable[[Tensor], Tensor]) -> None:
        self._objective = objective
        self._loss = math.inf
        self.picture: Tensor | None = None

    def __call__(self, picture: Tensor) -> Tensor:
        loss = self._objective(picture)
        if loss.item() < self._loss:
            self._loss, self.picture = loss.item(), picture.detach().clone()
        return loss


class Texture:
    def __init__(self, vgg: Vgg19, settings: Settings | None = None) -> None:
        self.vgg = vgg
        self.settings = settings or Settings()

    def synthesise(
        self,
        style: Tensor,
        size: Size,
        *,
        seed: int,
        on_step: OnStep,
        brush_size: float = 1.0,
        tileable: bool = False,
    ) -> Tensor:
        """(1, 3, *size) of the style's matter; `style` (1, 3, h, w), RGB of 0 to 1.

        Tileable: its opposite edges fit each other. At brush size 1, strokes are as large as in the whole style at the
        texture's area.
        """
        style = style.to(self.vgg.device)
        chance = torch.Generator().manual_seed(seed)
        stretches = plan(pyramid(*size), self.settings.levels)
        texture = sprinkled(style, stretches[0].size, chance)
        for stretch in stretches:
            start = resized(texture, stretch.size)
            start = start + self.settings.noise * torch.randn(start.shape, generator=chance).to(start)
            objective = self._objective(
                at_brush_size(style, stretch.size, brush_size=brush_size), stretch.level, tileable
            )
            best = Best(objective)
            walk = self.settings.descent.walk(start, best, steps=stretch.level.steps)
            for step, texture in enumerate(walk, start=1):
                on_step(Step(stretch.fraction(step), texture.clamp(0, 1)))
            texture = start if best.picture is None else best.picture
        texture = texture.clamp(0, 1)
        on_step(Step(1.0, texture))
        return texture

    @torch.no_grad()
    def _objective(self, style: Tensor, level: Level, tileable: bool) -> Objective:
        features = self.vgg.features(style, level.taps)
        wanted = {tap: StyleStatistics.of(features[tap]) for tap in level.taps}
        return Objective(self.vgg, wanted, tileable, self.settings)


def load(*, device: torch.device, vgg19: bytes, settings: Settings | None = None) -> Texture:
    return Texture(Vgg19(vgg19, device=device, margin=MARGIN), settings)


def sprinkled(style: Tensor, size: Size, chance: torch.Generator) -> Tensor:
    """Noise with the style's palette: each pixel (1, 3, *size) is one of the style's, drawn by lot."""
    pixels = style.flatten(start_dim=2)
    drawn = torch.randint(pixels.shape[2], (size[0] * size[1],), generator=chance)
    return pixels[:, :, drawn.to(pixels.device)].view(1, 3, *size)


def wrapped(picture: Tensor, margin: int) -> Tensor:
    """The picture with its opposite edges repeated around it, as far as it reaches."""
    down, across = (min(margin, side) for side in picture.shape[-2:])
    return F.pad(picture, (across, across, down, down), mode="circular")
