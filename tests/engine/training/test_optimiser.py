"""What a step of the training's optimiser does to the painter."""

from copy import deepcopy

import pytest
import torch

from engine.nets.painter import SIGNATURE_LENGTH, Painter
from engine.training.optimiser import LENGTH, Optimiser, shorten

RATE = 1e-3


@pytest.fixture
def painter() -> Painter:
    torch.manual_seed(0)
    return Painter().to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def draw_gradients(painter: Painter) -> None:
    for parameter in painter.parameters():
        parameter.grad = torch.randn_like(parameter)


def step(painter: Painter, optimiser: Optimiser) -> None:
    draw_gradients(painter)
    optimiser.step(RATE)


def test_short_convolutions_paint_the_same(painter: Painter) -> None:
    content, signature = torch.rand(1, 3, 64, 64), torch.randn(1, SIGNATURE_LENGTH)
    with torch.no_grad():
        before = painter(content, signature)
        shorten(painter)
        after = painter(content, signature)
    assert (after - before).abs().max() < 1e-2 < before.std()
    assert all(abs(layer.weight.square().mean().sqrt() / LENGTH - 1) < 1e-4 for layer in painter.convolutions())


def test_a_step_moves_every_parameter_by_about_the_rate(painter: Painter) -> None:
    before = [parameter.detach().clone() for parameter in painter.parameters()]
    step(painter, Optimiser(painter, RATE))
    moved = [(now - then).square().mean().sqrt() for now, then in zip(painter.parameters(), before, strict=True)]
    assert all(RATE / 10 < length < 2 * RATE for length in moved)


def test_a_matrix_moves_equally_far_in_all_directions_however_rare(painter: Painter) -> None:
    weight = painter.to_quarter.convolution.weight
    before = weight.detach().clone()
    optimiser = Optimiser(painter, RATE)
    draw_gradients(painter)
    asked = torch.logspace(0, -1.5, len(weight))[:, None, None, None] * torch.randn_like(weight)
    weight.grad = asked
    optimiser.step(RATE)
    lengths, wanted = (torch.linalg.svdvals(move.flatten(1)) for move in (weight.detach() - before, asked))
    assert wanted[0] / wanted[-1] > 20
    assert lengths[0] / lengths[-1] < 4


def test_an_optimiser_that_is_resumed_steps_as_it_would_have(painter: Painter) -> None:
    first = Optimiser(painter, RATE)
    step(painter, first)
    twin = deepcopy(painter)
    second = Optimiser(twin, RATE)
    second.load_state_dict(deepcopy(first.state_dict()))
    torch.manual_seed(1)
    step(painter, first)
    torch.manual_seed(1)
    step(twin, second)
    for one, other in zip(painter.parameters(), twin.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-7)
