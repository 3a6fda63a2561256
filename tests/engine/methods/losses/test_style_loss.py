"""What every entry of the registry of style losses promises."""

import pytest
import torch

from engine.methods import STYLE_LOSSES
from engine.methods.losses.style_loss import StyleLoss, style_loss_named
from tests.engine.methods.losses.noises import ALIKE, features


@pytest.fixture(params=STYLE_LOSSES)
def kind(request: pytest.FixtureRequest) -> type[StyleLoss]:
    return style_loss_named(request.param)


def test_a_style_is_nearer_to_itself_than_to_another(kind: type[StyleLoss]) -> None:
    style = kind.of(features(seed=1))

    assert style.loss(features(seed=1), ALIKE) < 0.02
    assert style.loss(features(seed=2), ALIKE) > 0.05


def test_a_picture_may_have_another_size_than_the_style(kind: type[StyleLoss]) -> None:
    assert kind.of(features(seed=1)).loss(features(seed=2, width=5), ALIKE).isfinite()


def test_the_loss_is_one_number_with_a_gradient_everywhere(kind: type[StyleLoss]) -> None:
    here = {tap: value.requires_grad_() for tap, value in features(seed=2).items()}

    kind.of(features(seed=1)).loss(here, ALIKE).backward()  # type: ignore[no-untyped-call]

    for value in here.values():
        assert value.grad is not None
    changed = here["relu3_1"].grad
    assert changed is not None
    assert changed.abs().sum(dim=1).gt(0).all()


def test_a_style_mixed_with_nothing_is_that_style(kind: type[StyleLoss]) -> None:
    style = kind.of(features(seed=1))

    torch.testing.assert_close(
        kind.mixed([(style, 1.0)]).loss(features(seed=2), ALIKE), style.loss(features(seed=2), ALIKE), rtol=0.02, atol=0
    )


def test_a_mask_of_ones_changes_nothing(kind: type[StyleLoss]) -> None:
    style, here = kind.of(features(seed=1)), features(seed=2)
    everywhere = {tap: torch.ones(1, 1, *value.shape[-2:], dtype=torch.float64) for tap, value in here.items()}

    torch.testing.assert_close(style.loss(here, ALIKE, everywhere), style.loss(here, ALIKE), rtol=0.01, atol=0)


def test_what_is_kept_of_a_style_is_counted(kind: type[StyleLoss]) -> None:
    assert kind.of(features(seed=1)).nbytes > 0
