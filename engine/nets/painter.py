"""The instant painter: one forward pass paints any content in any style. Our own network, trained by engine/training.

A small U of residual blocks at a quarter and an eighth of the picture's resolution, reached by space-to-depth. Every
convolution is followed by conditional instance normalisation (Dumoulin et al. 2017, eq. 5) whose scales and shifts come
from the style's signature through a small MLP (Ghiasi et al. 2017).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.nets.fused import can_fuse, convolution_and_relu

SIGNATURE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
SIGNATURE_LENGTH = 2 * (64 + 128 + 256 + 512)
MARGIN = 8
"""Pixels mirrored around the content before painting and cut off after, so that no frame shows at the border."""
GRAIN = 8
"""The network works on sides that are multiples of this; others are mirrored up to it and cut back."""
Corner = tuple[int, int]
"""Where a picture begins on the canvas: pixels from its top and left, even numbers."""
EPSILON = 1e-5
"""Added to a variance, so that a flat channel divides nothing by zero."""
HALF, QUARTER, EIGHTH = 24, 64, 128
"""Channels at a half, a quarter and an eighth of the picture's resolution."""
CANVAS = (2, 4, 8, 16)
"""Pixels from thread to thread of the canvas, channel by channel. A network alone paints every part of a plain sky
alike; the unevenness of the canvas is what its strokes can follow there (Ulyanov et al. 2016)."""
CANVAS_SIDE = 512
"""Samples, of two pixels each, after which the canvas begins anew."""
CONTRAST = 0.25
"""Deviation of the canvas's threads, about that of a photo's colours."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and inverse deviation of each channel before one normalisation, (batch, channels, 1, 1) each."""

    mean: Tensor
    inverse_deviation: Tensor


class Norms(Protocol):
    """Convolves, normalises and, where `active`, rectifies: layer after layer of one pass, in the dress of a style."""

    def __call__(self, convolution: nn.Conv2d, here: Tensor, *, active: bool) -> Tensor: ...


class MeasuredNorms:
    """Moments are measured in the picture at hand; `moments` keeps them for a FoldedNorms."""

    def __init__(self, code: Tensor) -> None:
        """`code` is (batch, Painter.code_length)."""
        self._code = CodeReader(code)
        self.moments: list[Moments] = []

    def __call__(self, convolution: nn.Conv2d, here: Tensor, *, active: bool) -> Tensor:
        convolved = convolution(framed(here))
        scale, shift = self._code.next(convolved.shape[1])
        normalise = normalised_for_gradients if torch.is_grad_enabled() else normalised
        here, seen = normalise(convolved, 1 + scale, shift)
        self.moments.append(seen)
        return F.relu(here, inplace=not torch.is_grad_enabled()) if active else here


def normalised(features: Tensor, gain: Tensor, shift: Tensor) -> tuple[Tensor, Moments]:
    """Each picture apart, with gains and shifts (batch, channels).

    Of one picture, batch normalisation in training mode is instance normalisation, and several times as fast as any
    other way here.
    """
    pictures = [
        torch.native_batch_norm(one, gains, shifts, None, None, True, 0.0, EPSILON)
        for one, gains, shifts in zip(torch.split(features, 1), gain, shift, strict=True)
    ]
    here, means, inverses = (_together(parts) for parts in zip(*pictures, strict=True))
    like = (len(features), -1, 1, 1)
    return here, Moments(means.view(like), inverses.view(like))


def _together(parts: Sequence[Tensor]) -> Tensor:
    """Without a copy where there is only one."""
    return parts[0] if len(parts) == 1 else torch.cat(list(parts))


def normalised_for_gradients(features: Tensor, gain: Tensor, shift: Tensor) -> tuple[Tensor, Moments]:
    """The same as `normalised`, all pictures at once; meant to be compiled, which fuses it."""
    variance, mean = torch.var_mean(features.float(), dim=(2, 3), keepdim=True, correction=0)
    seen = Moments(mean, torch.rsqrt(variance + EPSILON))
    gain = seen.inverse_deviation * gain[..., None, None]
    return features * gain.to(features.dtype) + (shift[..., None, None] - mean * gain).to(features.dtype), seen


class FoldedNorms:
    """Moments come from another pass, of the whole picture seen small, and are folded into the convolutions' weights.

    So tiles agree with the whole (thumbnail instance normalisation, Chen et al. 2022), and a pass costs its
    convolutions and no more. For one style at a time.
    """

    def __init__(self, convolutions: Iterable[nn.Conv2d], code: Tensor, moments: Iterable[Moments]) -> None:
        """`code` is (1, Painter.code_length)."""
        reader = CodeReader(code)
        self._folded = [
            _fold(convolution, reader, seen) for convolution, seen in zip(convolutions, moments, strict=True)
        ]
        self._at = 0
        weight, _ = self._folded[0]
        self._fuses = can_fuse(weight.device, weight.dtype)

    def __call__(self, convolution: nn.Conv2d, here: Tensor, *, active: bool) -> Tensor:
        weight, bias = self._folded[self._at]
        self._at = (self._at + 1) % len(self._folded)
        if active and self._fuses:
            return convolution_and_relu(framed(here), weight, bias, padding=0)
        convolved = F.conv2d(framed(here), weight, bias)
        return F.relu(convolved, inplace=not torch.is_grad_enabled()) if active else convolved


