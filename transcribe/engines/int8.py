"""Linear layers with int8 weights, for decoding on a CPU: a step then reads a quarter of the memory.

Dynamic quantisation by PyTorch's own kernels (FBGEMM): weights per row, inputs per call. It is used where a
product has few rows, as in decoding; over the 1,500 rows of an encoder it is no faster on AVX2.
"""

from __future__ import annotations

import warnings

import torch
from torch import nn

LEVELS = 127


class Int8Linear(nn.Module):
    """Stands in for a linear layer of float32 weights (out × in)."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor | None) -> None:
        super().__init__()
        weight = weight.detach().float()
        steps = (weight.abs().amax(1) / LEVELS).clamp_min(1e-12).double()
        zeros = torch.zeros(len(weight), dtype=torch.int64)
        with warnings.catch_warnings():
            # The kernels stay; the tensor type that hands weights to them is being replaced.
            warnings.filterwarnings("ignore", message="torch.quantize_per_tensor", category=UserWarning)
            packed = torch.quantize_per_channel(weight, steps, zeros, 0, torch.qint8)
        offset = None if bias is None else bias.detach().float()
        self._packed = torch.ops.quantized.linear_prepack(packed, offset)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(…, in) -> (…, out)."""
        # A reduced range keeps sums of products within 16 bits on processors without VNNI.
        made: torch.Tensor = torch.ops.quantized.linear_dynamic(x, self._packed, True)
        return made


def supported(device: torch.device) -> bool:
    """Whether this machine has the kernels: x86 processors do."""
    return device.type == "cpu" and "fbgemm" in torch.backends.quantized.supported_engines


def to_int8(module: nn.Module) -> None:
    """Replace every linear layer below `module`."""
    for name, child in module.named_children():
        if isinstance(child, nn.Linear):
            setattr(module, name, Int8Linear(child.weight, child.bias))
        else:
            to_int8(child)
