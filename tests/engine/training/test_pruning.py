"""Where the thin reader begins: VGG-19 with most of its channels left out."""

import pytest
import torch
from torch import Tensor

from engine.nets.layers import THIN_TAPS, layers_up_to
from engine.nets.thin_reader import ThinNetwork
from engine.nets.vgg import Vgg19, rgb_weights
from engine.training.pruning import Fit, most_telling, pruned
from engine.training.reader import feature_error
from engine.weights import vgg19_weights
from tests.engine.methods.conftest import hills, stripes

CPU = torch.device("cpu")


def test_channels_that_say_the_same_are_chosen_once() -> None:
    apart = torch.randn(200, 3, generator=torch.Generator().manual_seed(0)) * torch.tensor([1.0, 2.0, 3.0])
    said_twice = torch.cat([apart, -2 * apart], dim=1)

    chosen = most_telling(said_twice, 3)

    assert sorted(index % 3 for index in chosen) == [0, 1, 2]


def test_a_fit_of_an_affine_map_is_that_map() -> None:
    generator = torch.Generator().manual_seed(0)
    here, matrix = torch.randn(500, 4, generator=generator), torch.randn(6, 4, generator=generator)

    fit = Fit.of(here, here @ matrix.mT + 3)

    torch.testing.assert_close(fit.matrix, matrix, rtol=0, atol=1e-3)
    torch.testing.assert_close(fit.constant, torch.full((6,), 3.0), rtol=0, atol=1e-3)


@pytest.mark.slow
@torch.no_grad()
def test_a_pruned_network_sees_far_more_of_what_vgg_sees_than_one_at_random() -> None:
    vgg = Vgg19(vgg19_weights(), device=CPU, dtype=torch.float32, deepest=THIN_TAPS[-1])
    pictures = torch.cat([hills(64, 64), stripes(64, 64), hills(64, 64).flip(2), stripes(64, 64).flip(3)])
    wanted = vgg.features(pictures, THIN_TAPS)

    thin = pruned(vgg, rgb_weights(vgg19_weights(), layers_up_to(THIN_TAPS)), pictures)

    assert error(thin, pictures, wanted) < 0.5
    torch.manual_seed(0)
    random = ThinNetwork()
    random.get_buffer("scales").copy_(thin.get_buffer("scales"))
    assert error(random, pictures, wanted) > 0.9


def error(network: ThinNetwork, pictures: Tensor, wanted: dict[str, Tensor]) -> float:
    own = network.features(pictures)
    errors = [feature_error(network.seen_as_vgg(tap, own[tap]), wanted[tap] / network.scale(tap)) for tap in THIN_TAPS]
    return float(torch.stack(errors).mean())
