"""Adam (Kingma & Ba 2015, algorithm 1) in little memory: moments in bfloat16, and the picture is moved in place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.methods.row_bands import row_bands

LossAndGradient = Callable[[Tensor], tuple[Tensor, Tensor]]
"""From a picture (1, 3, h, w) to its loss and gradient, which may be of two bytes a value, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdamBf16:
    """The rate falls evenly towards the last step, which leaves no trembling behind."""

    learning_rate: float = 0.03
    beta1: float = 0.8
    beta2: float = 0.9
    """Short, as there are few steps."""
    epsilon: float = 0.1
    """As a part of the mean absolute gradient, unlike the paper's: where there is less, the picture hardly moves."""

    def minimise(self, picture: Tensor, loss_and_gradient: LossAndGradient, *, steps: int) -> Iterator[Tensor]:
        """Yields the picture after each step; it is the same one, changed in place."""
        first, second = (torch.zeros_like(picture, dtype=torch.bfloat16) for _ in range(2))
        for step in range(1, steps + 1):
            _, gradient = loss_and_gradient(picture)
            rate = self.learning_rate * (1 - (step - 1) / steps)
            epsilon = self.epsilon * mean_absolute(gradient)
            for bands in row_bands(picture, gradient, first, second):
                self._update(*bands, rate=rate, step=step, epsilon=epsilon)
            del gradient
            yield picture

    def _update(
        self,
        picture: Tensor,
        gradient: Tensor,
        first: Tensor,
        second: Tensor,
        *,
        rate: float,
        step: int,
        epsilon: float,
    ) -> None:
        gradient = gradient.to(picture)
        first.copy_(first.to(picture).lerp_(gradient, 1 - self.beta1))
        second.copy_(second.to(picture).lerp_(gradient.square(), 1 - self.beta2))
        scale = (second.to(picture) / (1 - self.beta2**step)).sqrt_().add_(epsilon)
        picture.sub_(first.to(picture).div_(scale), alpha=rate / (1 - self.beta1**step))


def mean_absolute(values: Tensor) -> float:
    """Of (…, h, w), without a copy of the whole."""
    precision = torch.promote_types(values.dtype, torch.float32)
    return sum(float(band.abs().sum(dtype=precision)) for (band,) in row_bands(values)) / max(1, values.numel())
