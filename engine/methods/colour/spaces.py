"""Colour spaces: sRGB, linear light and Lab, and the way there and back."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

LINEAR_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
"""sRGB's primaries and white (D65), IEC 61966-2-1."""
CUBE_ROOTS_TO_LAB = ((0.0, 1.16, 0.0), (5.0, -5.0, 0.0), (0.0, 2.0, -2.0))
"""From the cube roots of XYZ over white's to L*, a*, b* of CIE 1976, over 100; and L* is 0.16 less."""
EPSILON = 216 / 24389
"""CIE 15: below this share of white, the cube root is a straight line, of slope kappa = 24389 / 27."""


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """Three numbers a pixel, all of about 0 to 1, in which colours are averaged, matched and compared."""

    from_srgb: Callable[[Tensor], Tensor]
    """Of (1, 3, h, w) of 0 to 1."""
    to_srgb: Callable[[Tensor], Tensor]
    """Back to 0 to 1, with what no screen can show cut off."""
    luminance_weights: tuple[float, float, float]
    """How much of each number counts as luminance."""
    luminance_axis: tuple[float, float, float]
    """The direction in which colours grow lighter and nothing else."""


def linear_from_srgb(picture: Tensor) -> Tensor:
    """Light itself instead of its encoding, IEC 61966-2-1. Both (…) of 0 to 1."""
    return torch.where(picture <= 0.04045, picture / 12.92, ((picture.clamp_min(0) + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(light: Tensor) -> Tensor:
    """The encoding of light, of any values, to 0 to 1. IEC 61966-2-1."""
    light = light.clamp(0, 1)
    return torch.where(light <= 0.0031308, light * 12.92, 1.055 * light.clamp_min(1e-9) ** (1 / 2.4) - 0.055)


def lab_from_srgb(picture: Tensor) -> Tensor:
    """CIE 1976 L*a*b* under D65, over 100, of (batch, 3, h, w)."""
    to_xyz, to_lab = _matrix(LINEAR_TO_XYZ, picture), _matrix(CUBE_ROOTS_TO_LAB, picture)
    share = map_colours(linear_from_srgb(picture), to_xyz / to_xyz.sum(dim=1, keepdim=True)).clamp_min(0)
    root = torch.where(share > EPSILON, share.clamp_min(1e-9) ** (1 / 3), (share * 24389 / 27 + 16) / 116)
    return map_colours(root, to_lab) - _lightness_of_black(picture)


def srgb_from_lab(lab: Tensor) -> Tensor:
    """Of 0 to 1; colours that no screen can show are cut off in linear light."""
    to_xyz, to_lab = _matrix(LINEAR_TO_XYZ, lab), _matrix(CUBE_ROOTS_TO_LAB, lab)
    root = map_colours(lab + _lightness_of_black(lab), torch.linalg.inv(to_lab))
    share = torch.where(root**3 > EPSILON, root**3, (116 * root - 16) * 27 / 24389)
    return srgb_from_linear(map_colours(share, torch.linalg.inv(to_xyz / to_xyz.sum(dim=1, keepdim=True))))


SPACES = {
    "srgb": ColourSpace(
        from_srgb=lambda picture: picture,
        to_srgb=lambda picture: picture.clamp(0, 1),
        luminance_weights=(0.299, 0.587, 0.114),  # ITU-R BT.601's luma
        luminance_axis=(1.0, 1.0, 1.0),
    ),
    "linear": ColourSpace(
        from_srgb=linear_from_srgb,
        to_srgb=srgb_from_linear,
        luminance_weights=LINEAR_TO_XYZ[1],
        luminance_axis=(1.0, 1.0, 1.0),
    ),
    "lab": ColourSpace(
        from_srgb=lab_from_srgb,
        to_srgb=srgb_from_lab,
        luminance_weights=(1.0, 0.0, 0.0),
        luminance_axis=(1.0, 0.0, 0.0),
    ),
}
"""The names are those of engine.methods.optimise.settings.COLOUR_SPACES."""


def _lightness_of_black(like: Tensor) -> Tensor:
    return torch.tensor((0.16, 0.0, 0.0)).to(like).view(1, 3, 1, 1)


def _matrix(rows: tuple[tuple[float, ...], ...], like: Tensor) -> Tensor:
    return torch.tensor(rows, dtype=like.dtype, device=like.device)


def map_colours(picture: Tensor, matrix: Tensor) -> Tensor:
    """The matrix (3, 3) times each pixel of (batch, 3, h, w)."""
    return torch.einsum("rc,bchw->brhw", matrix, picture)
