"""The optimiser of a training run: Muon for the matrices inside the painter, AdamW for everything else."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.nets.painter import Painter

LENGTH = 0.1
"""Root of the mean square of a convolution's weights when a run goes on from others. The normalisation behind it takes
any length for the same; but a step of the same size turns long weights less, and by and by they grow."""


class Optimiser:
    """One step moves every parameter by a fifth of the learning rate to all of it.

    Muon (Jordan et al. 2024, with the step's size of Liu et al. 2025) moves a matrix in all its directions equally far,
    so that the rare ones are learned, too, not only those which most pictures agree on.
    """

    def __init__(self, painter: Painter, learning_rate: float) -> None:
        self._inside = [*(layer.weight for layer in painter.convolutions()), *_weights_of_linear(painter.read_style)]
        chosen = {id(weight) for weight in self._inside}
        rest = [parameter for parameter in painter.parameters() if id(parameter) not in chosen]
        self._matrices = [nn.Parameter(_as_matrix(weight.detach())) for weight in self._inside]
        for matrix, weight in zip(self._matrices, self._inside, strict=True):
            assert matrix.data_ptr() == weight.data_ptr(), "a step would move a copy: channels must be last in memory"
        self._muon = torch.optim.Muon(
            self._matrices, lr=learning_rate, weight_decay=1e-3, adjust_lr_fn="match_rms_adamw"
        )
        self._adam = torch.optim.AdamW(rest, lr=learning_rate, betas=(0.9, 0.99), weight_decay=1e-3)

    def step(self, learning_rate: float) -> None:
        for matrix, weight in zip(self._matrices, self._inside, strict=True):
            assert weight.grad is not None
            matrix.grad = _as_matrix(weight.grad)
        for optimiser in (self._muon, self._adam):
            for group in optimiser.param_groups:
                group["lr"] = learning_rate
            optimiser.step()  # type: ignore[no-untyped-call]

    def state_dict(self) -> dict[str, Any]:
        return {"muon": self._muon.state_dict(), "adam": self._adam.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._muon.load_state_dict(state["muon"])
        self._adam.load_state_dict(state["adam"])


def shorten(painter: Painter) -> None:
    """Every convolution that a normalisation follows to LENGTH. Changes no painting."""
    for layer in painter.convolutions():
        layer.weight.data.mul_(LENGTH / layer.weight.data.square().mean().sqrt())


def _weights_of_linear(modules: nn.Module) -> list[Tensor]:
    return [module.weight for module in modules.modules() if isinstance(module, nn.Linear)]


def _as_matrix(weight: Tensor) -> Tensor:
    """(outputs, everything else). A view where a convolution's channels are last in memory."""
    return weight.permute(0, 2, 3, 1).flatten(1) if weight.ndim == 4 else weight
