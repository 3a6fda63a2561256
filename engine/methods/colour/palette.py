"""A picture in a few main colours: k-means in Lab, where distances are about as large as they look."""

import torch
from torch import Tensor

from engine.methods.colour.spaces import lab_from_srgb, srgb_from_lab

MOST_SAMPLES = 1 << 14
"""Pixels that the colours are chosen from; all pixels are then painted in them."""
ROUNDS = 30
GREY = 0.1
"""How much a grey pixel counts; others count by their chroma more. Without it the few colours are all dull: a moon is
khaki, because its yellow is averaged with all the greens around it.
"""
PIXELS_AT_ONCE = 1 << 16


def reduced(picture: Tensor, colours: int, *, seed: int) -> Tensor:
    """The picture (1, 3, h, w), RGB of 0 to 1, with each pixel in the nearest of so many colours."""
    pixels = lab_from_srgb(picture)[0].flatten(start_dim=1).mT
    chosen = main_colours(pixels, colours, seed=seed)
    nearest = torch.cat([torch.cdist(part, chosen).argmin(dim=1) for part in torch.split(pixels, PIXELS_AT_ONCE)])
    return srgb_from_lab(chosen[nearest].mT.reshape(picture.shape))


def main_colours(pixels: Tensor, colours: int, *, seed: int) -> Tensor:
    """At most so many (k, 3) of (n, 3) pixels: Lloyd 1982, begun as Arthur & Vassilvitskii 2007 (k-means++) do."""
    chance = torch.Generator().manual_seed(seed)
    samples = pixels[torch.randperm(len(pixels), generator=chance)[:MOST_SAMPLES].to(pixels.device)]
    chosen = _scattered(samples, colours, chance)
    weights = GREY + samples[:, 1:].norm(dim=1, keepdim=True)
    for _ in range(ROUNDS):
        nearest = torch.cdist(samples, chosen).argmin(dim=1)
        whole = torch.zeros_like(chosen[:, :1]).index_add_(0, nearest, weights)
        sums = torch.zeros_like(chosen).index_add_(0, nearest, weights * samples)
        chosen = torch.where(whole > 0, sums / whole.clamp_min(GREY), chosen)
    return chosen


def _scattered(samples: Tensor, colours: int, chance: torch.Generator) -> Tensor:
    """Some of the samples, each drawn by the square of its distance to those drawn before."""
    drawn = [samples[0]]
    gap = (samples - drawn[0]).square().sum(dim=1)
    while len(drawn) < colours and gap.max() > 0:
        index = torch.multinomial(gap.cpu(), 1, generator=chance).item()
        drawn.append(samples[int(index)])
        gap = gap.minimum((samples - drawn[-1]).square().sum(dim=1))
    return torch.stack(drawn)
