"""Textures and quilts of images: a device, and images in and out instead of tensors."""

from collections.abc import Callable

import torch
from PIL import Image

from engine.methods import Step
from engine.methods.resizing import at_brush_size, size_of, trimmed
from engine.methods.texture import synthesis
from engine.methods.texture.quilt import Quilt, QuiltSettings
from engine.nets.devices import device_named
from engine.tensors import to_image, to_tensor

OnFraction = Callable[[float], None]
"""Called with the share that is done. May raise: the work stops."""


def synthesise_texture(
    style: Image.Image,
    *,
    side: int,
    brush_size: float,
    tileable: bool,
    shallow: bool,
    seed: int,
    vgg19: bytes,
    device: str,
    on_fraction: OnFraction,
) -> Image.Image:
    """A square texture of the style without its edges, where a frame may be. Raises DeviceMissing, BadWeights."""
    settings = synthesis.SHALLOW if shallow else synthesis.TextureSettings()
    texture = synthesis.load(device=device_named(device), vgg19=vgg19, settings=settings).synthesise(
        trimmed(to_tensor(style)),
        (side, side),
        brush_size=brush_size,
        tileable=tileable,
        seed=seed,
        on_step=_fractions(on_fraction),
    )
    return to_image(texture)


def quilt(
    style: Image.Image, *, side: int, block: int, brush_size: float, seed: int, on_fraction: OnFraction
) -> Image.Image:
    """A square quilt of blocks of the style."""
    source = at_brush_size(to_tensor(style), (side, side), brush_size=brush_size)
    on_step = _fractions(on_fraction)
    return to_image(Quilt(QuiltSettings(block=block)).synthesise(source, (side, side), seed=seed, on_step=on_step))


def quilt_transfer(
    content: Image.Image, style: Image.Image, *, block: int, brush_size: float, seed: int, on_fraction: OnFraction
) -> Image.Image:
    """The content image, at its own size, in blocks of the style."""
    target = to_tensor(content)
    source = at_brush_size(to_tensor(style), size_of(target), brush_size=brush_size)
    on_step = _fractions(on_fraction)
    return to_image(Quilt(QuiltSettings(block=block)).transfer(target, source, seed=seed, on_step=on_step))


def use_threads(count: int) -> None:
    """0 leaves the number to torch."""
    if count:
        torch.set_num_threads(count)


def _fractions(on_fraction: OnFraction) -> Callable[[Step], None]:
    return lambda step: on_fraction(step.fraction)
