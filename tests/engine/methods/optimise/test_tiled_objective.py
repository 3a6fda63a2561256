"""What painting in tiles promises: the same loss and gradient as of the whole picture, and no seams."""

from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import Tensor

from engine.methods.losses.gram import GramLoss
from engine.methods.optimise.adam_bf16 import AdamBf16
from engine.methods.optimise.faces import FACE_TAPS, FaceLoss
from engine.methods.optimise.objective import Objective, StyleTarget
from engine.methods.optimise.regions import WeightMap
from engine.methods.optimise.settings import CONTENT_TAP, STYLE_TAPS, Level, OptimiseSettings
from engine.methods.optimise.tiled_objective import TiledObjective, tiled_gram_loss
from engine.methods.optimise.tiles import tiles
from engine.methods.resizing import Size
from engine.nets.vgg import Vgg19
from tests.engine.methods.conftest import hills, stripes
from tests.engine.methods.optimise.seams import seam_score

pytestmark = pytest.mark.slow

TOLERANCE = 1e-9
"""Of float64 sums in another order, as a part of the largest value."""


def objective(vgg: Vgg19, photo: Tensor, style: Tensor, settings: OptimiseSettings | None = None) -> Objective:
    return Objective(
        vgg=vgg,
        styles=[StyleTarget(loss=GramLoss.of(vgg.features(style, STYLE_TAPS)))],
        content_features=vgg.features(photo, [CONTENT_TAP]),
        content_image=photo,
        pixel_weight=3.0,
        level=Level(steps=1, content_weight=0.5),
        settings=settings or OptimiseSettings(),
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
    tiled_loss, tiled_gradient = loss_and_gradient(
        TiledObjective(replace(whole, content_features={}), side=side), picture
    )

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
    monkeypatch.setattr("engine.methods.optimise.tiled_objective.KEPT_TARGETS", room)
    size = (61, 70)
    photo, styles = hills(*size).double(), [stripes(48, 64).double(), hills(48, 64).double().flip(1)]
    mask = torch.rand(1, 1, *held, generator=torch.Generator().manual_seed(1)).double()
    face = (1 - mask).index_fill(-1, torch.arange(4 * held[1] // 5), 0)
    targets = [
        StyleTarget(loss=GramLoss.of(exact.features(style, STYLE_TAPS)), share=0.5, mask=WeightMap(each, size))
        for style, each in zip(styles, (mask, 1 - mask), strict=True)
    ]
    whole = replace(
        objective(exact, photo, styles[0]),
        styles=targets,
        content_map=WeightMap(1 + 4 * mask, size),
        kept=WeightMap(mask.square(), size),
        faces=FaceLoss(WeightMap(face, size), exact.features(photo, FACE_TAPS)),
    )

    assert_agree(whole, noisy(photo), side=48)


def test_a_style_read_in_tiles_has_the_same_statistics(exact: Vgg19) -> None:
    style = stripes(40, 210).double()

    whole, tiled = GramLoss.of(exact.features(style, STYLE_TAPS)), tiled_gram_loss(exact, style, STYLE_TAPS, side=96)

    for tap in STYLE_TAPS:
        assert torch.allclose(whole.taps[tap].gram, tiled.taps[tap].gram, rtol=TOLERANCE)
        assert torch.allclose(whole.taps[tap].mean, tiled.taps[tap].mean, rtol=TOLERANCE)


@pytest.fixture(scope="module")
def tiled_painting(vgg: Vgg19) -> Tensor:
    photo = hills(96, 160)
    tiled = TiledObjective(replace(objective(vgg, photo, stripes(60, 80)), content_features={}), side=32)
    (*_, painting) = AdamBf16().minimise(photo.clone(), tiled.loss_and_gradient, steps=4)
    return painting


def test_a_painting_in_tiles_has_no_seams(tiled_painting: Tensor) -> None:
    assert (tiled_painting - hills(96, 160)).abs().mean() > 0.02
    assert seam_score(tiled_painting, side=32) < 3


def test_gradients_of_two_bytes_lead_to_nearly_the_same_painting(vgg: Vgg19, tiled_painting: Tensor) -> None:
    photo = hills(96, 160)
    whole = replace(objective(vgg, photo, stripes(60, 80)), content_features={})
    tiled = TiledObjective(whole, side=32, gradient_dtype=torch.bfloat16)
    (*_, painting) = AdamBf16().minimise(photo.clone(), tiled.loss_and_gradient, steps=4)

    assert (painting - tiled_painting).abs().mean() < 0.1 * (tiled_painting - photo).abs().mean()
    begun, full, short = (tiled.loss_and_gradient(picture)[0] for picture in (photo, tiled_painting, painting))
    assert abs(short - full) < 0.02 * (begun - full)


def test_the_metric_sees_tiles_that_are_a_little_brighter(tiled_painting: Tensor) -> None:
    seamed = tiled_painting.clone()
    for tile in tiles(96, 160, side=32, halo=0, margin=0)[::2]:
        tile.seen_of(seamed).add_(0.03)

    assert seam_score(seamed, side=32) > 5


def test_the_metric_sees_tiles_that_know_nothing_of_each_other(vgg: Vgg19) -> None:
    photo, painting = hills(96, 160), torch.empty(1, 3, 96, 160)

    for tile in tiles(96, 160, side=32, halo=0, margin=0):
        alone = objective(vgg, tile.seen_of(photo).clone(), stripes(60, 80))
        (*_, part) = AdamBf16().minimise(alone.content_image.clone(), partial(loss_and_gradient, alone), steps=4)
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
