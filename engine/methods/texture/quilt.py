"""Image quilting: pictures put together from blocks of another one, along minimum error cuts. Efros & Freeman 2001."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.methods import OnStep, Step
from engine.methods.resizing import Size

Place = tuple[int, int]
"""Row and column of a block's first pixel."""
Costs = npt.NDArray[np.float32]

GREY_FIRST = (
    (3**-0.5, 3**-0.5, 3**-0.5),
    (2**-0.5, 0.0, -(2**-0.5)),
    (6**-0.5, -2 * 6**-0.5, 6**-0.5),
)
"""An orthonormal basis of RGB: squared differences stay as they are, and the first channel is light and shade."""
LEAST_BLOCK = 4
LEAST_OVERLAP = 2
LEAST_ERROR = 0.01
"""A share of the style's variance that is added to each error, so that reuse is penalised where a block fits
perfectly, too."""
FAST_FACTORS = (2, 3, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuiltSettings:
    """The paper's figures where it has any."""

    block: int = 36
    """Pixels of a block's side: the largest stroke that should survive. Of the first pass, in a transfer."""
    overlap: float = 1 / 6
    """The share of a block that lies on its neighbour."""
    tolerance: float = 0.1
    """A block is drawn at random from all whose error is at most this share above the best one's."""
    reuse_penalty: float = 1.0
    reuse_penalty_in_transfer: float = 0.1
    """How much worse a block seems, as a share of its error, for each block drawn before from near it.

    Not in the paper, whose pictures get stuck in one spot of a painting, or tile a flat area with one block.
    """
    passes: int = 3
    """Of a transfer; each has blocks a third smaller than the one before, and clings more to the style."""
    least_alpha: float = 0.1
    greatest_alpha: float = 0.5
    """The weight of fitting the neighbours in a transfer's first and last pass; what is left goes to the content.

    The paper ends with 0.9; then faces dissolve.
    """

    def blocks(self) -> list[int]:
        return [max(LEAST_BLOCK, round(self.block * (2 / 3) ** index)) for index in range(self.passes)]

    def alpha(self, index: int) -> float:
        share = index / max(1, self.passes - 1)
        return self.least_alpha + share * (self.greatest_alpha - self.least_alpha)


@dataclass(frozen=True, slots=True)
class BlockTarget:
    """What a block should look like, and how much each pixel of it counts; both (3, block, block)."""

    pixels: Tensor
    weight: Tensor


class BlockSearch:
    """The error of every block of a style at once, by fast Fourier transforms."""

    def __init__(self, style: Tensor, block: int) -> None:
        """`style` (3, h, w), each side at least `block`."""
        self.block = block
        self._mean = style.mean(dim=(1, 2), keepdim=True)  # errors stay the same without it, and rounding errs less
        self._size = (next_fast_length(style.shape[1]), next_fast_length(style.shape[2]))
        self._places = (style.shape[1] - block + 1, style.shape[2] - block + 1)
        self._values = self._spectrum(style - self._mean)
        self._squares = self._spectrum((style - self._mean).square())
        self._energies: dict[bytes, Tensor] = {}

    def errors(self, targets: Sequence[BlockTarget]) -> Tensor:
        """(h − block + 1, w − block + 1): the targets' weighted sums of squared differences, in all, at each place."""
        centred = [BlockTarget(target.pixels - self._mean, target.weight) for target in targets]
        pull = torch.stack([target.pixels * target.weight for target in centred]).sum(dim=0)
        constant = sum(float((target.pixels.square() * target.weight).sum()) for target in centred)
        energy = self._energy(torch.stack([target.weight for target in targets]).sum(dim=0))
        return self._correlation(self._values, pull).mul_(-2).add_(energy).add_(constant).clamp_min_(0)

    def _energy(self, weight: Tensor) -> Tensor:
        """The weighted sum of squares at each place. There are few patterns of weights, so each is computed once."""
        key = weight.numpy().tobytes()
        if key not in self._energies:
            self._energies[key] = self._correlation(self._squares, weight)
        return self._energies[key]

    def _correlation(self, spectrum: Tensor, template: Tensor) -> Tensor:
        """A convolution with the flipped template; the places before `block` - 1 have wrapped around."""
        product = self._spectrum(template.flip(1, 2)).mul_(spectrum).sum(dim=0)
        rows, columns = (slice(self.block - 1, self.block - 1 + count) for count in self._places)
        everywhere: Tensor = torch.fft.irfft2(product, s=self._size)
        return everywhere[rows, columns]

    def _spectrum(self, picture: Tensor) -> Tensor:
        spectrum: Tensor = torch.fft.rfft2(picture, s=self._size)
        return spectrum


class QuiltingPass:
    """One pass over a canvas, from top left to bottom right."""

    def __init__(
        self,
        style: Tensor,
        size: Sequence[int],
        *,
        block: int,
        overlap: int,
        tolerance: float,
        reuse_penalty: float,
        generator: torch.Generator,
    ) -> None:
        """`style` (3, h, w); the canvas is as large as `size` or a little larger, to hold whole blocks."""
        self.block = min(block, style.shape[1], style.shape[2])
        self.overlap = min(self.block - 1, max(LEAST_OVERLAP, overlap))
        self.step = self.block - self.overlap
        self._style = style
        self._asked = size
        self._search = BlockSearch(style, self.block)
        self._tolerance = tolerance
        self._reuse_penalty = reuse_penalty
        self._least_error = LEAST_ERROR * style.var(dim=(1, 2), correction=0).sum()
        self._generator = generator
        rows, columns = (-(-max(0, side - self.overlap) // self.step) or 1 for side in size)
        self.places = [(row * self.step, column * self.step) for row in range(rows) for column in range(columns)]
        self.canvas = torch.zeros(3, rows * self.step + self.overlap, columns * self.step + self.overlap)
        self.sources: dict[Place, Place] = {}
        self._reuse = torch.ones(style.shape[1] - self.block + 1, style.shape[2] - self.block + 1)

    @property
    def picture(self) -> Tensor:
        """(3, *size), 0 where no block lies yet: a view."""
        return self.canvas[:, : self._asked[0], : self._asked[1]]

    def rows(self, targets: Callable[[Place], Sequence[BlockTarget]], *, overlap_weight: float) -> Iterator[float]:
        """Fills the canvas; yields the share that is done after each row of blocks."""
        for done, place in enumerate(self.places, start=1):
            self.put(place, targets(place), overlap_weight=overlap_weight)
            if done == len(self.places) or self.places[done][1] == 0:
                yield done / len(self.places)

    def put(self, place: Place, targets: Sequence[BlockTarget], *, overlap_weight: float) -> None:
        """Chooses the block for one place and puts it there. `overlap_weight` is that of fitting what lies there.

        Without any target, no block continues its neighbours as in the style: that fits without error, and would copy
        it whole. The paper does not say how it avoids this.
        """
        here = self.at(place, self.canvas)
        is_filled = self._is_filled(place)
        wanted = [BlockTarget(here, (overlap_weight * is_filled).expand(3, -1, -1).contiguous()), *targets]
        least = self._least_error * sum(float(target.weight.mean(dim=0).sum()) for target in wanted)
        errors = self._search.errors(wanted).add_(least).mul_(self._reuse)
        if not targets:
            self._penalise_continuations(place, errors)
        row, column = self.sources[place] = self._draw(errors)
        self._around(row, column, self._reuse).add_(self._reuse_penalty)
        patch = self._style[:, row : row + self.block, column : column + self.block]
        is_new = torch.from_numpy(self._is_new(place, (patch - here).square().sum(dim=0).numpy()))
        here.copy_(torch.where(is_new, patch, here))

    def at(self, place: Place, picture: Tensor) -> Tensor:
        """The block's part of a picture as large as the canvas: a view."""
        return picture[:, place[0] : place[0] + self.block, place[1] : place[1] + self.block]

    def _is_filled(self, place: Place) -> Tensor:
        filled = torch.zeros(self.block, self.block)
        if place[0]:
            filled[: self.overlap] = 1
        if place[1]:
            filled[:, : self.overlap] = 1
        return filled

    def _is_new(self, place: Place, differences: Costs) -> npt.NDArray[np.bool_]:
        """Where the new block lies on top: beyond the cut through each overlap."""
        is_new = np.ones((self.block, self.block), dtype=np.bool_)
        along = np.arange(self.block)
        if place[0]:
            is_new &= along[:, None] >= minimum_error_cut(differences[: self.overlap].T)[None, :]
        if place[1]:
            is_new &= along[None, :] >= minimum_error_cut(differences[:, : self.overlap])[:, None]
        return is_new

    def _penalise_continuations(self, place: Place, errors: Tensor) -> None:
        worst = errors.max().item()
        for down, right in ((0, self.step), (self.step, 0), (self.step, self.step)):
            source = self.sources.get((place[0] - down, place[1] - right))
            if source:
                self._around(source[0] + down, source[1] + right, errors).fill_(worst)

    def _around(self, row: int, column: int, places: Tensor) -> Tensor:
        """The places whose blocks have more in common with the one there than not: a view."""
        reach = self.block // 2
        return places[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]

    def _draw(self, errors: Tensor) -> Place:
        good = torch.nonzero(errors <= errors.min() * (1 + self._tolerance))
        row, column = good[int(torch.randint(len(good), (), generator=self._generator))].tolist()
        return row, column


class Quilt:
    def __init__(self, settings: QuiltSettings | None = None) -> None:
        self.settings = settings or QuiltSettings()

    def synthesise(self, style: Tensor, size: Size, *, seed: int, on_step: OnStep) -> Tensor:
        """(1, 3, *size) of blocks of `style` (1, 3, h, w), RGB of 0 to 1. The paper's texture synthesis, section 2."""
        generator = torch.Generator().manual_seed(seed)
        quilting = self._pass(to_grey_first(style), size, self.settings.block, self.settings.reuse_penalty, generator)
        for fraction in quilting.rows(lambda place: [], overlap_weight=1.0):
            on_step(Step(fraction, from_grey_first(quilting.picture)))
        return from_grey_first(quilting.picture)

    def transfer(self, content: Tensor, style: Tensor, *, seed: int, on_step: OnStep) -> Tensor:
        """The content image's light and shade in blocks of the style, at its size; both (1, 3, h, w), RGB of 0 to 1.

        The paper's texture transfer, section 3.
        """
        generator = torch.Generator().manual_seed(seed)
        source, grey = to_grey_first(style), to_grey_first(content)[:1]
        wanted = match_histogram(grey, source[:1]).expand(3, -1, -1)
        before: Tensor | None = None
        for block, alpha, start, share_of_work in self._passes():
            quilting = self._pass(source, wanted.shape[1:], block, self.settings.reuse_penalty_in_transfer, generator)
            for fraction in quilting.rows(TransferTargets(quilting, wanted, before, alpha=alpha), overlap_weight=alpha):
                on_step(Step(min(1.0, start + share_of_work * fraction), from_grey_first(quilting.picture)))
            before = quilting.picture
        assert before is not None
        return from_grey_first(before)

    def _pass(
        self, style: Tensor, size: Sequence[int], block: int, reuse_penalty: float, generator: torch.Generator
    ) -> QuiltingPass:
        overlap = round(block * self.settings.overlap)
        return QuiltingPass(
            style,
            size,
            block=block,
            overlap=overlap,
            tolerance=self.settings.tolerance,
            reuse_penalty=reuse_penalty,
            generator=generator,
        )

    def _passes(self) -> Iterator[tuple[int, float, float, float]]:
        """Of each pass the block, alpha, and the share of the work that is done before it, and the share that it is."""
        blocks = self.settings.blocks()
        costs = [block**-2 for block in blocks]
        for index, block in enumerate(blocks):
            yield block, self.settings.alpha(index), sum(costs[:index]) / sum(costs), costs[index] / sum(costs)


class TransferTargets:
    """What a block of a transfer should look like: the content's light and shade and, after a pass, that pass again."""

    def __init__(self, quilting: QuiltingPass, wanted: Tensor, before: Tensor | None, *, alpha: float) -> None:
        self._pass = quilting
        grey = torch.zeros(3, quilting.block, quilting.block)
        grey[0] = 1 - alpha
        self._known = [(padded_to(wanted, quilting.canvas), grey)]
        if before is not None:
            self._known.append((padded_to(before, quilting.canvas), torch.full_like(grey, alpha)))

    def __call__(self, place: Place) -> list[BlockTarget]:
        return [BlockTarget(self._pass.at(place, picture), weight) for picture, weight in self._known]


def minimum_error_cut(costs: Costs) -> npt.NDArray[np.intp]:
    """The path through (length, width) from the first row to the last, at most one column aside a row, of least cost.

    Returns its column in each row. The paper's minimum error boundary cut, section 2.1.
    """
    length, width = costs.shape
    reached = np.empty_like(costs)
    reached[0] = costs[0]
    around = np.full(width + 2, np.inf, dtype=costs.dtype)
    for row in range(1, length):
        around[1:-1] = reached[row - 1]
        reached[row] = costs[row] + np.minimum(np.minimum(around[:-2], around[1:-1]), around[2:])
    path = np.empty(length, dtype=np.intp)
    path[-1] = reached[-1].argmin()
    for row in range(length - 2, -1, -1):
        left = max(0, path[row + 1] - 1)
        path[row] = left + reached[row, left : path[row + 1] + 2].argmin()
    return path


def match_histogram(picture: Tensor, style: Tensor) -> Tensor:
    """The picture, its values exchanged for the style's of the same rank, so that both have all shades.

    Both of any shape; a whole flat area gets one value. The paper compares luminance as it is, and a dark photo then
    asks a light style for shades that it has not.
    """
    ranked = picture.flatten().sort().values
    flat = picture.flatten().contiguous()
    below = torch.searchsorted(ranked, flat)
    up_to = torch.searchsorted(ranked, flat, right=True)
    among = style.flatten().sort().values
    rank = (below + up_to - 1).float() / 2 / max(1, len(ranked) - 1)
    return among[(rank * (len(among) - 1)).round().long()].view_as(picture)


def to_grey_first(picture: Tensor) -> Tensor:
    """(1, 3, h, w) RGB -> (3, h, w) with grey first, on the CPU: a Fourier transform this small is no work for more."""
    return torch.einsum("rc,chw->rhw", torch.tensor(GREY_FIRST), picture[0].detach().cpu().float()).contiguous()


def from_grey_first(picture: Tensor) -> Tensor:
    """(3, h, w) with grey first -> (1, 3, h, w) RGB of 0 to 1."""
    return torch.einsum("rc,rhw->chw", torch.tensor(GREY_FIRST), picture).clamp(0, 1).unsqueeze(0)


def padded_to(picture: Tensor, canvas: Tensor) -> Tensor:
    """The picture made as large as the canvas by its last row and column."""
    below, beside = canvas.shape[1] - picture.shape[1], canvas.shape[2] - picture.shape[2]
    return F.pad(picture.unsqueeze(0), (0, beside, 0, below), mode="replicate")[0]


def next_fast_length(length: int) -> int:
    """The least length from there on that fast Fourier transforms like: a product of 2, 3 and 5."""
    while not _is_fast(length):
        length += 1
    return length


def _is_fast(length: int) -> bool:
    for factor in FAST_FACTORS:
        while length % factor == 0:
            length //= factor
    return length == 1
