"""DeepDream: a photo is changed so that a layer of VGG-19 sees more of what it sees in it. Mordvintsev et al. 2015.

"Inceptionism: Going Deeper into Neural Networks" and the notebook published with it: gradient ascent at a tap, over
octaves from coarse to fine. What each octave adds to the photo is carried on to the next and laid over the photo there,
so that the photo's own detail is never lost. docs/lab/dream.md tells how the constants were chosen.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import OnStep, Step
from engine.nets.layers import DEEPEST_STRIDE
from engine.nets.reader import padded
from engine.nets.vgg import Vgg19

TAP = "relu5_1"
"""Furry animals. Shallower: relu4_2 eyes, relu3_3 curls and strokes; deeper: relu5_3 birds, relu5_4 reptiles."""

OCTAVE_RATIO = 1.4
LEAST_OCTAVES = 4
COARSEST_SIDE = 190
"""Pixels of the longer side at detail 1. conv5_1 sees 156 pixels across, so that one animal can fill the picture."""
MOST_PIXELS = 600_000
"""Of the finest octave at detail 1. A larger picture is enlarged from it, with the photo's own detail."""
MOST_PIXELS_AT_ONCE = 1_500_000
"""Of the finest octave at any detail: its features take about 2 GB."""
WORK = 1_200_000
"""Steps times pixels that each octave may take, but for the least and most steps."""
LEAST_STEPS, MOST_STEPS = 2, 12

STEP = 0.008
"""Mean change of a pixel's channels by one step at strength 1, of 0 to 1."""
SMOOTHING = 0.7
"""Standard deviation, in pixels, of the Gaussian that takes the weave of single pixels out of a gradient."""
COLOUR = 0.4
"""How much of a gradient's differences between the channels is kept. All of it draws rainbows around eyes and edges."""
JITTER = DEEPEST_STRIDE
"""Pixels. One whole period of the deepest layers' grid, which would show otherwise."""

GUIDE_SIDE = 384
"""Pixels of a guide's longer side when it is read: its motifs are as large as animals of the middle octaves."""
MOST_GUIDE_POSITIONS = 1024
MATCHED_AT_ONCE = 8192
"""Positions, so that their similarities to a guide's take 32 MiB at most."""

Direction = Callable[[Tensor], Tensor]
"""From a tap's features (1, c, h, w) to the way in which they shall change, of the same shape."""


@dataclass(frozen=True, slots=True)
class Octave:
    """One size at which the picture is dreamed on."""

    height: int
    width: int
    steps: int

    @property
    def work(self) -> int:
        """Steps times pixels."""
        return self.steps * self.height * self.width


def dream(
    vgg: Vgg19,
    content: Tensor,
    *,
    tap: str = TAP,
    channel: int | None = None,
    strength: float = 1.0,
    detail: float = 1.0,
    guide: Tensor | None = None,
    seed: int = 0,
    on_step: OnStep,
) -> Tensor:
    """The content (1, 3, h, w), RGB of 0 to 1, dreamed on at its own size.

    The whole tap is made louder (its L2 norm); or, with `channel`, that one alone (its mean before the ReLU); or, with
    `guide` (1, 3, h', w'), the tap is brought towards the guide's best matching features.

    `strength` 0 returns the content, 1 is usual, 2 leaves little of it. `detail`, above 0, scales all octaves: 2 gives
    more and smaller animals, 1/2 few and large ones. On a CPU the same seed gives the same bits. Raises ValueError for
    a layer or channel that does not exist, a channel and a guide together, and a detail of 0 or less.
    """
    if channel is not None and guide is not None:
        raise ValueError("a dream follows a channel or a guide, not both")
    content = content.to(vgg.device)
    if strength <= 0:
        return content.clone()
    network, generator = vgg.pooled("max"), torch.Generator().manual_seed(seed)
    if channel is not None:
        # Where a channel is silent, its L2 norm has no gradient that could wake it.
        tap, direction = tap.replace("relu", "conv"), one_channel(channel)
    elif guide is not None:
        direction = towards(features_of_guide(network, guide.to(content), tap, generator))
    else:
        direction = louder
    height, width = content.shape[-2:]
    plan = octaves(height, width, detail=detail)
    total, done = sum(octave.work for octave in plan), 0
    added = torch.zeros_like(content[..., :1, :1])
    for octave in plan:
        size = octave.height, octave.width
        photo, added = resized(content, size).clamp(0, 1), resized(added, size)
        for _ in range(octave.steps):
            picture = (photo + added).clamp(0, 1)
            uphill = gradient(network, picture, tap, direction, generator)
            picture = (picture + STEP * strength * uphill).clamp(0, 1)
            added = picture - photo
            done += octave.height * octave.width
            on_step(Step(done / total, picture))
    dreamed = (content + resized(added, (height, width))).clamp(0, 1)
    on_step(Step(1.0, dreamed))
    return dreamed


