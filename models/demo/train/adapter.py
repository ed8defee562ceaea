"""Low-rank layers on Whisper (LoRA, Hu et al. 2021) and the file that carries them.

For every attention and MLP matrix W of encoder and decoder the adapter learns A (rank x in) and B (out x
rank); the adapted matrix is W + B·A. The layer norms and the two convolutions are trained whole.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save
from torch import nn
from torch.nn import functional
from whisper.model import Whisper

from minutes.files import write_atomically

TRAINED_WHOLE = ("ln", "encoder.conv")


class LowRank(nn.Module):
    """A frozen linear layer plus the product of two thin ones. B starts at zero: at first nothing changes."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        self.A = nn.Parameter(torch.randn(rank, base.in_features) / base.in_features**0.5)
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x: (…, in) -> (…, out)."""
        base = functional.linear(x, self.base.weight, self.base.bias)
        return base + 2 * functional.linear(functional.linear(x, self.A), self.B)


def adapt(model: Whisper, rank: int) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
    """Freeze the model and add the layers. Returns the thin matrices, and what is trained whole."""
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    thin: list[nn.Parameter] = []
    for block in [*model.encoder.blocks, *model.decoder.blocks]:
        attentions = [a for a in (block.attn, block.cross_attn) if a is not None]
        places = [(a, n) for a in attentions for n in ("query", "key", "value", "out")]
        for parent, name in [*places, (block.mlp, "0"), (block.mlp, "2")]:
            layer = LowRank(getattr(parent, name), rank)
            setattr(parent, name, layer)
            thin += [layer.A, layer.B]
    whole = [p for name, p in model.named_parameters() if _trained_whole(name)]
    for parameter in whole:
        parameter.requires_grad_(True)
    return thin, whole


def resume_adapter(model: Whisper, path: Path) -> None:
    """Put what an earlier training learnt into an adapted model of the same rank, to go on from there."""
    learnt = load_file(path)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in learnt:
                parameter.copy_(learnt[name].float() / (2 if name.endswith(".B") else 1))


def save_adapter(model: Whisper, path: Path, *, base_sha256: str, rank: int) -> None:
    """Write what was learnt, in float16: `NAME.A`, `NAME.B` (the factor 2 inside B), norms, convolutions."""
    learnt: dict[str, torch.Tensor] = {}
    for name, parameter in model.named_parameters():
        if name.endswith(".B"):
            learnt[name] = (2 * parameter).detach().half().contiguous()
        elif name.endswith(".A") or _trained_whole(name):
            learnt[name] = parameter.detach().half().contiguous()
    write_atomically(path, save(learnt, metadata={"base_sha256": base_sha256, "rank": str(rank)}))


def _trained_whole(name: str) -> bool:
    return any(part in name for part in TRAINED_WHOLE)
