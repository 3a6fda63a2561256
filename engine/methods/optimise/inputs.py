"""One painting's inputs, prepared once: the content image, the style images as they are painted with, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Dials, Region
from engine.methods.cache import digest
from engine.methods.colour.palette import quantised
from engine.methods.colour.transfer import luminance_only_transfer, match_colours
from engine.methods.optimise.regions import at_size, partition
from engine.methods.optimise.settings import OptimiseSettings
from engine.methods.resizing import Size, downscaled, downscaled_size, resized, size_of, trimmed
from engine.methods.row_bands import by_row_bands

NOISE_DEVIATION = 0.04
"""Of the grey noise that strokes grow from. Where a picture is smooth from pixel to pixel, as one that was enlarged is,
they would begin as the same upright weave everywhere."""


@dataclass(frozen=True, slots=True)
class StyleImage:
    """A style image as it is painted with."""

    image: Tensor
    """(1, 3, h, w), RGB of 0 to 1: trimmed, reduced to a palette, recoloured."""
    share: float
    """Of the part of the picture it paints in, 0 to 1."""
    digest: str
    """Two images of one digest are the same."""


@dataclass(frozen=True, slots=True)
class StyledRegion:
    """What is painted in the same style images: the whole picture, or what a mask shows of it."""

    styles: tuple[StyleImage, ...]
    mask: Tensor | None
    """(1, 1, h, w), as large as the downscaled content image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    content_image: Tensor
    """(1, 3, h, w), RGB of 0 to 1."""
    regions: tuple[StyledRegion, ...]
    kept: Tensor | None
    """(1, 1, h, w), as large as the downscaled content image: 1 where that stays."""
    dials: Dials
    settings: OptimiseSettings

    @classmethod
    def of(
        cls,
        content_image: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        regions: Sequence[Region],
        dials: Dials,
        settings: OptimiseSettings,
    ) -> "Inputs":
        """On the content image's device."""
        divided = partition(regions, [weight for _, weight in styles], downscaled_size(size_of(content_image)))
        images = [prepared(style.to(content_image), settings, seed=dials.seed) for style, _ in styles]
        styled = []
        for part in divided.parts:
            mask = None if part.mask is None else part.mask.to(content_image)
            own = [_recoloured(images[index], content_image, mask, dials, settings) for index, _ in part.shares]
            shares = [share for _, share in part.shares]
            known = [StyleImage(image, share, digest(image)) for image, share in zip(own, shares, strict=True)]
            styled.append(StyledRegion(tuple(known), mask))
        kept = None if divided.kept is None else divided.kept.to(content_image)
        return cls(content_image=content_image, regions=tuple(styled), kept=kept, dials=dials, settings=settings)

    def initial_picture(self, size: Size, painting: Tensor | None) -> Tensor:
        """(1, 3, *size): the painting to go on with, or noise, or the content image in the styles' colours as far as
        the strength goes."""
        if painting is None and self.settings.init == "noise":
            return noise(self.content_image.new_empty(1, 3, *size), seed=self.dials.seed)
        start = self._in_style_colours(downscaled(self.content_image)) if painting is None else painting
        return with_noise(resized(start, size), seed=self.dials.seed)

    def upsampled(self, picture: Tensor, size: Size) -> Tensor:
        """A coarser level's picture to begin a finer one with, with noise of the new size."""
        return picture if size_of(picture) == size else with_noise(resized(picture, size), seed=self.dials.seed)

    def _in_style_colours(self, content: Tensor) -> Tensor:
        """As far as the strength goes. Starting from it, no tint of the content image is left over in the painting."""
        size = size_of(content)
        space, recoloured = self.settings.colour_space, torch.zeros_like(content)
        for region in self.regions:
            mask = None if region.mask is None else at_size(region.mask, size)
            for style in region.styles:
                colours = match_colours(content, downscaled(style.image), space, picture_mask=mask)
                recoloured += style.share * (colours if mask is None else mask * colours)
        if self.kept is not None:
            recoloured += at_size(self.kept, size) * content
        return content.lerp(recoloured, self.dials.strength)

    def finished(self, picture: Tensor) -> Tensor:
        """A picture as a person may see it: within 0 to 1, in the content image's colours if they are kept, and that
        image where it is kept. Of any size of the pyramid.
        """
        size = size_of(picture)
        others = [resized(self.content_image, size)]
        if self.kept is not None:
            others.append(at_size(self.kept, size))
        return by_row_bands(self._finished, picture, *others)

    def _finished(self, picture: Tensor, content: Tensor, kept: Tensor | None = None) -> Tensor:
        picture = picture.clamp(0, 1)
        if self.dials.keep_colours and self.settings.colour_preservation == "luminance":
            picture = luminance_only_transfer(picture, content, self.settings.colour_space)
        return picture if kept is None else torch.lerp(picture, content, kept)


def prepared(style: Tensor, settings: OptimiseSettings, *, seed: int) -> Tensor:
    """Without its edge, and in no more colours than were asked for."""
    style = trimmed(style)
    return style if settings.palette is None else quantised(style, settings.palette, seed=seed)


def with_noise(picture: Tensor, *, seed: int) -> Tensor:
    """With grey noise of that seed and of NOISE_DEVIATION, the same on every device."""
    grey = F.avg_pool2d(_normal(picture[:, :1], seed), 3, stride=1, padding=1, count_include_pad=False)
    return picture.add(grey, alpha=3 * NOISE_DEVIATION).clamp_(0, 1)


def noise(like: Tensor, *, seed: int) -> Tensor:
    """Grey on average, of that seed, the same on every device."""
    return (0.5 + 0.2 * _normal(like, seed)).clamp(0, 1)


def _normal(like: Tensor, seed: int) -> Tensor:
    return torch.randn(like.shape, generator=torch.Generator().manual_seed(seed)).to(like)


def _recoloured(
    style: Tensor, content_image: Tensor, mask: Tensor | None, dials: Dials, settings: OptimiseSettings
) -> Tensor:
    """In the colours of the content image, or of its part, if those are to be kept."""
    if not dials.keep_colours:
        return style
    target = downscaled(content_image)
    target_mask = None if mask is None else at_size(mask, size_of(target))
    return match_colours(style, target, settings.colour_space, target_mask=target_mask)
