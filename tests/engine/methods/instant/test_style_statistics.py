"""What is read of a style image, and its colours in a painting."""

import torch

from engine.methods.colour.transfer import ColourStatistics
from engine.methods.instant.style_statistics import StyleStatistics, crop_for_seed, match_style_colours
from engine.nets.vgg import Vgg19
from tests.engine.methods.conftest import hills, stripes


def test_a_painting_comes_half_way_to_the_mean_and_the_spread_of_its_styles_colours(vgg: Vgg19) -> None:
    painted, style = hills(40, 40), 0.4 + 0.2 * stripes(40, 40)
    statistics, own = StyleStatistics.of(style, vgg, brush_size=1.0), ColourStatistics.of(painted)
    seen = ColourStatistics.of(match_style_colours(painted, statistics, 1.0))
    assert torch.allclose(seen.mean, (own.mean + statistics.mean_colour) / 2, atol=0.02)
    assert (seen.root - statistics.colour_root).norm() < 0.7 * (own.root - statistics.colour_root).norm()
    assert torch.allclose(match_style_colours(painted, statistics, 0.0), painted, atol=1e-5)


def test_a_seeds_part_lies_within_the_style() -> None:
    style = stripes(50, 71)
    assert crop_for_seed(style, 0) is style
    assert all(crop_for_seed(style, seed).shape[-2:] == (30, 43) for seed in range(1, 6))


def test_statistics_move_evenly_from_one_style_to_another(vgg: Vgg19) -> None:
    one, other = (StyleStatistics.of(style, vgg, brush_size=1.0) for style in (hills(40, 40), stripes(40, 40)))

    half = one.lerp(other, 0.5)

    torch.testing.assert_close(half.signature, (one.signature + other.signature) / 2)
    torch.testing.assert_close(half.mean_colour, (one.mean_colour + other.mean_colour) / 2)
    assert torch.equal(one.lerp(other, 0.0).colour_root, one.colour_root)
