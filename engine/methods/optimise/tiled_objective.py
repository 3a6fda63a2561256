"""The loss and gradient of a whole picture, computed tile by tile: for pictures too large to be read at once.

What the loss wants of the features are sums over positions. First every tile is read, and the sums of all are added up.
The loss of the totals says how much each sum matters; then each tile is read again, with gradients, and its own sums
are followed back to its pixels. So the tiles share one set of statistics, and no seam can show.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, cast

import torch
from torch import Tensor

from engine.methods.losses.gram import GramLoss, GramStatistics
from engine.methods.optimise.faces import FACE_TAPS, FACE_WEIGHT
from engine.methods.optimise.freed_memory import give_back_freed
from engine.methods.optimise.objective import Objective
from engine.methods.optimise.regions import WeightMap
from engine.methods.optimise.settings import layer_weights
from engine.methods.optimise.tile_sums import (
    ContentTarget,
    Sums,
    content_loss_of,
    content_sums,
    gram_sums,
    moments_of,
)
from engine.methods.optimise.tiles import Tile, halo_of, tiles
from engine.nets.reader import Reader

TILE_SIDE = 1024
"""Pixels. With what is seen around a tile, its features and their gradients take about 1.3 GB."""
KEPT_TARGETS = 1 << 30
"""Bytes for the content image's features, less 16 for each pixel. Those for which there is no room are read at each
step."""

OnPart = Callable[[float], None]
"""Called with the share of a step that is done. May raise: the work then stops at once."""
READING = 0.3
"""The share of a step that is spent before the gradient is."""


@dataclass(frozen=True, slots=True)
class ContentTerm:
    """A content loss at one tap."""

    tap: str
    weight: float
    map: WeightMap | None
    """Multiplies the weight."""

    @classmethod
    def all_of(cls, objective: Objective) -> "list[ContentTerm]":
        """The usual content, and that of faces."""
        usual = layer_weights(objective.settings.content_layers)
        terms = [cls(tap, objective.content_weight * share, objective.content_map) for tap, share in usual.items()]
        if objective.faces is None:
            return terms
        weight = FACE_WEIGHT / len(FACE_TAPS)
        return [*terms, *(cls(tap, weight, objective.faces.mask) for tap in FACE_TAPS)]


class TiledObjective:
    """The same loss as an objective's, whose style losses are of Gram matrices; its `content_features` are not used,
    and neither are the targets of its faces."""

    def __init__(
        self,
        objective: Objective,
        *,
        side: int = TILE_SIDE,
        gradient_dtype: torch.dtype | None = None,
        on_part: OnPart = lambda share: None,
    ) -> None:
        """`gradient_dtype` None is the picture's own."""
        self.objective = objective
        self._gradient_dtype = gradient_dtype
        self._on_part = on_part
        self._layer_weights = layer_weights(objective.settings.style_layers)
        self._content_terms = ContentTerm.all_of(objective)
        self._content_taps = list(dict.fromkeys(term.tap for term in self._content_terms))
        self._taps = list(dict.fromkeys([*self._layer_weights, *self._content_taps]))
        height, width = objective.content_image.shape[-2:]
        self._tiles = tiles(height, width, side=side, halo=halo_of(self._taps), margin=objective.vgg.margin)
        self._targets: dict[tuple[int, int], list[ContentTarget]] = {}
        self._room = KEPT_TARGETS - 16 * height * width

    def __call__(self, picture: Tensor) -> Tensor:
        """Differentiable once."""
        return cast(Tensor, _KnownGradient.apply(picture, *self.loss_and_gradient(picture)))  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def loss_and_gradient(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """One number, and (1, 3, h, w) of `gradient_dtype`."""
        loss, derivatives = self._derivatives(self._totals(picture))
        gradient = torch.zeros_like(picture, dtype=self._gradient_dtype)
        for tile in self._tile_by_tile(READING, 1.0):
            seen = tile.seen_of(picture.detach()).clone().requires_grad_()
            with torch.enable_grad():
                sums = self._sums(tile, seen)
            movable = {name: sum_ for name, sum_ in sums.items() if sum_.requires_grad}
            torch.autograd.backward(
                list(movable.values()), [derivatives[name].to(sum_) for name, sum_ in movable.items()]
            )
            assert seen.grad is not None
            tile.seen_of(gradient).add_(seen.grad)
        return loss.to(picture), gradient

    def _tile_by_tile(self, begin: float, end: float) -> Iterator[Tile]:
        """All tiles, telling after each how much of the step is done.

        Tiles at borders have other shapes, so that what one has freed does not fit the next: 2 GB were kept in holes.
        """
        for number, tile in enumerate(self._tiles, start=1):
            yield tile
            give_back_freed()
            self._on_part(begin + (end - begin) * number / len(self._tiles))

    def _totals(self, picture: Tensor) -> Sums:
        totals: Sums = {}
        for tile in self._tile_by_tile(0.0, READING):
            for name, sums in self._sums(tile, tile.seen_of(picture)).items():
                totals[name] = totals.get(name, 0) + sums.double()
        return totals

    def _sums(self, tile: Tile, seen: Tensor) -> Sums:
        """What the tile adds to the totals."""
        objective, targets = self.objective, self._content_targets(tile)
        if objective.kept is not None:
            seen = torch.lerp(seen, tile.seen_of(objective.content_image), tile.pixels_of(objective.kept))
        features = tile.features(objective.vgg, seen, self._taps)
        sums = {"pixels": self._pixel_sums(tile, seen)}
        for index, (term, target) in enumerate(zip(self._content_terms, targets, strict=True)):
            sums[f"target {index}"] = target.sums
            sums[f"content {index}"] = content_sums(features[term.tap], target, tile.positions_of(term.map, term.tap))
        for (index, style), tap in product(enumerate(objective.styles), self._layer_weights):
            mask = tile.positions_of(style.mask, tap)
            sums |= {f"style {index} {tap} {kind}": sum_ for kind, sum_ in gram_sums(features[tap], mask).items()}
        return sums

    def _pixel_sums(self, tile: Tile, seen: Tensor) -> Tensor:
        own, with_next = tile.own_of(seen), tile.own_of(seen, beyond=1)
        across = with_next[..., : own.shape[-2], 1:] - with_next[..., : own.shape[-2], :-1]
        down = with_next[..., 1:, : own.shape[-1]] - with_next[..., :-1, : own.shape[-1]]
        away = own - tile.own_of(tile.seen_of(self.objective.content_image))
        return torch.stack([gap.square().sum() for gap in (across, down, away, own - own.clamp(0, 1))])

    def _derivatives(self, totals: Sums) -> tuple[Tensor, Sums]:
        """The loss, and its derivative by each sum."""
        with torch.enable_grad():
            leaves = {name: total.requires_grad_() for name, total in totals.items()}
            loss = self._loss(leaves)
            derivatives = torch.autograd.grad(loss, list(leaves.values()))
        return loss.detach(), dict(zip(leaves, derivatives, strict=True))

    def _loss(self, totals: Sums) -> Tensor:
        style = [
            target.share * self._style_loss(cast(GramLoss, target.loss), index, totals)
            for index, target in enumerate(self.objective.styles)
        ]
        content = [
            term.weight * content_loss_of(totals[f"content {index}"], totals[f"target {index}"])
            for index, term in enumerate(self._content_terms)
        ]
        return (
            self.objective.settings.style_weight * torch.stack(style).sum()
            + torch.stack(content).sum()
            + self._pixel_loss(totals["pixels"])
        )

    def _style_loss(self, loss: GramLoss, index: int, totals: Sums) -> Tensor:
        known = {
            tap: moments_of({kind: totals[f"style {index} {tap} {kind}"] for kind in ("count", "first", "second")})
            for tap in self._layer_weights
        }
        return loss.distance(known, self._layer_weights)

    def _pixel_loss(self, sums: Tensor) -> Tensor:
        """Means over neighbours beside and below each other, and over pixels."""
        channels, height, width = self.objective.content_image.shape[-3:]
        numbers = (height * (width - 1), (height - 1) * width, height * width, height * width)
        settings = self.objective.settings
        weights = (settings.total_variation_weight,) * 2 + (self.objective.pixel_weight, settings.range_weight)
        shares = [weight / (channels * max(1, number)) for weight, number in zip(weights, numbers, strict=True)]
        return sums @ sums.new_tensor(shares)

    @torch.no_grad()
    def _content_targets(self, tile: Tile) -> list[ContentTarget]:
        """One for each content term; kept for the next step while there is room."""
        if tile.corner in self._targets:
            return self._targets[tile.corner]
        seen = tile.seen_of(self.objective.content_image)
        features = tile.features(self.objective.vgg, seen, self._content_taps)
        targets = [
            ContentTarget.of(features[term.tap], tile.positions_of(term.map, term.tap)) for term in self._content_terms
        ]
        wanted = sum(target.nbytes for target in targets)
        if wanted <= self._room:
            self._room -= wanted
            self._targets[tile.corner] = [target.alone() for target in targets]
        return targets


class _KnownGradient(torch.autograd.Function):
    """A loss whose gradient has been computed already."""

    @staticmethod
    def forward(ctx: Any, picture: Tensor, loss: Tensor, gradient: Tensor) -> Tensor:
        ctx.save_for_backward(gradient)
        return loss.clone()

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None, None]:
        return upstream * ctx.saved_tensors[0], None, None


@torch.no_grad()
def tiled_gram_loss(vgg: Reader, image: Tensor, taps: Sequence[str], *, side: int = TILE_SIDE) -> GramLoss:
    """The statistics of a style image (1, 3, h, w) of any size."""
    totals: dict[str, Sums] = {}
    height, width = image.shape[-2:]
    for tile in tiles(height, width, side=side, halo=halo_of(taps), margin=vgg.margin):
        for tap, features in tile.features(vgg, tile.seen_of(image), taps).items():
            sums = gram_sums(features, None)
            totals[tap] = {kind: totals[tap][kind] + sum_ for kind, sum_ in sums.items()} if tap in totals else sums
    return GramLoss({tap: GramStatistics(*moments_of(sums)) for tap, sums in totals.items()})
