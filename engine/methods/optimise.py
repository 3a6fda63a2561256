"""Painting by optimisation: the pixels themselves are the parameters. Gatys et al. 2016, coarse to fine."""

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.methods import Dials, OnStep, Region, Step, Weights
from engine.methods.commission import Brush, Commission, Ground
from engine.methods.descent import Descent
from engine.methods.library import Library
from engine.methods.objective import Objective, Territory
from engine.methods.pyramid import Size, Stretch, at_brush_size, plan, pyramid, resized
from engine.methods.regions import at_size, at_taps
from engine.methods.settings import Level, Settings
from engine.methods.styles import StyleLoss, style_loss_named
from engine.nets.vgg import Vgg19

MARGIN = 16
"""Without it pictures grow a coloured frame: the network's own zeros beyond the border are easily turned into style."""
PAINTING_LEVELS = 2
"""The finest levels alone, where the work begins with a painting: coarser ones would blur its strokes away."""


class Optimise:
    """What was read of the last styles is kept, so that a style costs its reading once."""

    def __init__(self, vgg: Vgg19, settings: Settings | None = None) -> None:
        self.vgg = vgg
        self.settings = settings or Settings()
        self._library = Library()

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
        """Another seed lays the strokes differently: it is the grain of the very first picture, and nothing else."""
        content = content.to(self.vgg.device)
        if dials.strength <= 0:
            return content.clone()
        settings = dials.settings or self.settings
        commission = Commission.of(content, styles, regions, dials, settings)
        if not commission.grounds:
            return content.clone()
        painting = None if init is None else init.to(content)
        stretches = planned(content, settings, from_painting=painting is not None)
        picture = commission.first_picture(stretches[0].size, painting)
        for stretch in stretches:
            start = resized(picture, stretch.size) if painting is None else detailed(picture, stretch.size, painting)
            walk = descent(settings).walk(start, self._objective(commission, stretch), steps=stretch.level.steps)
            for step, picture in enumerate(walk, start=1):
                on_step(Step(stretch.fraction(step), commission.shown(picture)))
        painted = commission.shown(picture)
        on_step(Step(1.0, painted))
        return painted

    @torch.no_grad()
    def _objective(self, commission: Commission, stretch: Stretch[Level]) -> Objective:
        settings, size = commission.settings, stretch.size
        vgg = self.vgg.pooled(settings.pooling)
        photo = resized(commission.content, size)
        return Objective(
            vgg=vgg,
            territories=[self._territory(vgg, ground, commission, size) for ground in commission.grounds],
            content=vgg.features(photo, [tap for tap, _ in settings.content_layers]),
            photo=photo,
            photo_weight=settings.photo_weight * restraint(commission.dials.strength),
            level=stretch.level,
            settings=settings,
            kept=None if commission.kept is None else at_size(commission.kept, size),
        )

    def _territory(self, vgg: Vgg19, ground: Ground, commission: Commission, size: Size) -> Territory:
        read = [(self._read(vgg, brush, commission, size), brush.share) for brush in ground.brushes]
        style = style_loss_named(commission.settings.style_loss).mixed(read)
        if ground.mask is None:
            return Territory(style=style)
        mask = at_size(ground.mask, size)
        taps = [tap for tap, _ in commission.settings.style_layers]
        return Territory(style=style, share=mask.mean().item(), where=at_taps(mask, taps))

    def _read(self, vgg: Vgg19, brush: Brush, commission: Commission, size: Size) -> StyleLoss:
        """From memory, when this very picture was read at this size before."""
        settings, brush_size = commission.settings, commission.dials.brush_size
        taps = tuple(tap for tap, _ in settings.style_layers)

        def read() -> StyleLoss:
            picture = at_brush_size(brush.picture, size, brush_size=brush_size)
            return style_loss_named(settings.style_loss).of(vgg.features(picture, taps))

        key = (brush.digest, size[0] * size[1], brush_size, taps, settings.style_loss, settings.pooling)
        return self._library.get(key, read)


def load(*, device: torch.device, weights: Weights) -> Optimise:
    return Optimise(Vgg19(weights.vgg19, device=device, margin=MARGIN))


def planned(content: Tensor, settings: Settings, *, from_painting: bool) -> list[Stretch[Level]]:
    """From coarse to fine. A painting to go on with is entered where it still has its strokes."""
    sizes = pyramid(content.shape[-2], content.shape[-1])
    levels = settings.schedule(min(len(sizes), PAINTING_LEVELS) if from_painting else len(sizes))
    return plan(sizes[-len(levels) :], levels)


def detailed(picture: Tensor, size: Size, painting: Tensor) -> Tensor:
    """The picture at a finer size, with the detail that the painting has there and not at the picture's size."""
    before = (picture.shape[-2], picture.shape[-1])
    detail = resized(painting, size) - resized(resized(painting, before), size)
    return (resized(picture, size) + detail).clamp(0, 1)


def descent(settings: Settings) -> Descent:
    return Descent(optimiser=settings.optimiser, patience=settings.patience, least_gain=settings.least_gain)


def restraint(strength: float) -> float:
    """How hard the photo itself holds the painting back: 0 at full strength, without limit towards none."""
    return (max(0.0, 1 - strength) / strength) ** 2
