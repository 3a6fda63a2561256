"""The instant painter: one forward pass paints any content in any style. Our own network, trained by engine/training.

A small U of residual blocks at a quarter and an eighth of the picture's resolution, reached by space-to-depth. Every
convolution is followed by conditional instance normalisation (norms.py) whose scales and shifts come from the style's
signature through a small MLP (Ghiasi et al. 2017).
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.nets.fused import add_convolution
from engine.nets.norms import MeasuredNorms, Norms, moments_of, reflection_padded

SIGNATURE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
SIGNATURE_LENGTH = 2 * (64 + 128 + 256 + 512)
MARGIN = 8
"""Pixels of reflection padding around the content, cut off after, so that no frame shows at the border."""
SIDE_MULTIPLE = 8
"""The network works on sides that are multiples of this; others are padded up to it and cut back."""
Corner = tuple[int, int]
"""Where a picture begins on the canvas: pixels from its top and left, even numbers."""
HALF, QUARTER, EIGHTH = 24, 64, 128
"""Channels at a half, a quarter and an eighth of the picture's resolution."""
CANVAS_PERIODS = (2, 4, 8, 16)
"""The canvas is the noise input (Ulyanov et al. 2016): so many pixels from crest to crest, channel by channel. A
network alone paints every part of a plain sky alike; the unevenness of the canvas is what its strokes can follow."""
CANVAS_SIDE = 512
"""Samples, of two pixels each, after which the canvas begins anew."""
BLUR_PER_PERIOD = 0.35
"""Deviation of the Gaussian that blurs a channel's noise, as a part of its period."""
CANVAS_DEVIATION = 0.25
"""Standard deviation of the noise, about that of a photo's colours."""


