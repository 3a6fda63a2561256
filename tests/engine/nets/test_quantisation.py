"""Weights in a file of a quarter of their size."""

import torch

from engine.nets.quantisation import dequantised, quantised


def test_unpacked_weights_are_off_by_half_a_step_of_their_row_at_most() -> None:
    generator = torch.Generator().manual_seed(0)
    kernel = torch.randn(4, 3, 3, 3, generator=generator) * torch.tensor([1e-3, 1.0, 20.0, 0.0]).view(-1, 1, 1, 1)

    found = dequantised(quantised({"kernel": kernel}))["kernel"]

    steps = kernel.flatten(1).abs().amax(dim=1) / 127
    assert ((found - kernel).abs().flatten(1).amax(dim=1) <= 0.501 * steps).all()
    assert found[3].eq(0).all()


def test_vectors_are_kept_as_float16_and_names_as_they_are() -> None:
    weights = {"bias": torch.linspace(-1, 1, 7), "matrix": torch.eye(3)}

    found = dequantised(quantised(weights))

    assert list(found) == list(weights)
    torch.testing.assert_close(found["bias"], weights["bias"], atol=1e-3, rtol=0)
    torch.testing.assert_close(found["matrix"], weights["matrix"], atol=1e-6, rtol=0)


def test_packing_again_changes_nothing_more() -> None:
    once = dequantised(quantised({"matrix": torch.randn(5, 6, generator=torch.Generator().manual_seed(1))}))

    torch.testing.assert_close(dequantised(quantised(once))["matrix"], once["matrix"], atol=1e-6, rtol=0)


def test_plain_weights_of_any_kind_are_read_too() -> None:
    assert dequantised({"kernel": torch.ones(2, 2).half()})["kernel"].dtype is torch.float32