def framed(here: Tensor) -> Tensor:
    """With the pixel next to each border mirrored beyond it, for a 3 x 3 convolution.

    Zeros instead would tell the network where the border is, and it paints a frame there.
    """
    return F.pad(here, (1, 1, 1, 1), mode="reflect")


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


def _fold(convolution: nn.Conv2d, reader: CodeReader, seen: Moments) -> tuple[Tensor, Tensor]:
    scale, shift = reader.next(convolution.out_channels)
    gain = seen.inverse_deviation.flatten() * (1 + scale[0])
    weight = convolution.weight.float() * gain.view(-1, 1, 1, 1)
    bias = shift[0] - seen.mean.flatten() * gain
    kind = convolution.weight.dtype
    return weight.to(kind).contiguous(memory_format=torch.channels_last), bias.to(kind)


class Layer(nn.Module):
    """Convolution, conditional normalisation and, unless told otherwise, ReLU."""

    def __init__(self, inputs: int, outputs: int, *, active: bool = True) -> None:
        super().__init__()
        self.active = active
        self.convolution = nn.Conv2d(inputs, outputs, 3, bias=False)

    def forward(self, here: Tensor, norms: Norms) -> Tensor:
        return norms(self.convolution, here, active=self.active)


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = Layer(channels, channels)
        self.second = Layer(channels, channels, active=False)

    def forward(self, here: Tensor, norms: Norms) -> Tensor:
        added: Tensor = self.second(self.first(here, norms), norms)
        return added.add_(here)


