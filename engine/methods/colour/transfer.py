"""Colours brought from picture to picture, in any colour space. Gatys et al. 2016, "Preserving color …"."""

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.methods.colour.spaces import SPACES, map_colours

LEAST_DEVIATION = 0.01


def luminance_only_transfer(painted: Tensor, content: Tensor, space: str = "srgb") -> Tensor:
    """The painting's luminance with the content image's colours; both (1, 3, h, w), RGB of 0 to 1, of one size.

    The paper's "luminance-only transfer", after painting.
    """
    chosen = SPACES[space]
    weights, axis = (
        torch.tensor(numbers).to(painted).view(1, 3, 1, 1)
        for numbers in (chosen.luminance_weights, chosen.luminance_axis)
    )
    here, wanted = chosen.from_srgb(painted), chosen.from_srgb(content.to(painted))
    return chosen.to_srgb(wanted + axis * (weights * (here - wanted)).sum(dim=1, keepdim=True))


def match_colours(
    picture: Tensor,
    target: Tensor,
    space: str = "srgb",
    *,
    picture_mask: Tensor | None = None,
    target_mask: Tensor | None = None,
) -> Tensor:
    """The picture recoloured so that its colours have the target's mean and covariance; (1, 3, h, w), sizes may differ.

    Linear in the space, through the symmetric roots of both covariances (the paper's "image analogies" variant of
    colour histogram matching). Where the picture has hardly any colour to spread, its deviation is taken as
    LEAST_DEVIATION, so that noise does not become colour. A mask (1, 1, h, w) says how much of a picture counts.
    """
    chosen = SPACES[space]
    wanted = ColourStatistics.of(chosen.from_srgb(target.to(picture)), target_mask)
    here = chosen.from_srgb(picture)
    own = ColourStatistics.of(here, picture_mask)
    return chosen.to_srgb(map_colours(here - own.mean, wanted.root @ own.inverse_root) + wanted.mean)


@dataclass(frozen=True, slots=True)
class ColourStatistics:
    """Mean and covariance of a picture's colours, the covariance by its eigenvalues and eigenvectors."""

    mean: Tensor
    """(1, 3, 1, 1)."""
    deviations: Tensor
    """(3), roots of the eigenvalues."""
    axes: Tensor
    """(3, 3), a column an eigenvector."""

    @classmethod
    def of(cls, picture: Tensor, mask: Tensor | None = None) -> "ColourStatistics":
        """Of a picture (1, 3, h, w) in any space; a mask (1, 1, h, w) says how much of it counts."""
        share = torch.ones_like(picture[:, :1]) if mask is None else mask.to(picture)
        share = share / share.sum()
        mean = (picture * share).sum(dim=(0, 2, 3), keepdim=True)
        flat = (picture - mean).transpose(0, 1).flatten(start_dim=1)
        variances, axes = torch.linalg.eigh((flat * share.flatten()) @ flat.mT)
        return cls(mean, variances.clamp_min(0).sqrt(), axes)

    @property
    def root(self) -> Tensor:
        """The symmetric root of the covariance, (3, 3)."""
        return self.axes @ self.deviations.diag() @ self.axes.mT

    @property
    def inverse_root(self) -> Tensor:
        """Its inverse, (3, 3); no deviation counts as less than LEAST_DEVIATION."""
        return self.axes @ self.deviations.clamp_min(LEAST_DEVIATION).reciprocal().diag() @ self.axes.mT
