"""VGG-19: its layers, its weights' format, and what reading a picture costs."""

import io

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from engine.nets.layers import LAYERS, Pooling, layers_up_to
from engine.nets.reader import CAFFE_MEAN_RGB, best_dtype, padded
from engine.nets.vgg import BadWeights, Vgg19, palette_weights
from engine.weights import vgg19_weights

CPU = torch.device("cpu")


def network(*, dtype: torch.dtype = torch.float32, pooling: Pooling = "average", margin: int = 0) -> Vgg19:
    return Vgg19(vgg19_weights(), device=CPU, dtype=dtype, pooling=pooling, margin=margin)


@pytest.fixture(scope="module")
def vgg() -> Vgg19:
    return network()


@pytest.fixture(scope="module")
def picture() -> Tensor:
    return torch.rand(1, 3, 45, 64, generator=torch.Generator().manual_seed(1))


def test_the_layers_are_those_of_the_paper() -> None:
    assert len([name for name in LAYERS if name.startswith("conv")]) == 16
    assert LAYERS[:5] == ("conv1_1", "relu1_1", "conv1_2", "relu1_2", "pool1")
    assert LAYERS[-3:] == ("conv5_4", "relu5_4", "pool5")


def test_a_palette_is_looked_up_entry_by_entry() -> None:
    entries = torch.load(io.BytesIO(vgg19_weights()), weights_only=True)

    [(_, weight, bias)] = palette_weights(vgg19_weights(), ["conv3_2"])

    assert weight.shape == (256, 256, 3, 3)
    assert weight[7, 5, 2, 1] == entries["block3_conv2_W_table"][int(entries["block3_conv2_W_q"][7, 5, 2, 1])]
    assert torch.equal(bias, entries["block3_conv2_b"])


@pytest.mark.parametrize("junk", [b"", b"not weights at all"])
def test_foreign_bytes_are_no_weights(junk: bytes) -> None:
    with pytest.raises(BadWeights):
        list(palette_weights(junk))


def test_another_networks_file_is_no_weights() -> None:
    other = io.BytesIO()
    torch.save({"fc.weight": torch.zeros(2, 2)}, other)

    with pytest.raises(BadWeights):
        list(palette_weights(other.getvalue()))


def test_a_file_that_would_run_code_is_no_weights() -> None:
    malicious = io.BytesIO()
    torch.save({"block1_conv1_W_q": print}, malicious)

    with pytest.raises(BadWeights):
        list(palette_weights(malicious.getvalue()))


def test_the_first_layer_sees_what_it_was_trained_on(vgg: Vgg19, picture: Tensor) -> None:
    [(_, weight, bias)] = palette_weights(vgg19_weights(), ["conv1_1"])
    mean = torch.tensor(CAFFE_MEAN_RGB).view(1, 3, 1, 1)
    bgr = (picture * 255 - mean).flip(1)

    expected = F.conv2d(bgr, weight, bias, padding=1)

    torch.testing.assert_close(vgg.features(picture, ["conv1_1"])["conv1_1"], expected, atol=1e-2, rtol=1e-4)


def test_taps_have_the_channels_and_strides_of_their_block(vgg: Vgg19, picture: Tensor) -> None:
    features = vgg.features(picture, ["relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"])

    assert [tuple(each.shape) for each in features.values()] == [
        (1, 64, 45, 64),
        (1, 128, 23, 32),
        (1, 256, 12, 16),
        (1, 512, 6, 8),
        (1, 512, 3, 4),
    ]


def test_a_picture_of_one_pixel_can_be_read(vgg: Vgg19) -> None:
    assert vgg.features(torch.rand(1, 3, 1, 1), ["relu5_4"])["relu5_4"].shape == (1, 512, 1, 1)


