"""The canvas: coordinates of a picture drawn at twice its size, and the way from OKLab to the finished image."""

import numpy as np
from PIL import Image

from engine.swatches.noise import Field
from engine.swatches.palette import Colours, linear_light, srgb_bytes

SUPERSAMPLING = 2


def coordinates(side: int) -> tuple[Field, Field]:
    """x and y of every fine pixel, 0 … 1, y downwards; (2 side, 2 side)."""
    fine = (np.arange(side * SUPERSAMPLING, dtype=np.float32) + 0.5) / (side * SUPERSAMPLING)
    x, y = np.meshgrid(fine, fine)
    return x, y


def finish(lab: Colours) -> Image.Image:
    """Fine OKLab pixels -> the picture, averaged in linear light as an eye from afar would."""
    linear = linear_light(lab)
    fine, n = linear.shape[0], SUPERSAMPLING
    return Image.fromarray(srgb_bytes(linear.reshape(fine // n, n, fine // n, n, 3).mean(axis=(1, 3))))


def at(picture: Field, points: Field) -> Field:
    """The fine pixels under points, (n, 2) in 0 … 1; points outside get the nearest edge."""
    column, row = np.clip(points * len(picture), 0, len(picture) - 1).astype(int).T
    return np.asarray(picture[row, column])


def blank(side: int, colour: Colours) -> Colours:
    """A fine canvas of one OKLab colour."""
    size = side * SUPERSAMPLING
    return np.broadcast_to(colour, (size, size, 3))
