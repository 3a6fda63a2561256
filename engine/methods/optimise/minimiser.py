"""Following a gradient downhill, picture by picture: L-BFGS or Adam, until the loss hardly falls any more."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Objective = Callable[[Tensor], Tensor]
"""From a picture to a loss of one number, differentiable."""

EXPLOSION = 4.0
"""L-BFGS goes without a line search; a loss this many times the best means that its memory misleads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """How to walk. The same start and objective give the same pictures."""

    optimiser: Literal["lbfgs", "adam"] = "lbfgs"
    learning_rate: float = 0.02
    """Adam's; L-BFGS finds its own."""
    memory: int = 10
    """Steps that L-BFGS remembers, each as two pictures."""
    patience: int = 8
    least_gain: float = 0.01
    """Stop when the loss has fallen by less than this share over the last `patience` steps."""

    def walk(self, start: Tensor, objective: Objective, *, steps: int) -> Iterator[Tensor]:
        """Yields the best picture so far at each step; at most `steps`, fewer on a plateau. The first one is the start.

        A step's own picture is judged only by the next step, so that a leap into nowhere is never handed out.
        """
        picture = start.detach().clone(memory_format=torch.contiguous_format).requires_grad_()  # as L-BFGS needs
        optimiser = self._optimiser_for(picture)
        best = picture.detach().clone()
        losses: list[float] = []
        for _ in range(steps):
            here = picture.detach().clone()
            loss = self._step(optimiser, picture, objective)
            least = losses[-1] if losses else math.inf
            if loss < least:
                best = here
            elif not loss <= EXPLOSION * least:
                _put(picture, best)
                optimiser = self._optimiser_for(picture)
            losses.append(loss if loss < least else least)
            yield best
            if self._is_level(losses):
                return

    def _optimiser_for(self, picture: Tensor) -> torch.optim.Optimizer:
        if self.optimiser == "adam":
            return torch.optim.Adam([picture], lr=self.learning_rate, betas=(0.9, 0.99))
        return torch.optim.LBFGS(
            [picture], max_iter=1, history_size=self.memory, tolerance_grad=0, tolerance_change=-math.inf
        )

    @staticmethod
    def _step(optimiser: torch.optim.Optimizer, picture: Tensor, objective: Objective) -> float:
        """Moves the picture; the loss is that of where it was before."""
        loss = math.nan

        def closure() -> float:
            nonlocal loss
            optimiser.zero_grad()
            value = objective(picture)
            value.backward()  # type: ignore[no-untyped-call]
            loss = value.item()
            return loss

        optimiser.step(closure)
        return loss

    def _is_level(self, losses: list[float]) -> bool:
        return len(losses) > self.patience and losses[-1] >= (1 - self.least_gain) * losses[-1 - self.patience]


@torch.no_grad()
def _put(picture: Tensor, value: Tensor) -> None:
    picture.copy_(value)
