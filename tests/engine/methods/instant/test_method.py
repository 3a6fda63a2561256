"""The instant method with its shipped weights: what it promises beyond what every method does."""

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor

from engine.methods import BatchItem, Dials
from engine.methods.instant import method
from engine.methods.instant.method import OVERLAP, Instant, load
from engine.nets.norms import FoldedNorms, MeasuredNorms
from engine.nets.painter import SIGNATURE_LENGTH, Painter
from engine.tensors import to_tensor
from engine.weights import all_weights
from tests.engine.methods.conftest import CPU, hills, stripes
from tests.engine.scene import photo

PRESETS = Path(__file__).parents[4] / "bot" / "presets"


@pytest.fixture(scope="module")
def instant() -> Instant:
    return load(device=CPU, weights=all_weights())


def paint(instant: Instant, content: Tensor, *styles: Tensor, seed: int = 0, strength: float = 1.0) -> Tensor:
    dials = Dials(seed=seed, strength=strength)
    return instant.paint(content, [(style, 1.0) for style in styles], dials, on_step=lambda step: None)


def test_another_seed_paints_a_little_differently(instant: Instant) -> None:
    content, style = hills(64, 64), stripes(90, 120)
    gap = (paint(instant, content, style, seed=1) - paint(instant, content, style)).abs().mean()
    assert 0 < gap < 0.3


def test_a_blend_of_a_style_with_itself_is_that_style(instant: Instant) -> None:
    content, style = hills(64, 64), stripes(60, 60)
    assert torch.allclose(paint(instant, content, style, style), paint(instant, content, style), atol=1e-3)


@pytest.mark.parametrize("dials", [{}, {"strength": 0.5, "keep_colours": True}, {"strength": 0.0}])
def test_several_styles_in_one_pass_are_painted_as_one_by_one(instant: Instant, dials: dict[str, Any]) -> None:
    content, styles = hills(40, 56), [stripes(60, 60), hills(50, 70), 1 - stripes(60, 60)]
    wanted = Dials(**dials)
    exact = Instant(deepcopy(instant.painter).float(), instant.vgg)  # bfloat16 rounds a batch otherwise than one alone
    alone = [exact.paint(content, [(style, 1.0)], wanted, on_step=lambda step: None) for style in styles]
    together = exact.paint_together([(content, [(style, 1.0)], wanted) for style in styles])
    for one, by_itself in zip(together, alone, strict=True):
        assert torch.allclose(one, by_itself, atol=0.005)


@pytest.mark.parametrize("exact_pixels", [64 * 64, 40 * 40], ids=["moments of their own", "moments of a thumbnail"])
def test_pictures_with_dials_of_their_own_are_painted_together_as_one_by_one(
    instant: Instant, monkeypatch: pytest.MonkeyPatch, exact_pixels: int
) -> None:
    monkeypatch.setattr(method, "EXACT_PIXELS", exact_pixels)
    exact = Instant(deepcopy(instant.painter).float(), instant.vgg)
    batch: list[BatchItem[Tensor]] = [
        (hills(48, 64), [(stripes(60, 60), 1.0)], Dials()),
        (1 - hills(48, 64), [(hills(70, 50), 1.0), (stripes(60, 60), 2.0)], Dials(seed=7)),
        (stripes(48, 64), [(hills(60, 60), 1.0)], Dials(strength=0.5, keep_colours=True)),
        (hills(48, 64), [(hills(60, 60), 1.0)], Dials(strength=0.0)),
    ]
    for together, (content, styles, dials) in zip(exact.paint_together(batch), batch, strict=True):
        alone = exact.paint(content, styles, dials, on_step=lambda step: None)
        assert torch.allclose(together, alone, atol=0.005)


def test_half_the_strength_stays_nearer_to_the_photo(instant: Instant) -> None:
    content, style = hills(64, 64), stripes(60, 60)
    far, near = ((paint(instant, content, style, strength=alpha) - content).abs().mean() for alpha in (1.0, 0.25))
    assert near < far


def test_tiles_are_the_whole(instant: Instant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method, "EXACT_PIXELS", 128 * 128)
    content, signature = hills(200, 640), instant.statistics(stripes(60, 60), 1.0).signature
    whole = instant.paint_signature(content, signature)
    monkeypatch.setattr(method, "TILE_SIDE", 128)
    tiled = instant.paint_signature(content, signature)
    assert (whole - tiled).abs().max() < 0.02


