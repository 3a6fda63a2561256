"""The instant painter's network, by its laws: no trained weights are needed for any of them."""

import pytest
import torch
from torch import Tensor

from engine.nets.norms import FoldedNorms, MeasuredNorms
from engine.nets.painter import (
    CANVAS_DEVIATION,
    SIGNATURE_LENGTH,
    SIGNATURE_TAPS,
    Painter,
    add_smoothed,
    depth_to_space,
    padded_to_multiple,
    signature_of,
    space_to_depth,
)


@pytest.fixture(scope="module")
def painter() -> Painter:
    """With codes large enough that styles differ."""
    torch.manual_seed(3)
    painter = Painter(quarter_blocks=1, eighth_blocks=1).eval().requires_grad_(False)
    torch.nn.init.normal_(painter.write_code.weight, std=0.1)
    return painter


def picture(height: int, width: int, seed: int = 0, batch: int = 1) -> Tensor:
    return torch.rand(batch, 3, height, width, generator=torch.Generator().manual_seed(seed))


def signature(seed: int = 0) -> Tensor:
    return torch.rand(1, SIGNATURE_LENGTH, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("height", "width"), [(64, 64), (61, 97), (1, 1), (3, 50), (17, 16)])
def test_a_painting_has_its_contents_size_and_colours_that_exist(painter: Painter, height: int, width: int) -> None:
    painted = painter(picture(height, width), signature())
    assert painted.shape == (1, 3, height, width)
    assert painted.min() >= 0
    assert painted.max() <= 1


def test_each_picture_of_a_batch_is_painted_as_if_it_were_alone(painter: Painter) -> None:
    contents = picture(40, 40, batch=2)
    signatures = torch.cat([signature(1), signature(2)])
    together = painter(contents, signatures)
    alone = [painter(contents[index : index + 1], signatures[index : index + 1]) for index in range(2)]
    assert torch.allclose(together, torch.cat(alone), atol=1e-5)


def test_another_signature_gives_another_painting(painter: Painter) -> None:
    content = picture(40, 40)
    assert (painter(content, signature(1)) - painter(content, signature(2))).abs().mean() > 0.01


def test_folding_a_pictures_own_moments_into_the_weights_changes_nothing(painter: Painter) -> None:
    content, code = picture(64, 48), painter.code(signature())
    measured = MeasuredNorms(code)
    painted = painter.paint(content, measured)
    folded = painter.paint(content, FoldedNorms(painter.convolutions(), code, measured.moments))
    assert torch.allclose(painted, folded, atol=1e-4)


def test_with_given_moments_the_middle_of_a_tile_is_the_middle_of_the_whole(painter: Painter) -> None:
    content, code = picture(96, 256), painter.code(signature())
    measured = MeasuredNorms(code)
    painter.paint(content, measured)
    norms = FoldedNorms(painter.convolutions(), code, measured.moments)
    whole = painter.paint(content, norms)
    left = painter.paint(content[..., :192], norms)
    assert torch.allclose(left[..., :80], whole[..., :80], atol=1e-4)


def test_four_pixels_become_one_and_four_again() -> None:
    seen = picture(6, 10, batch=2)
    packed = space_to_depth(seen)
    assert packed.shape == (2, 12, 3, 5)
    assert torch.equal(packed[:, 3:6], seen[..., ::2, 1::2])
    assert torch.equal(depth_to_space(packed), seen)


def test_smoothing_leaves_a_slope_and_takes_what_changes_at_every_pixel() -> None:
    slope = torch.arange(12.0).expand(1, 2, 8, 12).contiguous()
    weave = slope + torch.tensor([1.0, -1.0]).repeat(6)
    here = add_smoothed(torch.ones_like(slope), weave)
    assert torch.allclose(here[..., 1:-1], 1 + slope[..., 1:-1], atol=1e-5)


