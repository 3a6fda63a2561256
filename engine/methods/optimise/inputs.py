"""One painting as it was ordered: the photo, the styles as they are painted with, and where; prepared once."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Dials, Region
from engine.methods.cache import digest
from engine.methods.colour.palette import reduced
from engine.methods.colour.transfer import with_colours_of, with_palette_of
from engine.methods.optimise.regions import at_size, divided
from engine.methods.optimise.settings import Settings
from engine.methods.resizing import Size, glimpse, glimpsed, resized, size_of, trimmed
from engine.methods.row_bands import in_strips

GRAIN = 0.04
"""Deviation of the grey noise that strokes grow from. Where a picture is smooth from pixel to pixel, as one that was
enlarged is, they would begin as the same upright weave everywhere."""


@dataclass(frozen=True, slots=True)
class Brush:
    """A style picture as it is painted with."""

    picture: Tensor
    share: float
    """Of the territory it paints in, 0 to 1."""
    digest: str
    """Two pictures of one digest are the same."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is painted in the same brushes: the whole picture, or what a mask shows of it."""

    brushes: tuple[Brush, ...]
    mask: Tensor | None
    """(1, 1, h, w) of a glimpse of the content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    content: Tensor
    grounds: tuple[Ground, ...]
    kept: Tensor | None
    """(1, 1, h, w) of a glimpse of the content: 1 where the photo stays."""
    dials: Dials
    settings: Settings

    @classmethod
    def of(
        cls,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        regions: Sequence[Region],
        dials: Dials,
        settings: Settings,
    ) -> "Commission":
        """On the content's device."""
        division = divided(regions, [weight for _, weight in styles], glimpsed(size_of(content)))
        pictures = [prepared(style.to(content), settings, seed=dials.seed) for style, _ in styles]
        grounds = []
        for part in division.parts:
            mask = None if part.mask is None else part.mask.to(content)
            own = [_recoloured(pictures[index], content, mask, dials, settings) for index, _ in part.shares]
            shares = [share for _, share in part.shares]
            brushes = [Brush(picture, share, digest(picture)) for picture, share in zip(own, shares, strict=True)]
            grounds.append(Ground(tuple(brushes), mask))
        kept = None if division.kept is None else division.kept.to(content)
        return cls(content=content, grounds=tuple(grounds), kept=kept, dials=dials, settings=settings)

    def first_picture(self, size: Size, painting: Tensor | None) -> Tensor:
        """The painting to go on with, or noise, or the content in the styles' palettes as far as the strength goes."""
        if painting is None and self.settings.init == "noise":
            return noise(self.content.new_empty(1, 3, *size), seed=self.dials.seed)
        start = self._tinted(glimpse(self.content)) if painting is None else painting
        return grained(resized(start, size), seed=self.dials.seed)

    def enlarged(self, picture: Tensor, size: Size) -> Tensor:
        """A coarser level's picture to begin a finer one with, with grain of the new size."""
        return picture if size_of(picture) == size else grained(resized(picture, size), seed=self.dials.seed)

    def _tinted(self, photo: Tensor) -> Tensor:
        """As far as the strength goes. Starting from it, no tint of the photo is left over in the painting."""
        size = size_of(photo)
        space, tinted = self.settings.colour_space, torch.zeros_like(photo)
        for ground in self.grounds:
            mask = None if ground.mask is None else at_size(ground.mask, size)
            for brush in ground.brushes:
                colours = with_palette_of(glimpse(brush.picture), photo, space, picture_mask=mask)
                tinted += brush.share * (colours if mask is None else mask * colours)
        if self.kept is not None:
            tinted += at_size(self.kept, size) * photo
        return photo.lerp(tinted, self.dials.strength)

    def shown(self, picture: Tensor) -> Tensor:
        """A picture as a person may see it: within 0 to 1, in the photo's colours if they are kept, and on the photo
        where that is. Of any size of the pyramid.
        """
        size = size_of(picture)
        others = [resized(self.content, size)]
        if self.kept is not None:
            others.append(at_size(self.kept, size))
        return in_strips(self._shown, picture, *others)

    def _shown(self, picture: Tensor, photo: Tensor, kept: Tensor | None = None) -> Tensor:
        picture = picture.clamp(0, 1)
        if self.dials.keep_colours and self.settings.keeping == "luminance":
            picture = with_colours_of(picture, photo, self.settings.colour_space)
        return picture if kept is None else torch.lerp(picture, photo, kept)


def prepared(style: Tensor, settings: Settings, *, seed: int) -> Tensor:
    """Without its edge, and in no more colours than were asked for."""
    style = trimmed(style)
    return style if settings.palette is None else reduced(style, settings.palette, seed=seed)


def grained(picture: Tensor, *, seed: int) -> Tensor:
    """With the grain of that seed, the same on every device."""
    grain = F.avg_pool2d(_drawn(picture[:, :1], seed), 3, stride=1, padding=1, count_include_pad=False)
    return picture.add(grain, alpha=3 * GRAIN).clamp_(0, 1)


def noise(like: Tensor, *, seed: int) -> Tensor:
    """Grey on average, of that seed, the same on every device."""
    return (0.5 + 0.2 * _drawn(like, seed)).clamp(0, 1)


def _drawn(like: Tensor, seed: int) -> Tensor:
    return torch.randn(like.shape, generator=torch.Generator().manual_seed(seed)).to(like)


def _recoloured(style: Tensor, content: Tensor, mask: Tensor | None, dials: Dials, settings: Settings) -> Tensor:
    """In the colours of the content, or of its part, if those are to be kept."""
    if not dials.keep_colours:
        return style
    model = glimpse(content)
    model_mask = None if mask is None else at_size(mask, size_of(model))
    return with_palette_of(model, style, settings.colour_space, model_mask=model_mask)
