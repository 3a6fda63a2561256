"""Faces stay recognisable: inside a soft mask a painting keeps closer to the photo, down to finer features."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.methods.losses.content import content_loss
from engine.methods.optimise.regions import Where
from engine.methods.resizing import Size
from engine.nets.faces import Face

DETAIL_TAPS = ("relu2_2", "relu3_2")
"""Fine enough for the corner of an eye; the usual content only knows that there is one."""
DETAIL_WEIGHT = 0.7
"""Of these together, beside a style loss of about 1."""
FIRMNESS = 3.0
"""What is added to the usual content's weight in a face, as a multiple of it."""
REACH = 1.3
"""Half axes of a mask's ellipse, as a part of the box's halves: chin, brow and ears belong to a face."""
SOFT_FROM = 0.6
"""The part of the half axes inside which the mask is 1."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What must stay of the photo, and where."""

    where: Where
    """Of 0 to 1."""
    goals: Mapping[str, Tensor]
    """The photo's features at DETAIL_TAPS."""

    def loss(self, features: Mapping[str, Tensor]) -> Tensor:
        """As `content_loss`, averaged over the taps; each position of a small face weighs as much as one of a large."""
        losses = [content_loss(features[tap], goal, self.where[tap]) for tap, goal in self.goals.items()]
        return DETAIL_WEIGHT * torch.stack(losses).mean()


def face_map(faces: Sequence[Face], size: Size) -> Tensor | None:
    """(1, 1, h, w) of 0 to 1: soft ellipses around the faces' boxes, which are in pixels of that size.

    None where there is no face, so that nothing at all is done differently.
    """
    if not faces:
        return None
    return torch.stack([_ellipse(face, size) for face in faces]).amax(dim=0)[None, None]


def content_map(faces: Tensor, size: Size) -> Where:
    """What the usual content's weight is multiplied by, from a face map of any size and the picture's size."""
    return Where(1 + FIRMNESS * faces, size)


def _ellipse(face: Face, size: Size) -> Tensor:
    across = _axis(size[1], face.left, face.right)
    down = _axis(size[0], face.top, face.bottom)
    distance = (down.square().unsqueeze(1) + across.square()).sqrt()
    fall = ((1 - distance) / (1 - SOFT_FROM)).clamp(0, 1)
    return fall * fall * (3 - 2 * fall)


def _axis(length: int, start: float, stop: float) -> Tensor:
    """Pixels' middles: 0 in the middle of the box, ±1 at the ellipse's ends."""
    return (torch.arange(length) + 0.5 - (start + stop) / 2) / (REACH * (stop - start) / 2)
