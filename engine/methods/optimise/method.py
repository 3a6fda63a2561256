"""Painting by optimisation: the pixels themselves are the parameters. Gatys et al. 2016, coarse to fine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from engine.methods import Dials, OnStep, Region, Step, Weights
from engine.methods.cache import LruCache
from engine.methods.losses.style_loss import StyleLoss
from engine.methods.optimise.faces import FACE_TAPS, FaceLoss, content_weight_map, face_mask
from engine.methods.optimise.inputs import Inputs, StyledRegion, StyleImage
from engine.methods.optimise.objective import Objective, StyleTarget
from engine.methods.optimise.pyramid import PlannedLevel, plan, pyramid
from engine.methods.optimise.regions import WeightMap
from engine.methods.optimise.settings import Level, OptimiseSettings
from engine.methods.optimise.strategy import Strategy, strategy_for
from engine.methods.resizing import Size, downscaled, resized, size_of
from engine.nets.faces import FaceFinder
from engine.nets.reader import Reader
from engine.nets.vgg import MARGIN, Vgg19

PAINTING_LEVELS = 2
"""The finest levels alone, where the work begins with a painting: coarser ones would blur its strokes away."""
MOST_WORK = 36_000_000
"""Steps times pixels of a level: 36 steps at 1,225 × 816, 8 at 2,600 × 1,733."""
LEAST_STEPS = 6


class Optimise:
    """What was read of the last style images is kept, so that a style costs its reading once."""

    def __init__(self, vgg: Reader, settings: OptimiseSettings | None = None, finder: FaceFinder | None = None) -> None:
        """Without a finder, faces are painted like everything else."""
        self.vgg = vgg
        self.settings = settings or OptimiseSettings()
        self._finder = finder
        self._style_losses: LruCache[StyleLoss] = LruCache()

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
        """Another seed lays the strokes differently: it is the noise that levels begin with, and nothing else."""
        content = content.to(self.vgg.device)
        if dials.strength <= 0:
            return content.clone()
        settings = dials.settings or self.settings
        inputs = Inputs.of(content, styles, regions, dials, settings)
        if not inputs.regions:
            return content.clone()
        painting = None if init is None else init.to(content)
        all_planned = plan_levels(content, settings, from_painting=painting is not None)
        picture = inputs.initial_picture(all_planned[0].size, painting)
        faces = self._face_mask(content) if dials.keep_faces else None
        for planned in all_planned:
            if painting is None:
                start = inputs.upsampled(picture, planned.size)
            else:
                start = upsampled_with_detail(picture, planned.size, painting)
            strategy, progress = strategy_for(planned.size, settings), LevelProgress(inputs, planned, on_step)
            objective = self._objective(inputs, faces, planned, strategy)
            for picture in strategy.minimise(start, objective, on_part=progress.part):
                progress.step(picture)
        painted = inputs.finished(picture)
        on_step(Step(1.0, painted))
        return painted

    def _face_mask(self, content: Tensor) -> Tensor | None:
        """(1, 1, h, w) of 0 to 1, as large as the downscaled content image; None where there is no face."""
        if self._finder is None:
            return None
        seen = downscaled(content)
        mask = face_mask(self._finder.faces(seen), size_of(seen))
        return None if mask is None else mask.to(content)

    @torch.no_grad()
    def _objective(
        self, inputs: Inputs, faces: Tensor | None, planned: PlannedLevel[Level], strategy: Strategy
    ) -> Objective:
        settings, size = inputs.settings, planned.size
        vgg = self.vgg.pooled(settings.pooling)
        content_image = resized(inputs.content_image, size)
        content_taps = [tap for tap, _ in settings.content_layers]
        face_loss = None
        if faces is not None:
            face_loss = FaceLoss(WeightMap(faces, size), strategy.content_features(vgg, content_image, FACE_TAPS))
        return Objective(
            vgg=vgg,
            styles=[self._style_target(vgg, region, inputs, size, strategy) for region in inputs.regions],
            content_features=strategy.content_features(vgg, content_image, content_taps),
            content_image=content_image,
            pixel_weight=settings.pixel_weight * pixel_weight_factor(inputs.dials.strength),
            level=planned.level,
            settings=settings,
            content_map=None if faces is None else content_weight_map(faces, size),
            faces=face_loss,
            kept=None if inputs.kept is None else WeightMap(inputs.kept, size),
        )

    def _style_target(
        self, vgg: Reader, region: StyledRegion, inputs: Inputs, size: Size, strategy: Strategy
    ) -> StyleTarget:
        shares = [(self._style_loss(vgg, style, inputs, size, strategy), style.share) for style in region.styles]
        first, _ = shares[0]
        loss = first.mixed(shares)
        if region.mask is None:
            return StyleTarget(loss=loss)
        return StyleTarget(loss=loss, share=region.mask.mean().item(), mask=WeightMap(region.mask, size))

    def _style_loss(self, vgg: Reader, style: StyleImage, inputs: Inputs, size: Size, strategy: Strategy) -> StyleLoss:
        """From memory, when this very image was read at this size before."""
        settings, brush_size = inputs.settings, inputs.dials.brush_size
        key = (
            style.digest,
            size[0] * size[1],
            brush_size,
            tuple(tap for tap, _ in settings.style_layers),
            settings.style_loss,
            settings.pooling,
        )
        return self._style_losses.get(key, lambda: strategy.style_loss(vgg, style.image, size, brush_size=brush_size))


@dataclass(slots=True)
class LevelProgress:
    """Tells of the steps of one level, and of parts of them where a step takes long."""

    inputs: Inputs
    planned: PlannedLevel[Level]
    on_step: OnStep
    done: int = 0
    newest: Tensor | None = None

    def step(self, picture: Tensor) -> None:
        self.done += 1
        self.newest = self.inputs.finished(downscaled(picture))
        self.on_step(Step(self.planned.fraction(self.done), self.newest))

    def part(self, share: float) -> None:
        """With so much of the next step done. Before the first there is only the content image to show."""
        picture = downscaled(self.inputs.content_image) if self.newest is None else self.newest
        self.on_step(Step(self.planned.fraction(self.done + share), picture))


def load(*, device: torch.device, weights: Weights) -> Optimise:
    """Raises BadWeights, BadFaceWeights."""
    finder = None if weights.faces is None else FaceFinder(weights.faces, device=device)
    return Optimise(Vgg19(weights.vgg19, device=device, margin=MARGIN), finder=finder)


def plan_levels(content: Tensor, settings: OptimiseSettings, *, from_painting: bool) -> list[PlannedLevel[Level]]:
    """From coarse to fine. A painting to go on with is entered where it still has its strokes."""
    sizes = pyramid(*size_of(content))
    levels = settings.schedule(min(len(sizes), PAINTING_LEVELS) if from_painting else len(sizes))
    if settings.iterations is None:
        levels = tuple(affordable(level, size) for level, size in zip(levels, reversed(sizes), strict=False))
    return plan(sizes[-len(levels) :], levels)


def affordable(level: Level, size: Size) -> Level:
    """With fewer steps where each takes long: what is left to do in a large picture is ever finer."""
    return replace(level, steps=min(level.steps, max(LEAST_STEPS, MOST_WORK // (size[0] * size[1]))))


def upsampled_with_detail(picture: Tensor, size: Size, painting: Tensor) -> Tensor:
    """The picture at a finer size, with the detail that the painting has there and not at the picture's size."""
    detail = resized(painting, size) - resized(resized(painting, size_of(picture)), size)
    return (resized(picture, size) + detail).clamp(0, 1)


def pixel_weight_factor(strength: float) -> float:
    """How hard the content image itself holds the painting back: 0 at strength 1, without limit towards 0."""
    return (max(0.0, 1 - strength) / strength) ** 2
