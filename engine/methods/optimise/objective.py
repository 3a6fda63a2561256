"""What a picture of one level should become, as one number: style here, content there, smoothness everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods.losses.content import content_loss
from engine.methods.losses.style_loss import StyleLoss
from engine.methods.losses.total_variation import out_of_range, total_variation
from engine.methods.optimise.faces import Likeness
from engine.methods.optimise.regions import Where
from engine.methods.optimise.settings import Level, Settings, emphasis
from engine.nets.vgg import Vgg19


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A part of the picture, or the whole, that is painted in one style or mixture."""

    style: StyleLoss
    share: float = 1.0
    """Of the picture's area."""
    where: Where | None = None
    """None is everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    vgg: Vgg19
    territories: Sequence[Territory]
    content: Mapping[str, Tensor]
    """Features of the photo, by tap."""
    photo: Tensor
    photo_weight: float
    level: Level
    settings: Settings
    content_map: Where | None = None
    """Multiplies the content weight. None is 1 everywhere."""
    kept: Where | None = None
    """1 where the photo stays, whatever is painted over it. None is nowhere."""
    likeness: Likeness | None = None
    """None: there is no face to keep."""

    def __call__(self, picture: Tensor) -> Tensor:
        picture = self.seen(picture)
        style_weights, content_weights = emphasis(self.settings.style_layers), emphasis(self.settings.content_layers)
        details = {} if self.likeness is None else self.likeness.goals
        features = self.vgg.features(picture, list({**style_weights, **content_weights, **details}))
        style = [part.share * part.style.loss(features, style_weights, part.where) for part in self.territories]
        content = [
            weight * content_loss(features[tap], self.content[tap], self.content_map_at(tap))
            for tap, weight in content_weights.items()
        ]
        likeness = picture.new_zeros(()) if self.likeness is None else self.likeness.loss(features)
        return (
            self.settings.style_weight * torch.stack(style).sum()
            + self.content_weight * torch.stack(content).sum()
            + likeness
            + self.photo_weight * F.mse_loss(picture, self.photo)
            + self.settings.variation_weight * total_variation(picture)
            + self.settings.range_weight * out_of_range(picture)
        )

    @property
    def content_weight(self) -> float:
        return self.settings.content_weight * self.level.content_weight

    def seen(self, picture: Tensor) -> Tensor:
        """With the photo where it is kept: strokes beside it grow to fit it, and none beneath it."""
        return picture if self.kept is None else torch.lerp(picture, self.photo, self.kept.at(1))

    def content_map_at(self, tap: str) -> Tensor | None:
        return None if self.content_map is None else self.content_map[tap]
