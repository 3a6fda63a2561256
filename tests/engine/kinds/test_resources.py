"""What kinds share: how much one pass takes, and pictures that are named when they are bad."""

from collections.abc import Iterator

import pytest
import torch

from engine.decoder import Decoder
from engine.failures import BadImage
from engine.kinds.resources import MOST_AT_ONCE, MOST_PIXELS_AT_ONCE, Resources
from engine.methods import Weights


@pytest.fixture
def resources() -> Iterator[Resources]:
    decoder = Decoder()
    yield Resources(Weights(vgg19=b"", painter=b""), decoder, device="cpu", threads=0)
    decoder.close()


def test_on_a_cpu_a_batch_is_no_faster(resources: Resources) -> None:
    assert resources.most_at_once(64) == 1


@pytest.mark.parametrize("side", [64, 512, 1280, 2560, 10_000])
def test_on_a_gpu_as_many_are_painted_at_once_as_its_memory_takes(resources: Resources, side: int) -> None:
    resources.device = torch.device("cuda")
    most = resources.most_at_once(side)
    assert 1 <= most <= MOST_AT_ONCE
    assert most == 1 or most * side**2 <= MOST_PIXELS_AT_ONCE
    assert most == MOST_AT_ONCE or (most + 1) * side**2 > MOST_PIXELS_AT_ONCE


def test_a_bad_picture_is_named_by_its_role_and_number(resources: Resources) -> None:
    with pytest.raises(BadImage) as refusal:
        resources.opened(b"a letter", 64, role="style", index=2)
    assert (refusal.value.role, refusal.value.index) == ("style", 2)
