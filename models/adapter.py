"""Low-rank adapters of our own: checked against their base, merged once (Hu et al. 2021, LoRA)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from minutes.errors import ModelError

if TYPE_CHECKING:
    import torch


def merge(state: dict[str, torch.Tensor], adapter: Path, *, base_sha256: str) -> dict[str, torch.Tensor]:
    """The base's weights with the adapter's change: W + B·A where it has a pair, its own value elsewhere.

    `NAME.A` is (rank, in), `NAME.B` (out, rank); any other tensor of the adapter replaces the base's of that
    name. Result in float16.

    Raises:
        ModelError: the adapter is of another base, or names a tensor that the base does not have.
    """
    from safetensors import safe_open

    merged = dict(state)
    with safe_open(adapter, framework="pt") as file:
        if (file.metadata() or {}).get("base_sha256") != base_sha256:
            raise ModelError(
                "the adapter was made for another base model",
                where=str(adapter),
                remedy="Use the base that its card names",
            )
        for name in sorted(file.keys()):
            tensor = file.get_tensor(name)
            if name.endswith(".B"):
                continue
            if not name.endswith(".A"):
                merged[_known(name, state, adapter)] = tensor
                continue
            target = _known(name.removesuffix(".A") + ".weight", state, adapter)
            up = file.get_tensor(name.removesuffix(".A") + ".B")
            merged[target] = (state[target].float() + up.float() @ tensor.float()).half()
    return merged


def _known(name: str, state: dict[str, torch.Tensor], adapter: Path) -> str:
    if name not in state:
        raise ModelError(
            f"the adapter changes '{name}', which the base does not have",
            where=str(adapter),
            remedy="Use the base that its card names",
        )
    return name
