"""A thin reader: VGG-19's order of layers at a quarter of its width, taught to see what VGG-19 sees at some taps.

Where VGG-19's features are v, the thin network's own f are such that M f + b is near v for a linear map M (1 × 1) and a
constant b. Losses of painting only look at differences, products and cosines of features about a mean, and these are of
(MᵀM)^½ f what they are of M f. So a tap gives (MᵀM)^½ f: as many channels as the thin network has, and VGG-19's metric.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.nets.fused import convolution_and_relu
from engine.nets.layers import THIN_TAPS
from engine.nets.reader import CAFFE_MEAN_RGB, Reader

WIDTHS = (16, 32, 64, 128, 128)
"""Channels, block by block; VGG-19 has 64, 128, 256, 512, 512."""
CONVOLUTIONS = (2, 2, 3, 3, 1)
VGG_CHANNELS = {"1": 64, "2": 128, "3": 256, "4": 512, "5": 512}
"""By block."""


def thin_layers() -> Iterator[str]:
    """conv1_1, relu1_1, …, pool1, …, conv5_1, relu5_1."""
    for block, count in enumerate(CONVOLUTIONS, start=1):
        for index in range(1, count + 1):
            yield f"conv{block}_{index}"
            yield f"relu{block}_{index}"
        if block < len(CONVOLUTIONS):
            yield f"pool{block}"


LAYERS = tuple(thin_layers())


def thin_layers_up_to(taps: Iterable[str]) -> tuple[str, ...]:
    """Every layer that must be computed to read the taps, which are among THIN_TAPS."""
    return LAYERS[: max(LAYERS.index(tap) for tap in taps) + 1]


class ThinNetwork(nn.Module):
    """The trained form: convolutions, and for each tap the map to VGG-19's channels."""

    def __init__(self) -> None:
        super().__init__()
        channels = 3
        self.convolutions = nn.ModuleDict()
        for name in LAYERS:
            if name.startswith("conv"):
                width = WIDTHS[int(name[4]) - 1]
                self.convolutions[name] = nn.Conv2d(channels, width, 3, padding=1)
                channels = width
        self.maps = nn.ModuleDict(
            {tap: nn.Conv2d(WIDTHS[int(tap[4]) - 1], VGG_CHANNELS[tap[4]], 1) for tap in THIN_TAPS}
        )
        self.register_buffer("scales", torch.ones(len(THIN_TAPS)))

    @classmethod
    def of(cls, weights: Mapping[str, Tensor]) -> Self:
        """From what was saved, of any precision. Raises RuntimeError where that is of another network."""
        network = cls()
        network.load_state_dict({name: value.float() for name, value in weights.items()})
        return network

    def scale(self, tap: str) -> Tensor:
        """What VGG-19's features are divided by to be what the map gives: all taps are about as large then."""
        return self.get_buffer("scales")[THIN_TAPS.index(tap)]

    def features(self, picture: Tensor, taps: Sequence[str] = THIN_TAPS) -> dict[str, Tensor]:
        """Its own features by tap, of pictures (batch, 3, h, w) of 0 to 1."""
        read = {}
        mean = torch.tensor(CAFFE_MEAN_RGB, device=picture.device).view(1, 3, 1, 1) / 255
        here = (picture - mean).contiguous(memory_format=torch.channels_last)
        for name in thin_layers_up_to(taps):
            if name.startswith("conv"):
                here = self.convolutions[name](here)
            elif name.startswith("relu"):
                here = F.relu(here)
            else:
                here = F.avg_pool2d(here, kernel_size=2, ceil_mode=True)
            read[name] = here
        return {tap: read[tap] for tap in taps}

    def seen_as_vgg(self, tap: str, features: Tensor) -> Tensor:
        """VGG-19's features over the tap's scale, as far as its own tell."""
        mapped: Tensor = self.maps[tap](features)
        return mapped

    def metrics(self) -> Mapping[str, Tensor]:
        """By tap, (MᵀM)^½: (width, width), float32."""
        return {tap: root_of_gram(cast(nn.Conv2d, self.maps[tap]).weight.detach().flatten(1)) for tap in THIN_TAPS}


class ThinReader(Reader):
    """Reads RGB pictures (batch, 3, h, w) of 0 to 1 as Vgg19 does, at THIN_TAPS alone."""

    def __init__(
        self, network: ThinNetwork, *, device: torch.device, dtype: torch.dtype | None = None, margin: int = 0
    ) -> None:
        """The network's weights are copied."""
        super().__init__(device=device, dtype=dtype, margin=margin)
        self._convolutions = {
            name: (self._copied(cast(Tensor, layer.weight)), self._copied(cast(Tensor, layer.bias)))
            for name, layer in network.convolutions.items()
        }
        self._metrics = {tap: self._copied(metric[..., None, None]) for tap, metric in network.metrics().items()}

    def features_of_padded(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """(batch, width, h', w') each."""
        wanted = set(taps)
        read: dict[str, Tensor] = {}
        here = self._centred(picture)
        for name in thin_layers_up_to(taps):
            here = self._apply(name, here)
            if name in wanted:
                read[name] = F.conv2d(here, self._metrics[name])
        return read

    def _apply(self, name: str, here: Tensor) -> Tensor:
        """A convolution has its ReLU in it, which then has nothing left to do."""
        if name.startswith("conv"):
            weight, bias = self._convolutions[name]
            if self._fuses:
                return convolution_and_relu(here, weight, bias, padding=1)
            return F.relu(F.conv2d(here, weight, bias, padding=1))
        if name.startswith("relu"):
            return here
        return self._pool(here)

    def _copied(self, parameter: Tensor) -> Tensor:
        return self._prepare(parameter.detach().clone())


def root_of_gram(matrix: Tensor) -> Tensor:
    """(MᵀM)^½ of M (rows, columns): symmetric, with ‖root f‖ = ‖M f‖ for every f."""
    _, lengths, directions = torch.linalg.svd(matrix.double(), full_matrices=False)
    root: Tensor = (directions.mT * lengths) @ directions
    return root.to(matrix.dtype)