def test_a_tile_sees_all_that_its_pixels_depend_on() -> None:
    """In doubles, where no influence is too small to be seen; the weights need not be trained for that."""
    torch.manual_seed(0)
    painter = Painter().double().requires_grad_(False)
    code = painter.code(torch.rand(1, SIGNATURE_LENGTH, dtype=torch.float64))
    content = torch.rand(1, 3, 24, 16 + OVERLAP, dtype=torch.float64)
    other = torch.cat([content, torch.rand(1, 3, 24, 96, dtype=torch.float64)], dim=3)
    longer = torch.cat([content, torch.rand(1, 3, 24, 96, dtype=torch.float64)], dim=3)
    measured = MeasuredNorms(code)
    painter.paint(longer, measured)
    norms = FoldedNorms(painter.convolutions(), code, measured.moments)

    first, second = (painter.paint(picture, norms) for picture in (longer, other))

    assert torch.equal(first[..., :16], second[..., :16])
    assert not torch.equal(first[..., 16 : 16 + OVERLAP], second[..., 16 : 16 + OVERLAP])


def test_no_frame_is_painted(instant: Instant) -> None:
    """At its border a painting of a crop is nearly the crop of a painting, where what comes next in it is known."""
    content, signature = hills(320, 416), instant.statistics(hills(448, 448), 1.0).signature
    code = instant.painter.code(signature)
    measured = MeasuredNorms(code)
    with torch.inference_mode():
        instant._pass(content, measured, [(0, 0)])
        norms = FoldedNorms(instant.painter.convolutions(), code, measured.moments)
        whole = instant._pass(content, norms, [(0, 0)])
        crop = instant._pass(content[..., 80:240, 104:312], norms, [(80, 104)])

    gap = (crop - whole[..., 80:240, 104:312]).abs().mean(dim=1)[0]
    rows, columns = (torch.arange(side) for side in gap.shape)
    to_border = torch.minimum(torch.minimum(rows, 159 - rows)[:, None], torch.minimum(columns, 207 - columns))
    assert gap[to_border < 32].mean() < 0.05


@pytest.mark.parametrize("preset", ["starry_night", "great_wave"])
def test_strokes_do_not_end_at_the_lines_of_the_networks_grid(instant: Instant, preset: str) -> None:
    """Four pixels off it, half a cell, a photo is nearly painted as on it."""
    content = to_tensor(Image.open(BytesIO(photo(5, size=(416, 320)))))
    code = instant.painter.code(instant.statistics(to_tensor(Image.open(PRESETS / f"{preset}.jpg")), 1.0).signature)
    measured = MeasuredNorms(code)
    with torch.inference_mode():
        instant._pass(content, measured, [(0, 0)])
        norms = FoldedNorms(instant.painter.convolutions(), code, measured.moments)
        on_it = instant._pass(content, norms, [(0, 0)])
        off_it = instant._pass(content[..., 4:, 4:], norms, [(4, 4)])
    inside = slice(80, -80)
    assert (on_it[..., 4:, 4:] - off_it)[..., inside, inside].abs().mean() < 0.03


def test_strokes_of_a_sky_do_not_make_up_for_the_furrows_below_it(instant: Instant) -> None:
    """They run alike, whether the furrows, in which the whole picture meets the style, are level or upright."""
    style = to_tensor(Image.open(PRESETS / "starry_night.jpg").convert("RGB"))
    land = torch.full((1, 3, 640, 640), 0.6)
    land[..., 320:, :] += 0.25 * torch.sin(torch.arange(320) / 3).view(-1, 1)

    def upright_to_level(sky: Tensor) -> float:
        return (sky.diff(dim=-1).square().mean() / sky.diff(dim=-2).square().mean()).item()

    above_level = upright_to_level(paint(instant, land, style)[..., 32:288, 32:-32])
    beside_upright = upright_to_level(paint(instant, land.mT.contiguous(), style)[..., 32:-32, 32:288])
    assert 0.75 < above_level / beside_upright < 1.33


def test_a_style_is_read_once(instant: Instant, monkeypatch: pytest.MonkeyPatch) -> None:
    style = stripes(50, 70)
    first = instant.statistics(style, 1.0)
    monkeypatch.setattr(instant, "vgg", None)
    assert instant.statistics(style.clone(), 1.0) is first
