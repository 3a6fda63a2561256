"""Features that are nothing but noise, for the laws of style losses."""

import torch
from torch import Tensor

GENERATOR = torch.Generator()


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(*shape, generator=GENERATOR.manual_seed(seed), dtype=torch.float64)


def shuffled(features: Tensor) -> Tensor:
    order = torch.randperm(features.shape[-1] * features.shape[-2], generator=GENERATOR.manual_seed(2))
    return features.flatten(start_dim=2)[..., order].reshape(features.shape)
