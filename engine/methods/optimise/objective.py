"""What a picture of one level should become, as one number: style here, content there, smoothness everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods.losses.content import content_loss
from engine.methods.losses.style_loss import StyleLoss
from engine.methods.losses.total_variation import out_of_range, total_variation
from engine.methods.optimise.faces import FaceLoss
from engine.methods.optimise.regions import WeightMap
from engine.methods.optimise.settings import Level, OptimiseSettings, layer_weights
from engine.nets.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleTarget:
    """The style, or mixture of styles, of a part of the picture or of the whole."""

    loss: StyleLoss
    share: float = 1.0
    """Of the picture's area."""
    mask: WeightMap | None = None
    """None is everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """L_total of Gatys et al. 2016, eq. 7, with more terms: faces, pixels, total variation, range."""

    vgg: Reader
    styles: Sequence[StyleTarget]
    content_features: Mapping[str, Tensor]
    """Of the content image, by tap."""
    content_image: Tensor
    """(1, 3, h, w), of the level's size."""
    pixel_weight: float
    """Of the mean squared difference from the content image itself."""
    level: Level
    settings: OptimiseSettings
    content_map: WeightMap | None = None
    """Multiplies the content weight. None is 1 everywhere."""
    kept: WeightMap | None = None
    """1 where the content image stays, whatever is painted over it. None is nowhere."""
    faces: FaceLoss | None = None
    """None: there is no face to keep."""

    def __call__(self, picture: Tensor) -> Tensor:
        """One number, of a picture (1, 3, h, w)."""
        picture = self.with_kept(picture)
        style_weights, content_weights = (
            layer_weights(layers) for layers in (self.settings.style_layers, self.settings.content_layers)
        )
        face_targets = {} if self.faces is None else self.faces.targets
        features = self.vgg.features(picture, list({**style_weights, **content_weights, **face_targets}))
        style = [target.share * target.loss.loss(features, style_weights, target.mask) for target in self.styles]
        content = [
            weight * content_loss(features[tap], self.content_features[tap], self._content_map_at(tap))
            for tap, weight in content_weights.items()
        ]
        faces = picture.new_zeros(()) if self.faces is None else self.faces.loss(features)
        return (
            self.settings.style_weight * torch.stack(style).sum()
            + self.content_weight * torch.stack(content).sum()
            + faces
            + self.pixel_weight * F.mse_loss(picture, self.content_image)
            + self.settings.total_variation_weight * total_variation(picture)
            + self.settings.range_weight * out_of_range(picture)
        )

    @property
    def content_weight(self) -> float:
        return self.settings.content_weight * self.level.content_weight

    def with_kept(self, picture: Tensor) -> Tensor:
        """With the content image where it is kept: strokes beside it grow to fit it, and none beneath it."""
        return picture if self.kept is None else torch.lerp(picture, self.content_image, self.kept.at(1))

    def _content_map_at(self, tap: str) -> Tensor | None:
        return None if self.content_map is None else self.content_map[tap]
