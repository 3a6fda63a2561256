"""Where the thin reader's training begins: VGG-19 with most of its channels left out, layer by layer.

A thin layer is a choice of VGG-19's channels of that layer, computed from what the thin layer before it tells of all of
VGG-19's by least squares. Luo et al. 2017, "ThiNet", choose channels likewise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn

from engine.nets.layers import THIN_TAPS
from engine.nets.thin_reader import CONVOLUTIONS, LAYERS, ThinNetwork
from engine.nets.vgg import Vgg19

RIDGE = 1e-4
"""Of the features' mean energy, added to it when squares are fitted."""
FLOOR = 1e-6
"""A channel of which less than this share of the mean energy is left to tell divides nothing by zero."""
MOST_POSITIONS = 40_000

Convolutions = Mapping[str, tuple[Tensor, Tensor]]
"""Weight and bias by name, for RGB of 0 to 1."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The affine map of (positions, n) to (positions, m) with the least squared error."""

    matrix: Tensor
    """(m, n)"""
    constant: Tensor
    """(m)"""

    @classmethod
    def of(cls, here: Tensor, wanted: Tensor) -> "Fit":
        mean, wanted_mean = here.mean(dim=0), wanted.mean(dim=0)
        about = here - mean
        energy = about.mT @ about
        energy.diagonal().add_(RIDGE * energy.diagonal().mean())
        matrix = torch.linalg.solve(energy, about.mT @ (wanted - wanted_mean)).mT
        return cls(matrix, wanted_mean - matrix @ mean)


@torch.no_grad()
def pruned(vgg: Vgg19, weights: Convolutions, pictures: Tensor) -> ThinNetwork:
    """`weights` are all of VGG-19's down to the thin network's last; pictures are (batch, 3, h, w) of 0 to 1."""
    network = ThinNetwork()
    full = vgg.features(pictures, [_relu_of(name) for name in weights])
    before = Fit(torch.eye(3), torch.zeros(3))
    for name in (name for name in LAYERS if name.startswith("conv")):
        tap = _relu_of(name)
        wanted = _flat(full[tap])
        _choose(cast(nn.Conv2d, network.convolutions[name]), weights[name], before, wanted)
        here = _flat(network.features(pictures, [tap])[tap])
        if tap in THIN_TAPS:
            network.scale(tap).copy_(wanted.square().mean().sqrt())
            _assign(cast(nn.Conv2d, network.maps[tap]), Fit.of(here, wanted / network.scale(tap)))
        before = Fit.of(here, _flat(full[_seen_next(name, list(full))]))
    return network


def _choose(layer: nn.Conv2d, of_vgg: tuple[Tensor, Tensor], before: Fit, wanted: Tensor) -> None:
    """Some of VGG-19's channels, each brought to a mean square of 1, of what the map `before` makes of the input."""
    kept = most_telling(wanted, layer.out_channels)
    weight, bias = (parameter[kept] for parameter in of_vgg)
    size = wanted[:, kept].square().mean(dim=0).sqrt().clamp_min(FLOOR)
    layer.weight.copy_(torch.einsum("ochw,ci->oihw", weight, before.matrix) / size.view(-1, 1, 1, 1))
    assert layer.bias is not None
    layer.bias.copy_((bias + torch.einsum("ochw,c->o", weight, before.constant)) / size)


def most_telling(features: Tensor, count: int) -> list[int]:
    """Channels of (positions, channels), chosen one by one for what it tells of all that is left, by least squares."""
    about = features - features.mean(dim=0)
    left = (about.mT @ about / len(about)).double()
    floor = FLOOR * left.diagonal().mean()
    chosen: list[int] = []
    for _ in range(count):
        gains = left.square().sum(dim=0) / left.diagonal().clamp_min(floor)
        gains[chosen] = -1
        best = int(gains.argmax())
        chosen.append(best)
        left = left - torch.outer(left[:, best] / left[best, best].clamp_min(floor), left[best])
    return chosen


def _seen_next(name: str, taps: Sequence[str]) -> str:
    """What VGG-19's next convolution sees: it has more of them in a block."""
    block, index = int(name[4]), int(name[6])
    if index < CONVOLUTIONS[block - 1]:
        return _relu_of(name)
    return max(tap for tap in taps if tap.startswith(f"relu{block}_"))


def _assign(layer: nn.Conv2d, fit: Fit) -> None:
    layer.weight.copy_(fit.matrix[..., None, None])
    assert layer.bias is not None
    layer.bias.copy_(fit.constant)


def _flat(features: Tensor) -> Tensor:
    """(positions, channels), the same positions of any features of the same shape."""
    flat = features.permute(0, 2, 3, 1).reshape(-1, features.shape[1])
    return flat[:: max(1, len(flat) // MOST_POSITIONS)].float()


def _relu_of(name: str) -> str:
    return name.replace("conv", "relu")
