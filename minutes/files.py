"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from minutes.errors import OutputError


def check_folder(path: Path) -> None:
    """Make sure, before work starts, that a file can be created at `path`.

    Raises:
        OutputError: its folder is missing or cannot be written to, or `path` is a folder.
    """
    if path.is_dir():
        raise OutputError("this is a folder", where=str(path), remedy="Give the name of a file in it")
    if not path.parent.is_dir():
        raise OutputError(
            "the folder does not exist", where=str(path.parent), remedy="Create it or choose another"
        )
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(
            f"the folder cannot be written to ({error.strerror})",
            where=str(path.parent),
            remedy="Choose another folder or ask for write access",
        ) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, sync, then rename: a crash leaves the old file or the new one.

    Raises:
        OutputError: the disk is full or the folder cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"the file cannot be written ({error.strerror})",
            where=str(path),
            remedy="Check free space and write access",
        ) from error
