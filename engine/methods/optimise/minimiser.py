"""Following a gradient downhill, picture by picture: L-BFGS or Adam, until the loss is on a plateau."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Loss = Callable[[Tensor], Tensor]
"""From a picture (1, 3, h, w) to one number, differentiable."""

DIVERGENCE = 4.0
"""L-BFGS goes without a line search; a loss this many times the best means that its history misleads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimiser:
    """The same start and loss give the same pictures."""

    optimiser: Literal["lbfgs", "adam"] = "lbfgs"
    learning_rate: float = 0.02
    """Adam's; L-BFGS finds its own."""
    history_size: int = 10
    """Steps that L-BFGS remembers, each as two pictures."""
    patience: int = 8
    least_gain: float = 0.01
    """Stop when the loss has fallen by less than this share over the last `patience` steps."""

    def minimise(self, start: Tensor, loss: Loss, *, steps: int) -> Iterator[Tensor]:
        """Yields the best picture so far at each step; at most `steps`, fewer on a plateau. The first one is the start.

        A step's own picture is judged only by the next step, so that a leap into nowhere is never handed out.
        """
        picture = start.detach().clone(memory_format=torch.contiguous_format).requires_grad_()  # as L-BFGS needs
        optimiser = self._optimiser_for(picture)
        best = picture.detach().clone()
        losses: list[float] = []
        for _ in range(steps):
            before = picture.detach().clone()
            value = self._step(optimiser, picture, loss)
            least = losses[-1] if losses else math.inf
            if value < least:
                best = before
            elif not value <= DIVERGENCE * least:
                _assign(picture, best)
                optimiser = self._optimiser_for(picture)
            losses.append(value if value < least else least)
            yield best
            if self._on_plateau(losses):
                return

    def _optimiser_for(self, picture: Tensor) -> torch.optim.Optimizer:
        if self.optimiser == "adam":
            return torch.optim.Adam([picture], lr=self.learning_rate, betas=(0.9, 0.99))
        return torch.optim.LBFGS(
            [picture], max_iter=1, history_size=self.history_size, tolerance_grad=0, tolerance_change=-math.inf
        )

    @staticmethod
    def _step(optimiser: torch.optim.Optimizer, picture: Tensor, loss: Loss) -> float:
        """Moves the picture; the loss is that of where it was before."""
        value = math.nan

        def closure() -> float:
            nonlocal value
            optimiser.zero_grad()
            at_picture = loss(picture)
            at_picture.backward()  # type: ignore[no-untyped-call]
            value = at_picture.item()
            return value

        optimiser.step(closure)
        return value

    def _on_plateau(self, losses: list[float]) -> bool:
        return len(losses) > self.patience and losses[-1] >= (1 - self.least_gain) * losses[-1 - self.patience]


@torch.no_grad()
def _assign(picture: Tensor, value: Tensor) -> None:
    picture.copy_(value)
