"""Losses whose minimum is known."""

from typing import Literal

import pytest
import torch
from torch import Tensor

from engine.methods.optimise.minimiser import Minimiser

MINIMUM = torch.linspace(0.2, 0.8, 12).view(1, 3, 2, 2)
SLOPES = torch.linspace(1, 30, 12).view(1, 3, 2, 2)
EXHAUSTIVE = Minimiser(least_gain=-1)


def bowl(picture: Tensor) -> Tensor:
    """Like a painting's loss it has a floor well above zero."""
    return 1 + (SLOPES * (picture - MINIMUM).square()).sum()


def last(minimiser: Minimiser, start: Tensor, *, steps: int) -> Tensor:
    return list(minimiser.minimise(start, bowl, steps=steps))[-1]


@pytest.mark.parametrize(("optimiser", "steps"), [("lbfgs", 30), ("adam", 300)])
def test_the_minimum_is_reached(optimiser: Literal["lbfgs", "adam"], steps: int) -> None:
    end = last(Minimiser(optimiser=optimiser, least_gain=-1), torch.zeros_like(MINIMUM), steps=steps)

    torch.testing.assert_close(end, MINIMUM, atol=5e-3, rtol=0)


def test_the_start_is_left_as_it_was() -> None:
    start = torch.zeros_like(MINIMUM)

    last(EXHAUSTIVE, start, steps=3)

    assert start.eq(0).all()


def test_a_start_may_be_in_any_memory_order() -> None:
    start = torch.zeros(1, 3, 4, 5).contiguous(memory_format=torch.channels_last)

    pictures = list(EXHAUSTIVE.minimise(start, lambda picture: 1 + (picture - 1).square().sum(), steps=5))

    assert pictures[-1].mean() > 0.5


def test_the_same_start_gives_the_same_pictures() -> None:
    start = torch.zeros_like(MINIMUM)

    assert torch.equal(last(EXHAUSTIVE, start, steps=9), last(EXHAUSTIVE, start, steps=9))


def test_no_picture_is_worse_than_the_one_before() -> None:
    generator = torch.Generator().manual_seed(1)

    def rough(picture: Tensor) -> Tensor:
        return bowl(picture) + 3 * torch.rand((), generator=generator) * picture.sum()

    losses = [bowl(picture).item() for picture in EXHAUSTIVE.minimise(torch.zeros_like(MINIMUM), bowl, steps=40)]
    leaps = list(EXHAUSTIVE.minimise(torch.zeros_like(MINIMUM), rough, steps=40))

    assert losses == sorted(losses, reverse=True)
    assert all(picture.isfinite().all() for picture in leaps)


def test_a_plateau_is_the_end() -> None:
    pictures = list(Minimiser(patience=5, least_gain=0.01).minimise(MINIMUM, bowl, steps=100))

    assert len(pictures) == 6


def test_there_are_no_more_steps_than_asked() -> None:
    assert len(list(EXHAUSTIVE.minimise(torch.zeros_like(MINIMUM), bowl, steps=4))) == 4


def test_a_loss_that_is_no_number_leads_back_to_the_best_picture() -> None:
    calls = 0

    def treacherous(picture: Tensor) -> Tensor:
        nonlocal calls
        calls += 1
        return bowl(picture) * (torch.nan if calls == 6 else 1.0)

    pictures = list(EXHAUSTIVE.minimise(torch.zeros_like(MINIMUM), treacherous, steps=40))

    assert pictures[-1].isfinite().all()
    torch.testing.assert_close(pictures[-1], MINIMUM, atol=5e-3, rtol=0)
