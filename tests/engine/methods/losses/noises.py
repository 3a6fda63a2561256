"""Features that are nothing but noise, for the laws of style losses."""

import torch
from torch import Tensor

GENERATOR = torch.Generator()
TAPS = {"relu2_1": (6, 12), "relu3_1": (8, 8), "relu4_1": (10, 6)}
ALIKE = dict.fromkeys(TAPS, 1 / len(TAPS))


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(*shape, generator=GENERATOR.manual_seed(seed), dtype=torch.float64)


def shuffled(features: Tensor) -> Tensor:
    order = torch.randperm(features.shape[-1] * features.shape[-2], generator=GENERATOR.manual_seed(2))
    return features.flatten(start_dim=2)[..., order].reshape(features.shape)


def features(*, seed: int, width: int = 0) -> dict[str, Tensor]:
    """Of three taps, about 1, as wide as they are high or `width` positions wider."""
    GENERATOR.manual_seed(seed)
    return {
        tap: 1 + torch.randn(1, channels, side, side + width, generator=GENERATOR, dtype=torch.float64)
        for tap, (channels, side) in TAPS.items()
    }
