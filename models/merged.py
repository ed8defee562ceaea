"""A speech model of the catalogue that is made here: a base with an adapter of ours, for both engines."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from models.catalogue import ModelCard, find
from models.layout import CHECKPOINT, CT2_WEIGHTS


def write_merged(card: ModelCard, base: Path, folder: Path) -> None:
    """Write openai-whisper's checkpoint, CTranslate2's file of the same weights, and what goes with them."""
    import torch

    from models.adapter import merge
    from models.ctranslate2_file import read_arrays, write_arrays
    from models.whisper_keys import ctranslate2_arrays, openai_dims, openai_state

    arrays = read_arrays(base / CT2_WEIGHTS)
    state = openai_state(arrays)
    dims = openai_dims(state, heads=int(arrays["encoder/num_heads"]))
    merged = merge(state, _adapter(card), base_sha256=made_of(card)["base_sha256"])
    torch.save({"dims": dims, "model_state_dict": merged}, folder / CHECKPOINT)
    write_arrays(folder / CT2_WEIGHTS, ctranslate2_arrays(merged, arrays))
    for extra in find(card.base or "").extras:
        shutil.copyfile(base / extra, folder / extra)


def made_of(card: ModelCard) -> dict[str, str]:
    """What a merged model is made of, base and both hashes, and the files that it is written to."""
    assert card.base  # a merged card has one: ModelCard refuses others
    base_sha256 = find(card.base).sha256
    assert base_sha256
    adapter_sha256 = hashlib.sha256(_adapter(card).read_bytes()).hexdigest()
    return {
        "base": card.base,
        "base_sha256": base_sha256,
        "adapter_sha256": adapter_sha256,
        "files": f"{CHECKPOINT} {CT2_WEIGHTS}",
    }


def _adapter(card: ModelCard) -> Path:
    assert card.adapter
    return Path(__file__).parent / card.adapter
