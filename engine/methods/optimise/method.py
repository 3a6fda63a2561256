"""Painting by optimisation: the pixels themselves are the parameters. Gatys et al. 2016, coarse to fine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from engine.methods import Dials, OnStep, Region, Step, Weights
from engine.methods.cache import Library
from engine.methods.losses.gram import Style
from engine.methods.losses.style_loss import StyleLoss, style_loss_named
from engine.methods.optimise.adam_bf16 import LeanDescent
from engine.methods.optimise.faces import DETAIL_TAPS, Likeness, content_map, face_map
from engine.methods.optimise.inputs import Brush, Commission, Ground
from engine.methods.optimise.minimiser import Descent
from engine.methods.optimise.objective import Objective, Territory
from engine.methods.optimise.pyramid import Stretch, plan, pyramid
from engine.methods.optimise.regions import Where
from engine.methods.optimise.settings import Level, Settings
from engine.methods.optimise.tiles import MOST_AT_ONCE, TiledObjective, style_of
from engine.methods.resizing import Size, at_brush_size, at_own_detail, glimpse, resized, size_of
from engine.nets.faces import FaceFinder
from engine.nets.vgg import Vgg19

MARGIN = 16
"""Without it pictures grow a coloured frame: the network's own zeros beyond the border are easily turned into style."""
PAINTING_LEVELS = 2
"""The finest levels alone, where the work begins with a painting: coarser ones would blur its strokes away."""
MOST_WORK = 36_000_000
"""Steps times pixels of a level: 36 steps at 1,225 × 816, 8 at 2,600 × 1,733."""
LEAST_STEPS = 6
MOST_MEMORY = 10
"""Steps that L-BFGS remembers, each as two pictures."""
MOST_MEMORY_BYTES = 1 << 30
MOST_REMEMBERED = 100 << 20
"""Bytes of a picture, 8 million pixels. L-BFGS would need more than 2 GB for a larger one."""