def octaves(height: int, width: int, *, detail: float) -> list[Octave]:
    """From coarse to fine, the finest no larger than the picture. Each gets about the same work. Raises ValueError."""
    if detail <= 0:
        raise ValueError(f"detail must be above 0, not {detail}")
    most_pixels = min(detail**2 * MOST_PIXELS, MOST_PIXELS_AT_ONCE)
    finest = min(1.0, math.sqrt(most_pixels / (height * width)))
    coarsest = min(1.0, detail * COARSEST_SIDE / max(height, width))
    count = max(LEAST_OCTAVES, 1 + round(math.log(finest / coarsest, OCTAVE_RATIO)))
    scales = [finest / OCTAVE_RATIO**index for index in reversed(range(count))]
    sizes = [(max(1, round(height * scale)), max(1, round(width * scale))) for scale in scales]
    return [Octave(*size, steps=min(MOST_STEPS, max(LEAST_STEPS, round(WORK / math.prod(size))))) for size in sizes]


def gradient(vgg: Vgg19, picture: Tensor, tap: str, direction: Direction, generator: torch.Generator) -> Tensor:
    """How the picture must change so that its features change that way; its mean absolute value is 1.

    The network sees the picture moved by a few random pixels amid its mirrored surroundings: rolled around, as in the
    notebook, animals would grow across opposite edges.
    """
    top, left = torch.randint(JITTER + 1, (2,), generator=generator).tolist()
    picture = picture.detach().requires_grad_()
    features = vgg.features_of_padded(padded(picture, [left, JITTER - left, top, JITTER - top]), [tap])[tap]
    (uphill,) = torch.autograd.grad(features, picture, grad_outputs=direction(features.detach()))
    grey = uphill.mean(dim=1, keepdim=True)
    uphill = smoothed(grey + COLOUR * (uphill - grey))
    return uphill / (uphill.abs().mean() + torch.finfo(uphill.dtype).tiny)


def louder(features: Tensor) -> Tensor:
    """The gradient of half their squared L2 norm: themselves."""
    return features


def one_channel(channel: int) -> Direction:
    """The gradient of that channel's mean, up to its scale. Raises ValueError where there is no such channel."""

    def direction(features: Tensor) -> Tensor:
        if not 0 <= channel < features.shape[1]:
            raise ValueError(f"the layer's channels are 0 to {features.shape[1] - 1}, not {channel}")
        only = torch.zeros_like(features)
        only[:, channel] = 1
        return only

    return direction


def towards(guide: Tensor) -> Direction:
    """At each position, the one of the guide's features (positions, c) with the greatest dot product."""

    def direction(features: Tensor) -> Tensor:
        positions = features.flatten(2)[0].T
        best = [(part @ guide.T).argmax(dim=1) for part in torch.split(positions, MATCHED_AT_ONCE)]
        return guide[torch.cat(best)].T.reshape(features.shape)

    return direction


@torch.no_grad()
def features_of_guide(vgg: Vgg19, guide: Tensor, tap: str, generator: torch.Generator) -> Tensor:
    """(positions, c): all of them, or as many as may be, by chance."""
    scale = min(1.0, GUIDE_SIDE / max(guide.shape[-2:]))
    small = resized(guide, (max(1, round(guide.shape[-2] * scale)), max(1, round(guide.shape[-1] * scale))))
    features = vgg.features_of_padded(small.clamp(0, 1), [tap])[tap].flatten(2)[0].T
    chosen = torch.randperm(len(features), generator=generator)[:MOST_GUIDE_POSITIONS]
    return features[chosen.to(features.device)].contiguous()


def smoothed(picture: Tensor) -> Tensor:
    """(1, c, h, w) blurred by a Gaussian of deviation SMOOTHING."""
    radius, channels = math.ceil(3 * SMOOTHING), picture.shape[1]
    offsets = torch.arange(-radius, radius + 1, device=picture.device, dtype=picture.dtype)
    kernel = torch.softmax(-(offsets**2) / (2 * SMOOTHING**2), dim=0).expand(channels, 1, 1, -1)
    picture = F.pad(picture, 4 * [radius], mode="replicate")
    return F.conv2d(F.conv2d(picture, kernel, groups=channels), kernel.mT, groups=channels)


def resized(picture: Tensor, size: tuple[int, int]) -> Tensor:
    """Antialiased. It may overshoot, and what it is given may be negative."""
    if picture.shape[-2:] == size:
        return picture
    return F.interpolate(picture, size, mode="bicubic", antialias=True, align_corners=False)
