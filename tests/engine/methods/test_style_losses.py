"""What every entry of the registry of style losses promises, and sums of them."""

import pytest
import torch
from torch import Tensor

from engine.methods import STYLE_LOSSES, gram, nearest
from engine.methods.strokes import Style as Strokes
from engine.methods.styles import StyleLoss, style_loss_named
from engine.methods.sums import Part, Sum

GENERATOR = torch.Generator()
TAPS = {"relu2_1": (6, 12), "relu3_1": (8, 8), "relu4_1": (10, 6)}
ALIKE = dict.fromkeys(TAPS, 1 / len(TAPS))


def features(*, seed: int, width: int = 0) -> dict[str, Tensor]:
    """Of three taps, about 1, as wide as they are high or `width` positions wider."""
    GENERATOR.manual_seed(seed)
    return {
        tap: 1 + torch.randn(1, channels, side, side + width, generator=GENERATOR, dtype=torch.float64)
        for tap, (channels, side) in TAPS.items()
    }


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
    assert kind.of(features(seed=1)).kept_bytes > 0


def test_a_sum_is_its_parts_by_their_weights_each_on_its_own_taps() -> None:
    here = features(seed=2)
    of_gram = gram.Style.of(features(seed=1)).loss(here, ALIKE)
    deep = {tap: value for tap, value in features(seed=1).items() if tap != "relu2_1"}
    of_nearest = nearest.Style.of(deep).loss(here, {"relu3_1": 0.5, "relu4_1": 0.5})

    torch.testing.assert_close(
        Strokes.of(features(seed=1)).loss(here, ALIKE), (0.5 * of_gram + of_nearest), rtol=1e-6, atol=0
    )


def test_a_part_whose_taps_are_not_read_takes_those_that_are() -> None:
    shallow = {"relu1_1": torch.randn(1, 3, 9, 9, generator=GENERATOR.manual_seed(5), dtype=torch.float64)}
    here = {"relu1_1": torch.randn(1, 3, 9, 9, generator=GENERATOR.manual_seed(6), dtype=torch.float64)}

    strokes = Strokes.of(shallow).loss(here, {"relu1_1": 1.0})

    expected = 0.5 * gram.Style.of(shallow).loss(here, {"relu1_1": 1.0}) + nearest.Style.of(shallow).loss(
        here, {"relu1_1": 1.0}
    )
    torch.testing.assert_close(strokes, expected)


def test_features_that_are_read_for_the_content_do_not_count_as_style() -> None:
    class Both(Sum):
        PARTS = (Part(gram.Style, 1.0), Part(nearest.Style, 1.0))

    here = features(seed=2)
    style = Both.of({"relu3_1": features(seed=1)["relu3_1"]})

    torch.testing.assert_close(
        style.loss(here, {"relu3_1": 1.0}), style.loss({"relu3_1": here["relu3_1"]}, {"relu3_1": 1.0})
    )