class Layer(nn.Module):
    """Convolution, conditional normalisation and ReLU."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 3, bias=False)

    def forward(self, here: Tensor, norms: Norms) -> Tensor:
        return norms(self.convolution, here)


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = Layer(channels, channels)
        self.second = Layer(channels, channels)

    def forward(self, here: Tensor, norms: Norms) -> Tensor:
        """`here` may be overwritten."""
        return norms(self.second.convolution, self.first(here, norms), onto=here)


class Painter(nn.Module):
    """(batch, 3, h, w) RGB of 0 to 1 and (batch, SIGNATURE_LENGTH) signatures -> (batch, 3, h, w) RGB of 0 to 1."""

    noise: Tensor
    signature_mean: Tensor
    signature_deviation: Tensor

    def __init__(
        self, *, quarter_blocks: int = 2, eighth_blocks: int = 6, hidden: int = 256, margin: int = MARGIN
    ) -> None:
        """`margin` is a multiple of SIDE_MULTIPLE."""
        super().__init__()
        self.margin = margin
        self.enter = Layer(12 + len(CANVAS_PERIODS), HALF)
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
        self.register_buffer("noise", canvas_noise(), persistent=False)
        self.register_buffer("signature_mean", torch.zeros(SIGNATURE_LENGTH))
        self.register_buffer("signature_deviation", torch.ones(SIGNATURE_LENGTH))
        self._initialise()

    def forward(self, content: Tensor, signature: Tensor) -> Tensor:
        return self.paint(content, MeasuredNorms(self.code(signature)))

    def code(self, signature: Tensor) -> Tensor:
        """All scales and shifts, (batch, code_length). Codes and signatures may be blended linearly."""
        whitened = (signature - self.signature_mean) / self.signature_deviation
        code: Tensor = self.write_code(self.read_style(whitened.clamp(-6, 6)))
        return code

    def paint(self, content: Tensor, norms: Norms, canvas: Tensor | None = None) -> Tensor:
        """On `canvas`, from `self.canvas`; without one, on its corner."""
        height, width = content.shape[-2:]
        here = space_to_depth(padded_to_multiple(content, self.margin))
        if canvas is None:
            canvas = self.canvas(height, width)
        half = self.enter(torch.cat([here, canvas.to(here.dtype).expand(len(here), -1, -1, -1)], dim=1), norms)
        here = self.to_quarter(space_to_depth(half), norms)
        for block in self.quarter:
            here = block(here, norms)
        quarter = here
        here = self.to_eighth(space_to_depth(here), norms)
        for block in self.eighth:
            here = block(here, norms)
        here = add_smoothed(quarter, depth_to_space(self.from_eighth(here, norms)))
        for block in self.back:
            here = block(here, norms)
        here = add_smoothed(half, depth_to_space(self.from_quarter(here, norms)))
        here = self.colour(reflection_padded(self.leave(here, norms)))
        painted = torch.sigmoid(depth_to_space(here).float())
        return painted[..., self.margin : self.margin + height, self.margin : self.margin + width]

    def canvas(self, height: int, width: int, corner: Corner = (0, 0)) -> Tensor:
        """For a content of that many pixels that begins there: (1, 4, h / 2, w / 2), with the margin."""
        canvas = self.noise
        for dimension, start, side in zip((2, 3), corner, (height, width), strict=True):
            samples = (side + (-side) % SIDE_MULTIPLE + 2 * self.margin) // 2
            canvas = _wrapping_slice(canvas, dimension, start // 2 % CANVAS_SIDE, samples)
        return canvas

    def convolutions(self) -> list[nn.Conv2d]:
        """Those that a style conditions, in the order in which a pass meets them."""
        return [module.convolution for module in self.modules() if isinstance(module, Layer)]

    def _initialise(self) -> None:
        """Small codes at first, and sub-pixels that start equal (ICNR, Aitken et al. 2017) against checkerboards."""
        nn.init.normal_(self.write_code.weight, std=0.01)
        nn.init.zeros_(self.write_code.bias)
        for shuffled in (self.from_eighth.convolution, self.from_quarter.convolution, self.colour):
            shuffled.weight.data.copy_(shuffled.weight.data[: len(shuffled.weight) // 4].repeat(4, 1, 1, 1))


def canvas_noise() -> Tensor:
    """The whole canvas, (1, channels, side, side): isotropic Gaussian noise, coarser from channel to channel, periodic.

    Noise made on a square grid lends strokes its directions.
    """
    generator = torch.Generator().manual_seed(0)
    frequency = torch.fft.fftfreq(CANVAS_SIDE)
    squared = frequency[:, None] ** 2 + frequency[: CANVAS_SIDE // 2 + 1] ** 2
    channels = []
    for period in CANVAS_PERIODS:
        white = torch.randn(1, 1, CANVAS_SIDE, CANVAS_SIDE, generator=generator)
        spread = period / 2 * BLUR_PER_PERIOD
        smooth = torch.fft.irfft2(torch.fft.rfft2(white) * torch.exp(-2 * (math.pi * spread) ** 2 * squared))
        channels.append(CANVAS_DEVIATION * smooth / smooth.std())
    return torch.cat(channels, dim=1)


def _wrapping_slice(noise: Tensor, dimension: int, first: int, count: int) -> Tensor:
    """So many samples from the first on, beginning anew behind the last."""
    if first + count <= CANVAS_SIDE:
        return noise.narrow(dimension, first, count)
    runs = [noise.narrow(dimension, first, CANVAS_SIDE - first)]
    while (left := count - sum(run.shape[dimension] for run in runs)) > 0:
        runs.append(noise.narrow(dimension, 0, min(left, CANVAS_SIDE)))
    return torch.cat(runs, dim=dimension)


def space_to_depth(here: Tensor) -> Tensor:
    """Each 2 x 2 pixels become one: (batch, c, 2h, 2w) -> (batch, 4c, h, w), pixel after pixel of c channels each."""
    batch, channels, height, width = here.shape
    lines = here.permute(0, 2, 3, 1).reshape(batch, height // 2, 2, width // 2, 2, channels)
    return lines.transpose(2, 3).flatten(3).permute(0, 3, 1, 2)


def depth_to_space(here: Tensor) -> Tensor:
    """Each pixel becomes 2 x 2, undoing `space_to_depth`."""
    batch, channels, height, width = here.shape
    pixels = here.permute(0, 2, 3, 1).reshape(batch, height, width, 2, 2, channels // 4)
    return pixels.transpose(2, 3).flatten(3, 4).flatten(1, 2).permute(0, 3, 1, 2)


def add_smoothed(onto: Tensor, here: Tensor) -> Tensor:
    """Each value averaged with its neighbours by 1, 2, 1 along both sides, which ends all that changes at every pixel.

    So the sub-pixels of a shuffle leave no checkerboard in plain places (after Sugawara et al. 2018). `onto` may be
    overwritten.
    """
    weights = torch.tensor([1, 2, 1]).to(here) / 4
    kernel = torch.outer(weights, weights).expand(here.shape[1], 1, 3, 3).contiguous(memory_format=torch.channels_last)
    return add_convolution(onto, reflection_padded(here), kernel, groups=here.shape[1])


def both_views(squares: Tensor) -> Tensor:
    """All upright, then all laid on their sides: (batch, channels, side, side) -> (2 * batch, channels, side, side)."""
    return torch.cat([squares, squares.rot90(dims=(2, 3))]).contiguous(memory_format=torch.channels_last)


def padded_to_multiple(content: Tensor, margin: int = MARGIN) -> Tensor:
    """Reflection-padded by the margin, and up to sides of multiples of SIDE_MULTIPLE. Works for any size from 1 × 1."""
    height, width = content.shape[-2:]
    below, right = (margin + (-side) % SIDE_MULTIPLE for side in (height, width))
    if max(margin, below) < height and max(margin, right) < width:
        return F.pad(content, (margin, right, margin, below), mode="reflect")
    rows = _reflected(height, margin, below, content.device)
    columns = _reflected(width, margin, right, content.device)
    return content[..., rows, :][..., columns]


def _reflected(side: int, before: int, after: int, device: torch.device) -> Tensor:
    """Indices 0 … side-1 with reflections before and after, like light between two mirrors."""
    period = max(1, 2 * side - 2)
    at = torch.arange(-before, side + after, device=device) % period
    return torch.minimum(at, period - at)


def signature_of(features: dict[str, Tensor]) -> Tensor:
    """log1p of mean and deviation of each channel at SIGNATURE_TAPS, (batch, SIGNATURE_LENGTH)."""
    seen = [moments_of(features[tap]) for tap in SIGNATURE_TAPS]
    means, deviations = [moments.mean for moments in seen], [moments.deviation for moments in seen]
    return torch.log1p(torch.cat(means + deviations, dim=1)).flatten(1)
