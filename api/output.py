"""Writing results: the target is checked before work starts and appears whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from minutes.errors import OutputError
from minutes.files import check_folder, write_atomically


def check_target(path: Path, suffixes: Sequence[str]) -> None:
    """Make sure that `path` can be written and has one of `suffixes`.

    Raises:
        OutputError: it cannot, or has another suffix.
    """
    if path.suffix.lower() not in suffixes:
        raise OutputError(
            f"'{path.suffix}' is not a format that this command writes",
            where=str(path),
            remedy="Use " + " or ".join(suffixes),
        )
    check_folder(path)


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8, whole or not at all."""
    write_atomically(path, text.encode())


def write_plain(path: Path, value: object) -> None:
    """Write a JSON document, whole or not at all."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
