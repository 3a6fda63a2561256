"""Where tensors are computed: a torch device by the name that settings give it."""

import torch


class DeviceMissing(Exception):
    """The device that was asked for is not there: show the message."""


def device_named(wanted: str) -> torch.device:
    """Of "auto", "cpu" or "cuda". Raises DeviceMissing."""
    has_cuda = torch.cuda.is_available()
    if wanted == "cuda" and not has_cuda:
        raise DeviceMissing("torch finds no CUDA device here; set IMPASTO_DEVICE to auto or cpu")
    return torch.device("cuda" if has_cuda and wanted != "cpu" else "cpu")
