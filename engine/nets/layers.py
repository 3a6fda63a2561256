"""The names of VGG-19's layers and their order. Without torch, so that a command line can know them."""

from collections.abc import Iterable, Iterator
from typing import Literal

Pooling = Literal["max", "average"]

CONVOLUTIONS_PER_BLOCK = (2, 2, 4, 4, 4)
"""Simonyan & Zisserman 2015, table 1, column E."""
DEEPEST_STRIDE = 1 << (len(CONVOLUTIONS_PER_BLOCK) - 1)
"""Pixels of the picture from one position of the last block's convolutions to the next."""
THIN_TAPS = ("relu1_1", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu4_1", "relu4_2", "relu5_1")
"""Those that the thin reader knows: all that painting reads unless it is told otherwise."""


def layer_names() -> Iterator[str]:
    """conv1_1, relu1_1, conv1_2, relu1_2, pool1, conv2_1 … pool5: the order in which the network computes them."""
    for block, convolutions in enumerate(CONVOLUTIONS_PER_BLOCK, start=1):
        for index in range(1, convolutions + 1):
            yield f"conv{block}_{index}"
            yield f"relu{block}_{index}"
        yield f"pool{block}"


LAYERS = tuple(layer_names())


def layers_up_to(taps: Iterable[str]) -> tuple[str, ...]:
    """Every layer that must be computed to read the taps. Raises ValueError for a name that is no layer."""
    wanted = set(taps)
    if unknown := wanted.difference(LAYERS):
        raise ValueError(f"VGG-19 has no layer {', '.join(sorted(unknown))}")
    return LAYERS[: max(LAYERS.index(tap) for tap in wanted) + 1]


def stride_of(name: str) -> int:
    """Pixels of the picture from one position of the layer to the next."""
    block = int(name.removeprefix("conv").removeprefix("relu").removeprefix("pool")[0])
    return int(2 ** (block if name.startswith("pool") else block - 1))
