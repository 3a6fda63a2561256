"""Work a few rows at a time is the same work."""

import torch

from engine.methods.row_bands import ROWS, by_row_bands

TALL = 2 * ROWS + 7


def test_bands_put_together_are_the_whole() -> None:
    one, other = torch.rand(1, 3, TALL, 5), torch.rand(1, 1, TALL, 5)

    assert torch.equal(by_row_bands(torch.lerp, one, 1 - one, other), torch.lerp(one, 1 - one, other))
