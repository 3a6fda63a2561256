"""Conditional instance normalisation (Dumoulin et al. 2017, eq. 5), three ways: the instant painter's layers.

A layer's moments are measured in the picture at hand, or known from another pass, or known and folded into the weights.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.nets.fused import add_convolution, can_fuse, convolution_and_relu

EPSILON = 1e-5
"""Added to a variance, so that a flat channel divides nothing by zero."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and inverse deviation of each channel before one normalisation, (batch, channels, 1, 1) each."""

    mean: Tensor
    inverse_deviation: Tensor

    @property
    def deviation(self) -> Tensor:
        return (self.inverse_deviation**-2 - EPSILON).clamp_min(0).sqrt()


class Norms(Protocol):
    """Convolves and normalises, layer after layer of one pass, with the scales and shifts of a style."""

    def __call__(self, convolution: nn.Conv2d, here: Tensor, *, onto: Tensor | None = None) -> Tensor:
        """Added to `onto`, which may be overwritten; where there is none, rectified."""
        ...


class MeasuredNorms:
    """Moments are measured in the whole picture; `moments` keeps them. The way for training, and for batches."""

    def __init__(self, code: Tensor, *, views: int = 1) -> None:
        """`code` is (pictures, Painter.code_length).

        A batch has all pictures in one view, then all in the next; a picture's moments are those of its views as one.
        """
        self._code = CodeReader(code)
        self._views = views
        self.moments: list[Moments] = []

    def __call__(self, convolution: nn.Conv2d, here: Tensor, *, onto: Tensor | None = None) -> Tensor:
        convolved = convolution(reflection_padded(here))
        scale, shift = self._code.next(convolved.shape[1])
        normalise = normalised_for_gradients if torch.is_grad_enabled() else normalised
        here, seen = normalise(convolved, 1 + scale, shift, self._views)
        self.moments.append(seen)
        return _finished(here, onto)


class KnownNorms:
    """As MeasuredNorms, with the moments of another pass of the same batch. For training, and for large batches."""

    def __init__(self, code: Tensor, moments: Iterable[Moments]) -> None:
        reader = CodeReader(code)
        self._layers = cycle([(seen, *reader.next(seen.mean.shape[1])) for seen in moments])

    def __call__(self, convolution: nn.Conv2d, here: Tensor, *, onto: Tensor | None = None) -> Tensor:
        seen, scale, shift = next(self._layers)
        here = affine(convolution(reflection_padded(here)), seen, 1 + scale, shift)
        return _finished(here, onto)


class FoldedNorms:
    """Moments come from another pass, of the whole picture seen small, and are folded into the convolutions' weights.

    So tiles agree with the whole (thumbnail instance normalisation, Chen et al. 2022), and a pass costs its
    convolutions and no more. For one style at a time.
    """

    def __init__(self, convolutions: Iterable[nn.Conv2d], code: Tensor, moments: Iterable[Moments]) -> None:
        """`code` is (1, Painter.code_length)."""
        reader = CodeReader(code)
        self._folded = cycle(
            [
                _folded(convolution, *reader.next(convolution.out_channels), seen)
                for convolution, seen in zip(convolutions, moments, strict=True)
            ]
        )

    def __call__(self, convolution: nn.Conv2d, here: Tensor, *, onto: Tensor | None = None) -> Tensor:
        weight, bias = next(self._folded)
        here = reflection_padded(here)
        if onto is not None:
            return add_convolution(onto, here, weight, bias)
        if can_fuse(weight.device, weight.dtype):
            return convolution_and_relu(here, weight, bias, padding=0)
        return F.relu(F.conv2d(here, weight, bias))


def _finished(here: Tensor, onto: Tensor | None) -> Tensor:
    """`here` may be overwritten."""
    return here.add_(onto) if onto is not None else F.relu(here, inplace=not torch.is_grad_enabled())


