"""What a grown texture promises: its size, its statistics and, when asked, its edges."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from engine.methods import Step
from engine.methods.losses.gram import GramStatistics
from engine.methods.optimise.minimiser import Minimiser
from engine.methods.optimise.settings import STYLE_TAPS
from engine.methods.texture.synthesis import (
    SHALLOW,
    BestSoFar,
    Texture,
    TextureLevel,
    TextureSettings,
    circular_padded,
    load,
    random_pixels_of,
)
from engine.nets.vgg import Vgg19
from engine.weights import vgg19_weights
from tests.engine.methods.conftest import CPU, hills, stripes

pytestmark = pytest.mark.slow

TAPS = STYLE_TAPS[:3]
QUICK = TextureSettings(levels=(TextureLevel(steps=20, taps=TAPS),), minimiser=Minimiser(patience=100))


@pytest.fixture(scope="module")
def texture(vgg: Vgg19) -> Texture:
    return Texture(vgg, QUICK)


def grown(
    texture: Texture, size: tuple[int, int] = (48, 48), *, seed: int = 0, brush_size: float = 1, tileable: bool = False
) -> Tensor:
    return texture.synthesise(
        stripes(60, 90), size, seed=seed, brush_size=brush_size, tileable=tileable, on_step=lambda step: None
    )


def distance(vgg: Vgg19, picture: Tensor, style: Tensor) -> float:
    wanted, has = vgg.features(style, TAPS), vgg.features(picture, TAPS)
    return sum(GramStatistics.of(wanted[tap]).loss(has[tap]).item() for tap in TAPS)


def seam(picture: Tensor) -> float:
    """How far the opposite edges differ, as a multiple of how far neighbouring rows and columns do."""
    across = (picture[..., :, 0] - picture[..., :, -1]).square().mean() / picture.diff(dim=3).square().mean()
    down = (picture[..., 0, :] - picture[..., -1, :]).square().mean() / picture.diff(dim=2).square().mean()
    return max(across.item(), down.item())


@pytest.mark.parametrize("tileable", [False, True])
@pytest.mark.parametrize("size", [(33, 97), (20, 16)])
def test_a_texture_has_the_asked_size_and_only_colours_that_exist(
    texture: Texture, size: tuple[int, int], tileable: bool
) -> None:
    picture = grown(texture, size, tileable=tileable)

    assert picture.shape == (1, 3, *size)
    assert 0 <= picture.min() <= picture.max() <= 1
    assert not picture.requires_grad


def test_the_styles_statistics_come_closer_than_those_of_the_noise_at_the_start(vgg: Vgg19, texture: Texture) -> None:
    style = stripes(60, 90)
    noise = random_pixels_of(style, (48, 48), torch.Generator().manual_seed(0))

    assert distance(vgg, grown(texture), style) < 0.4 * distance(vgg, noise, style)


def test_a_shallow_texture_comes_close_without_the_layers_that_see_whole_objects() -> None:
    shallow = Texture(Vgg19(vgg19_weights(), device=CPU, deepest="relu3_1"), SHALLOW)
    style = stripes(60, 90)
    noise = random_pixels_of(style, (48, 48), torch.Generator().manual_seed(0))

    assert distance(shallow.vgg, grown(shallow), style) < 0.4 * distance(shallow.vgg, noise, style)


def test_a_tile_has_edges_that_fit_and_another_texture_has_not(texture: Texture) -> None:
    tile, other = (
        texture.synthesise(hills(60, 90), (48, 48), seed=0, tileable=tileable, on_step=lambda step: None)
        for tileable in (True, False)
    )

    assert seam(tile) < 3
    assert seam(other) > 10


def test_the_same_seed_gives_the_same_texture_and_another_seed_another(texture: Texture) -> None:
    assert torch.equal(grown(texture, seed=3), grown(texture, seed=3))
    assert not torch.equal(grown(texture, seed=3), grown(texture, seed=4))


def test_a_larger_brush_makes_wider_strokes(texture: Texture) -> None:
    fine, wide = (grown(texture, brush_size=brush_size).diff(dim=3).abs().mean() for brush_size in (0.7, 2.0))

    assert wide < 0.9 * fine


def test_progress_never_goes_back_and_ends_at_one_with_the_texture(texture: Texture) -> None:
    steps: list[Step] = []

    picture = texture.synthesise(stripes(60, 90), (100, 50), seed=0, on_step=steps.append)

    assert all(before.fraction <= after.fraction for before, after in pairwise(steps))
    assert all(0 < step.fraction <= 1 and 0 <= step.picture.min() <= step.picture.max() <= 1 for step in steps)
    assert steps[-1].fraction == 1
    assert torch.equal(steps[-1].picture, picture)


def test_a_callback_that_raises_stops_the_work_at_once(texture: Texture) -> None:
    calls = 0

    def stop(step: Step) -> None:
        nonlocal calls
        calls += 1
        raise InterruptedError

    with pytest.raises(InterruptedError):
        texture.synthesise(stripes(60, 90), (48, 48), seed=0, on_step=stop)
    assert calls == 1


def test_a_flat_style_gives_a_flat_texture_and_the_style_is_left_as_it_was() -> None:
    flat = torch.full((1, 3, 48, 48), 0.5)

    picture = load(device=CPU, vgg19=vgg19_weights()).synthesise(flat, (48, 48), seed=0, on_step=lambda step: None)

    assert (picture - 0.5).abs().mean() < 0.1
    assert flat.eq(0.5).all()


def test_random_pixels_are_the_styles_own() -> None:
    style = stripes(20, 30)

    noise = random_pixels_of(style, (40, 50), torch.Generator().manual_seed(0))

    colours, known = (picture.flatten(start_dim=2)[0].mT for picture in (noise, style))
    assert noise.shape == (1, 3, 40, 50)
    assert torch.cdist(colours, known, compute_mode="donot_use_mm_for_euclid_dist").amin(dim=1).max() < 1e-6


@given(height=st.integers(1, 40), width=st.integers(1, 40), margin=st.integers(0, 50))
def test_circular_padding_goes_on_with_the_opposite_edge(height: int, width: int, margin: int) -> None:
    picture = torch.arange(height * width).float().view(1, 1, height, width)

    around = circular_padded(picture, margin)

    down, across = min(margin, height), min(margin, width)
    assert around.shape == (1, 1, height + 2 * down, width + 2 * across)
    rows = (torch.arange(-down, height + down) % height).view(-1, 1)
    columns = torch.arange(-across, width + across) % width
    assert torch.equal(around[0, 0], picture[0, 0, rows, columns])


def test_the_best_picture_asked_about_is_remembered_as_it_was() -> None:
    best = BestSoFar(lambda picture: picture.square().sum())
    picture = torch.tensor([3.0])
    for value in (2.0, 1.0, 5.0):
        picture.fill_(value)
        best(picture)

    assert best.picture is not None
    assert best.picture.item() == 1
