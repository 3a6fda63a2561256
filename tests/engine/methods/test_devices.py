"""Nothing of a painting stays behind on the CPU when it is made elsewhere.

Tested on torch's "meta" device, which knows shapes alone and mixes with no other device, as a GPU does.
"""

from itertools import count

import pytest
import torch

from engine.methods import STYLE_LOSSES, Dials, Region
from engine.methods.instant.method import Instant, finished
from engine.methods.instant.style_statistics import StyleStatistics
from engine.methods.optimise import inputs
from engine.methods.optimise.inputs import Inputs
from engine.methods.optimise.method import Optimise, plan_levels
from engine.methods.optimise.settings import OptimiseSettings
from engine.methods.optimise.strategy import strategy_for
from engine.nets.painter import SIGNATURE_LENGTH, Painter
from engine.nets.vgg import MARGIN, Vgg19
from engine.weights import vgg19_weights

ELSEWHERE = torch.device("meta")


@pytest.fixture(scope="module")
def vgg() -> Vgg19:
    return Vgg19(vgg19_weights(), device=ELSEWHERE, margin=MARGIN)


@pytest.fixture
def without_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    """The digests and numbers that are asked of pictures."""
    names = count()
    monkeypatch.setattr(inputs, "digest", lambda picture: f"picture {next(names)}")
    monkeypatch.setattr(torch.Tensor, "item", lambda number: 0.5)


@pytest.mark.parametrize("size", [(96, 128), (900, 1200), (200, 3000)], ids=["exact", "with a thumbnail", "in tiles"])
@pytest.mark.parametrize("pictures", [1, 3])
def test_instant_paints_elsewhere(vgg: Vgg19, size: tuple[int, int], pictures: int) -> None:
    painter = Painter().to(ELSEWHERE).eval().requires_grad_(False)
    content = torch.rand(pictures, 3, *size, device=ELSEWHERE)
    signatures = torch.rand(pictures, SIGNATURE_LENGTH, device=ELSEWHERE)

    painted = Instant(painter, vgg).paint_signature(content, signatures, pictures * [(0, 30)])

    colours = torch.rand(1, 3, 1, 1, device=ELSEWHERE), torch.rand(3, 3, device=ELSEWHERE)
    statistics, dials = StyleStatistics(signatures[:1], *colours), Dials(keep_colours=True, strength=0.5)
    assert painted.shape == content.shape
    assert finished(painted[:1], statistics, content[:1], dials).device == ELSEWHERE


@pytest.mark.usefixtures("without_pixels")
@pytest.mark.parametrize("style_loss", STYLE_LOSSES)
def test_optimise_finds_its_way_elsewhere(vgg: Vgg19, style_loss: str) -> None:
    content, style = (torch.rand(1, 3, side, 128, device=ELSEWHERE) for side in (96, 110))
    regions = [Region(torch.rand(1, 1, 20, 30), 0), Region(torch.rand(1, 1, 20, 30), None)]
    settings = OptimiseSettings(style_loss=style_loss)
    wanted = Inputs.of(content, [(style, 1.0)], regions, Dials(keep_colours=True, strength=0.7), settings)
    finest = plan_levels(content, settings, from_painting=False)[-1]
    faces = torch.rand(1, 1, 48, 64, device=ELSEWHERE)
    start = wanted.initial_picture(finest.size, None).requires_grad_()

    Optimise(vgg)._objective(wanted, faces, finest, strategy_for(finest.size, settings))(start).backward()  # type: ignore[no-untyped-call]

    assert start.grad is not None
    assert wanted.finished(start.detach()).device == start.grad.device == ELSEWHERE
