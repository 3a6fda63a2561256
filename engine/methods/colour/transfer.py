"""Colours kept and lent, in sRGB, linear light or Lab. Gatys et al. 2016, "Preserving color in style transfer"."""

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.methods.colour.spaces import SPACES, turned

LEAST_DEVIATION = 0.01


def with_colours_of(painted: Tensor, content: Tensor, space: str = "srgb") -> Tensor:
    """The painting's light and shade in the content's colours; both (1, 3, h, w), RGB of 0 to 1, of one size."""
    chosen = SPACES[space]
    light, brighter = (
        torch.tensor(numbers).to(painted).view(1, 3, 1, 1) for numbers in (chosen.light, chosen.brighter)
    )
    here, wanted = chosen.read(painted), chosen.read(content.to(painted))
    return chosen.write(wanted + brighter * (light * (here - wanted)).sum(dim=1, keepdim=True))


def with_palette_of(
    model: Tensor,
    picture: Tensor,
    space: str = "srgb",
    *,
    model_mask: Tensor | None = None,
    picture_mask: Tensor | None = None,
) -> Tensor:
    """The picture recoloured so that its colours have the model's mean and covariance; sizes may differ.

    Linear in the space, through the symmetric roots of both covariances (the paper's "image analogies" variant). Where
    the picture has hardly any colour to spread, its deviation is taken as LEAST_DEVIATION, so that noise does not
    become colour. A mask (1, 1, h, w) says how much of a picture counts.
    """
    chosen = SPACES[space]
    model_palette = palette_of(chosen.read(model.to(picture)), model_mask)
    here = chosen.read(picture)
    own = palette_of(here, picture_mask)
    return chosen.write(turned(here - own.mean, model_palette.spread @ own.gather) + model_palette.mean)


@dataclass(frozen=True, slots=True)
class Palette:
    """A picture's colours as an ellipsoid: its middle, and its half-lengths along its axes."""

    mean: Tensor
    """(1, 3, 1, 1)."""
    deviations: Tensor
    """(3)."""
    axes: Tensor
    """(3, 3), a column an axis."""

    @property
    def spread(self) -> Tensor:
        """From a ball of colours to these: the symmetric root of their covariance, (3, 3)."""
        return self.axes @ self.deviations.diag() @ self.axes.mT

    @property
    def gather(self) -> Tensor:
        """From these colours to a ball, (3, 3); what is nearly one colour is not spread."""
        return self.axes @ self.deviations.clamp_min(LEAST_DEVIATION).reciprocal().diag() @ self.axes.mT


def palette_of(picture: Tensor, mask: Tensor | None = None) -> Palette:
    """Of a picture (1, 3, h, w) in any space; a mask (1, 1, h, w) says how much of it counts."""
    share = torch.ones_like(picture[:, :1]) if mask is None else mask.to(picture)
    share = share / share.sum()
    mean = (picture * share).sum(dim=(0, 2, 3), keepdim=True)
    flat = (picture - mean).transpose(0, 1).flatten(start_dim=1)
    variances, axes = torch.linalg.eigh((flat * share.flatten()) @ flat.mT)
    return Palette(mean, variances.clamp_min(0).sqrt(), axes)
