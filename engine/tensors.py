"""Where pictures meet tensors: Pillow images on one side, (1, 3, h, w) RGB of 0 to 1 on the other."""

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from engine.methods.row_bands import row_bands


def to_tensor(image: Image.Image) -> Tensor:
    """(1, 3, h, w) float32 of 0 to 1, contiguous and on the CPU, of an RGB image."""
    pixels = torch.from_numpy(np.array(image, dtype=np.uint8)).permute(2, 0, 1)[None]
    # Contiguous, because torch's L-BFGS flattens the gradients with `view`, and they have the picture's own layout.
    picture = torch.empty(pixels.shape)
    for part, given in row_bands(picture, pixels):
        part.copy_(given).div_(255)
    return picture


def to_mask(image: Image.Image) -> Tensor:
    """(1, 1, h, w) float32 of 0 to 1, on the CPU, of a grey image."""
    return torch.from_numpy(np.array(image, dtype=np.uint8)).float()[None, None] / 255


def to_image(picture: Tensor) -> Image.Image:
    """An RGB image of a (1, 3, h, w) tensor on any device; values outside 0 to 1 are clipped."""
    pixels = torch.empty(*picture.shape[-2:], 3, dtype=torch.uint8)
    for part, given in row_bands(pixels.permute(2, 0, 1)[None], picture.detach()):
        part.copy_((given.float().clamp(0, 1) * 255).round())
    return Image.fromarray(pixels.numpy())
