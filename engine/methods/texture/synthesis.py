"""Texture synthesis: a style image's strokes and colours without its objects. Gatys et al. 2015, coarse to fine."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import OnStep, Step
from engine.methods.losses.gram import GramStatistics
from engine.methods.losses.total_variation import out_of_range, total_variation
from engine.methods.optimise.minimiser import Minimiser
from engine.methods.optimise.pyramid import plan, pyramid
from engine.methods.optimise.settings import STYLE_TAPS
from engine.methods.resizing import Size, at_brush_size, resized
from engine.nets.layers import stride_of
from engine.nets.vgg import MARGIN, Vgg19

WRAP = 32
"""Pixels of the opposite edge that the network sees beyond each edge of a tileable texture: room for a stroke to run
on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextureLevel:
    """One size of the pyramid, counted from the finest."""

    steps: int
    taps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextureSettings:
    """The defaults were chosen by looking; the last level serves for all that are coarser still.

    Deep taps in coarse levels see a whole star or tree at once, and paint it again: the deepest, relu5_1, is not used,
    relu4_1, which joins strokes to streaks, in one level only, and the coarsest levels know patches and edges alone.
    """

    levels: tuple[TextureLevel, ...] = (
        TextureLevel(steps=20, taps=STYLE_TAPS[:3]),
        TextureLevel(steps=40, taps=STYLE_TAPS[:4]),
        TextureLevel(steps=50, taps=STYLE_TAPS[:2]),
    )
    noise: float = 0.05
    """Standard deviation of what is added to a level before it begins: something for fine strokes to grow from."""
    total_variation_weight: float = 2.0
    """Against speckle where a style is flat."""
    range_weight: float = 10.0
    minimiser: Minimiser = field(default_factory=lambda: Minimiser(patience=20))
    """More patient than for a painting: the way down from noise goes up at times."""


SHALLOW = TextureSettings(
    levels=(
        TextureLevel(steps=25, taps=STYLE_TAPS[:3]),
        TextureLevel(steps=40, taps=STYLE_TAPS[:3]),
        TextureLevel(steps=50, taps=STYLE_TAPS[:2]),
    )
)
"""Strokes and patches, and nothing of how they join to suns and trees."""


@dataclass(frozen=True, slots=True)
class TextureLoss:
    """The statistics that a texture of one level should have, as a loss of a picture (1, 3, h, w)."""

    vgg: Vgg19
    targets: dict[str, GramStatistics]
    """Of the style image, by tap."""
    tileable: bool
    settings: TextureSettings

    def __call__(self, picture: Tensor) -> Tensor:
        seen = circular_padded(picture, WRAP) if self.tileable else picture
        features = self.vgg.features(seen, list(self.targets))
        style = torch.stack(
            [target.loss(self._own(tap, features[tap], picture)) for tap, target in self.targets.items()]
        ).mean()
        return (
            style
            + self.settings.total_variation_weight * total_variation(seen)
            + self.settings.range_weight * out_of_range(picture)
        )

    def _own(self, tap: str, features: Tensor, picture: Tensor) -> Tensor:
        """Without the padding: counted twice, the edges drew all that is rare to themselves."""
        if not self.tileable:
            return features
        # Cropped as the network crops its margin, by padding with less than nothing: see Vgg19.
        down, across = (min(WRAP, side) // stride_of(tap) for side in picture.shape[-2:])
        return F.pad(features, (-across, -across, -down, -down))


class BestSoFar:
    """A loss that remembers the best picture it was asked about: L-BFGS may end on a worse one."""

    def __init__(self, loss: Callable[[Tensor], Tensor]) -> None:
        self._loss = loss
        self._least = math.inf
        self.picture: Tensor | None = None

    def __call__(self, picture: Tensor) -> Tensor:
        loss = self._loss(picture)
        if loss.item() < self._least:
            self._least, self.picture = loss.item(), picture.detach().clone()
        return loss


class Texture:
    def __init__(self, vgg: Vgg19, settings: TextureSettings | None = None) -> None:
        self.vgg = vgg
        self.settings = settings or TextureSettings()

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
        """(1, 3, *size) with the statistics of `style` (1, 3, h, w), both RGB of 0 to 1.

        Tileable: its opposite edges fit each other. At brush size 1, strokes are as large as in the whole style image
        at the texture's area.
        """
        style = style.to(self.vgg.device)
        generator = torch.Generator().manual_seed(seed)
        all_planned = plan(pyramid(*size), self.settings.levels)
        texture = random_pixels_of(style, all_planned[0].size, generator)
        for planned in all_planned:
            start = resized(texture, planned.size)
            start = start + self.settings.noise * torch.randn(start.shape, generator=generator).to(start)
            style_here = at_brush_size(style, planned.size, brush_size=brush_size)
            best = BestSoFar(self._loss(style_here, planned.level, tileable))
            pictures = self.settings.minimiser.minimise(start, best, steps=planned.level.steps)
            for step, texture in enumerate(pictures, start=1):
                on_step(Step(planned.fraction(step), texture.clamp(0, 1)))
            texture = start if best.picture is None else best.picture
        texture = texture.clamp(0, 1)
        on_step(Step(1.0, texture))
        return texture

    @torch.no_grad()
    def _loss(self, style: Tensor, level: TextureLevel, tileable: bool) -> TextureLoss:
        features = self.vgg.features(style, level.taps)
        targets = {tap: GramStatistics.of(features[tap]) for tap in level.taps}
        return TextureLoss(self.vgg, targets, tileable, self.settings)


def load(*, device: torch.device, vgg19: bytes, settings: TextureSettings | None = None) -> Texture:
    return Texture(Vgg19(vgg19, device=device, margin=MARGIN), settings)


def random_pixels_of(style: Tensor, size: Size, generator: torch.Generator) -> Tensor:
    """Noise in the style's colours: (1, 3, *size), each pixel drawn from those of the style (1, 3, h, w)."""
    pixels = style.flatten(start_dim=2)
    drawn = torch.randint(pixels.shape[2], (size[0] * size[1],), generator=generator)
    return pixels[:, :, drawn.to(pixels.device)].view(1, 3, *size)


def circular_padded(picture: Tensor, margin: int) -> Tensor:
    """The picture with its opposite edges repeated around it, by no more than its own sides."""
    down, across = (min(margin, side) for side in picture.shape[-2:])
    return F.pad(picture, (across, across, down, down), mode="circular")