class CodeReader:
    """Hands out a code's scales and shifts, layer after layer."""

    def __init__(self, code: Tensor) -> None:
        self._code = code
        self._at = 0

    def next(self, channels: int) -> tuple[Tensor, Tensor]:
        """Scale and shift, (batch, channels) float32 each; a scale of 0 leaves the deviation at 1."""
        start, self._at = self._at, self._at + 2 * channels
        scale, shift = self._code[:, start : self._at].float().chunk(2, dim=1)
        return scale, shift


def reflection_padded(here: Tensor) -> Tensor:
    """Reflection padding by one pixel, for a 3 x 3 convolution: (batch, channels, h, w) -> (batch, channels, h+2, w+2).

    Zeros instead would tell the network where the border is, and it paints a frame there.
    """
    if torch.is_grad_enabled():
        return F.pad(here, (1, 1, 1, 1), mode="reflect")
    # The same, in half the time and less.
    batch, channels, height, width = here.shape
    grown = here.new_empty(batch, height + 2, width + 2, channels).permute(0, 3, 1, 2)
    grown[..., 1:-1, 1:-1] = here
    grown[..., 1:-1, 0], grown[..., 1:-1, -1] = here[..., 1], here[..., -2]
    grown[..., 0, :], grown[..., -1, :] = grown[..., 2, :], grown[..., -3, :]
    return grown


def normalised(features: Tensor, gain: Tensor, shift: Tensor, views: int = 1) -> tuple[Tensor, Moments]:
    """Each picture apart, (views * pictures, channels, h, w), with gains and shifts (pictures, channels).

    Of one picture, batch normalisation in training mode is instance normalisation, and several times as fast as any
    other way here.
    """
    pictures = [
        torch.native_batch_norm(one, gains, shifts, None, None, True, 0.0, EPSILON)
        for one, gains, shifts in zip(_by_view(features, views).unbind(1), gain, shift, strict=True)
    ]
    here, means, inverses = zip(*pictures, strict=True)
    seen = Moments(torch.stack(means)[..., None, None], torch.stack(inverses)[..., None, None])
    if len(here) == 1:
        return here[0], seen
    return torch.cat([part[view : view + 1] for view in range(views) for part in here]), seen


def _by_view(features: Tensor, views: int) -> Tensor:
    """(views, pictures, channels, h, w)."""
    return features.view(views, -1, *features.shape[1:])


def normalised_for_gradients(features: Tensor, gain: Tensor, shift: Tensor, views: int = 1) -> tuple[Tensor, Moments]:
    """The same as `normalised`, all pictures at once; meant to be compiled, which fuses it."""
    each = _by_view(features, views)
    variance, mean = torch.var_mean(each.float(), dim=(0, 3, 4), keepdim=True, correction=0)
    seen = Moments(mean[0], torch.rsqrt(variance + EPSILON)[0])
    return affine(each, seen, gain, shift).flatten(0, 1), seen


def affine(features: Tensor, seen: Moments, gain: Tensor, shift: Tensor) -> Tensor:
    """Normalised by those moments, then times gains plus shifts (batch, channels). Dumoulin et al. 2017, eq. 5.

    With the style's own deviations and means as gains and shifts it is AdaIN (Huang & Belongie 2017, eq. 8).
    """
    gain = seen.inverse_deviation * gain[..., None, None]
    return features * gain.to(features.dtype) + (shift[..., None, None] - seen.mean * gain).to(features.dtype)


def moments_of(features: Tensor) -> Moments:
    """Of each picture's features, (batch, channels, h, w)."""
    plain = torch.ones(features.shape[:2], device=features.device)
    _, seen = normalised(features, plain, torch.zeros_like(plain))
    return seen


def _folded(convolution: nn.Conv2d, scale: Tensor, shift: Tensor, seen: Moments) -> tuple[Tensor, Tensor]:
    """Weight and bias of a convolution that normalises as it goes, of scale and shift (1, channels)."""
    gain = seen.inverse_deviation.flatten() * (1 + scale[0])
    weight = convolution.weight.float() * gain.view(-1, 1, 1, 1)
    bias = shift[0] - seen.mean.flatten() * gain
    kind = convolution.weight.dtype
    return weight.to(kind).contiguous(memory_format=torch.channels_last), bias.to(kind)
