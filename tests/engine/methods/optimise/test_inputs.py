"""What a painting begins with."""

import torch

from engine.methods import Dials
from engine.methods.optimise.inputs import NOISE_DEVIATION, Inputs
from engine.methods.optimise.settings import OptimiseSettings
from tests.engine.methods.conftest import stripes


def test_a_finer_level_begins_with_noise_of_its_own_size_and_one_of_the_same_size_as_it_was() -> None:
    content = torch.full((1, 3, 96, 96), 0.5)
    inputs = Inputs.of(content, [(stripes(96, 96), 1.0)], (), Dials(), OptimiseSettings())

    begun, again = (inputs.upsampled(content[..., :48, :48], (96, 96)) for _ in range(2))

    noise = begun - 0.5
    assert torch.equal(begun, again)
    assert torch.equal(noise[:, 0], noise[:, 2])
    assert abs(noise.mean()) < 0.01
    assert abs(noise.std() / NOISE_DEVIATION - 1) < 0.1
    assert torch.equal(inputs.upsampled(content, (96, 96)), content)
