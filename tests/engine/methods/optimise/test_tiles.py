"""What painting in tiles promises: the same loss and gradient as of the whole picture, and no seams."""

from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import Tensor

from engine.methods.losses.gram import Style
from engine.methods.optimise.adam_bf16 import LeanDescent
from engine.methods.optimise.faces import DETAIL_TAPS, Likeness
from engine.methods.optimise.method import MARGIN
from engine.methods.optimise.objective import Objective, Territory
from engine.methods.optimise.regions import Where
from engine.methods.optimise.settings import CONTENT_TAP, STYLE_TAPS, Level, Settings
from engine.methods.optimise.tiles import TiledObjective, halo_of, style_of, tiles
from engine.methods.resizing import Size
from engine.nets.layers import LAYERS
from engine.nets.vgg import Vgg19
from engine.weights import vgg19_weights
from tests.engine.methods.conftest import CPU, hills, stripes
from tests.engine.methods.optimise.seams import seam_score

TOLERANCE = 1e-9
"""Of float64 sums in another order, as a part of the largest value."""


@pytest.fixture(scope="module")
def exact() -> Vgg19:
    return Vgg19(vgg19_weights(), device=CPU, dtype=torch.float64, margin=MARGIN)


def objective(vgg: Vgg19, photo: Tensor, style: Tensor, settings: Settings | None = None) -> Objective:
    return Objective(
        vgg=vgg,
        territories=[Territory(style=Style.of(vgg.features(style, STYLE_TAPS)))],
        content=vgg.features(photo, [CONTENT_TAP]),
        photo=photo,
        photo_weight=3.0,
        level=Level(steps=1, content_weight=0.5),
        settings=settings or Settings(),
    )


def noisy(picture: Tensor) -> Tensor:
    """Partly outside what a picture can be, so that every part of the loss has something to say."""
    noise = torch.randn(picture.shape, generator=torch.Generator().manual_seed(3), dtype=picture.dtype)
    return picture + 0.2 * noise


def loss_and_gradient(aim: Objective | TiledObjective, picture: Tensor) -> tuple[Tensor, Tensor]:
    leaf = picture.clone().requires_grad_()
    loss = aim(leaf)
    (gradient,) = torch.autograd.grad(loss, leaf)
    return loss.detach(), gradient


def assert_agree(whole: Objective, picture: Tensor, *, side: int) -> None:
    loss, gradient = loss_and_gradient(whole, picture)
    tiled_loss, tiled_gradient = loss_and_gradient(TiledObjective(replace(whole, content={}), side=side), picture)

    assert (tiled_loss - loss).abs() < TOLERANCE * loss
    assert (tiled_gradient - gradient).abs().max() < TOLERANCE * gradient.abs().max()


def test_tiles_and_the_whole_agree(exact: Vgg19) -> None:
    """Wide enough that no tile sees both borders, and of a width that no stride divides."""
    photo, style = hills(20, 283).double(), stripes(48, 64).double()

    assert_agree(objective(exact, photo, style), noisy(photo), side=96)


