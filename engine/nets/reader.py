"""What a reader of pictures is: features at named taps. VGG-19 is one, the thin reader another."""

from collections.abc import Sequence
from typing import Protocol, Self

import torch
from torch import Tensor

from engine.nets.layers import Pooling


class Reader(Protocol):
    """Of RGB pictures (batch, 3, h, w) of 0 to 1. Its weights never change and carry no gradient."""

    @property
    def device(self) -> torch.device: ...

    @property
    def margin(self) -> int:
        """Pixels by which a picture is padded before it is read; they are left out of the features again."""
        ...

    def pooled(self, pooling: Pooling) -> Self:
        """The same network, weights and all, with another pooling."""
        ...

    def features(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """The named layers' outputs, (batch, channels, h', w') each."""
        ...

    def features_of_padded(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """As `features`, of a picture whose margin is around it already, and that of the features still is."""
        ...