class Painter(nn.Module):
    """(batch, 3, h, w) RGB of 0 to 1 and (batch, SIGNATURE_LENGTH) signatures -> (batch, 3, h, w) RGB of 0 to 1."""

    threads: Tensor
    signature_mean: Tensor
    signature_deviation: Tensor

    def __init__(
        self, *, quarter_blocks: int = 2, eighth_blocks: int = 4, hidden: int = 256, margin: int = MARGIN
    ) -> None:
        """`margin` is a multiple of GRAIN."""
        super().__init__()
        self.margin = margin
        self.enter = Layer(12 + len(CANVAS), HALF)
        self.to_quarter = Layer(4 * HALF, QUARTER)
        self.quarter = nn.ModuleList(Residual(QUARTER) for _ in range(quarter_blocks))
        self.to_eighth = Layer(4 * QUARTER, EIGHTH)
        self.eighth = nn.ModuleList(Residual(EIGHTH) for _ in range(eighth_blocks))
        self.from_eighth = Layer(EIGHTH, 4 * QUARTER)
        self.back = nn.ModuleList(Residual(QUARTER) for _ in range(quarter_blocks))
        self.from_quarter = Layer(QUARTER, 4 * HALF)
        self.leave = Layer(HALF, 2 * HALF)
        self.colour = nn.Conv2d(2 * HALF, 12, 3)
        self.code_length = sum(2 * convolution.out_channels for convolution in self.convolutions())
        self.read_style = nn.Sequential(
            nn.Linear(SIGNATURE_LENGTH, hidden), nn.SiLU(), nn.Linear(hidden, hidden), nn.SiLU()
        )
        self.write_code = nn.Linear(hidden, self.code_length)
        self.register_buffer("threads", woven(), persistent=False)
        self.register_buffer("signature_mean", torch.zeros(SIGNATURE_LENGTH))
        self.register_buffer("signature_deviation", torch.ones(SIGNATURE_LENGTH))
        self._initialise()

    def forward(self, content: Tensor, signature: Tensor, canvas: Tensor | None = None) -> Tensor:
        return self.paint(content, MeasuredNorms(self.code(signature)), canvas)

    def code(self, signature: Tensor) -> Tensor:
        """All scales and shifts, (batch, code_length). Codes and signatures may be blended linearly."""
        whitened = (signature - self.signature_mean) / self.signature_deviation
        code: Tensor = self.write_code(self.read_style(whitened.clamp(-6, 6)))
        return code

    def paint(self, content: Tensor, norms: Norms, canvas: Tensor | None = None) -> Tensor:
        """On `canvas`, from `self.canvas`; without one, on its corner."""
        height, width = content.shape[-2:]
        here = F.pixel_unshuffle(mirror(content, self.margin), 2)
        if canvas is None:
            canvas = self.canvas(height, width)
        half = self.enter(torch.cat([here, canvas.to(here.dtype).expand(len(here), -1, -1, -1)], dim=1), norms)
        here = self.to_quarter(F.pixel_unshuffle(half, 2), norms)
        for block in self.quarter:
            here = block(here, norms)
        quarter = here
        here = self.to_eighth(F.pixel_unshuffle(here, 2), norms)
        for block in self.eighth:
            here = block(here, norms)
        here = smoothed(F.pixel_shuffle(self.from_eighth(here, norms), 2)).add_(quarter)
        for block in self.back:
            here = block(here, norms)
        here = smoothed(F.pixel_shuffle(self.from_quarter(here, norms), 2)).add_(half)
        here = self.colour(framed(self.leave(here, norms)))
        painted = torch.sigmoid(F.pixel_shuffle(here, 2).float())
        return painted[..., self.margin : self.margin + height, self.margin : self.margin + width]

    def canvas(self, height: int, width: int, corner: Corner = (0, 0)) -> Tensor:
        """For a content of that many pixels that begins there: (1, 4, h / 2, w / 2), with the margin."""
        canvas = self.threads
        for dimension, start, side in zip((2, 3), corner, (height, width), strict=True):
            samples = (side + (-side) % GRAIN + 2 * self.margin) // 2
            canvas = _run_of(canvas, dimension, start // 2 % CANVAS_SIDE, samples)
        return canvas

    def convolutions(self) -> list[nn.Conv2d]:
        """Those that a style conditions, in the order in which a pass meets them."""
        return [module.convolution for module in self.modules() if isinstance(module, Layer)]

    def _initialise(self) -> None:
        """Small codes at first, and sub-pixels that start equal (ICNR, Aitken et al. 2017) against checkerboards."""
        nn.init.normal_(self.write_code.weight, std=0.01)
        nn.init.zeros_(self.write_code.bias)
        for shuffled in (self.from_eighth.convolution, self.from_quarter.convolution, self.colour):
            equal = shuffled.weight.data[::4].repeat_interleave(4, dim=0)
            shuffled.weight.data.copy_(equal)


def woven() -> Tensor:
    """The canvas: smooth noise, coarser from channel to channel, without a seam; (1, channels, side, side)."""
    generator = torch.Generator().manual_seed(0)
    channels = []
    for period in CANVAS:
        few = torch.randn(1, 1, *(2 * [2 * CANVAS_SIDE // period]), generator=generator)
        fine = F.interpolate(F.pad(few, (2, 2, 2, 2), mode="circular"), scale_factor=period / 2, mode="bicubic")
        edge = period
        fine = fine[..., edge : edge + CANVAS_SIDE, edge : edge + CANVAS_SIDE]
        channels.append(CONTRAST * fine / fine.std())
    return torch.cat(channels, dim=1)


def _run_of(threads: Tensor, dimension: int, first: int, count: int) -> Tensor:
    """So many of them, beginning anew behind the last."""
    if first + count <= CANVAS_SIDE:
        return threads.narrow(dimension, first, count)
    return threads.index_select(dimension, torch.arange(first, first + count, device=threads.device) % CANVAS_SIDE)


def smoothed(here: Tensor) -> Tensor:
    """Each value averaged with its neighbours by 1, 2, 1 along both sides, which ends all that changes at every pixel.

    So the sub-pixels of a shuffle leave no weave in plain places (after Sugawara et al. 2018).
    """
    weights = torch.tensor([1, 2, 1]).to(here) / 4
    kernel = torch.outer(weights, weights).expand(here.shape[1], 1, 3, 3)
    return F.conv2d(framed(here), kernel.contiguous(memory_format=torch.channels_last), groups=here.shape[1])


def mirror(content: Tensor, margin: int = MARGIN) -> Tensor:
    """The content with a mirrored margin, its sides grown to multiples of GRAIN. Works for any size from 1 × 1."""
    height, width = content.shape[-2:]
    below, right = (margin + (-side) % GRAIN for side in (height, width))
    if max(margin, below) < height and max(margin, right) < width:
        return F.pad(content, (margin, right, margin, below), mode="reflect")
    rows = _mirrored(height, margin, below, content.device)
    columns = _mirrored(width, margin, right, content.device)
    return content[..., rows, :][..., columns]


def _mirrored(side: int, before: int, after: int, device: torch.device) -> Tensor:
    """Indices 0 … side-1 with reflections before and after, like light between two mirrors."""
    period = max(1, 2 * side - 2)
    at = torch.arange(-before, side + after, device=device) % period
    return torch.minimum(at, period - at)


def signature_of(features: dict[str, Tensor]) -> Tensor:
    """log1p of mean and deviation of each channel at SIGNATURE_TAPS, (batch, SIGNATURE_LENGTH)."""
    moments = [_mean_and_deviation(features[tap]) for tap in SIGNATURE_TAPS]
    return torch.log1p(torch.cat([mean for mean, _ in moments] + [deviation for _, deviation in moments], dim=1))


def _mean_and_deviation(tap: Tensor) -> tuple[Tensor, Tensor]:
    """In two passes over one copy: `std` takes five times as long on the CPU, a third of all that a new style costs."""
    here = tap.to(torch.float32, copy=True)
    mean = here.mean(dim=(2, 3), keepdim=True)
    return mean.flatten(1), here.sub_(mean).square_().mean(dim=(2, 3)).sqrt()
