"""Average adapters that one training run wrote: python -m models.drafter.train.average OUT FILES.

Near its end a run wanders about what it is learning; the mean of its last steps is nearer to it. Each product
B·A is averaged by putting the pairs beside one another, so that the rank adds up.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import safe_open

from models.drafter.train.adapter import save_adapter


def average(files: Sequence[Path], out: Path) -> None:
    """Write the mean of the adapters' products; the metadata is the first file's."""
    rows: dict[str, list[torch.Tensor]] = {}
    metadata: dict[str, str] = {}
    for path in files:
        with safe_open(path, framework="pt") as file:
            metadata = metadata or dict(file.metadata())
            for name in file.keys():  # noqa: SIM118 - no mapping
                rows.setdefault(name, []).append(file.get_tensor(name).float())
    share = 1 / len(files)
    joined = {
        name: torch.cat(parts, 0) if name.endswith(".A") else torch.cat(parts, 1) * share
        for name, parts in rows.items()
    }
    rank = str(int(metadata["rank"]) * len(files))
    save_adapter(joined, out, {**metadata, "rank": rank})


if __name__ == "__main__":
    average([Path(name) for name in sys.argv[2:]], Path(sys.argv[1]))
