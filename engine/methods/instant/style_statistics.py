"""What a single pass knows of its style images: statistics of VGG-19's channels, and of colours."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods.colour.spaces import map_colours
from engine.methods.colour.transfer import ColourStatistics
from engine.nets.painter import SIGNATURE_TAPS, signature_of
from engine.nets.vgg import Vgg19

STYLE_SIDE = 448
"""Pixels of a style image's shorter side, at brush size 1, when its statistics are read."""
COLOUR_SHARE = 0.5
"""How far a painting's colours are brought to the styles' own, 1 being all the way. Colours that are stretched stretch
strokes and noise, too, and some beyond what a screen can show: an outside judge finds all the way farther from style
and content image than half of it (docs/lab/colours.md)."""


@dataclass(frozen=True, slots=True)
class StyleStatistics:
    """Of one style image, or of several blended."""

    signature: Tensor
    """(1, SIGNATURE_LENGTH): what the painter is conditioned on."""
    mean_colour: Tensor
    """(1, 3, 1, 1), RGB."""
    colour_root: Tensor
    """The symmetric root of the colours' covariance, (3, 3)."""

    @classmethod
    def of(cls, style: Tensor, vgg: Vgg19, *, brush_size: float) -> "StyleStatistics":
        """Of a style image (1, 3, h, w), RGB of 0 to 1. Seen at the brush size, enlarged for a large one only."""
        scale = STYLE_SIDE * brush_size / min(style.shape[-2:])
        scale = min(scale, 1.0) if brush_size <= 1 else scale
        # In multiples of 16: at other widths a convolution takes a third longer.
        size = [max(16, 16 * round(side * scale / 16)) for side in style.shape[-2:]]
        small = F.interpolate(style.to(vgg.device), size, mode="bicubic", antialias=True).clamp(0, 1)
        colours = ColourStatistics.of(small)
        return cls(signature_of(vgg.features(small, SIGNATURE_TAPS)), colours.mean, colours.root)

    @property
    def nbytes(self) -> int:
        return self.signature.nbytes + self.mean_colour.nbytes + self.colour_root.nbytes

    def lerp(self, other: "StyleStatistics", weight: float) -> "StyleStatistics":
        """These at 0, the other's at 1."""
        return StyleStatistics(
            torch.lerp(self.signature, other.signature, weight),
            torch.lerp(self.mean_colour, other.mean_colour, weight),
            torch.lerp(self.colour_root, other.colour_root, weight),
        )


def crop_for_seed(style: Tensor, seed: int) -> Tensor:
    """For seed 0 the whole image (1, 3, h, w); for each other a part of its own, three fifths of either side."""
    if not seed:
        return style
    across, down = torch.rand(2, generator=torch.Generator().manual_seed(seed)).tolist()
    rows, columns = (max(1, round(side * 0.6)) for side in style.shape[-2:])
    top, left = round(down * (style.shape[-2] - rows)), round(across * (style.shape[-1] - columns))
    return style[..., top : top + rows, left : left + columns]


def match_style_colours(painted: Tensor, style: StyleStatistics, strength: float) -> Tensor:
    """With mean and covariance of the colours, which a single pass meets only roughly, nearer to the style's.

    (1, 3, h, w) RGB of 0 to 1; by COLOUR_SHARE of the way at strength 1, not at all at 0.
    """
    own, share = ColourStatistics.of(painted[..., ::2, ::2]), COLOUR_SHARE * strength
    matrix = torch.lerp(torch.eye(3).to(painted), style.colour_root @ own.inverse_root, share)
    mean = torch.lerp(own.mean, style.mean_colour, share)
    return map_colours(painted, matrix).add_(mean - map_colours(own.mean, matrix)).clamp_(0, 1)
