"""Keeping a photo's own colours in its painting. Gatys et al. 2016, "Preserving color in neural style transfer"."""

import torch
from torch import Tensor

RGB_TO_YIQ = ((0.299, 0.587, 0.114), (0.595716, -0.274453, -0.321263), (0.211456, -0.522591, 0.311135))
"""ITU-R BT.601 luma and the NTSC chroma axes."""
LEAST_DEVIATION = 0.01


def with_colours_of(painted: Tensor, content: Tensor) -> Tensor:
    """The painting's light and shade in the content's colours; both (1, 3, h, w), RGB of 0 to 1, of one size."""
    to_yiq = torch.tensor(RGB_TO_YIQ, dtype=painted.dtype, device=painted.device)
    luma = _turn(painted, to_yiq)[:, :1]
    chroma = _turn(content.to(painted), to_yiq)[:, 1:]
    return _turn(torch.cat([luma, chroma], dim=1), torch.linalg.inv(to_yiq)).clamp(0, 1)


def with_palette_of(model: Tensor, picture: Tensor) -> Tensor:
    """The picture recoloured so that its colours have the model's mean and covariance; sizes may differ.

    Linear, through the symmetric roots of both covariances (the paper's "image analogies" variant). Where the picture
    has hardly any colour to spread, its deviation is taken as LEAST_DEVIATION, so that noise does not become colour.
    """
    model_mean, model_deviations, model_axes = _palette(model.to(picture))
    mean, deviations, axes = _palette(picture)
    gather = axes @ deviations.clamp_min(LEAST_DEVIATION).reciprocal().diag() @ axes.mT
    spread = model_axes @ model_deviations.diag() @ model_axes.mT
    return (_turn(picture - mean, spread @ gather) + model_mean).clamp(0, 1)


def _palette(picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The mean colour (1, 3, 1, 1), the deviations (3) along the main axes of the colours, and these axes (3, 3)."""
    mean = picture.mean(dim=(0, 2, 3), keepdim=True)
    flat = (picture - mean).transpose(0, 1).flatten(start_dim=1)
    variances, axes = torch.linalg.eigh(flat @ flat.mT / flat.shape[1])
    return mean, variances.clamp_min(0).sqrt(), axes


def _turn(picture: Tensor, matrix: Tensor) -> Tensor:
    return torch.einsum("rc,bchw->brhw", matrix, picture)
