"""Images become tensors and images again, in bands of rows."""

import numpy as np
import torch
from PIL import Image

from engine.methods.row_bands import ROWS
from engine.tensors import to_image, to_mask, to_tensor

TALL = 2 * ROWS + 7


def test_a_tall_image_becomes_a_tensor_and_the_same_image_again() -> None:
    image = Image.fromarray(np.random.default_rng(1).integers(0, 256, (TALL, 9, 3), dtype=np.uint8))

    picture = to_tensor(image)

    assert picture.is_contiguous()
    assert picture.shape == (1, 3, TALL, 9)
    assert to_image(picture).tobytes() == image.tobytes()


def test_a_mask_is_its_brightness_of_0_to_1() -> None:
    image = Image.fromarray(np.array([[0, 51, 255]], dtype=np.uint8))

    mask = to_mask(image)

    assert mask.shape == (1, 1, 1, 3)
    torch.testing.assert_close(mask.flatten(), torch.tensor([0, 0.2, 1]))
