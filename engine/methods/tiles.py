"""The loss and gradient of a whole picture, computed piece by piece: for pictures too large to be read at once.

What the loss wants of the features are sums over positions. First every tile is read, and the sums of all are added up.
The loss of the totals says how much each sum matters; then each tile is read again, with gradients, and its own sums
are followed back to its pixels. So the tiles share one set of statistics, and no seam can show.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.methods.faces import DETAIL_TAPS, DETAIL_WEIGHT
from engine.methods.gram import Style
from engine.methods.losses import StyleStatistics, moments
from engine.methods.objective import Objective
from engine.methods.pyramid import size_of
from engine.methods.regions import at_tap
from engine.methods.settings import emphasis
from engine.nets.layers import DEEPEST_STRIDE, layers_up_to, stride_of
from engine.nets.vgg import Vgg19, part, surrounded

MOST_AT_ONCE = 3 << 19
"""Pixels. A larger picture is read in tiles; this one takes about 1.5 GB with its features and their gradients."""
TILE = 1024
"""Pixels of a tile's side. With what is seen around it, its features and their gradients take about 1.3 GB."""
KEPT_GOALS = 1 << 29
"""Bytes. Where the photo's features would take more, they are read again at each step."""
EPSILON = 1e-5
"""As in torch's own normalising."""
ROWS_AT_ONCE = 64
"""Of features, where they are compared in float32."""

Sums = dict[str, Tensor]
OnPart = Callable[[float], None]
"""Called with the share of a step that is done. May raise: the work then stops at once."""
READING = 0.3
"""The share of a step that is spent before the gradient is."""


@dataclass(frozen=True, slots=True)
class Span:
    """A tile along one side of the picture, in pixels."""

    own: slice
    """Every pixel belongs to one tile."""
    seen: slice
    """With what is around it, as far as the network looks and the picture goes."""
    mirrored: tuple[int, int]
    """Pixels of the network's margin before and after what is seen: at the picture's border."""


