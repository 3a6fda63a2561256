"""What painting by optimisation promises beyond what every method does."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import pytest
import torch
from torch import Tensor

from engine.methods import Dials, Region, Step
from engine.methods.losses.content import content_loss
from engine.methods.losses.gram import GramStatistics
from engine.methods.optimise.method import Optimise, pixel_weight_factor, plan_levels, upsampled_with_detail
from engine.methods.optimise.settings import CONTENT_TAP, STYLE_TAPS, Level, OptimiseSettings
from engine.methods.resizing import resized
from engine.nets.vgg import Vgg19
from engine.weights import vgg19_weights
from tests.engine.methods.conftest import CPU, hills, stripes

pytestmark = pytest.mark.slow

DIALS = Dials()


def painted(method: Optimise, content: Tensor, style: Tensor, dials: Dials = DIALS) -> Tensor:
    return method.paint(content, [(style, 1.0)], dials, on_step=lambda step: None)


def style_distance(vgg: Vgg19, picture: Tensor, style: Tensor) -> float:
    wanted, has = vgg.features(style, STYLE_TAPS), vgg.features(picture, STYLE_TAPS)
    return sum(GramStatistics.of(wanted[tap]).loss(has[tap]).item() for tap in STYLE_TAPS)


def content_distance(vgg: Vgg19, picture: Tensor, content: Tensor) -> float:
    has, wanted = (vgg.features(each, [CONTENT_TAP])[CONTENT_TAP] for each in (picture, content))
    return content_loss(has, wanted).item()


@pytest.fixture(scope="module")
def optimise(vgg: Vgg19) -> Optimise:
    """With few steps: the laws hold from the first on."""
    return Optimise(vgg, OptimiseSettings(levels=(Level(steps=15, content_weight=0.12),)))


def test_the_style_comes_closer(vgg: Vgg19, optimise: Optimise) -> None:
    content, style = hills(48, 64), stripes(48, 64)

    painting = painted(optimise, content, style)

    assert style_distance(vgg, painting, style) < 0.1 * style_distance(vgg, content, style)


def test_a_greater_content_weight_keeps_the_painting_nearer_to_the_content(vgg: Vgg19) -> None:
    content, style = hills(48, 64), stripes(48, 64)

    distances = [
        content_distance(
            vgg,
            painted(Optimise(vgg, OptimiseSettings(levels=(Level(steps=12, content_weight=weight),))), content, style),
            content,
        )
        for weight in (0.01, 1.0, 100.0)
    ]

    assert distances[0] > distances[1] > distances[2]


def test_more_strength_takes_the_painting_farther_from_the_content(optimise: Optimise) -> None:
    content, style = hills(48, 48), stripes(48, 48)

    paintings = [painted(optimise, content, style, replace(DIALS, strength=strength)) for strength in (0.3, 0.6, 1.0)]
    distances = [(painting - content).abs().mean().item() for painting in paintings]

    assert 0 < distances[0] < distances[1] < distances[2]


def test_the_pixel_weight_ends_at_full_strength_and_has_no_limit_towards_none() -> None:
    assert pixel_weight_factor(1.0) == 0
    assert pixel_weight_factor(0.5) == 1
    assert pixel_weight_factor(0.01) > 1000


def test_two_styles_share_the_painting_by_their_weights(vgg: Vgg19, optimise: Optimise) -> None:
    content, style, other = hills(48, 48), stripes(48, 48), hills(48, 48).flip(1)

    mostly, hardly = (
        optimise.paint(content, [(style, weight), (other, 1.0)], DIALS, on_step=lambda step: None)
        for weight in (4.0, 0.25)
    )

    assert style_distance(vgg, mostly, style) < style_distance(vgg, hardly, style)


def test_only_the_ratio_of_the_weights_counts(optimise: Optimise) -> None:
    content, style = hills(48, 48), stripes(48, 48)

    once = optimise.paint(content, [(style, 1.0)], DIALS, on_step=lambda step: None)
    tenfold = optimise.paint(content, [(style, 10.0)], DIALS, on_step=lambda step: None)

    assert torch.equal(once, tenfold)


def test_another_seed_gives_another_painting(optimise: Optimise) -> None:
    content, style = hills(48, 48), stripes(48, 48)

    first, second = (painted(optimise, content, style, replace(DIALS, seed=seed)) for seed in (1, 2))

    assert not torch.equal(first, second)


def test_the_palette_is_the_styles_from_the_first_step(optimise: Optimise) -> None:
    steps = list[Step]()

    optimise.paint(hills(48, 48), [(stripes(48, 48), 1.0)], DIALS, on_step=steps.append)

    red, _, blue = steps[0].picture.mean(dim=(0, 2, 3))
    assert red > 2 * blue


def test_colours_are_kept_when_asked(optimise: Optimise) -> None:
    content = hills(48, 48)

    kept = painted(optimise, content, stripes(48, 48), replace(DIALS, keep_colours=True))
    free = painted(optimise, content, stripes(48, 48))

    def colour_change(painting: Tensor) -> float:
        return (painting.mean(dim=(0, 2, 3)) - content.mean(dim=(0, 2, 3))).abs().max().item()

    assert colour_change(kept) < 0.1 < colour_change(free)


def test_a_painting_can_start_from_another_picture_of_any_size(optimise: Optimise) -> None:
    content, style, steps = hills(48, 48), stripes(48, 48), list[Step]()

    optimise.paint(content, [(style, 1.0)], DIALS, init=1 - hills(20, 31), on_step=steps.append)

    assert steps[0].picture.shape == content.shape
    assert (steps[0].picture - content).abs().mean() > (steps[0].picture - (1 - content)).abs().mean()


def test_a_painting_to_go_on_with_keeps_its_fine_strokes_through_the_coarser_level(vgg: Vgg19) -> None:
    content, painting, steps = hills(256, 192), stripes(256, 192), list[Step]()
    hardly = Optimise(vgg, OptimiseSettings(levels=(Level(steps=1, content_weight=0.1),)))

    end = hardly.paint(content, [(painting, 1.0)], DIALS, init=painting, on_step=steps.append)

    assert steps[0].picture.shape[-2:] == (128, 96)
    assert (end - painting).abs().mean() < 0.06


def test_detail_of_a_painting_is_what_enlarging_alone_would_lose() -> None:
    painting = stripes(64, 96)
    coarse = resized(painting, (32, 48))

    torch.testing.assert_close(upsampled_with_detail(coarse, (64, 96), painting), painting, atol=1e-5, rtol=0)
    assert (resized(coarse, (64, 96)) - painting).abs().mean() > 0.01


def test_a_painting_to_go_on_with_is_entered_at_the_second_finest_level() -> None:
    content = torch.empty(1, 3, 1024, 1024)

    assert [level.size[0] for level in plan_levels(content, OptimiseSettings(), from_painting=True)] == [512, 1024]
    assert [level.size[0] for level in plan_levels(content, OptimiseSettings(), from_painting=False)] == [
        128,
        256,
        512,
        1024,
    ]


def test_noise_to_start_from_knows_nothing_of_the_content_and_depends_on_the_seed(vgg: Vgg19) -> None:
    optimise = Optimise(vgg, OptimiseSettings(levels=(Level(steps=2, content_weight=0.1),), init="noise"))

    def first(content: Tensor, seed: int) -> Tensor:
        steps = list[Step]()
        optimise.paint(content, [(stripes(48, 48), 1.0)], replace(DIALS, seed=seed), on_step=steps.append)
        return steps[0].picture

    assert torch.equal(first(hills(48, 48), 1), first(1 - hills(48, 48), 1))
    assert not torch.equal(first(hills(48, 48), 1), first(hills(48, 48), 2))


@pytest.mark.parametrize(
    "change",
    [
        {"optimiser": "adam"},
        {"pooling": "max"},
        {"content_layers": (("relu3_1", 1.0), ("conv2_1", 0.5))},
        {"style_layers": (("relu1_2", 1.0), ("relu2_2", 3.0))},
        {"style_weight": 0.1},
        {"content_weight": 30.0},
        {"total_variation_weight": 50.0},
        {"iterations": 4},
        {"palette": 2},
    ],
    ids=str,
)
def test_each_setting_of_the_dials_changes_the_painting_into_another_fine_one(
    vgg: Vgg19, optimise: Optimise, change: dict[str, Any]
) -> None:
    content, style = hills(48, 48), stripes(48, 48)
    few = OptimiseSettings(levels=(Level(steps=6, content_weight=0.1),))

    usual, changed = (
        painted(optimise, content, style, replace(DIALS, settings=settings))
        for settings in (few, replace(few, **change))
    )

    assert not torch.equal(usual, changed)
    assert style_distance(vgg, changed, style) < style_distance(vgg, content, style)


def test_a_painting_takes_as_many_steps_as_asked_for_when_no_plateau_ends_them(vgg: Vgg19) -> None:
    settings, steps = OptimiseSettings(iterations=7, least_gain=0.0, patience=100), list[Step]()

    Optimise(vgg, settings).paint(hills(130, 96), [(stripes(48, 48), 1.0)], DIALS, on_step=steps.append)

    assert len(steps) == 7 + 1


def test_a_callback_that_raises_stops_a_painting_within_a_step_on_any_level(vgg: Vgg19) -> None:
    settings, calls = OptimiseSettings(iterations=8, least_gain=0.0), list[Step]()

    def stop(step: Step) -> None:
        calls.append(step)
        if len(calls) == 6:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        Optimise(vgg, settings).paint(hills(200, 96), [(stripes(48, 48), 1.0)], DIALS, on_step=stop)
    assert len(calls) == 6
    assert calls[-1].picture.shape[-2:] == (200, 96)


@pytest.mark.parametrize("colour_preservation", ["palette", "luminance"])
def test_colours_can_be_kept_in_either_way(
    vgg: Vgg19, optimise: Optimise, colour_preservation: Literal["palette", "luminance"]
) -> None:
    content = hills(48, 48)
    settings = replace(optimise.settings, colour_preservation=colour_preservation, colour_space="lab")

    kept = painted(optimise, content, stripes(48, 48), replace(DIALS, keep_colours=True, settings=settings))

    assert (kept.mean(dim=(0, 2, 3)) - content.mean(dim=(0, 2, 3))).abs().max() < 0.1


LEFT = torch.cat([torch.ones(1, 1, 48, 32), torch.zeros(1, 1, 48, 32)], dim=3)


def test_a_region_that_is_kept_is_the_photo_in_the_painting_and_in_each_preview(optimise: Optimise) -> None:
    content, steps = hills(48, 64), list[Step]()

    painting = optimise.paint(
        content, [(stripes(48, 64), 1.0)], DIALS, regions=[Region(LEFT, None)], on_step=steps.append
    )

    for picture in (painting, *(step.picture for step in steps)):
        assert torch.equal(picture[..., :32], content[..., :32])
    assert (painting - content)[..., 32:].abs().mean() > 0.05


def test_a_picture_that_is_kept_whole_is_returned(optimise: Optimise) -> None:
    content = hills(48, 64)
    everything = [Region(torch.ones(1, 1, 4, 4), None)]

    painting = optimise.paint(content, [(stripes(48, 64), 1.0)], DIALS, regions=everything, on_step=lambda step: None)

    assert torch.equal(painting, content)


def test_a_mask_of_all_white_gives_the_very_painting_of_no_mask(optimise: Optimise) -> None:
    content, style = hills(48, 48), stripes(48, 48)
    white = [Region(torch.ones(1, 1, 9, 9), 0)]

    masked = optimise.paint(content, [(style, 1.0)], DIALS, regions=white, on_step=lambda step: None)

    assert torch.equal(masked, painted(optimise, content, style))


def test_each_half_takes_the_style_of_its_own_mask(vgg: Vgg19, optimise: Optimise) -> None:
    content, warm = hills(48, 64), stripes(48, 64)
    cold = warm.flip(1).transpose(2, 3)
    regions = [Region(LEFT, 0), Region(1 - LEFT, 1)]

    painting = optimise.paint(content, [(warm, 1.0), (cold, 1.0)], DIALS, regions=regions, on_step=lambda step: None)

    left, right = painting[..., :32], painting[..., 32:]
    assert left.mean(dim=(0, 2, 3))[0] > 2 * left.mean(dim=(0, 2, 3))[2]
    assert right.mean(dim=(0, 2, 3))[2] > 2 * right.mean(dim=(0, 2, 3))[0]
    assert style_distance(vgg, left, warm) < 0.3 * style_distance(vgg, left, cold)
    assert style_distance(vgg, right, cold) < 0.3 * style_distance(vgg, right, warm)


class Counting(Vgg19):
    """Counts the pictures that are read without a gradient: styles and contents."""

    reads = 0

    def features(self, picture: Tensor, taps: Sequence[str]) -> dict[str, Tensor]:
        Counting.reads += not picture.requires_grad
        return super().features(picture, taps)


def test_a_style_is_read_once_for_all_paintings_of_a_size() -> None:
    optimise = Optimise(Counting(vgg19_weights(), device=CPU), OptimiseSettings(iterations=1))
    content, style, reads = hills(48, 48), stripes(48, 48), list[int]()

    for dials in (DIALS, DIALS, replace(DIALS, seed=9), replace(DIALS, brush_size=2.0)):
        Counting.reads = 0
        painted(optimise, content, style, dials)
        reads.append(Counting.reads)

    assert reads == [2, 1, 1, 2]
