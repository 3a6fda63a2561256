"""The loss of a level as a whole: its gradient, and what its maps do."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from engine.methods import STYLE_LOSSES
from engine.methods.losses.style_loss import style_loss_named
from engine.methods.optimise.objective import Objective, StyleTarget
from engine.methods.optimise.regions import WeightMap
from engine.methods.optimise.settings import CONTENT_TAP, STYLE_TAPS, Level, OptimiseSettings
from engine.nets.reader import Reader
from engine.nets.thin_reader import ThinNetwork, ThinReader
from engine.nets.vgg import Vgg19
from engine.weights import vgg19_weights
from tests.engine.methods.conftest import CPU, hills, stripes

SOFT = torch.linspace(0, 1, 32, dtype=torch.float64).view(1, 1, 1, 32).expand(1, 1, 32, 32)


def full() -> Reader:
    return Vgg19(vgg19_weights(), device=CPU, dtype=torch.float64)


def thin() -> Reader:
    torch.manual_seed(0)
    return ThinReader(ThinNetwork(), device=CPU, dtype=torch.float64)


@pytest.mark.parametrize("reader", [full, thin])
@pytest.mark.parametrize(("loss", "regions"), [*((loss, False) for loss in STYLE_LOSSES), ("gram", True)])
def test_the_whole_objective_agrees_with_finite_differences_along_a_direction(
    loss: str, regions: bool, reader: Callable[[], Reader]
) -> None:
    vgg = reader()
    content, style = hills(32, 32).double(), stripes(32, 32).double()
    wanted = style_loss_named(loss).of(vgg.features(style, STYLE_TAPS))
    other = style_loss_named(loss).of(vgg.features(style.flip(3), STYLE_TAPS))
    divided = [
        StyleTarget(loss=wanted, share=0.5, mask=WeightMap(SOFT, (32, 32))),
        StyleTarget(loss=other, share=0.5, mask=WeightMap(1 - SOFT, (32, 32))),
    ]
    objective = Objective(
        vgg=vgg,
        styles=divided if regions else [StyleTarget(loss=wanted)],
        content_features=vgg.features(content, [CONTENT_TAP, "relu3_1"]),
        content_image=content,
        pixel_weight=0.7,
        level=Level(steps=1, content_weight=0.5),
        settings=OptimiseSettings(
            content_layers=((CONTENT_TAP, 1.0), ("relu3_1", 0.5)), content_weight=2.0, style_weight=0.5
        ),
        content_map=WeightMap(1 + SOFT, (32, 32)) if regions else None,
        kept=WeightMap(SOFT**2, (32, 32)) if regions else None,
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


def test_content_weighs_as_its_map_says() -> None:
    vgg = Vgg19(vgg19_weights(), device=CPU, dtype=torch.float64)
    content = hills(32, 32).double()
    picture = stripes(32, 32).double()
    objective = Objective(
        vgg=vgg,
        styles=[StyleTarget(loss=style_loss_named("gram").of(vgg.features(picture, STYLE_TAPS)))],
        content_features=vgg.features(content, [CONTENT_TAP]),
        content_image=content,
        pixel_weight=0.0,
        level=Level(steps=1, content_weight=1.0),
        settings=OptimiseSettings(total_variation_weight=0.0),
    )

    usual, threefold, none = (
        replace(objective, content_map=weight)(picture)
        for weight in (None, *(WeightMap(torch.full((1, 1, 4, 4), weight).double(), (32, 32)) for weight in (3.0, 0.0)))
    )

    torch.testing.assert_close(threefold, 3 * usual)
    assert usual > 0.1
    assert none == pytest.approx(0, abs=1e-9)
