"""The loss and gradient of a whole picture, computed piece by piece: for pictures too large to be read at once.

What the loss wants of the features are sums over positions. First every tile is read, and the sums of all are added up.
The loss of the totals says how much each sum matters; then each tile is read again, with gradients, and its own sums
are followed back to its pixels. So the tiles share one set of statistics, and no seam can show.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, cast

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.methods.losses.gram import LEAST_SHARE, Style, StyleStatistics, moments
from engine.methods.optimise.faces import DETAIL_TAPS, DETAIL_WEIGHT
from engine.methods.optimise.freed_memory import give_back_freed
from engine.methods.optimise.objective import Objective
from engine.methods.optimise.regions import Where
from engine.methods.optimise.settings import emphasis
from engine.methods.row_bands import strips
from engine.nets.layers import DEEPEST_STRIDE, layers_up_to, stride_of
from engine.nets.vgg import Vgg19, part, surrounded

MOST_AT_ONCE = 3 << 19
"""Pixels. A larger picture is read in tiles; this one takes about 1.5 GB with its features and their gradients."""
TILE = 1024
"""Pixels of a tile's side. With what is seen around it, its features and their gradients take about 1.3 GB."""
SMALLER_TILES = {80_000_000: 384, 40_000_000: 768}
"""Of pictures of more pixels than that, which take gigabytes themselves: up to half more work, and 1.3 GB less."""
KEPT_GOALS = 1 << 30
"""Bytes for the photo's features, less 16 for each pixel. Those for which there is no room are read at each step."""
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

    def positions_of(self, where: Where | None, tap: str) -> Tensor | None:
        """Its own part of a map at the tap's features."""
        return None if where is None else where.part(stride_of(tap), self.rows.own, self.columns.own)

    def pixels_of(self, where: Where) -> Tensor:
        """Of what is seen."""
        return where.part(1, self.rows.seen, self.columns.seen)

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
    where: Where | None
    """Multiplies the weight."""

    @classmethod
    def all_of(cls, whole: Objective) -> "list[Hold]":
        usual = emphasis(whole.settings.content_layers)
        holds = [cls(tap, whole.content_weight * share, whole.content_map) for tap, share in usual.items()]
        if whole.likeness is None:
            return holds
        weight = DETAIL_WEIGHT / len(DETAIL_TAPS)
        return [*holds, *(cls(tap, weight, whole.likeness.where) for tap in DETAIL_TAPS)]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a hold wants of a tile of the photo."""

    sums: Tensor
    """(6, channels) over positions: their number, values, squares; weights, weighted values, weighted squares."""
    features: Tensor | None
    """None where no position has a weight."""

    @classmethod
    def of(cls, features: Tensor, where: Tensor | None) -> "Goal":
        few_rows = strips(features, weights_for(features, where), rows=ROWS_AT_ONCE)
        sums = torch.stack([_goal_sums(*few) for few in few_rows]).sum(dim=0)
        return cls(sums, features if where is None or bool(where.any()) else None)

    @property
    def nbytes(self) -> int:
        return 0 if self.features is None else self.features.nbytes

    def alone(self) -> "Goal":
        """Without what else was read with it, so that it can be kept."""
        return self if self.features is None else replace(self, features=self.features.clone())


class TiledObjective:
    """The same loss as the whole objective's, whose styles are Gram matrices; its `content` is not used, and neither
    are the goals of its likeness."""

    def __init__(
        self,
        whole: Objective,
        *,
        side: int = TILE,
        gradients: torch.dtype | None = None,
        on_part: OnPart = lambda share: None,
    ) -> None:
        """`gradients`: their precision; None is the picture's own."""
        self.whole = whole
        self._gradients = gradients
        self._on_part = on_part
        self._emphasis = emphasis(whole.settings.style_layers)
        self._holds = Hold.all_of(whole)
        self._goal_taps = list(dict.fromkeys(hold.tap for hold in self._holds))
        self._taps = list(dict.fromkeys([*self._emphasis, *self._goal_taps]))
        height, width = whole.photo.shape[-2:]
        self._tiles = tiles(height, width, side=side, halo=halo_of(self._taps), margin=whole.vgg.margin)
        self._goals: dict[tuple[int, int], list[Goal]] = {}
        self._room = KEPT_GOALS - 16 * height * width

    @classmethod
    def lean(cls, whole: Objective, *, on_part: OnPart = lambda share: None) -> "TiledObjective":
        """With gradients of two bytes, and in smaller tiles where the picture is very large."""
        pixels = whole.photo.shape[-2] * whole.photo.shape[-1]
        side = next((side for least, side in SMALLER_TILES.items() if pixels > least), TILE)
        return cls(whole, side=side, gradients=torch.bfloat16, on_part=on_part)

    def __call__(self, picture: Tensor) -> Tensor:
        """Differentiable once."""
        return cast(Tensor, _Known.apply(picture, *self.loss_and_gradient(picture)))  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def loss_and_gradient(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        loss, slopes = self._slopes(self._totals(picture))
        gradient = torch.zeros_like(picture, dtype=self._gradients)
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
        """All tiles, telling after each how much of the step is done.

        Tiles at borders have other shapes, so that what one has freed does not fit the next: 2 GB were kept in holes.
        """
        for number, tile in enumerate(self._tiles, start=1):
            yield tile
            give_back_freed()
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
            seen = torch.lerp(seen, tile.seen_of(self.whole.photo), tile.pixels_of(self.whole.kept))
        read = tile.read(self.whole.vgg, seen, self._taps)
        sums = {"pixels": self._pixel_sums(tile, seen)}
        for index, (hold, goal) in enumerate(zip(self._holds, goals, strict=True)):
            where = tile.positions_of(hold.where, hold.tap)
            sums[f"goal {index}"] = goal.sums
            sums[f"hold {index}"] = content_sums(read[hold.tap], goal, where)
        for (index, territory), tap in product(enumerate(self.whole.territories), self._emphasis):
            where = tile.positions_of(territory.where, tap)
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
        holds = [
            hold.weight * content_of(totals[f"hold {index}"], totals[f"goal {index}"])
            for index, hold in enumerate(self._holds)
        ]
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
    def _goals_of(self, tile: Tile) -> list[Goal]:
        """One for each hold; kept for the next step while there is room."""
        if tile.corner in self._goals:
            return self._goals[tile.corner]
        read = tile.read(self.whole.vgg, tile.seen_of(self.whole.photo), self._goal_taps)
        goals = [Goal.of(read[hold.tap], tile.positions_of(hold.where, hold.tap)) for hold in self._holds]
        wanted = sum(goal.nbytes for goal in goals)
        if wanted <= self._room:
            self._room -= wanted
            self._goals[tile.corner] = [goal.alone() for goal in goals]
        return goals


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
    mean, gram = moments(features, where)
    weight = mean.new_ones(()) if where is None else where.mean(dtype=mean.dtype)
    counted = positions * weight.clamp_min(LEAST_SHARE)
    return {"count": positions * weight, "first": mean * counted, "second": gram * counted}


def moments_of(sums: Sums) -> tuple[Tensor, Tensor]:
    """As `moments`, from the totals of `style_sums`."""
    count = sums["count"].clamp_min(EPSILON)
    return sums["first"] / count, sums["second"] / count


class _ContentSums(torch.autograd.Function):
    """A few rows at a time, and back without what autograd would keep: nine copies of the features in float32."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, goal: Tensor, where: Tensor) -> Tensor:
        ctx.save_for_backward(features, goal, where)
        return torch.stack([_content_sums(*few) for few in strips(features, goal, where, rows=ROWS_AT_ONCE)]).sum(dim=0)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None, None]:
        gradient = torch.empty_like(ctx.saved_tensors[0])
        h, hh, wh, whh, wht = (row.view(1, -1, 1, 1) for row in upstream)
        for target, here, there, weights in strips(gradient, *ctx.saved_tensors, rows=ROWS_AT_ONCE):
            target.copy_(h + 2 * hh * here + weights * (wh + 2 * whh * here + wht * there))
        return gradient, None, None


def _content_sums(features: Tensor, goal: Tensor, where: Tensor) -> Tensor:
    here, there, weights = (each[0].flatten(1).to(where.dtype) for each in (features, goal, where))
    rows = (here, here.square(), weights * here, weights * here.square(), weights * here * there)
    return torch.stack([row.sum(dim=1) for row in rows])


def _goal_sums(goal: Tensor, where: Tensor) -> Tensor:
    there, weights = (each[0].flatten(1).to(where.dtype) for each in (goal, where))
    plain = (torch.ones_like(there), there, there.square())
    return torch.stack([row.sum(dim=1) for row in (*plain, *(weights * row for row in plain))])


def weights_for(features: Tensor, where: Tensor | None) -> Tensor:
    """(1, 1, h, w) in float32 or better."""
    where = torch.ones_like(features[:, :1]) if where is None else where
    return where.to(torch.promote_types(features.dtype, torch.float32))


def content_sums(features: Tensor, goal: Goal, where: Tensor | None) -> Tensor:
    """(5, channels): what of `content_loss` depends on the picture, in the order in which `content_of` names it."""
    there = features.detach() if goal.features is None else goal.features
    sums = _ContentSums.apply(features, there, weights_for(features, where))  # type: ignore[no-untyped-call]
    return cast(Tensor, sums)


def content_of(sums: Tensor, goal_sums: Tensor) -> Tensor:
    """The content loss, from the totals of `content_sums` and of the goals' sums."""
    h, hh, wh, whh, wht = sums
    number, t, tt, w, wt, wtt = goal_sums
    mean, goal_mean = h / number, t / number
    scale = (hh / number - mean.square() + EPSILON).rsqrt()
    goal_scale = (tt / number - goal_mean.square() + EPSILON).rsqrt()
    squares = (whh - 2 * mean * wh + mean.square() * w) * scale.square()
    goal_squares = (wtt - 2 * goal_mean * wt + goal_mean.square() * w) * goal_scale.square()
    products = (wht - mean * wt - goal_mean * wh + mean * goal_mean * w) * scale * goal_scale
    return torch.mean((squares - 2 * products + goal_squares) / number)
