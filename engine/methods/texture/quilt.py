"""Image Quilting: pictures sewn from blocks of another one, along the cuts that show least. Efros & Freeman 2001."""

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
"""An orthonormal turn of RGB: squared differences stay as they are, and the first channel is light and shade."""
LEAST_BLOCK = 4
LEAST_OVERLAP = 2
LEAST_ERROR = 0.01
"""A share of the style's variance that is added to each error, so that wear counts where a block fits perfectly."""
FRIENDLY_FACTORS = (2, 3, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The paper's figures where it has any."""

    block: int = 36
    """Pixels of a block's side: the largest stroke that should survive. Of the first pass, in a transfer."""
    overlap: float = 1 / 6
    """The share of a block that lies on its neighbour."""
    tolerance: float = 0.1
    """A block is drawn by lot from all whose error is at most this share above the best one's."""
    wear: float = 1.0
    wear_in_transfer: float = 0.1
    """How much worse a block seems, as a share of its error, for each block drawn before from where it lies.

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
class Wish:
    """What a block should look like, and how much each pixel of it counts; both (3, block, block)."""

    pixels: Tensor
    weight: Tensor


class Search:
    """The error of every block of a style at once, by fast Fourier transforms."""

    def __init__(self, style: Tensor, block: int) -> None:
        """`style` (3, h, w), each side at least `block`."""
        self.block = block
        self._mean = style.mean(dim=(1, 2), keepdim=True)  # errors stay the same without it, and rounding errs less
        self._size = (friendly(style.shape[1]), friendly(style.shape[2]))
        self._places = (style.shape[1] - block + 1, style.shape[2] - block + 1)
        self._values = self._spectrum(style - self._mean)
        self._squares = self._spectrum((style - self._mean).square())
        self._energies: dict[bytes, Tensor] = {}

    def errors(self, wishes: Sequence[Wish]) -> Tensor:
        """(h − block + 1, w − block + 1): the wishes' weighted sums of squared differences, added up, at each place."""
        centred = [Wish(wish.pixels - self._mean, wish.weight) for wish in wishes]
        pull = torch.stack([wish.pixels * wish.weight for wish in centred]).sum(dim=0)
        constant = sum(float((wish.pixels.square() * wish.weight).sum()) for wish in centred)
        energy = self._energy(torch.stack([wish.weight for wish in wishes]).sum(dim=0))
        return self._correlation(self._values, pull).mul_(-2).add_(energy).add_(constant).clamp_min_(0)

    def _energy(self, weight: Tensor) -> Tensor:
        """The weighted sum of squares at each place. There are few patterns of weights, so each is computed once."""
        key = weight.numpy().tobytes()
        if key not in self._energies:
            self._energies[key] = self._correlation(self._squares, weight)
        return self._energies[key]

    def _correlation(self, spectrum: Tensor, template: Tensor) -> Tensor:
        """A convolution with the template turned around; the places before `block` - 1 have wrapped around."""
        product = self._spectrum(template.flip(1, 2)).mul_(spectrum).sum(dim=0)
        rows, columns = (slice(self.block - 1, self.block - 1 + count) for count in self._places)
        everywhere: Tensor = torch.fft.irfft2(product, s=self._size)
        return everywhere[rows, columns]

    def _spectrum(self, picture: Tensor) -> Tensor:
        spectrum: Tensor = torch.fft.rfft2(picture, s=self._size)
        return spectrum


class Sewing:
    """One pass over a canvas, from top left to bottom right."""

    def __init__(
        self,
        style: Tensor,
        size: Sequence[int],
        *,
        block: int,
        overlap: int,
        tolerance: float,
        wear: float,
        lots: torch.Generator,
    ) -> None:
        """`style` (3, h, w); the canvas is as large as `size` or a little larger, to hold whole blocks."""
        self.block = min(block, style.shape[1], style.shape[2])
        self.overlap = min(self.block - 1, max(LEAST_OVERLAP, overlap))
        self.step = self.block - self.overlap
        self._style = style
        self._asked = size
        self._search = Search(style, self.block)
        self._tolerance = tolerance
        self._wear = wear
        self._least_error = LEAST_ERROR * style.var(dim=(1, 2), correction=0).sum()
        self._lots = lots
        rows, columns = (-(-max(0, side - self.overlap) // self.step) or 1 for side in size)
        self.places = [(row * self.step, column * self.step) for row in range(rows) for column in range(columns)]
        self.canvas = torch.zeros(3, rows * self.step + self.overlap, columns * self.step + self.overlap)
        self.taken: dict[Place, Place] = {}
        self._worn = torch.ones(style.shape[1] - self.block + 1, style.shape[2] - self.block + 1)

    @property
    def picture(self) -> Tensor:
        """(3, *size), where nothing is sewn yet 0: a view."""
        return self.canvas[:, : self._asked[0], : self._asked[1]]

    def rows(self, wishes: Callable[[Place], Sequence[Wish]], *, fit: float) -> Iterator[float]:
        """Sews it all; yields the share that is done after each row of blocks."""
        for done, place in enumerate(self.places, start=1):
            self.put(place, wishes(place), fit=fit)
            if done == len(self.places) or self.places[done][1] == 0:
                yield done / len(self.places)

    def put(self, place: Place, wishes: Sequence[Wish], *, fit: float) -> None:
        """Chooses the block for one place and sews it in. `fit` is the weight of fitting what is already there.

        Without any wish, no block continues its neighbours as in the style: that fits without error, and would copy it
        whole. The paper does not say how it avoids this.
        """
        here = self.at(place, self.canvas)
        is_sewn = self._is_sewn(place)
        wanted = [Wish(here, (fit * is_sewn).expand(3, -1, -1).contiguous()), *wishes]
        least = self._least_error * sum(float(wish.weight.mean(dim=0).sum()) for wish in wanted)
        errors = self._search.errors(wanted).add_(least).mul_(self._worn)
        if not wishes:
            self._shun_what_continues(place, errors)
        row, column = self.taken[place] = self._drawn(errors)
        self._around(row, column, self._worn).add_(self._wear)
        patch = self._style[:, row : row + self.block, column : column + self.block]
        is_new = torch.from_numpy(self._is_new(place, (patch - here).square().sum(dim=0).numpy()))
        here.copy_(torch.where(is_new, patch, here))

    def at(self, place: Place, picture: Tensor) -> Tensor:
        """The block's part of a picture as large as the canvas: a view."""
        return picture[:, place[0] : place[0] + self.block, place[1] : place[1] + self.block]

    def _is_sewn(self, place: Place) -> Tensor:
        sewn = torch.zeros(self.block, self.block)
        if place[0]:
            sewn[: self.overlap] = 1
        if place[1]:
            sewn[:, : self.overlap] = 1
        return sewn

    def _is_new(self, place: Place, differences: Costs) -> npt.NDArray[np.bool_]:
        """Where the new block lies on top: beyond the cut through each overlap."""
        is_new = np.ones((self.block, self.block), dtype=np.bool_)
        along = np.arange(self.block)
        if place[0]:
            is_new &= along[:, None] >= cheapest_cut(differences[: self.overlap].T)[None, :]
        if place[1]:
            is_new &= along[None, :] >= cheapest_cut(differences[:, : self.overlap])[:, None]
        return is_new

    def _shun_what_continues(self, place: Place, errors: Tensor) -> None:
        worst = errors.max().item()
        for down, right in ((0, self.step), (self.step, 0), (self.step, self.step)):
            taken = self.taken.get((place[0] - down, place[1] - right))
            if taken:
                self._around(taken[0] + down, taken[1] + right, errors).fill_(worst)

    def _around(self, row: int, column: int, places: Tensor) -> Tensor:
        """The places whose blocks have more in common with the one there than not: a view."""
        reach = self.block // 2
        return places[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1]

    def _drawn(self, errors: Tensor) -> Place:
        good = torch.nonzero(errors <= errors.min() * (1 + self._tolerance))
        row, column = good[int(torch.randint(len(good), (), generator=self._lots))].tolist()
        return row, column


class Quilt:
    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def synthesise(self, style: Tensor, size: Size, *, seed: int, on_step: OnStep) -> Tensor:
        """(1, 3, *size) of the style's matter, each pixel taken from it; `style` (1, 3, h, w), RGB of 0 to 1."""
        lots = torch.Generator().manual_seed(seed)
        sewing = self._sewing(turned(style), size, self.settings.block, self.settings.wear, lots)
        for fraction in sewing.rows(lambda place: [], fit=1.0):
            on_step(Step(fraction, turned_back(sewing.picture)))
        return turned_back(sewing.picture)

    def transfer(self, content: Tensor, style: Tensor, *, seed: int, on_step: OnStep) -> Tensor:
        """The content's light and shade in blocks of the style, at the content's size; both (1, 3, h, w), RGB."""
        lots = torch.Generator().manual_seed(seed)
        source, shades = turned(style), turned(content)[:1]
        wanted = with_values_of(shades, source[:1]).expand(3, -1, -1)
        sewn: Tensor | None = None
        for block, alpha, begins, lasts in self._passes():
            sewing = self._sewing(source, wanted.shape[1:], block, self.settings.wear_in_transfer, lots)
            for fraction in sewing.rows(Likeness(sewing, wanted, sewn, alpha=alpha), fit=alpha):
                on_step(Step(min(1.0, begins + lasts * fraction), turned_back(sewing.picture)))
            sewn = sewing.picture
        assert sewn is not None
        return turned_back(sewn)

    def _sewing(self, style: Tensor, size: Sequence[int], block: int, wear: float, lots: torch.Generator) -> Sewing:
        overlap = round(block * self.settings.overlap)
        return Sewing(
            style, size, block=block, overlap=overlap, tolerance=self.settings.tolerance, wear=wear, lots=lots
        )

    def _passes(self) -> Iterator[tuple[int, float, float, float]]:
        """Of each pass the block, alpha, and at which share of the work it begins and how much of it is its."""
        blocks = self.settings.blocks()
        costs = [block**-2 for block in blocks]
        for index, block in enumerate(blocks):
            yield block, self.settings.alpha(index), sum(costs[:index]) / sum(costs), costs[index] / sum(costs)


class Likeness:
    """What a transfer wishes for at each place: the content's light and shade and, after a pass, that pass again."""

    def __init__(self, sewing: Sewing, wanted: Tensor, sewn: Tensor | None, *, alpha: float) -> None:
        self._sewing = sewing
        shades = torch.zeros(3, sewing.block, sewing.block)
        shades[0] = 1 - alpha
        self._known = [(filled(wanted, sewing.canvas), shades)]
        if sewn is not None:
            self._known.append((filled(sewn, sewing.canvas), torch.full_like(shades, alpha)))

    def __call__(self, place: Place) -> list[Wish]:
        return [Wish(self._sewing.at(place, picture), weight) for picture, weight in self._known]


def cheapest_cut(costs: Costs) -> npt.NDArray[np.intp]:
    """The way through (length, width) from the first row to the last, at most one column aside a row, of least cost.

    Returns its column in each row. The paper's section 2.1.
    """
    length, width = costs.shape
    reached = np.empty_like(costs)
    reached[0] = costs[0]
    around = np.full(width + 2, np.inf, dtype=costs.dtype)
    for row in range(1, length):
        around[1:-1] = reached[row - 1]
        reached[row] = costs[row] + np.minimum(np.minimum(around[:-2], around[1:-1]), around[2:])
    way = np.empty(length, dtype=np.intp)
    way[-1] = reached[-1].argmin()
    for row in range(length - 2, -1, -1):
        left = max(0, way[row + 1] - 1)
        way[row] = left + reached[row, left : way[row + 1] + 2].argmin()
    return way


def with_values_of(picture: Tensor, style: Tensor) -> Tensor:
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


def turned(picture: Tensor) -> Tensor:
    """(1, 3, h, w) RGB -> (3, h, w) with grey first, on the CPU: a Fourier transform this small is no work for more."""
    return torch.einsum("rc,chw->rhw", torch.tensor(GREY_FIRST), picture[0].detach().cpu().float()).contiguous()


def turned_back(picture: Tensor) -> Tensor:
    return torch.einsum("rc,rhw->chw", torch.tensor(GREY_FIRST), picture).clamp(0, 1).unsqueeze(0)


def filled(picture: Tensor, canvas: Tensor) -> Tensor:
    """The picture made as large as the canvas by its last row and column."""
    below, beside = canvas.shape[1] - picture.shape[1], canvas.shape[2] - picture.shape[2]
    return F.pad(picture.unsqueeze(0), (0, beside, 0, below), mode="replicate")[0]


def friendly(length: int) -> int:
    """The least length from there on that fast Fourier transforms like: a product of 2, 3 and 5."""
    while not _is_friendly(length):
        length += 1
    return length


def _is_friendly(length: int) -> bool:
    for factor in FRIENDLY_FACTORS:
        while length % factor == 0:
            length //= factor
    return length == 1
