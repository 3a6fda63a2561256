"""VGG-19 without rounding, for comparing numbers."""

import pytest
import torch

from engine.nets.vgg import MARGIN, Vgg19
from engine.weights import vgg19_weights
from tests.engine.methods.conftest import CPU


@pytest.fixture(scope="session")
def exact() -> Vgg19:
    return Vgg19(vgg19_weights(), device=CPU, dtype=torch.float64, margin=MARGIN)