def test_nothing_deeper_than_the_deepest_tap_is_computed(
    vgg: Vgg19, picture: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[Tensor] = []
    convolve = F.conv2d

    def counting(here: Tensor, weight: Tensor, bias: Tensor, *, padding: int) -> Tensor:
        computed.append(here)
        return convolve(here, weight, bias, padding=padding)

    monkeypatch.setattr(F, "conv2d", counting)
    monkeypatch.setattr(vgg, "_fuses", False)

    vgg.features(picture, ["relu2_1", "relu1_2"])

    assert len(computed) == 3


def test_a_name_that_is_no_layer_is_refused() -> None:
    with pytest.raises(ValueError, match="relu6_1"):
        layers_up_to(["relu6_1"])


def test_a_tap_before_the_relu_keeps_its_negative_values(vgg: Vgg19, picture: Tensor) -> None:
    features = vgg.features(picture, ["conv2_1", "relu2_1"])

    assert features["conv2_1"].min() < 0
    assert torch.equal(features["relu2_1"], features["conv2_1"].clamp_min(0))


def test_maximum_pooling_keeps_more_than_average_pooling(vgg: Vgg19, picture: Tensor) -> None:
    highest = network(pooling="max").features(picture, ["relu1_2", "pool1"])
    average = vgg.features(picture, ["relu1_2", "pool1"])

    assert (highest["pool1"] >= average["pool1"] - 1e-3).all()
    torch.testing.assert_close(
        highest["pool1"], F.max_pool2d(highest["relu1_2"], 2, ceil_mode=True), atol=1e-3, rtol=1e-4
    )


def test_a_margin_keeps_the_networks_own_border_out_of_sight(vgg: Vgg19) -> None:
    flat = torch.full((1, 3, 40, 40), 0.8)

    def unevenness(network: Vgg19) -> float:
        return network.features(flat, ["relu3_1"])["relu3_1"].flatten(start_dim=2).std(dim=2).max().item()

    assert unevenness(network(margin=16)) < 0.2 * unevenness(vgg)


@pytest.mark.parametrize("size", [(45, 64), (16, 17), (5, 40), (1, 1)])
def test_a_margin_changes_no_shape(vgg: Vgg19, size: tuple[int, int]) -> None:
    picture = torch.rand(1, 3, *size)
    taps = ["conv1_1", "relu2_1", "pool2", "relu5_1", "pool5"]

    with_margin = network(margin=32).features(picture, taps)

    for tap, features in vgg.features(picture, taps).items():
        assert with_margin[tap].shape == features.shape


@pytest.mark.parametrize("size", [(20, 30), (3, 4)])
def test_a_pixel_by_the_border_is_followed_once_though_it_is_seen_twice(size: tuple[int, int]) -> None:
    picture = torch.rand(1, 3, *size, requires_grad=True)
    seen = padded(picture, (5, 6, 7, 0))
    assert seen.shape[-2:] == (size[0] + 7, size[1] + 11)
    seen.sum().backward()  # type: ignore[no-untyped-call]
    assert picture.grad is not None
    assert torch.equal(picture.grad, torch.ones_like(picture))


def test_far_from_the_border_a_margin_changes_nothing(vgg: Vgg19) -> None:
    picture = torch.rand(1, 3, 64, 64)

    torch.testing.assert_close(
        network(margin=16).features(picture, ["relu2_1"])["relu2_1"][..., 12:20, 12:20],
        vgg.features(picture, ["relu2_1"])["relu2_1"][..., 12:20, 12:20],
        atol=1e-2,
        rtol=1e-4,
    )


def test_bfloat16_reads_nearly_the_same(vgg: Vgg19, picture: Tensor) -> None:
    exact = vgg.features(picture, ["relu4_1"])["relu4_1"]
    rounded = network(dtype=torch.bfloat16).features(picture, ["relu4_1"])["relu4_1"]

    assert rounded.dtype == torch.bfloat16
    assert F.cosine_similarity(rounded.float().flatten(), exact.flatten(), dim=0) > 0.999


def test_the_dtype_is_one_that_the_device_multiplies_natively() -> None:
    supported = torch.cpu._is_avx512_bf16_supported()

    assert best_dtype(CPU) == (torch.bfloat16 if supported else torch.float32)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_convolutions_with_their_relu_in_them_read_and_are_followed_back_the_same(
    dtype: torch.dtype, picture: Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    taps = ["relu1_1", "conv2_1", "relu2_1", "relu3_1"]
    fused = network(dtype=dtype, margin=16)
    monkeypatch.setattr("engine.nets.reader.can_fuse", lambda device, dtype: False)
    apart = network(dtype=dtype, margin=16)

    seen = [picture.clone().requires_grad_() for _ in range(2)]
    read = [vgg.features(own, taps) for vgg, own in zip((fused, apart), seen, strict=True)]
    slopes = [
        torch.autograd.grad(torch.stack([features[tap].float().square().mean() for tap in taps]).sum(), own)[0]
        for features, own in zip(read, seen, strict=True)
    ]

    for tap in taps:
        torch.testing.assert_close(read[0][tap], read[1][tap])
    torch.testing.assert_close(*slopes)
