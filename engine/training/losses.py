"""What the instant painter is trained for: the style's statistics, the content's structure, small total variation."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from engine.methods.losses.total_variation import total_variation

CONTENT_TAP = "relu4_1"
MOMENT_TAPS = {"relu1_1": 1.0, "relu2_1": 1.0, "relu3_1": 1.5, "relu4_1": 2.0, "relu5_1": 2.0}
"""Where means and deviations are compared, and how much each counts. Deeper layers, which see whole strokes and motifs,
are the farthest from the style in a painting of a single pass: three quarters of a judge's distance lay there."""
COVARIANCE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
"""At relu5_1 a crop has fewer positions than there are channels: their covariance would be noise."""
STYLE_TAPS = tuple(MOMENT_TAPS)
Features = dict[str, Tensor]


class Statistics(NamedTuple):
    """Of one layer, per picture: mean and deviation (batch, channels), covariance (batch, channels, channels)."""

    mean: Tensor
    deviation: Tensor
    covariance: Tensor

    def of_pictures(self, chosen: Tensor) -> "Statistics":
        return Statistics(*(part[chosen] for part in self))


@dataclass(frozen=True, slots=True, kw_only=True)
class LossWeights:
    moments: float = 7.5
    covariance: float = 5.0
    content: float = 0.85
    total_variation: float = 0.03
    place: float = 10.0


def statistics(features: Tensor) -> Statistics:
    """Of (batch, channels, h, w).

    The products are made in the features' own precision: in float32 they would cost more than the network.
    """
    flat = features.flatten(start_dim=2)
    mean = flat.float().mean(dim=2)
    centred = flat - mean[:, :, None].to(flat.dtype)
    covariance = (centred @ centred.mT).float() / flat.shape[-1]
    deviation = covariance.diagonal(dim1=1, dim2=2).clamp_min(1e-8).sqrt()
    return Statistics(mean, deviation, covariance)


def style_statistics(features: Features) -> dict[str, Statistics]:
    return {tap: statistics(features[tap]) for tap in STYLE_TAPS}


def style_errors(painted: dict[str, Statistics], style: dict[str, Statistics]) -> tuple[Tensor, Tensor]:
    """Mean over layers and pictures of the moments' and of the covariances' errors, relative to the style's energy."""
    whole = sum(MOMENT_TAPS.values())
    first = [weight / whole * _moments_error(painted[tap], style[tap]) for tap, weight in MOMENT_TAPS.items()]
    second = [relative(painted[tap].covariance, style[tap].covariance) for tap in COVARIANCE_TAPS]
    return torch.stack(first).sum(), torch.stack(second).mean()


def _moments_error(painted: Statistics, style: Statistics) -> Tensor:
    return relative(painted.mean, style.mean) + relative(painted.deviation, style.deviation)


def relative(value: Tensor, target: Tensor) -> Tensor:
    """Squared error over the target's energy, per picture, averaged.

    The floor, a share of the batch's mean energy, keeps a plain-coloured style from outweighing all others.
    """
    energy = target.flatten(start_dim=1).square().sum(dim=1)
    error = (value - target).flatten(start_dim=1).square().sum(dim=1)
    return (error / (energy + 0.1 * energy.mean())).mean()


def content_error(painted: Tensor, content: Tensor) -> Tensor:
    """Mean squared difference of instance-normalised features (batch, channels, h, w); about 2 for unrelated pictures.

    Structure must stay, colour and contrast may change.
    """
    return (_normalised(painted) - _normalised(content)).square().mean()


def _normalised(features: Tensor) -> Tensor:
    variance, mean = torch.var_mean(features.float(), dim=(2, 3), keepdim=True, correction=0)
    return (features.float() - mean) * torch.rsqrt(variance + 1e-3)


def scaled_total_variation(picture: Tensor) -> Tensor:
    """Total variation times 100, about 1 for a natural photo. (batch, 3, h, w) of 0 to 1 -> one number."""
    return 100 * total_variation(picture)
