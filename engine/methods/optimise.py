"""Painting by optimisation: the pixels themselves are the parameters. Gatys et al. 2016, coarse to fine."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import Dials, OnStep, Step
from engine.methods.losses import gram_matrix, relative_error, total_variation
from engine.nets.vgg import Vgg19

STYLE_TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
CONTENT_TAP = "relu4_2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    content_weight: float = 0.03
    variation_weight: float = 0.5
    learning_rate: float = 0.02
    steps: tuple[int, ...] = (30, 50, 60)
    """Of the levels, finest first."""


class Optimise:
    def __init__(self, vgg: Vgg19, settings: Settings | None = None) -> None:
        self.vgg = vgg
        self.settings = settings or Settings()

    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        dials: Dials,
        *,
        init: Tensor | None = None,
        on_step: OnStep,
    ) -> Tensor:
        content = content.to(self.vgg.device)
        if dials.strength <= 0:
            return content.clone()
        picture = content if init is None else init.to(self.vgg.device)
        sizes = pyramid(content.shape[-2], content.shape[-1], levels=len(self.settings.steps))
        steps = list(reversed(self.settings.steps))[-len(sizes) :]
        costs = [count * size[0] * size[1] for count, size in zip(steps, sizes, strict=True)]
        done = 0.0
        for size, count, cost in zip(sizes, steps, costs, strict=True):
            picture = resize(picture, size).clamp(0, 1)
            small_content = resize(content, size)
            grams = self._style_grams(styles, size, dials.brush_size)
            with torch.no_grad():
                goal = self.vgg.features(small_content, [CONTENT_TAP])[CONTENT_TAP].float()
            picture = picture.detach().clone().requires_grad_()
            adam = torch.optim.Adam([picture], lr=self.settings.learning_rate)
            for index in range(count):
                adam.zero_grad()
                read = self.vgg.features(picture, [*STYLE_TAPS, CONTENT_TAP])
                style = sum(relative_error(gram_matrix(read[tap].float()), grams[tap]) for tap in STYLE_TAPS)
                loss = (
                    dials.strength * style
                    + self.settings.content_weight * relative_error(read[CONTENT_TAP].float(), goal)
                    + self.settings.variation_weight * total_variation(picture)
                )
                loss.backward()  # type: ignore[no-untyped-call]
                adam.step()
                with torch.no_grad():
                    picture.clamp_(0, 1)
                on_step(Step((done + cost * (index + 1) / count) / sum(costs), picture.detach()))
            done += cost
        return picture.detach()

    @torch.no_grad()
    def _style_grams(
        self, styles: Sequence[tuple[Tensor, float]], size: tuple[int, int], brush_size: float
    ) -> dict[str, Tensor]:
        whole = sum(weight for _, weight in styles)
        grams: dict[str, Tensor] = {}
        for style, weight in styles:
            scale = brush_size * (size[0] * size[1] / (style.shape[-2] * style.shape[-1])) ** 0.5
            wanted = (max(32, round(style.shape[-2] * scale)), max(32, round(style.shape[-1] * scale)))
            read = self.vgg.features(resize(style.to(self.vgg.device), wanted), STYLE_TAPS)
            for tap, features in read.items():
                share = gram_matrix(features.float()) * (weight / whole)
                grams[tap] = grams[tap] + share if tap in grams else share
        return grams


def load(*, device: torch.device, vgg_weights: bytes) -> Optimise:
    return Optimise(Vgg19(vgg_weights, device=device))


def pyramid(height: int, width: int, *, levels: int) -> list[tuple[int, int]]:
    """Sizes from coarse to fine, each about twice the one before, ending exactly at (height, width)."""
    sizes = [(round(height / 2**level), round(width / 2**level)) for level in reversed(range(levels))]
    return [size for size in sizes[:-1] if min(size) >= 48] + sizes[-1:]


def resize(picture: Tensor, size: tuple[int, int]) -> Tensor:
    if picture.shape[-2:] == size:
        return picture
    return F.interpolate(picture, size, mode="bicubic", antialias=True, align_corners=False)
