"""How a level is painted is decided by its size, and by nothing else."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.methods import STYLE_LOSSES
from engine.methods.losses.gram import GramLoss
from engine.methods.losses.style_loss import style_loss_named
from engine.methods.optimise.settings import STYLE_TAPS, OptimiseSettings
from engine.methods.optimise.strategy import (
    MOST_LBFGS_PIXELS,
    MOST_WHOLE_PIXELS,
    Tiled,
    TiledBf16,
    Whole,
    minimiser_for,
    strategy_for,
)
from engine.nets.vgg import Vgg19
from tests.engine.methods.conftest import hills, stripes

USUAL = OptimiseSettings()


@pytest.mark.parametrize(
    ("pixels", "strategy"),
    [
        (1, Whole(USUAL)),
        (MOST_WHOLE_PIXELS, Whole(USUAL)),
        (MOST_WHOLE_PIXELS + 1, Tiled(USUAL)),
        (MOST_LBFGS_PIXELS, Tiled(USUAL)),
        (MOST_LBFGS_PIXELS + 1, TiledBf16(USUAL)),
        (100_000_000, TiledBf16(USUAL)),
    ],
)
def test_the_more_pixels_a_level_has_the_less_of_it_is_in_memory(pixels: int, strategy: Whole | Tiled) -> None:
    assert strategy_for((1, pixels), USUAL) == strategy_for((pixels, 1), USUAL) == strategy


@pytest.mark.parametrize("name", STYLE_LOSSES)
def test_in_tiles_every_style_loss_is_one_of_gram_matrices(vgg: Vgg19, name: str) -> None:
    settings = OptimiseSettings(style_loss=name)

    whole, tiled = (
        strategy.style_loss(vgg, stripes(40, 60), (48, 48), brush_size=1.0)
        for strategy in (Whole(settings), Tiled(settings))
    )

    assert isinstance(whole, style_loss_named(name))
    assert isinstance(tiled, GramLoss)


def test_a_style_image_is_enlarged_for_a_whole_picture_and_never_for_tiles(vgg: Vgg19) -> None:
    """Its statistics at twice its size are others than at its own."""
    settings, style = OptimiseSettings(style_loss="gram"), stripes(40, 60)
    own = GramLoss.of(vgg.features(style, STYLE_TAPS))

    whole, tiled = (
        strategy.style_loss(vgg, style, (80, 120), brush_size=1.0) for strategy in (Whole(settings), Tiled(settings))
    )

    assert isinstance(whole, GramLoss)
    assert isinstance(tiled, GramLoss)
    torch.testing.assert_close(tiled.taps["relu1_1"].gram, own.taps["relu1_1"].gram, rtol=0.01, atol=1e-4)
    assert not torch.allclose(whole.taps["relu1_1"].gram, own.taps["relu1_1"].gram, rtol=0.01, atol=1e-4)


def test_only_a_whole_picture_has_its_content_read_beforehand(vgg: Vgg19) -> None:
    assert list(Whole(USUAL).content_features(vgg, hills(32, 32), ["relu4_2"])) == ["relu4_2"]
    assert Tiled(USUAL).content_features(vgg, hills(32, 32), ["relu4_2"]) == {}


@given(height=st.integers(1, 3000), width=st.integers(1, 2900))
def test_what_lbfgs_remembers_fits_into_a_gigabyte(height: int, width: int) -> None:
    picture = torch.empty(1, 3, height, width, device="meta")

    history = minimiser_for(USUAL, picture).history_size

    assert 1 <= history <= 10
    assert 2 * history * picture.nbytes <= 1 << 30
