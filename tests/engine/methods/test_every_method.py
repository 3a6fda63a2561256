"""What every entry of the registry promises, whatever its way of painting."""

from itertools import pairwise

import pytest
import torch
from torch import Tensor

from engine.methods import METHODS, Dials, Method, Step, UnknownMethod, Weights, load_method
from engine.weights import all_weights
from tests.engine.methods.conftest import CPU, hills, stripes

pytestmark = pytest.mark.slow

SIZES = [(64, 64), (61, 47), (33, 97), (12, 96), (130, 21), (7, 5)]


@pytest.fixture(scope="module", params=METHODS)
def method(request: pytest.FixtureRequest) -> Method:
    return load_method(request.param, device=CPU, weights=all_weights())


def paint(method: Method, content: Tensor, *, strength: float = 1.0, brush_size: float = 1.0, seed: int = 0) -> Tensor:
    dials = Dials(strength=strength, brush_size=brush_size, seed=seed)
    return method.paint(content, [(stripes(45, 60), 1.0)], dials, on_step=lambda step: None)


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_a_painting_has_exactly_the_contents_size_and_only_colours_that_exist(
    method: Method, height: int, width: int
) -> None:
    painting = paint(method, hills(height, width))

    assert painting.shape == (1, 3, height, width)
    assert painting.dtype == torch.float32
    assert 0 <= painting.min() <= painting.max() <= 1
    assert not painting.requires_grad


def test_a_painting_is_not_the_content(method: Method) -> None:
    content = hills(48, 48)

    assert (paint(method, content) - content).abs().mean() > 0.05


def test_the_same_seed_gives_the_same_picture(method: Method) -> None:
    assert torch.equal(paint(method, hills(48, 40), seed=5), paint(method, hills(48, 40), seed=5))


def test_strength_zero_returns_the_content(method: Method) -> None:
    content = hills(48, 48)

    assert torch.equal(paint(method, content, strength=0.0), content)


@pytest.mark.parametrize("brush_size", [0.25, 3.0])
def test_an_extreme_brush_paints_a_picture_still(method: Method, brush_size: float) -> None:
    assert paint(method, hills(48, 48), brush_size=brush_size).isfinite().all()


def test_flat_pictures_are_painted_without_a_number_being_lost(method: Method) -> None:
    flat = torch.full((1, 3, 48, 48), 0.5)
    dials = Dials()

    of_flat_content = method.paint(flat, [(stripes(48, 48), 1.0)], dials, on_step=lambda step: None)
    in_flat_style = method.paint(hills(48, 48), [(flat, 1.0)], dials, on_step=lambda step: None)
    black_on_black = method.paint(flat * 0, [(flat * 0, 1.0)], dials, on_step=lambda step: None)

    for painting in (of_flat_content, in_flat_style, black_on_black):
        assert painting.isfinite().all()


def test_the_pictures_given_are_left_as_they_were(method: Method) -> None:
    content, style = hills(48, 48), stripes(48, 48)

    method.paint(content, [(style, 1.0)], Dials(), on_step=lambda step: None)

    assert torch.equal(content, hills(48, 48))
    assert torch.equal(style, stripes(48, 48))


def test_progress_never_goes_back_and_ends_at_one_with_the_painting(method: Method) -> None:
    steps: list[Step] = []

    painting = method.paint(hills(100, 64), [(stripes(48, 48), 1.0)], Dials(), on_step=steps.append)

    assert all(before.fraction <= after.fraction for before, after in pairwise(steps))
    assert all(0 < step.fraction <= 1 for step in steps)
    assert steps[-1].fraction == 1
    assert torch.equal(steps[-1].picture, painting)
    assert all(0 <= step.picture.min() <= step.picture.max() <= 1 for step in steps)


def test_a_callback_that_raises_stops_the_painting_at_once_and_the_next_one_is_whole(method: Method) -> None:
    calls = 0

    def stop(step: Step) -> None:
        nonlocal calls
        calls += 1
        raise InterruptedError

    with pytest.raises(InterruptedError):
        method.paint(hills(48, 40), [(stripes(48, 48), 1.0)], Dials(), on_step=stop)

    assert calls == 1
    assert paint(method, hills(48, 40)).isfinite().all()


def test_an_unknown_method_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(UnknownMethod) as refusal:
        load_method("watercolor", device=CPU, weights=Weights(vgg19=b"", painter=b""))

    assert "'watercolor'" in str(refusal.value)
    assert all(name in str(refusal.value) for name in METHODS)
