"""A model that an adapter has taught the drafting task: which base it is for, and how much talk it reads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from minutes.errors import ModelError
from models import drafter
from models.weights import known

if TYPE_CHECKING:
    import torch

ADAPTER = Path(drafter.__file__).with_name("adapter.safetensors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """An adapter. `talk_characters` is how much talk it was taught to read."""

    adapter: Path
    sha256: str
    base_sha256: str
    talk_characters: int


def taught_for(folder: Path) -> Taught | None:
    """The adapter that Referent ships for a model's folder, by the name it has in the catalogue, if any.

    Raises:
        ModelError: the adapter is damaged.
    """
    card = known(folder.name)
    if card is None or card.sha256 is None or not ADAPTER.exists():
        return None
    taught = read_taught(ADAPTER)
    return taught if taught.base_sha256 == card.sha256 else None


def read_taught(adapter: Path) -> Taught:
    """What an adapter's file says of itself.

    Raises:
        ModelError: it is no adapter of ours.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(adapter, framework="pt") as file:
            metadata = file.metadata() or {}
        return Taught(
            adapter=adapter,
            sha256=hashlib.sha256(adapter.read_bytes()).hexdigest(),
            base_sha256=metadata["base_sha256"],
            talk_characters=int(metadata["talk_characters"]),
        )
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise _unusable(adapter, "it is damaged or was not made for drafting") from error


def merge_into(model: torch.nn.Module, taught: Taught) -> None:
    """Add the adapter's products to the weights in place: W + B·A.

    Raises:
        ModelError: the adapter was made for a model of another shape.
    """
    from safetensors.torch import load_file

    learnt = load_file(taught.adapter)
    weights = dict(model.named_parameters())
    for name in sorted(learnt):
        if not name.endswith(".A"):
            continue
        stem = name.removesuffix(".A")
        down, up, weight = learnt[name], learnt.get(f"{stem}.B"), weights.get(f"{stem}.weight")
        if up is None or weight is None or weight.shape != (up.shape[0], down.shape[1]):
            raise _unusable(taught.adapter, f"the base has no fitting '{stem}'")
        weight.data += (up.float() @ down.float()).to(weight.dtype)


def _unusable(adapter: Path, what: str) -> ModelError:
    return ModelError(
        f"the drafting adapter cannot be used: {what}",
        where=str(adapter),
        remedy="Install Referent again, or use the base that models/drafter/CARD.md names",
    )
