"""The thin reader, with weights at random: what holds whatever it was taught."""

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.nets.layers import THIN_TAPS
from engine.nets.thin_reader import ThinNetwork, ThinReader, root_of_gram
from engine.nets.vgg import MARGIN, Vgg19
from engine.weights import vgg19_weights

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def network() -> ThinNetwork:
    torch.manual_seed(0)
    return ThinNetwork()


@pytest.fixture(scope="module")
def picture() -> Tensor:
    return torch.rand(1, 3, 45, 64, generator=torch.Generator().manual_seed(1))


def read(network: ThinNetwork, picture: Tensor, *, margin: int = 0) -> dict[str, Tensor]:
    return ThinReader(network, device=CPU, dtype=torch.float32, margin=margin).features(picture, THIN_TAPS)


@torch.no_grad()
def test_differences_of_features_are_as_long_as_those_of_vgg_that_the_maps_give(
    network: ThinNetwork, picture: Tensor
) -> None:
    own, given = network.features(picture), read(network, picture)

    for tap in THIN_TAPS:
        first, second = network.seen_as_vgg(tap, own[tap])[0, :, 0, :2].T
        here, there = given[tap][0, :, 0, :2].T
        torch.testing.assert_close((here - there).norm(), (first - second).norm(), rtol=1e-3, atol=1e-5)


def test_a_matrixs_metric_has_its_products(network: ThinNetwork) -> None:
    matrix = torch.randn(9, 5, generator=torch.Generator().manual_seed(2))

    root = root_of_gram(matrix)

    torch.testing.assert_close(root, root.mT)
    torch.testing.assert_close(root @ root, matrix.mT @ matrix)


def test_taps_have_the_sizes_of_vggs(network: ThinNetwork, picture: Tensor) -> None:
    vgg = Vgg19(vgg19_weights(), device=CPU, dtype=torch.float32, deepest="relu5_1")

    expected = vgg.features(picture, THIN_TAPS)

    for tap, features in read(network, picture).items():
        assert features.shape[2:] == expected[tap].shape[2:]


@torch.no_grad()
def test_a_margin_keeps_the_zeros_beyond_the_border_out_of_sight(network: ThinNetwork) -> None:
    plain = torch.full((1, 3, 64, 64), 0.3)

    with_margin, without = (read(network, plain, margin=margin)["relu3_1"] for margin in (MARGIN, 0))

    assert with_margin.std(dim=(2, 3)).max() < 1e-4 < without.std(dim=(2, 3)).max()


@torch.no_grad()
def test_another_pooling_leaves_the_first_reader_as_it_is(network: ThinNetwork, picture: Tensor) -> None:
    reader = ThinReader(network, device=CPU, dtype=torch.float32)
    before = reader.features(picture, ["relu2_1"])["relu2_1"]

    other = reader.pooled("max").features(picture, ["relu2_1"])["relu2_1"]

    assert torch.equal(reader.features(picture, ["relu2_1"])["relu2_1"], before)
    assert not torch.allclose(other, before, rtol=0.01)


@torch.no_grad()
def test_weights_survive_a_file_of_half_precision(network: ThinNetwork, picture: Tensor) -> None:
    halved = {name: value.half() for name, value in network.state_dict().items()}

    again = read(ThinNetwork.of(halved), picture)

    for tap, features in read(network, picture).items():
        assert F.mse_loss(again[tap], features) < 1e-4 * features.var()


def test_weights_of_another_network_are_refused() -> None:
    with pytest.raises(RuntimeError, match="Missing key"):
        ThinNetwork.of({"enter": torch.zeros(2)})
