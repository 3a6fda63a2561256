"""How a level is painted by its size: whole, in tiles, or in tiles and in place. Chosen once and never asked again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from engine.methods.losses.style_loss import StyleLoss, style_loss_named
from engine.methods.optimise.adam_bf16 import AdamBf16
from engine.methods.optimise.minimiser import Minimiser
from engine.methods.optimise.objective import Objective
from engine.methods.optimise.settings import OptimiseSettings
from engine.methods.optimise.tiled_objective import TILE_SIDE, OnPart, TiledObjective, tiled_gram_loss
from engine.methods.resizing import Size, at_brush_size, at_brush_size_unenlarged
from engine.nets.reader import Reader

MOST_WHOLE_PIXELS = 3 << 19
"""Read at once, such a picture takes about 1.5 GB with its features and their gradients."""
MOST_LBFGS_PIXELS = (100 << 20) // 12
"""8 million pixels of 12 bytes. L-BFGS would need more than 2 GB for a larger picture."""
MOST_HISTORY = 10
"""Steps that L-BFGS remembers, each as two pictures."""
MOST_HISTORY_BYTES = 1 << 30
SMALLER_TILES = {80_000_000: 384, 40_000_000: 768}
"""Sides of tiles of pictures of more pixels than that, which take gigabytes themselves: up to half more work, and
1.3 GB less."""


class Strategy(Protocol):
    """What depends on how large a picture is."""

    def style_loss(self, vgg: Reader, image: Tensor, size: Size, *, brush_size: float) -> StyleLoss:
        """What a painting of that size should have of a style image (1, 3, h, w)."""
        ...

    def content_features(self, vgg: Reader, image: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """What an objective needs to know beforehand of the content image, by tap."""
        ...

    def minimise(self, start: Tensor, objective: Objective, *, on_part: OnPart) -> Iterator[Tensor]:
        """The pictures of the level's steps. `on_part` is told the share of a step where one takes long."""
        ...


def strategy_for(size: Size, settings: OptimiseSettings) -> Strategy:
    pixels = size[0] * size[1]
    if pixels <= MOST_WHOLE_PIXELS:
        return Whole(settings)
    return Tiled(settings) if pixels <= MOST_LBFGS_PIXELS else TiledBf16(settings)


@dataclass(frozen=True, slots=True)
class Whole:
    """The picture, its features and their gradients are in memory at once. For any style loss."""

    settings: OptimiseSettings

    def style_loss(self, vgg: Reader, image: Tensor, size: Size, *, brush_size: float) -> StyleLoss:
        features = vgg.features(at_brush_size(image, size, brush_size=brush_size), _style_taps(self.settings))
        return style_loss_named(self.settings.style_loss).of(features)

    def content_features(self, vgg: Reader, image: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        return vgg.features(image, taps)

    def minimise(self, start: Tensor, objective: Objective, *, on_part: OnPart) -> Iterator[Tensor]:
        """A step is too short to tell its parts."""
        return minimiser_for(self.settings, start).minimise(start, objective, steps=objective.level.steps)


@dataclass(frozen=True, slots=True)
class Tiled:
    """Read tile by tile. Style losses are of Gram matrices, whatever was chosen: they alone are sums over positions."""

    settings: OptimiseSettings

    def style_loss(self, vgg: Reader, image: Tensor, size: Size, *, brush_size: float) -> StyleLoss:
        """A style image is never enlarged: strokes get finer instead of blurred."""
        seen = at_brush_size_unenlarged(image, size, brush_size=brush_size)
        return tiled_gram_loss(vgg, seen, _style_taps(self.settings))

    def content_features(self, vgg: Reader, image: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """Each tile reads its own."""
        return {}

    def minimise(self, start: Tensor, objective: Objective, *, on_part: OnPart) -> Iterator[Tensor]:
        tiled = TiledObjective(objective, on_part=on_part)
        return minimiser_for(self.settings, start).minimise(start, tiled, steps=objective.level.steps)


@dataclass(frozen=True, slots=True)
class TiledBf16(Tiled):
    """Read tile by tile, with gradients in bfloat16; the picture is moved in place by Adam with moments in bfloat16."""

    def minimise(self, start: Tensor, objective: Objective, *, on_part: OnPart) -> Iterator[Tensor]:
        """The setting of the optimiser is of no use here."""
        tiled = self.objective(objective, on_part=on_part)
        return AdamBf16().minimise(start, tiled.loss_and_gradient, steps=objective.level.steps)

    @staticmethod
    def objective(objective: Objective, *, on_part: OnPart = lambda share: None) -> TiledObjective:
        """In smaller tiles where the picture is very large."""
        pixels = objective.content_image.shape[-2] * objective.content_image.shape[-1]
        side = next((side for least, side in SMALLER_TILES.items() if pixels > least), TILE_SIDE)
        return TiledObjective(objective, side=side, gradient_dtype=torch.bfloat16, on_part=on_part)


def minimiser_for(settings: OptimiseSettings, picture: Tensor) -> Minimiser:
    """L-BFGS remembers fewer steps of a large picture."""
    return Minimiser(
        optimiser=settings.optimiser,
        patience=settings.patience,
        least_gain=settings.least_gain,
        history_size=min(MOST_HISTORY, MOST_HISTORY_BYTES // (2 * picture.nbytes)),
    )


def _style_taps(settings: OptimiseSettings) -> tuple[str, ...]:
    return tuple(tap for tap, _ in settings.style_layers)
