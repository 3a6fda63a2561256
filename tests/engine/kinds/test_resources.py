"""What the kinds share: how many pictures are painted at once."""

import pytest
import torch

from engine.decoder import Decoder
from engine.kinds.resources import MOST_AT_ONCE, MOST_PIXELS_AT_ONCE, Resources
from engine.methods import Weights


@pytest.fixture
def resources() -> Resources:
    """On a GPU, as far as it knows; nothing is loaded."""
    resources = Resources(Weights(vgg19=b"", painter=b""), Decoder(), device="cpu", threads=0)
    resources.device = torch.device("cuda")
    return resources


@pytest.mark.parametrize("side", [16, 512, 1280, 2048, 10_000])
def test_on_a_gpu_as_many_are_painted_at_once_as_its_memory_has_room_for(resources: Resources, side: int) -> None:
    count = resources.most_at_once(side)
    assert 1 <= count <= MOST_AT_ONCE
    assert count == 1 or count * side**2 <= MOST_PIXELS_AT_ONCE


@pytest.mark.parametrize("side", [0, -5])
def test_a_size_that_is_none_is_asked_about_too(resources: Resources, side: int) -> None:
    """By whoever schedules, before anybody has looked whether it can be painted."""
    assert resources.most_at_once(side) == MOST_AT_ONCE
