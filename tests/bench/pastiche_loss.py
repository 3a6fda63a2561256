"""pastiche's loss as the aim of Impasto's own way down, so that both can be timed to the same figure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods.losses.gram import gram_matrix
from engine.methods.optimise.minimiser import Minimiser
from engine.methods.optimise.pyramid import pyramid
from engine.methods.optimise.settings import CONTENT_TAP, STYLE_TAPS
from engine.methods.resizing import resized
from engine.nets.vgg import Vgg19

CONTENT_WEIGHT = 0.01
STYLE_WEIGHT = 10.0
"""pastiche's defaults; the latter over the square of the number of channels, on the mean squared difference."""
THEIR_CONTENT_TAP = "block4_relu2"
COARSE_STEPS = 60
FINE_STEPS = 400
"""At most; a plateau ends a level earlier."""
LEAST_GAIN = 0.004
"""Over eight steps, or the level ends."""


@dataclass(frozen=True, slots=True)
class PasticheLoss:
    vgg: Vgg19
    content: Tensor
    grams: dict[str, Tensor]

    @classmethod
    @torch.no_grad()
    def of(cls, vgg: Vgg19, photo: Tensor, style: Tensor) -> "PasticheLoss":
        """For a coarse level: the style at the photo's number of pixels, as pastiche does it."""
        scale = (photo[0, 0].numel() / style[0, 0].numel()) ** 0.5
        like = resized(style, (round(style.shape[-2] * scale), round(style.shape[-1] * scale)))
        grams = {tap: gram_matrix(features) for tap, features in vgg.features(like, STYLE_TAPS).items()}
        return cls(vgg, vgg.features(photo, [CONTENT_TAP])[CONTENT_TAP], grams)

    @classmethod
    @torch.no_grad()
    def of_artist(cls, vgg: Vgg19, artist: Any) -> "PasticheLoss":
        """pastiche's own targets: read otherwise, by so little as another rounding of odd sizes, they are never met."""
        (style,) = artist.style_targetss
        grams = {tap: gram_matrix(style[layer]) for tap, layer in zip(STYLE_TAPS, artist.style_layers, strict=True)}
        return cls(vgg, artist.content_targets[THEIR_CONTENT_TAP].to(vgg.dtype), grams)

    def __call__(self, picture: Tensor) -> Tensor:
        read = self.vgg.features(picture, [*STYLE_TAPS, CONTENT_TAP])
        loss = CONTENT_WEIGHT * F.mse_loss(read[CONTENT_TAP].float(), self.content.float())
        for tap, wanted in self.grams.items():
            loss = loss + STYLE_WEIGHT / wanted.shape[1] ** 2 * F.mse_loss(gram_matrix(read[tap]), wanted)
        return loss


def descended(vgg: Vgg19, artist: Any, photo: Tensor, style: Tensor) -> Iterator[tuple[str, Tensor]]:
    """Impasto's way: every step's name and picture, from coarse to fine; the photo is as pastiche sees it."""
    picture = photo
    *coarse, finest = pyramid(photo.shape[-2], photo.shape[-1])
    levels = [(size, PasticheLoss.of(vgg, resized(photo, size), style), COARSE_STEPS) for size in coarse]
    for size, aim, steps in [*levels, (finest, PasticheLoss.of_artist(vgg, artist), FINE_STEPS)]:
        pictures = Minimiser(least_gain=LEAST_GAIN).minimise(resized(picture, size), aim, steps=steps)
        for step, better in enumerate(pictures):
            yield f"{size[1]} px, step {step}", better
            picture = better
