"""What the thin reader is shown: what painting by optimisation shows a reader, which is more than photos and paintings.

Half-done paintings have noise and textures that no picture has, and a reader that never saw them leaves them as grain.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from engine.methods import Dials, Step
from engine.methods.optimise.method import Optimise
from engine.nets.thin_reader import ThinNetwork, ThinReader
from engine.nets.vgg import MARGIN
from engine.training.data import Crops, StyleCrops

BATCHES = ((128, 8), (128, 8), (128, 8), (192, 4))
"""Sides of crops and how many, step after step."""
STATES = 0.35
"""The share of crops that are of states, once there are some."""
NOISY, RECOLOURED = 0.35, 0.25
DEVIATIONS = (0.01, 0.2)
EVERY = 12
"""Steps of a painting from one state that is kept to the next."""
MOST_STATES = 400
LEAST_STATE_SIDE = 128
ZOOM, STATES_ZOOM = (0.5, 1.6), (0.8, 1.4)
ROTATED = 0.2


@dataclass(slots=True)
class States:
    """The newest readers' own paintings, and states on the way to them, a byte a colour of each pixel."""

    photos: list[Tensor]
    styles: list[Tensor]
    pictures: deque[Tensor] = field(default_factory=lambda: deque(maxlen=MOST_STATES))

    def paint(self, network: ThinNetwork, count: int, generator: Generator, stop: Callable[[], bool]) -> None:
        """Of photos and styles at random."""
        painter = Optimise(ThinReader(network, device=torch.device("cpu"), margin=MARGIN))
        for _ in range(count):
            photo, style = (_any_of(pictures, generator) for pictures in (self.photos, self.styles))
            seed = int(torch.randint(1 << 30, (1,), generator=generator))
            kept = _Kept()
            if stop():
                return
            painter.paint(photo, [(style, 1.0)], Dials(seed=seed, keep_faces=False), on_step=kept)
            self.pictures.extend(kept.pictures)


@dataclass(slots=True)
class _Kept:
    pictures: list[Tensor] = field(default_factory=list)
    done: int = 0

    def __call__(self, step: Step) -> None:
        self.done += 1
        large = min(step.picture.shape[-2:]) >= LEAST_STATE_SIDE
        if large and (self.done % EVERY == 0 or step.fraction == 1):
            self.pictures.append((step.picture[0] * 255).round().to(torch.uint8))


@dataclass(frozen=True, slots=True)
class Shown:
    """Batches of crops; the same generator state and states give the same."""

    photos: list[Tensor]
    paintings: list[Tensor]
    states: States

    def draw(self, step: int, generator: Generator) -> Tensor:
        """(batch, 3, side, side) RGB of about 0 to 1."""
        side, count = BATCHES[step % len(BATCHES)]
        photos, paintings = (Crops(of, side, ZOOM, ROTATED) for of in (self.photos, self.paintings))
        of_states = 0
        if self.states.pictures:
            of_states = int((torch.rand(count, generator=generator) < STATES).sum())
        of_photos = (count - of_states) // 2
        of_paintings = count - of_states - of_photos
        crops = []
        if of_paintings:
            crops.append(StyleCrops(paintings, photos).draw(of_paintings, generator))
        if of_photos:
            crops.append(recoloured(photos.draw(of_photos, generator), generator))
        if of_states:
            crops.append(Crops(self.states.pictures, side, STATES_ZOOM, ROTATED).draw(of_states, generator))
        return noisy(torch.cat(crops), generator)


def recoloured(pictures: Tensor, generator: Generator) -> Tensor:
    """Some in another mean and contrast in each channel."""
    chosen = torch.rand(len(pictures), 1, 1, 1, generator=generator) < RECOLOURED
    contrast, mean = torch.rand(2, len(pictures), 3, 1, 1, generator=generator)
    other = (pictures - pictures.mean(dim=(2, 3), keepdim=True)) * (0.5 + contrast) + 0.2 + 0.6 * mean
    return torch.where(chosen, other.clamp(0, 1), pictures)


def noisy(pictures: Tensor, generator: Generator) -> Tensor:
    """Some with noise: fine or soft, grey or coloured, everywhere or in patches, now and then beyond 0 and 1."""
    return torch.stack([_maybe_noisy(picture, generator) for picture in pictures])


def _maybe_noisy(picture: Tensor, generator: Generator) -> Tensor:
    chance, strength, grey, kind, beyond = torch.rand(5, generator=generator).tolist()
    if chance >= NOISY:
        return picture
    channels = 1 if grey < 0.3 else 3
    height, width = picture.shape[-2:]
    coarse = (1, 1) if kind >= 0.35 else (2, 4)
    scale = coarse[0] if beyond < 0.5 else coarse[1]
    noise = torch.randn(1, channels, height // scale, width // scale, generator=generator)
    if scale > 1:
        noise = F.interpolate(noise, (height, width), mode="bicubic")
    if 0.35 <= kind < 0.6:
        patches = F.interpolate(torch.rand(1, 1, 4, 4, generator=generator), (height, width), mode="bilinear")
        noise = noise * (patches > 0.6)
    least, most = DEVIATIONS
    with_noise: Tensor = picture + least * (most / least) ** strength * noise[0]
    return with_noise if beyond >= 0.9 else with_noise.clamp(0, 1)


def _any_of(pictures: list[Tensor], generator: Generator) -> Tensor:
    """(1, 3, h, w) of 0 to 1."""
    index = int(torch.randint(len(pictures), (1,), generator=generator))
    return pictures[index].float()[None] / 255
