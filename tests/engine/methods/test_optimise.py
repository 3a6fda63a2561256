"""What painting by optimisation promises beyond what every method does."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from engine.methods import Dials, Step
from engine.methods.gram import Style
from engine.methods.losses import StyleStatistics, content_loss
from engine.methods.objective import Objective, Territory
from engine.methods.optimise import Optimise, restraint
from engine.methods.pyramid import trimmed
from engine.methods.settings import CONTENT_TAP, STYLE_TAPS, Level, Settings
from engine.nets.vgg import Vgg19
from engine.weights import vgg19_weights
from tests.engine.methods.conftest import CPU, hills, stripes

DIALS = Dials(longest_side=48)


def painted(method: Optimise, content: Tensor, style: Tensor, dials: Dials = DIALS) -> Tensor:
    return method.paint(content, [(style, 1.0)], dials, on_step=lambda step: None)


def style_distance(vgg: Vgg19, picture: Tensor, style: Tensor) -> float:
    wanted, has = vgg.features(style, STYLE_TAPS), vgg.features(picture, STYLE_TAPS)
    return sum(StyleStatistics.of(wanted[tap]).loss(has[tap]).item() for tap in STYLE_TAPS)


def content_distance(vgg: Vgg19, picture: Tensor, content: Tensor) -> float:
    has, wanted = (vgg.features(each, [CONTENT_TAP])[CONTENT_TAP] for each in (picture, content))
    return content_loss(has, wanted).item()


@pytest.fixture(scope="module")
def optimise(vgg: Vgg19) -> Optimise:
    """With few steps: the laws hold from the first on."""
    return Optimise(vgg, Settings(levels=(Level(steps=15, content_weight=0.12),)))


def test_the_style_comes_closer(vgg: Vgg19, optimise: Optimise) -> None:
    content, style = hills(48, 64), stripes(48, 64)

    painting = painted(optimise, content, style)

    assert style_distance(vgg, painting, style) < 0.1 * style_distance(vgg, content, style)


def test_a_greater_content_weight_keeps_the_painting_nearer_to_the_content(vgg: Vgg19) -> None:
    content, style = hills(48, 64), stripes(48, 64)

    distances = [
        content_distance(
            vgg,
            painted(Optimise(vgg, Settings(levels=(Level(steps=12, content_weight=weight),))), content, style),
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


def test_restraint_ends_at_full_strength_and_has_no_limit_towards_none() -> None:
    assert restraint(1.0) == 0
    assert restraint(0.5) == 1
    assert restraint(0.01) > 1000


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


def test_the_edge_of_a_style_is_trimmed_but_never_all_of_it() -> None:
    framed = torch.ones(1, 3, 200, 400)
    framed[..., 3:-3, 6:-6] = 0

    assert trimmed(framed).eq(0).all()
    assert trimmed(torch.ones(1, 3, 1, 1)).shape == (1, 3, 1, 1)


def test_the_whole_objective_agrees_with_finite_differences_along_a_direction() -> None:
    vgg = Vgg19(vgg19_weights(), device=CPU, dtype=torch.float64)
    content, style = hills(32, 32).double(), stripes(32, 32).double()
    wanted = vgg.features(style, STYLE_TAPS)
    objective = Objective(
        vgg=vgg,
        territories=[Territory(style=Style.of(wanted))],
        content=vgg.features(content, [CONTENT_TAP]),
        photo=content,
        photo_weight=0.7,
        level=Level(steps=1, content_weight=0.5),
        settings=Settings(),
    )
    generator = torch.Generator().manual_seed(3)
    picture = torch.rand(1, 3, 32, 32, generator=generator, dtype=torch.float64).requires_grad_()
    direction = torch.randn(1, 3, 32, 32, generator=generator, dtype=torch.float64)

    (gradient,) = torch.autograd.grad(objective(picture), picture)
    tiny = 1e-6
    with torch.no_grad():
        slope = (objective(picture + tiny * direction) - objective(picture - tiny * direction)) / (2 * tiny)

    # content_loss normalises in float32 or better, here float64: only the ReLUs' corners are left as an error.
    torch.testing.assert_close((gradient * direction).sum(), slope, rtol=1e-4, atol=0)
