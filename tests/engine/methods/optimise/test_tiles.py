"""Every pixel has its tile, and each tile sees all that its pixels depend on."""

import torch

from engine.methods.optimise.settings import CONTENT_TAP, STYLE_TAPS
from engine.methods.optimise.tiles import halo_of, tiles
from engine.nets.layers import LAYERS
from engine.nets.vgg import MARGIN, Vgg19


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
