"""Keeping a photo's own colours in its painting. Gatys et al. 2016, "Preserving color in neural style transfer"."""

import torch
from torch import Tensor

RGB_TO_YIQ = ((0.299, 0.587, 0.114), (0.595716, -0.274453, -0.321263), (0.211456, -0.522591, 0.311135))
"""ITU-R BT.601 luma and the NTSC chroma axes."""
LEAST_DEVIATION = 1e-4


def with_colours_of(painted: Tensor, content: Tensor) -> Tensor:
    """The painting's light and shade in the content's colours; both (1, 3, h, w), RGB of 0 to 1, of one size."""
    to_yiq = torch.tensor(RGB_TO_YIQ, dtype=painted.dtype, device=painted.device)
    luma = _turn(painted, to_yiq)[:, :1]
    chroma = _turn(content.to(painted), to_yiq)[:, 1:]
    return _turn(torch.cat([luma, chroma], dim=1), torch.linalg.inv(to_yiq)).clamp(0, 1)


def with_palette_of(style: Tensor, content: Tensor) -> Tensor:
    """The style recoloured so that its colours have the content's mean and covariance; sizes may differ.

    Linear, through the symmetric roots of both covariances (the paper's "image analogies" variant). Where the style has
    no colour to spread, its deviation is taken as LEAST_DEVIATION.
    """
    style_mean, style_root = _colour_moments(style)
    content_mean, content_root = _colour_moments(content.to(style))
    spread = content_root @ torch.linalg.inv(style_root)
    return (_turn(style - style_mean, spread) + content_mean).clamp(0, 1)


def _colour_moments(picture: Tensor) -> tuple[Tensor, Tensor]:
    """The mean colour (1, 3, 1, 1) and the symmetric square root (3, 3) of the colours' covariance."""
    mean = picture.mean(dim=(0, 2, 3), keepdim=True)
    flat = (picture - mean).transpose(0, 1).flatten(start_dim=1)
    values, axes = torch.linalg.eigh(flat @ flat.mT / flat.shape[1])
    return mean, axes @ values.clamp_min(LEAST_DEVIATION**2).sqrt().diag() @ axes.mT


def _turn(picture: Tensor, matrix: Tensor) -> Tensor:
    return torch.einsum("rc,bchw->brhw", matrix, picture)
