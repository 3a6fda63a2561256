"""Devices by the names that settings give them."""

import pytest
import torch

from engine.nets.devices import DeviceMissing, device_named


def test_the_cpu_is_always_there() -> None:
    assert device_named("cpu") == torch.device("cpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_a_device_that_is_missing_is_refused_when_asked_for_and_done_without_when_not() -> None:
    assert device_named("auto") == torch.device("cpu")
    with pytest.raises(DeviceMissing, match="set IMPASTO_DEVICE to auto or cpu"):
        device_named("cuda")
