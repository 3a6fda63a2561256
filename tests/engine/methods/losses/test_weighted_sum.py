"""Style losses added up, and the one that ships."""

import torch

from engine.methods.losses.gram import GramLoss
from engine.methods.losses.nearest import NearestNeighbourLoss
from engine.methods.losses.strokes import StrokesLoss
from engine.methods.losses.weighted_sum import Term, WeightedSum
from tests.engine.methods.losses.noises import ALIKE, GENERATOR, features


def test_a_sum_is_its_parts_by_their_weights_each_on_its_own_taps() -> None:
    here = features(seed=2)
    of_gram = GramLoss.of(features(seed=1)).loss(here, ALIKE)
    deep = {tap: value for tap, value in features(seed=1).items() if tap != "relu2_1"}
    of_nearest = NearestNeighbourLoss.of(deep).loss(here, {"relu3_1": 0.5, "relu4_1": 0.5})

    torch.testing.assert_close(
        StrokesLoss.of(features(seed=1)).loss(here, ALIKE), (0.5 * of_gram + of_nearest), rtol=1e-6, atol=0
    )


def test_a_part_whose_taps_are_not_read_takes_those_that_are() -> None:
    shallow = {"relu1_1": torch.randn(1, 3, 9, 9, generator=GENERATOR.manual_seed(5), dtype=torch.float64)}
    here = {"relu1_1": torch.randn(1, 3, 9, 9, generator=GENERATOR.manual_seed(6), dtype=torch.float64)}

    strokes = StrokesLoss.of(shallow).loss(here, {"relu1_1": 1.0})

    expected = 0.5 * GramLoss.of(shallow).loss(here, {"relu1_1": 1.0}) + NearestNeighbourLoss.of(shallow).loss(
        here, {"relu1_1": 1.0}
    )
    torch.testing.assert_close(strokes, expected)


def test_features_that_are_read_for_the_content_do_not_count_as_style() -> None:
    class Both(WeightedSum):
        TERMS = (Term(GramLoss, 1.0), Term(NearestNeighbourLoss, 1.0))

    here = features(seed=2)
    style = Both.of({"relu3_1": features(seed=1)["relu3_1"]})

    torch.testing.assert_close(
        style.loss(here, {"relu3_1": 1.0}), style.loss({"relu3_1": here["relu3_1"]}, {"relu3_1": 1.0})
    )