def test_on_a_plain_canvas_a_plain_picture_has_no_border_and_no_weave(painter: Painter) -> None:
    code = painter.code(signature())
    measured = MeasuredNorms(code)
    painter.paint(picture(48, 64), measured)
    norms = FoldedNorms(painter.convolutions(), code, measured.moments)
    painted = painter.paint(torch.full((1, 3, 48, 64), 0.4), norms, 0 * painter.canvas(48, 64))
    cells = painted.unfold(2, 2, 2).unfold(3, 2, 2)
    assert torch.allclose(cells, cells[:, :, :1, :1].expand_as(cells), atol=1e-4)


def test_a_plain_picture_is_painted_unevenly_as_its_canvas_is(painter: Painter) -> None:
    painted = painter(torch.full((1, 3, 48, 64), 0.4), signature())
    assert painted.std(dim=(2, 3)).min() > 1e-3


@pytest.mark.parametrize(("top", "left"), [(0, 16), (8, 0), (1000, 1024)])
def test_a_part_of_a_picture_lies_on_its_own_part_of_the_canvas(painter: Painter, top: int, left: int) -> None:
    whole = painter.canvas(1100, 1200)
    part = painter.canvas(64, 48, (top, left))
    rows, columns = (
        slice(start // 2, start // 2 + length) for start, length in zip((top, left), part.shape[-2:], strict=True)
    )
    assert torch.equal(whole[..., rows, columns], part)


def test_the_canvas_is_even_all_over_and_goes_on_without_a_seam_where_it_begins_anew(painter: Painter) -> None:
    noise = painter.noise
    assert torch.allclose(noise.std(dim=(2, 3)), torch.tensor(CANVAS_DEVIATION), rtol=0.01)
    across, over = noise.diff(dim=3).square().mean(dim=(2, 3)), noise[..., 0] - noise[..., -1]
    assert (over.square().mean(dim=2) < 3 * across).all()


def test_the_canvas_is_alike_in_all_directions(painter: Painter) -> None:
    """Periods of 8 and 16 px: others are too fine for 3 by 4 samples to be as far as 5 along a row."""
    noise = painter.noise[:, 2:]

    def autocorrelation(down: int, across: int) -> Tensor:
        return (noise * noise.roll((down, across), dims=(2, 3))).mean(dim=(2, 3)) / CANVAS_DEVIATION**2

    assert torch.allclose(autocorrelation(3, 4), autocorrelation(0, 5), atol=0.03)
    assert torch.allclose(autocorrelation(5, 0), autocorrelation(0, 5), atol=0.03)


def test_the_margin_mirrors_and_leaves_the_picture_in_its_place() -> None:
    content = picture(20, 30)
    grown = padded_to_multiple(content, 16)
    assert grown.shape[-2] % 8 == grown.shape[-1] % 8 == 0
    assert torch.equal(grown[..., 16:36, 16:46], content)
    assert torch.equal(grown[..., 15, 16:46], content[..., 1, :])


def test_a_signature_does_not_change_when_positions_are_shuffled() -> None:
    features = {
        tap: torch.rand(1, channels, 6, 6) for tap, channels in zip(SIGNATURE_TAPS, (64, 128, 256, 512), strict=True)
    }
    order = torch.randperm(36)
    shuffled = {tap: read.flatten(2)[..., order].view_as(read) for tap, read in features.items()}
    assert torch.allclose(signature_of(features), signature_of(shuffled), atol=1e-5)
    assert signature_of(features).shape == (1, SIGNATURE_LENGTH)


def test_a_signature_is_the_mean_and_deviation_of_each_channel() -> None:
    features = {
        tap: torch.rand(2, channels, 7, 5) for tap, channels in zip(SIGNATURE_TAPS, (64, 128, 256, 512), strict=True)
    }
    taps = [features[tap].flatten(2) for tap in SIGNATURE_TAPS]
    moments = [tap.mean(dim=2) for tap in taps] + [tap.std(dim=2, correction=0) for tap in taps]
    assert torch.allclose(signature_of(features), torch.log1p(torch.cat(moments, dim=1)), atol=1e-6)
