"""A picture in a few colours: k-means in Lab, where distances are about as large as they look."""

import torch
from torch import Tensor

from engine.methods.colour.spaces import lab_from_srgb, srgb_from_lab

MOST_SAMPLES = 1 << 14
"""Pixels that the colours are chosen from; all pixels are then painted in them."""
ITERATIONS = 30
GREY_WEIGHT = 0.1
"""How much a grey pixel counts; others count by their chroma more. Without it the few colours are all dull: a moon is
khaki, because its yellow is averaged with all the greens around it.
"""
PIXELS_AT_ONCE = 1 << 16


def quantised(picture: Tensor, colours: int, *, seed: int) -> Tensor:
    """The picture (1, 3, h, w), RGB of 0 to 1, with each pixel in the nearest of so many colours."""
    pixels = lab_from_srgb(picture)[0].flatten(start_dim=1).mT
    centres = k_means(pixels, colours, seed=seed)
    nearest = torch.cat([torch.cdist(part, centres).argmin(dim=1) for part in torch.split(pixels, PIXELS_AT_ONCE)])
    return srgb_from_lab(centres[nearest].mT.reshape(picture.shape))


def k_means(pixels: Tensor, colours: int, *, seed: int) -> Tensor:
    """At most so many centres (k, 3) of Lab pixels (n, 3), which count by their chroma. Lloyd 1982."""
    generator = torch.Generator().manual_seed(seed)
    samples = pixels[torch.randperm(len(pixels), generator=generator)[:MOST_SAMPLES].to(pixels.device)]
    centres = _k_means_plus_plus(samples, colours, generator)
    weights = GREY_WEIGHT + samples[:, 1:].norm(dim=1, keepdim=True)
    for _ in range(ITERATIONS):
        nearest = torch.cdist(samples, centres).argmin(dim=1)
        whole = torch.zeros_like(centres[:, :1]).index_add_(0, nearest, weights)
        sums = torch.zeros_like(centres).index_add_(0, nearest, weights * samples)
        centres = torch.where(whole > 0, sums / whole.clamp_min(GREY_WEIGHT), centres)
    return centres


def _k_means_plus_plus(samples: Tensor, colours: int, generator: torch.Generator) -> Tensor:
    """Some samples, each drawn by the square of its distance to those before. Arthur & Vassilvitskii 2007."""
    drawn = [samples[0]]
    gap = (samples - drawn[0]).square().sum(dim=1)
    while len(drawn) < colours and gap.max() > 0:
        index = torch.multinomial(gap.cpu(), 1, generator=generator).item()
        drawn.append(samples[int(index)])
        gap = gap.minimum((samples - drawn[-1]).square().sum(dim=1))
    return torch.stack(drawn)
