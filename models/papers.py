"""What lies beside the weights in a model's folder: where they are from, their terms, and every hash."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from minutes.errors import ModelError
from models.catalogue import ModelCard
from models.layout import HASHES, NOTICE, PROVENANCE


def write_papers(folder: Path, card: ModelCard | None, made_of: Mapping[str, str]) -> None:
    """Write provenance, notice and hashes: last, when every other file is there."""
    made = dict(made_of)
    if card and card.terms:
        shutil.copyfile(card.terms_file(), folder / NOTICE)
        made["terms_accepted"] = datetime.now(UTC).date().isoformat()
    (folder / PROVENANCE).write_text(json.dumps(made) + "\n", encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != HASHES)
    lines = [f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / HASHES).write_text("".join(lines), encoding="utf-8")


def provenance(folder: Path) -> dict[str, str]:
    """What was written beside a model of what it is made of; empty where that is absent or damaged."""
    try:
        found = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def damaged(folder: Path) -> tuple[str, ...]:
    """The files of a model that are not as they were when it was brought in.

    Raises:
        ModelError: no hashes were written then.
    """
    try:
        lines = (folder / HASHES).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ModelError(
            "no hashes were written when this model was brought in",
            where=str(folder),
            remedy="Remove the folder and pull the model again",
        ) from error
    pairs = [line.split("  ", 1) for line in lines]
    return tuple(name for digest, name in pairs if not _is(folder / name, digest))


def _is(file: Path, digest: str) -> bool:
    return file.is_file() and sha256(file) == digest


def sha256(file: Path) -> str:
    """The file's SHA-256 as hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
