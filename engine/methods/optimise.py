"""Painting by optimisation: the pixels themselves are the parameters. Gatys et al. 2016, coarse to fine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Dials, OnStep, Step, Weights
from engine.methods.colour import with_colours_of, with_palette_of
from engine.methods.descent import Descent
from engine.methods.losses import content_loss, out_of_range, total_variation
from engine.methods.pyramid import at_brush_size, plan, pyramid, resized
from engine.methods.settings import Level, Settings, emphasis
from engine.methods.styles import Masks, StyleLoss, style_loss_named
from engine.nets.vgg import Vgg19

MARGIN = 16
"""Without it pictures grow a coloured frame: the network's own zeros beyond the border are easily turned into style."""

TRIM = 0.015
"""Share of a style's height and width that is left out at each edge."""

GRAIN = 0.03
"""Deviation of the noise on the first picture: enough for other strokes, too little to be seen."""

Share = tuple[Tensor, float]
"""A style and how much of the painting is painted in it, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A part of the picture, or the whole, that is painted in one style or mixture."""

    style: StyleLoss
    share: float = 1.0
    """Of the picture's area."""
    where: Masks | None = None
    """None is everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a picture of one level should become, as a loss."""

    vgg: Vgg19
    territories: Sequence[Territory]
    content: Mapping[str, Tensor]
    """Features of the photo, by tap."""
    photo: Tensor
    photo_weight: float
    level: Level
    settings: Settings
    content_map: Tensor | None = None
    """(1, 1, h, w), of the picture's size: multiplies the content weight where it is. None is 1 everywhere."""

    def __call__(self, picture: Tensor) -> Tensor:
        style_weights, content_weights = emphasis(self.settings.style_layers), emphasis(self.settings.content_layers)
        features = self.vgg.features(picture, [*style_weights, *content_weights])
        style = [part.share * part.style.loss(features, style_weights, part.where) for part in self.territories]
        content = [
            weight * content_loss(features[tap], self.content[tap], self._content_map_at(features[tap]))
            for tap, weight in content_weights.items()
        ]
        return (
            torch.stack(style).sum()
            + self.level.content_weight * torch.stack(content).sum()
            + self.photo_weight * F.mse_loss(picture, self.photo)
            + self.settings.variation_weight * total_variation(picture)
            + self.settings.range_weight * out_of_range(picture)
        )

    def _content_map_at(self, features: Tensor) -> Tensor | None:
        return None if self.content_map is None else shrunk(self.content_map, features)


class Optimise:
    def __init__(self, vgg: Vgg19, settings: Settings | None = None) -> None:
        self.vgg = vgg
        self.settings = settings or Settings()
        self._descent = Descent(
            optimiser=self.settings.optimiser, patience=self.settings.patience, least_gain=self.settings.least_gain
        )

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
        stretches = plan(pyramid(*content.shape[-2:]), self.settings.levels)
        picture = grained(resized(picture, stretches[0].size), seed=dials.seed)
        for stretch in stretches:
            small = resized(content, stretch.size)
            objective = self._objective(small, shares, dials, stretch.level)
            walk = self._descent.walk(resized(picture, stretch.size), objective, steps=stretch.level.steps)
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
        kind = style_loss_named(self.settings.style_loss)
        style_taps = [tap for tap, _ in self.settings.style_layers]
        size = (content.shape[-2], content.shape[-1])
        pictures = [(at_brush_size(style, size, brush_size=dials.brush_size), share) for style, share in shares]
        read = [(kind.of(self.vgg.features(picture, style_taps)), share) for picture, share in pictures]
        return Objective(
            vgg=self.vgg,
            territories=[Territory(style=kind.mixed(read))],
            content=self.vgg.features(content, [tap for tap, _ in self.settings.content_layers]),
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


def trimmed(style: Tensor) -> Tensor:
    """Without the edge, where photographs of paintings often show bare canvas or a frame, which became stripes."""
    rows, columns = (round(side * TRIM) for side in style.shape[-2:])
    return style[..., rows : style.shape[-2] - rows, columns : style.shape[-1] - columns]


def shrunk(mask: Tensor, features: Tensor) -> Tensor:
    """A mask (1, 1, h, w) of a picture, at the positions of the features that were read from it."""
    return F.adaptive_avg_pool2d(mask, (features.shape[-2], features.shape[-1]))


def shown(picture: Tensor, content: Tensor, dials: Dials) -> Tensor:
    """The picture as a person may see it: within 0 to 1 and, when they are to be kept, in the content's colours."""
    picture = picture.clamp(0, 1)
    return with_colours_of(picture, content) if dials.keep_colours else picture
