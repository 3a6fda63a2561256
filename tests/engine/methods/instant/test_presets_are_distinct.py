"""No two presets look alike to the instant painter, masters and drawn ones together."""

from itertools import combinations
from pathlib import Path

import pytest
import torch
from PIL import Image

from bot.presets import load_presets
from engine.methods.instant import method
from engine.tensors import to_tensor
from engine.weights import all_weights

pytestmark = pytest.mark.slow

LEAST_DISTANCE = 0.45
"""Of whitened signatures, as root mean square; see docs/lab/presets.md for what was measured."""


@pytest.fixture(scope="module")
def signatures() -> dict[str, torch.Tensor]:
    """A preset's key to its whitened signature."""
    painter = method.load(device=torch.device("cpu"), weights=all_weights())
    net = painter.painter

    def signature_of(path: Path) -> torch.Tensor:
        with Image.open(path) as picture:
            signature = painter.statistics(to_tensor(picture.convert("RGB")), 1.0).signature
        return ((signature - net.signature_mean) / net.signature_deviation).clamp(-6, 6)

    return {preset.key: signature_of(preset.image) for preset in load_presets()}


def test_any_two_presets_have_signatures_apart(signatures: dict[str, torch.Tensor]) -> None:
    distances = {
        (one, other): float((signatures[one] - signatures[other]).square().mean().sqrt())
        for one, other in combinations(signatures, 2)
    }

    assert {pair: distance for pair, distance in distances.items() if distance < LEAST_DISTANCE} == {}
