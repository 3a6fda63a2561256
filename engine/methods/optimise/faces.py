"""Faces stay recognisable: inside a soft mask a painting keeps closer to the content image, down to finer features."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.methods.losses.content import content_loss
from engine.methods.optimise.regions import WeightMap
from engine.methods.resizing import Size
from engine.nets.faces import Face

FACE_TAPS = ("relu2_2", "relu3_2")
"""Fine enough for the corner of an eye; the usual content only knows that there is one."""
FACE_WEIGHT = 0.7
"""Of these together, beside a style loss of about 1."""
CONTENT_GAIN = 3.0
"""What is added to the usual content's weight in a face, as a multiple of it."""
REACH = 1.3
"""Half axes of a mask's ellipse, as a part of the box's halves: chin, brow and ears belong to a face."""
SOFT_FROM = 0.6
"""The part of the half axes inside which the mask is 1."""


@dataclass(frozen=True, slots=True)
class FaceLoss:
    """The content loss in faces, at finer taps than the usual."""

    mask: WeightMap
    """Of 0 to 1."""
    targets: Mapping[str, Tensor]
    """The content image's features at FACE_TAPS, (1, channels, h, w) each."""

    def loss(self, features: Mapping[str, Tensor]) -> Tensor:
        """As `content_loss`, averaged over the taps; each position of a small face weighs as much as one of a large."""
        losses = [content_loss(features[tap], target, self.mask[tap]) for tap, target in self.targets.items()]
        return FACE_WEIGHT * torch.stack(losses).mean()


def face_mask(faces: Sequence[Face], size: Size) -> Tensor | None:
    """(1, 1, h, w) of 0 to 1: soft ellipses around the faces' boxes, which are in pixels of that size.

    None where there is no face, so that nothing at all is done differently.
    """
    if not faces:
        return None
    return torch.stack([_ellipse(face, size) for face in faces]).amax(dim=0)[None, None]


def content_weight_map(mask: Tensor, size: Size) -> WeightMap:
    """What the usual content's weight is multiplied by, from a face mask of any size and the picture's size."""
    return WeightMap(1 + CONTENT_GAIN * mask, size)


def _ellipse(face: Face, size: Size) -> Tensor:
    across = _axis(size[1], face.left, face.right)
    down = _axis(size[0], face.top, face.bottom)
    distance = (down.square().unsqueeze(1) + across.square()).sqrt()
    fall = ((1 - distance) / (1 - SOFT_FROM)).clamp(0, 1)
    return fall * fall * (3 - 2 * fall)


def _axis(length: int, start: float, stop: float) -> Tensor:
    """Pixels' middles: 0 in the middle of the box, ±1 at the ellipse's ends."""
    return (torch.arange(length) + 0.5 - (start + stop) / 2) / (REACH * (stop - start) / 2)
