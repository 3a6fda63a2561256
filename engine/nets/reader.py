"""What readers of pictures share, VGG-19 and the thin one: a margin around the picture, and features at named taps."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from copy import copy
from typing import Any, Self, cast

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.nets.fused import can_fuse
from engine.nets.layers import Pooling, stride_of

CAFFE_MEAN_RGB = (123.68, 116.779, 103.939)
"""What the original network was trained to have subtracted from a picture of 0 to 255."""


def best_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the device multiplies it natively (it is then about three times as fast), else float32."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if device.type == "cpu" and torch.cpu._is_avx512_bf16_supported():
        return torch.bfloat16
    return torch.float32


class Reader(ABC):
    """Of RGB pictures (batch, 3, h, w) of 0 to 1. Its weights never change and carry no gradient."""

    def __init__(
        self, *, device: torch.device, dtype: torch.dtype | None, margin: int, pooling: Pooling = "average"
    ) -> None:
        """A picture is reflection-padded by `margin` pixels, which are left out of the features again.

        VGG-19 was trained with zeros beyond the border; a margin keeps them out of sight. A multiple of 16, the stride
        of the deepest block. `dtype`: None is the best of the device.
        """
        self.device = device
        self.dtype = dtype or best_dtype(device)
        self.margin = margin
        self._pooling = pooling
        self._fuses = can_fuse(device, self.dtype)
        self._mean = torch.tensor(CAFFE_MEAN_RGB, device=device).view(1, 3, 1, 1) / 255

    def pooled(self, pooling: Pooling) -> Self:
        """The same network, weights and all, with another pooling."""
        other = copy(self)
        other._pooling = pooling
        return other

    def features(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """The named layers' outputs, (batch, channels, h', w') each, in the network's dtype.

        Nothing deeper than the deepest tap is computed.
        """
        read = self.features_of_padded(padded(picture, 4 * [self.margin]), taps)
        if not self.margin:
            return read
        rows, columns = (slice(self.margin, self.margin + side) for side in picture.shape[-2:])
        return {tap: cropped(here, stride_of(tap), rows, columns) for tap, here in read.items()}

    @abstractmethod
    def features_of_padded(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """As `features`, of a picture whose margin is around it already, and that of the features still is."""

    def _centred(self, picture: Tensor) -> Tensor:
        """As the first convolution takes it."""
        return (picture - self._mean).to(self.dtype).contiguous(memory_format=torch.channels_last)

    def _pool(self, here: Tensor) -> Tensor:
        """Rounding up keeps the last row and column of an odd size, and lets a side of one pixel through."""
        pool = F.avg_pool2d if self._pooling == "average" else F.max_pool2d
        halved: Tensor = pool(here, kernel_size=2, ceil_mode=True)
        return halved

    def _prepare(self, parameter: Tensor) -> Tensor:
        parameter = parameter.to(self.device, self.dtype)
        return parameter.contiguous(memory_format=torch.channels_last) if parameter.dim() == 4 else parameter


def cropped(features: Tensor, stride: int, rows: slice, columns: slice) -> Tensor:
    """Those that stand for these rows and columns of pixels, the first of which are multiples of the stride."""
    (top, below), (left, right) = (
        (wanted.start // stride, side - wanted.start // stride - math.ceil((wanted.stop - wanted.start) / stride))
        for wanted, side in zip((rows, columns), features.shape[-2:], strict=True)
    )
    # Padding by less than nothing crops as slicing does, but its gradient keeps the memory order: far faster.
    return F.pad(features, (-left, -right, -top, -below))


class _Padded(torch.autograd.Function):
    """Mirrored pixels have no gradient: followed twice, those at the border stood off by a faint line all around."""

    @staticmethod
    def forward(ctx: Any, picture: Tensor, margins: Sequence[int]) -> Tensor:
        ctx.margins = margins
        mode = "reflect" if max(margins) < min(picture.shape[-2:]) else "replicate"
        return F.pad(picture, tuple(margins), mode=mode)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None]:
        return F.pad(upstream, tuple(-margin for margin in ctx.margins)), None


def padded(picture: Tensor, margins: Sequence[int]) -> Tensor:
    """Reflection-padded to the left, right, top and bottom; replication-padded where it is too small for that.

    Margins are taken for given: no gradient comes from them.
    """
    if not any(margins):
        return picture
    return cast(Tensor, _Padded.apply(picture, margins))  # type: ignore[no-untyped-call]