@dataclass(frozen=True, slots=True)
class Tile:
    rows: Span
    columns: Span

    @property
    def corner(self) -> tuple[int, int]:
        """The top and left pixel of its own."""
        return self.rows.own.start, self.columns.own.start

    def seen_of(self, picture: Tensor) -> Tensor:
        return picture[..., self.rows.seen, self.columns.seen]

    def own_of(self, seen: Tensor, *, beyond: int = 0) -> Tensor:
        """Of what is seen: the tile itself, and so many rows and columns behind it where the picture has them."""
        rows, columns = (
            slice(span.own.start - span.seen.start, span.own.stop - span.seen.start + beyond)
            for span in (self.rows, self.columns)
        )
        return seen[..., rows, columns]

    def positions_of(self, whole: Tensor, tap: str) -> Tensor:
        """Of a map as fine as the tap's features of the whole picture."""
        stride = stride_of(tap)
        rows, columns = (
            slice(span.own.start // stride, -(-span.own.stop // stride)) for span in (self.rows, self.columns)
        )
        return whole[..., rows, columns]

    def read(self, vgg: Vgg19, seen: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        """The features of the tile itself."""
        read = vgg.read(self._with_margin(seen), taps)
        rows, columns = (_within_margin(span) for span in (self.rows, self.columns))
        return {tap: part(features, stride_of(tap), rows, columns) for tap, features in read.items()}

    def _with_margin(self, seen: Tensor) -> Tensor:
        margins = (*self.columns.mirrored, *self.rows.mirrored)
        return surrounded(seen, margins)


def tiles(height: int, width: int, *, side: int, halo: int, margin: int) -> list[Tile]:
    """In rows from the top left; `side`, `halo` and `margin` are multiples of DEEPEST_STRIDE."""
    rows, columns = (list(_spans(length, side, halo, margin)) for length in (height, width))
    return [Tile(*both) for both in product(rows, columns)]


def _spans(length: int, side: int, halo: int, margin: int) -> Iterator[Span]:
    for start in range(0, length, side):
        stop = min(length, start + side)
        seen = slice(max(0, start - halo), min(length, stop + halo))
        missing = (halo - (start - seen.start), halo - (seen.stop - stop))
        yield Span(slice(start, stop), seen, (min(margin, missing[0]), min(margin, missing[1])))


def _within_margin(span: Span) -> slice:
    shift = span.mirrored[0] - span.seen.start
    return slice(span.own.start + shift, span.own.stop + shift)


def halo_of(taps: Sequence[str]) -> int:
    """How far beyond a tile the network looks, in pixels: one position for each convolution, rounded up."""
    reach = sum(stride_of(name) for name in layers_up_to(taps) if name.startswith("conv"))
    return math.ceil(reach / DEEPEST_STRIDE) * DEEPEST_STRIDE


@dataclass(frozen=True, slots=True)
class Hold:
    """What holds the painting to the photo at one tap."""

    tap: str
    weight: float
    where: Tensor | None
    """(1, 1, h', w'), at the tap's positions: multiplies the weight there."""

    @classmethod
    def all_of(cls, whole: Objective) -> "list[Hold]":
        usual = emphasis(whole.settings.content_layers)
        holds = [cls(tap, whole.content_weight * share, whole.content_map_at(tap)) for tap, share in usual.items()]
        if whole.likeness is None:
            return holds
        weight, where, size = DETAIL_WEIGHT / len(DETAIL_TAPS), whole.likeness.where, size_of(whole.photo)
        return [*holds, *(cls(tap, weight, at_tap(where, tap, size)) for tap in DETAIL_TAPS)]


class TiledObjective:
    """The same loss as the whole objective's, whose styles are Gram matrices; its `content` is not used, and neither
    are the goals of its likeness."""

    def __init__(self, whole: Objective, *, side: int = TILE, on_part: OnPart = lambda share: None) -> None:
        self.whole = whole
        self._on_part = on_part
        self._emphasis = emphasis(whole.settings.style_layers)
        self._holds = Hold.all_of(whole)
        self._goal_taps = list(dict.fromkeys(hold.tap for hold in self._holds))
        self._taps = list(dict.fromkeys([*self._emphasis, *self._goal_taps]))
        height, width = whole.photo.shape[-2:]
        self._tiles = tiles(height, width, side=side, halo=halo_of(self._taps), margin=whole.vgg.margin)
        self._goals: dict[tuple[int, int], dict[str, Tensor]] = {}

    def __call__(self, picture: Tensor) -> Tensor:
        """Differentiable once."""
        return cast(Tensor, _Known.apply(picture, *self.loss_and_gradient(picture)))  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def loss_and_gradient(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        loss, slopes = self._slopes(self._totals(picture))
        gradient = torch.zeros_like(picture)
        for tile in self._in_turn(READING, 1.0):
            seen = tile.seen_of(picture.detach()).clone().requires_grad_()
            with torch.enable_grad():
                sums = self._sums(tile, seen)
            movable = {name: sum_ for name, sum_ in sums.items() if sum_.requires_grad}
            torch.autograd.backward(list(movable.values()), [slopes[name].to(sum_) for name, sum_ in movable.items()])
            assert seen.grad is not None
            tile.seen_of(gradient).add_(seen.grad)
        return loss.to(picture), gradient

    def _in_turn(self, begin: float, end: float) -> Iterator[Tile]:
        """All tiles, telling after each how much of the step is done."""
        for number, tile in enumerate(self._tiles, start=1):
            yield tile
            self._on_part(begin + (end - begin) * number / len(self._tiles))

    def _totals(self, picture: Tensor) -> Sums:
        totals: Sums = {}
        for tile in self._in_turn(0.0, READING):
            for name, sums in self._sums(tile, tile.seen_of(picture)).items():
                totals[name] = totals.get(name, 0) + sums.double()
        return totals

    def _sums(self, tile: Tile, seen: Tensor) -> Sums:
        """What the tile adds to the totals."""
        goals = self._goals_of(tile)
        if self.whole.kept is not None:
            seen = torch.lerp(seen, tile.seen_of(self.whole.photo), tile.seen_of(self.whole.kept))
        read = tile.read(self.whole.vgg, seen, self._taps)
        sums = {"pixels": self._pixel_sums(tile, seen)}
        for index, hold in enumerate(self._holds):
            where = None if hold.where is None else tile.positions_of(hold.where, hold.tap)
            sums[f"hold {index}"] = content_sums(read[hold.tap], goals[hold.tap], where)
        for (index, territory), tap in product(enumerate(self.whole.territories), self._emphasis):
            where = None if territory.where is None else tile.positions_of(territory.where[tap], tap)
            sums |= {f"{index} {tap} {kind}": sum_ for kind, sum_ in style_sums(read[tap], where).items()}
        return sums

    def _pixel_sums(self, tile: Tile, seen: Tensor) -> Tensor:
        own, with_next = tile.own_of(seen), tile.own_of(seen, beyond=1)
        across = with_next[..., : own.shape[-2], 1:] - with_next[..., : own.shape[-2], :-1]
        down = with_next[..., 1:, : own.shape[-1]] - with_next[..., :-1, : own.shape[-1]]
        away = own - tile.own_of(tile.seen_of(self.whole.photo))
        return torch.stack([gap.square().sum() for gap in (across, down, away, own - own.clamp(0, 1))])

    def _slopes(self, totals: Sums) -> tuple[Tensor, Sums]:
        """The loss, and its derivative by each sum."""
        with torch.enable_grad():
            leaves = {name: total.requires_grad_() for name, total in totals.items()}
            loss = self._loss(leaves)
            slopes = torch.autograd.grad(loss, list(leaves.values()))
        return loss.detach(), dict(zip(leaves, slopes, strict=True))

    def _loss(self, totals: Sums) -> Tensor:
        whole = self.whole
        style = [
            territory.share * self._style_loss(cast(Style, territory.style), index, totals)
            for index, territory in enumerate(whole.territories)
        ]
        holds = [hold.weight * content_of(totals[f"hold {index}"]) for index, hold in enumerate(self._holds)]
        return (
            whole.settings.style_weight * torch.stack(style).sum()
            + torch.stack(holds).sum()
            + self._pixel_loss(totals["pixels"])
        )

    def _style_loss(self, style: Style, index: int, totals: Sums) -> Tensor:
        known = {
            tap: moments_of({kind: totals[f"{index} {tap} {kind}"] for kind in ("count", "first", "second")})
            for tap in self._emphasis
        }
        return style.distance(known, self._emphasis)

    def _pixel_loss(self, sums: Tensor) -> Tensor:
        """Means over neighbours beside and below each other, and over pixels."""
        channels, height, width = self.whole.photo.shape[-3:]
        numbers = (height * (width - 1), (height - 1) * width, height * width, height * width)
        settings = self.whole.settings
        weights = (settings.variation_weight,) * 2 + (self.whole.photo_weight, settings.range_weight)
        shares = [weight / (channels * max(1, number)) for weight, number in zip(weights, numbers, strict=True)]
        return sums @ sums.new_tensor(shares)

    @torch.no_grad()
    def _goals_of(self, tile: Tile) -> dict[str, Tensor]:
        """The photo's features; kept for the next step where they are not too large."""
        known = self._goals.get(tile.corner)
        if known is None:
            known = tile.read(self.whole.vgg, tile.seen_of(self.whole.photo), self._goal_taps)
            if self._bytes_of_all(known) <= KEPT_GOALS:
                self._goals[tile.corner] = known
        return known

    def _bytes_of_all(self, of_a_tile: Mapping[str, Tensor]) -> int:
        return len(self._tiles) * sum(features.nbytes for features in of_a_tile.values())


class _Known(torch.autograd.Function):
    """A loss whose gradient has been computed already."""

    @staticmethod
    def forward(ctx: Any, picture: Tensor, loss: Tensor, gradient: Tensor) -> Tensor:
        ctx.save_for_backward(gradient)
        return loss.clone()

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None, None]:
        return upstream * ctx.saved_tensors[0], None, None


@torch.no_grad()
def style_of(vgg: Vgg19, picture: Tensor, taps: Sequence[str], *, side: int = TILE) -> Style:
    """The statistics of a style picture of any size."""
    totals: dict[str, Sums] = {}
    height, width = picture.shape[-2:]
    for tile in tiles(height, width, side=side, halo=halo_of(taps), margin=vgg.margin):
        for tap, features in tile.read(vgg, tile.seen_of(picture), taps).items():
            sums = style_sums(features, None)
            totals[tap] = {kind: totals[tap][kind] + sum_ for kind, sum_ in sums.items()} if tap in totals else sums
    return Style({tap: StyleStatistics(*moments_of(sums)) for tap, sums in totals.items()})


def style_sums(features: Tensor, where: Tensor | None) -> Sums:
    """Of weights, weighted features and weighted products of them, over positions; `where` as in `moments`."""
    positions = features.shape[-2] * features.shape[-1]
    if where is None:
        mean, gram = moments(features)
        return {"count": mean.new_tensor(positions), "first": mean * positions, "second": gram * positions}
    weights = where.to(torch.promote_types(features.dtype, torch.float32))
    _, gram = moments(features * weights.sqrt().to(features.dtype))
    first = (features * weights.to(features.dtype)).sum(dim=(2, 3), dtype=weights.dtype)
    return {"count": weights.sum(), "first": first, "second": gram * positions}


def moments_of(sums: Sums) -> tuple[Tensor, Tensor]:
    """As `moments`, from the totals of `style_sums`."""
    count = sums["count"].clamp_min(EPSILON)
    return sums["first"] / count, sums["second"] / count


class _ContentSums(torch.autograd.Function):
    """A few rows at a time, and back without what autograd would keep: nine copies of the features in float32."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, goal: Tensor, where: Tensor) -> Tensor:
        ctx.save_for_backward(features, goal, where)
        rows = zip(*(torch.split(each, ROWS_AT_ONCE, dim=-2) for each in (features, goal, where)), strict=True)
        return torch.stack([_content_sums(*few) for few in rows]).sum(dim=0)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None, None]:
        gradient = torch.empty_like(ctx.saved_tensors[0])
        _, h, hh, _, _, _, wh, whh, _, _, wht = (row.view(1, -1, 1, 1) for row in upstream)
        parts = (torch.split(each, ROWS_AT_ONCE, dim=-2) for each in (gradient, *ctx.saved_tensors))
        for target, here, there, weights in zip(*parts, strict=True):
            target.copy_(h + 2 * hh * here + weights * (wh + 2 * whh * here + wht * there))
        return gradient, None, None


def _content_sums(features: Tensor, goal: Tensor, where: Tensor) -> Tensor:
    here, there, weights = (each[0].flatten(1).to(where.dtype) for each in (features, goal, where))
    rows = (
        *(torch.ones_like(here), here, here.square(), there, there.square()),
        *(weights.expand_as(here), weights * here, weights * here.square()),
        *(weights * there, weights * there.square(), weights * here * there),
    )
    return torch.stack([row.sum(dim=1) for row in rows])


def content_sums(features: Tensor, goal: Tensor, where: Tensor | None) -> Tensor:
    """(11, channels): all that `content_loss` is made of, in the order in which `content_of` names it."""
    precise = torch.promote_types(features.dtype, torch.float32)
    where = torch.ones_like(features[:, :1]) if where is None else where
    return cast(Tensor, _ContentSums.apply(features, goal, where.to(precise)))  # type: ignore[no-untyped-call]


def content_of(sums: Tensor) -> Tensor:
    """The content loss, from the totals of `content_sums`."""
    number, h, hh, t, tt, w, wh, whh, wt, wtt, wht = sums
    mean, goal_mean = h / number, t / number
    scale = (hh / number - mean.square() + EPSILON).rsqrt()
    goal_scale = (tt / number - goal_mean.square() + EPSILON).rsqrt()
    squares = (whh - 2 * mean * wh + mean.square() * w) * scale.square()
    goal_squares = (wtt - 2 * goal_mean * wt + goal_mean.square() * w) * goal_scale.square()
    products = (wht - mean * wt - goal_mean * wh + mean * goal_mean * w) * scale * goal_scale
    return torch.mean((squares - 2 * products + goal_squares) / number)
