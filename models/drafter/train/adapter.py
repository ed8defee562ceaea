"""Low-rank layers on a decoder of transformers (LoRA, Hu et al. 2021) and the file that carries them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save
from torch import nn
from torch.nn import functional

from minutes.files import write_atomically

PLACES = (
    *(("self_attn", name) for name in ("q_proj", "k_proj", "v_proj", "o_proj")),
    *(("mlp", name) for name in ("gate_proj", "up_proj", "down_proj")),
)


class LowRank(nn.Module):
    """A frozen linear layer plus the product of two thin ones. B starts at zero: at first nothing changes."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        self.A = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x: (…, in) -> (…, out)."""
        thin: torch.Tensor = functional.linear(functional.linear(x, self.A), self.B)
        whole: torch.Tensor = self.base(x)
        return whole + thin


def adapt(model: nn.Module, rank: int, first_layer: int) -> dict[str, nn.Parameter]:
    """Freeze the model and add the layers from `first_layer` up. Returns the thin matrices by name."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    thin: dict[str, nn.Parameter] = {}
    layers = model.get_submodule("model.layers")
    assert isinstance(layers, nn.ModuleList)
    for number, layer in enumerate(layers):
        if number < first_layer:
            continue
        for part, name in PLACES:
            parent = layer.get_submodule(part)
            low = LowRank(parent.get_submodule(name), rank)  # type: ignore[arg-type]
            setattr(parent, name, low)
            thin[f"model.layers.{number}.{part}.{name}.A"] = low.A
            thin[f"model.layers.{number}.{part}.{name}.B"] = low.B
    return thin


def save_adapter(thin: Mapping[str, torch.Tensor], path: Path, metadata: Mapping[str, str]) -> None:
    """Write the thin matrices in float16, as `models.adapter.merge` reads them."""
    learnt = {name: tensor.detach().half().contiguous() for name, tensor in thin.items()}
    write_atomically(path, save(learnt, metadata=dict(metadata)))
