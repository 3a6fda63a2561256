"""Small pictures to paint and be painted by, and the real network."""

import pytest
import torch
from torch import Tensor

from engine.nets.vgg import MARGIN, Vgg19
from engine.weights import vgg19_weights

CPU = torch.device("cpu")


@pytest.fixture(scope="session")
def vgg() -> Vgg19:
    return Vgg19(vgg19_weights(), device=CPU, margin=MARGIN)


def hills(height: int, width: int) -> Tensor:
    """A bright sky over dark waves: shapes to recognise, and a flat part."""
    rows = torch.linspace(0, 1, height).view(height, 1)
    columns = torch.linspace(0, 9, width).view(1, width)
    land = (rows > 0.6 + 0.15 * torch.sin(columns)).float()
    sky = torch.tensor([0.6, 0.75, 0.95]).view(3, 1, 1)
    earth = torch.tensor([0.25, 0.3, 0.1]).view(3, 1, 1)
    return (sky + (earth - sky) * land).unsqueeze(0)


def stripes(height: int, width: int) -> Tensor:
    """Slanting red and yellow strokes."""
    rows = torch.arange(height).view(height, 1)
    columns = torch.arange(width).view(1, width)
    wave = (torch.sin((rows + 2 * columns) / 2) + 1) / 2
    red = torch.tensor([0.8, 0.1, 0.1]).view(3, 1, 1)
    yellow = torch.tensor([0.9, 0.8, 0.2]).view(3, 1, 1)
    return (red + (yellow - red) * wave).unsqueeze(0)