@pytest.mark.parametrize(("held", "room"), [((61, 70), 1 << 30), ((13, 11), 1 << 30), ((13, 11), 0)])
def test_tiles_and_the_whole_agree_where_masks_divide_the_picture_and_faces_are_kept(
    exact: Vgg19, held: Size, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether masks are as fine as the picture or small, finer than the deeper features and coarser than the others;
    whether there is room for the photo's features or not. There is a face in the right of the picture alone."""
    monkeypatch.setattr("engine.methods.optimise.tiles.KEPT_GOALS", room)
    size = (61, 70)
    photo, styles = hills(*size).double(), [stripes(48, 64).double(), hills(48, 64).double().flip(1)]
    mask = torch.rand(1, 1, *held, generator=torch.Generator().manual_seed(1)).double()
    face = (1 - mask).index_fill(-1, torch.arange(4 * held[1] // 5), 0)
    territories = [
        Territory(style=Style.of(exact.features(style, STYLE_TAPS)), share=0.5, where=Where(where, size))
        for style, where in zip(styles, (mask, 1 - mask), strict=True)
    ]
    whole = replace(
        objective(exact, photo, styles[0]),
        territories=territories,
        content_map=Where(1 + 4 * mask, size),
        kept=Where(mask.square(), size),
        likeness=Likeness(Where(face, size), exact.features(photo, DETAIL_TAPS)),
    )

    assert_agree(whole, noisy(photo), side=48)


def test_every_pixel_belongs_to_one_tile() -> None:
    owners = torch.zeros(101, 64)

    for tile in tiles(101, 64, side=32, halo=80, margin=MARGIN):
        owners[tile.rows.own, tile.columns.own] += 1

    assert (owners == 1).all()


def test_the_network_looks_as_far_as_the_halo_and_no_farther(exact: Vgg19) -> None:
    """The farthest pixel with a gradient from one position is what a tile must see."""
    taps = [*STYLE_TAPS, CONTENT_TAP]
    picture = torch.rand(1, 3, 16, 320, generator=torch.Generator().manual_seed(1)).double().requires_grad_()

    position = exact.features(picture, taps)["relu5_1"][..., 10].sum()
    (gradient,) = torch.autograd.grad(position, picture)

    reached = gradient.abs().sum(dim=(0, 1, 2)).nonzero().flatten()
    assert 0 < 160 - reached.min() <= halo_of(taps)
    assert 0 < reached.max() - 175 <= halo_of(taps)
    assert halo_of(taps) - (160 - reached.min()) < 16
    assert halo_of(list(LAYERS[:4])) == 16


def test_a_style_read_in_tiles_has_the_same_statistics(exact: Vgg19) -> None:
    style = stripes(40, 210).double()

    whole, tiled = Style.of(exact.features(style, STYLE_TAPS)), style_of(exact, style, STYLE_TAPS, side=96)

    for tap in STYLE_TAPS:
        assert torch.allclose(whole.taps[tap].gram, tiled.taps[tap].gram, rtol=TOLERANCE)
        assert torch.allclose(whole.taps[tap].mean, tiled.taps[tap].mean, rtol=TOLERANCE)


@pytest.fixture(scope="module")
def tiled_painting(vgg: Vgg19) -> Tensor:
    photo = hills(96, 160)
    tiled = TiledObjective(replace(objective(vgg, photo, stripes(60, 80)), content={}), side=32)
    (*_, painting) = LeanDescent().walk(photo.clone(), tiled.loss_and_gradient, steps=4)
    return painting


def test_a_painting_in_tiles_has_no_seams(tiled_painting: Tensor) -> None:
    assert (tiled_painting - hills(96, 160)).abs().mean() > 0.02
    assert seam_score(tiled_painting, side=32) < 3


def test_gradients_of_two_bytes_lead_to_nearly_the_same_painting(vgg: Vgg19, tiled_painting: Tensor) -> None:
    photo = hills(96, 160)
    whole = replace(objective(vgg, photo, stripes(60, 80)), content={})
    tiled = TiledObjective(whole, side=32, gradients=torch.bfloat16)
    (*_, painting) = LeanDescent().walk(photo.clone(), tiled.loss_and_gradient, steps=4)

    assert (painting - tiled_painting).abs().mean() < 0.1 * (tiled_painting - photo).abs().mean()
    begun, full, lean = (tiled.loss_and_gradient(picture)[0] for picture in (photo, tiled_painting, painting))
    assert abs(lean - full) < 0.02 * (begun - full)


def test_the_metric_sees_tiles_that_are_a_little_brighter(tiled_painting: Tensor) -> None:
    seamed = tiled_painting.clone()
    for tile in tiles(96, 160, side=32, halo=0, margin=0)[::2]:
        tile.seen_of(seamed).add_(0.03)

    assert seam_score(seamed, side=32) > 5


def test_the_metric_sees_tiles_that_know_nothing_of_each_other(vgg: Vgg19) -> None:
    photo, painting = hills(96, 160), torch.empty(1, 3, 96, 160)

    for tile in tiles(96, 160, side=32, halo=0, margin=0):
        alone = objective(vgg, tile.seen_of(photo).clone(), stripes(60, 80))
        (*_, part) = LeanDescent().walk(alone.photo.clone(), partial(loss_and_gradient, alone), steps=4)
        tile.seen_of(painting).copy_(part)

    assert seam_score(painting, side=32) > 5


def test_a_share_of_a_step_is_told_after_each_tile_and_can_end_the_work(vgg: Vgg19) -> None:
    class Enough(Exception): ...

    shares = list[float]()

    def note(share: float) -> None:
        shares.append(share)
        if len(shares) == 5:
            raise Enough

    photo = hills(48, 64)
    tiled = TiledObjective(objective(vgg, photo, stripes(48, 48)), side=32, on_part=note)

    with pytest.raises(Enough):
        tiled.loss_and_gradient(photo)
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1