class Optimise:
    """What was read of the last styles is kept, so that a style costs its reading once."""

    def __init__(self, vgg: Vgg19, settings: Settings | None = None, finder: FaceFinder | None = None) -> None:
        """Without a finder, faces are painted like everything else."""
        self.vgg = vgg
        self.settings = settings or Settings()
        self._finder = finder
        self._library: Library[StyleLoss] = Library()

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
        faces = self._faces(content) if dials.keep_faces else None
        for stretch in stretches:
            if painting is None:
                start = commission.enlarged(picture, stretch.size)
            else:
                start = detailed(picture, stretch.size, painting)
            news = News(commission, stretch, on_step)
            for picture in self._walk(start, self._objective(commission, faces, stretch), news):
                news.step(picture)
        painted = commission.shown(picture)
        on_step(Step(1.0, painted))
        return painted

    def _faces(self, content: Tensor) -> Tensor | None:
        """Where they are; None where there is none."""
        if self._finder is None:
            return None
        seen = glimpse(content)
        where = face_map(self._finder.faces(seen), size_of(seen))
        return None if where is None else where.to(content)

    def _walk(self, start: Tensor, objective: Objective, news: "News") -> Iterator[Tensor]:
        steps = objective.level.steps
        if not is_large(size_of(start)):
            return descent(objective.settings, start).walk(start, objective, steps=steps)
        if start.nbytes > MOST_REMEMBERED:
            lean = TiledObjective.lean(objective, on_part=news.between)
            return LeanDescent().walk(start, lean.loss_and_gradient, steps=steps)
        tiled = TiledObjective(objective, on_part=news.between)
        return descent(objective.settings, start).walk(start, tiled, steps=steps)

    @torch.no_grad()
    def _objective(self, commission: Commission, faces: Tensor | None, stretch: Stretch[Level]) -> Objective:
        settings, size = commission.settings, stretch.size
        vgg = self.vgg.pooled(settings.pooling)
        photo = resized(commission.content, size)
        likeness = None if faces is None else Likeness(Where(faces, size), self._goals(vgg, photo, DETAIL_TAPS))
        return Objective(
            vgg=vgg,
            territories=[self._territory(vgg, ground, commission, size) for ground in commission.grounds],
            content=self._goals(vgg, photo, [tap for tap, _ in settings.content_layers]),
            photo=photo,
            photo_weight=settings.photo_weight * restraint(commission.dials.strength),
            level=stretch.level,
            settings=settings,
            content_map=None if faces is None else content_map(faces, size),
            likeness=likeness,
            kept=None if commission.kept is None else Where(commission.kept, size),
        )

    def _goals(self, vgg: Vgg19, photo: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """Tiles read their own."""
        return {} if is_large(size_of(photo)) else vgg.features(photo, taps)

    def _territory(self, vgg: Vgg19, ground: Ground, commission: Commission, size: Size) -> Territory:
        read = [(self._read(vgg, brush, commission, size), brush.share) for brush in ground.brushes]
        kind = Style if is_large(size) else style_loss_named(commission.settings.style_loss)
        style = kind.mixed(read)
        if ground.mask is None:
            return Territory(style=style)
        return Territory(style=style, share=ground.mask.mean().item(), where=Where(ground.mask, size))

    def _read(self, vgg: Vgg19, brush: Brush, commission: Commission, size: Size) -> StyleLoss:
        """From memory, when this very picture was read at this size before."""
        settings, brush_size = commission.settings, commission.dials.brush_size
        taps = tuple(tap for tap, _ in settings.style_layers)

        def read() -> StyleLoss:
            if is_large(size):
                return style_of(vgg, at_own_detail(brush.picture, size, brush_size=brush_size), taps)
            picture = at_brush_size(brush.picture, size, brush_size=brush_size)
            return style_loss_named(settings.style_loss).of(vgg.features(picture, taps))

        key = (brush.digest, size[0] * size[1], brush_size, taps, settings.style_loss, settings.pooling)
        return self._library.get(key, read)


@dataclass(slots=True)
class News:
    """Tells of the steps of one level, and of parts of them where a step takes long."""

    commission: Commission
    stretch: Stretch[Level]
    on_step: OnStep
    done: int = 0
    shown: Tensor | None = None

    def step(self, picture: Tensor) -> None:
        self.done += 1
        self.shown = self.commission.shown(glimpse(picture))
        self.on_step(Step(self.stretch.fraction(self.done), self.shown))

    def between(self, share: float) -> None:
        """With so much of the next step done. Before the first there is only the photo to show."""
        picture = glimpse(self.commission.content) if self.shown is None else self.shown
        self.on_step(Step(self.stretch.fraction(self.done + share), picture))


def load(*, device: torch.device, weights: Weights) -> Optimise:
    finder = None if weights.faces is None else FaceFinder(weights.faces, device=device)
    return Optimise(Vgg19(weights.vgg19, device=device, margin=MARGIN), finder=finder)


def planned(content: Tensor, settings: Settings, *, from_painting: bool) -> list[Stretch[Level]]:
    """From coarse to fine. A painting to go on with is entered where it still has its strokes."""
    sizes = pyramid(*size_of(content))
    levels = settings.schedule(min(len(sizes), PAINTING_LEVELS) if from_painting else len(sizes))
    if settings.iterations is None:
        levels = tuple(affordable(level, size) for level, size in zip(levels, reversed(sizes), strict=False))
    return plan(sizes[-len(levels) :], levels)


def affordable(level: Level, size: Size) -> Level:
    """With fewer steps where each takes long: what is left to do in a large picture is ever finer."""
    return replace(level, steps=min(level.steps, max(LEAST_STEPS, MOST_WORK // (size[0] * size[1]))))


def is_large(size: Size) -> bool:
    """Too large to be read at once. Read in tiles, styles are Gram matrices: they alone are sums over positions."""
    return size[0] * size[1] > MOST_AT_ONCE


def detailed(picture: Tensor, size: Size, painting: Tensor) -> Tensor:
    """The picture at a finer size, with the detail that the painting has there and not at the picture's size."""
    detail = resized(painting, size) - resized(resized(painting, size_of(picture)), size)
    return (resized(picture, size) + detail).clamp(0, 1)


def descent(settings: Settings, picture: Tensor) -> Descent:
    """L-BFGS remembers fewer steps of a large picture."""
    memory = min(MOST_MEMORY, MOST_MEMORY_BYTES // (2 * picture.nbytes))
    return Descent(
        optimiser=settings.optimiser, patience=settings.patience, least_gain=settings.least_gain, memory=memory
    )


def restraint(strength: float) -> float:
    """How hard the photo itself holds the painting back: 0 at full strength, without limit towards none."""
    return (max(0.0, 1 - strength) / strength) ** 2
