"""Following a gradient downhill where memory is short: Adam with moments of two bytes, moving the picture itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.methods.row_bands import strips

Slope = Callable[[Tensor], tuple[Tensor, Tensor]]
"""From a picture to its loss and gradient, which may be of two bytes a value, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeanDescent:
    """Adam (Kingma & Ba 2015). The rate falls evenly towards the last step, which leaves no trembling behind."""

    learning_rate: float = 0.03
    inertia: float = 0.8
    memory: float = 0.9
    """Of the squares. Short, as there are few steps."""
    stillness: float = 0.1
    """As a part of the mean gradient: where there is less than this, the picture hardly moves."""

    def walk(self, picture: Tensor, slope: Slope, *, steps: int) -> Iterator[Tensor]:
        """Yields the picture after each step; it is the same one, changed in place."""
        first, second = (torch.zeros_like(picture, dtype=torch.bfloat16) for _ in range(2))
        for step in range(1, steps + 1):
            _, gradient = slope(picture)
            rate = self.learning_rate * (1 - (step - 1) / steps)
            still = self.stillness * mean_size(gradient)
            for parts in strips(picture, gradient, first, second):
                self._move(*parts, rate=rate, step=step, still=still)
            del gradient
            yield picture

    def _move(
        self, picture: Tensor, gradient: Tensor, first: Tensor, second: Tensor, *, rate: float, step: int, still: float
    ) -> None:
        gradient = gradient.to(picture)
        first.copy_(first.to(picture).lerp_(gradient, 1 - self.inertia))
        second.copy_(second.to(picture).lerp_(gradient.square(), 1 - self.memory))
        size = (second.to(picture) / (1 - self.memory**step)).sqrt_().add_(still)
        picture.sub_(first.to(picture).div_(size), alpha=rate / (1 - self.inertia**step))


def mean_size(values: Tensor) -> float:
    """The mean absolute value, without a copy of the whole."""
    precision = torch.promote_types(values.dtype, torch.float32)
    return sum(float(strip.abs().sum(dtype=precision)) for (strip,) in strips(values)) / max(1, values.numel())
