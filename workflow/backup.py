"""The house in one tar file, taken while it runs: every table of one moment, and the files they speak of."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from minutes.codec import from_json, to_json
from minutes.errors import OutputError
from minutes.files import check_folder
from workflow.files import Files
from workflow.store import audit, dump
from workflow.store.database import Database, Transaction

FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the archive holds, by name, with the SHA-256 of each part.

    `destroyed` went between the moment of the tables and the copying; `lost` are files that the house should
    have and has not, or not as they were received: they are not restored.
    """

    format: int
    taken_at: datetime
    tables: dict[str, str]
    files: dict[str, str]
    destroyed: tuple[str, ...]
    lost: tuple[str, ...]


def back_up(db: Database, files: Files, target: Path) -> Manifest:
    """Write the archive, whole or not at all; only its owner may read it.

    Raises:
        OutputError: it cannot be written there.
        UnavailableError: the database does not answer.
    """
    check_folder(target)
    try:
        with _appearing(target) as whole, tarfile.open(fileobj=whole, mode="w") as archive:
            taken_at = datetime.now(UTC)
            with db.read() as tx:
                dump.hold_still(tx)
                tables = {name: _add_table(archive, tx, name, target.parent) for name in dump.TABLES}
                expected = dump.kept_files(tx)
            copied, absent = _add_files(archive, files, expected)
            with db.read() as tx:
                still = dump.kept_files(tx)
            manifest = Manifest(
                format=FORMAT,
                taken_at=taken_at,
                tables=tables,
                files=copied,
                destroyed=tuple(sorted(one for one in absent if one not in still)),
                lost=tuple(sorted(one for one in absent if one in still)),
            )
            _add(archive, MANIFEST, BytesIO(to_json(manifest, Manifest).encode()))
    except OSError as error:
        raise OutputError(
            f"the backup cannot be written ({error.strerror or type(error).__name__})",
            where=str(target),
            remedy="Check free space and write access",
        ) from error
    with db.write() as tx:
        audit.record(tx, actor=audit.SYSTEM, action="backup.write", detail={"files": len(manifest.files)})
    return manifest


def file_name(file_id: str) -> str:
    """The name of a stored file in the archive."""
    return f"files/{file_id}"


def table_name(name: str) -> str:
    """The name of a table's lines in the archive."""
    return f"tables/{name}.jsonl"


@contextmanager
def _appearing(target: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when the block ends well, synced; nothing is left otherwise."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _add_table(archive: tarfile.TarFile, tx: Transaction, name: str, folder: Path) -> str:
    with tempfile.TemporaryFile(dir=folder) as rows:  # an archive must know a part's size before it begins
        for line in dump.lines(tx, name):
            rows.write(line.encode())
        rows.seek(0)
        return _add(archive, table_name(name), rows)


def _add_files(
    archive: tarfile.TarFile, files: Files, expected: dict[str, tuple[int, str]]
) -> tuple[dict[str, str], frozenset[str]]:
    """Gives the hashes of the files that are as they should be, and the ids of the others."""
    copied, absent = {}, set()
    for file_id, (_, sha256) in sorted(expected.items()):
        try:
            file = files.path(file_id).open("rb")
        except FileNotFoundError:
            absent.add(file_id)
            continue
        with file:
            if _add(archive, file_name(file_id), file) == sha256:
                copied[file_id] = sha256
            else:
                absent.add(file_id)
    return copied, frozenset(absent)


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    """Add a part to the archive; gives the SHA-256 of what went in."""
    part = tarfile.TarInfo(name)
    part.size = content.seek(0, os.SEEK_END)
    part.mode = 0o600
    content.seek(0)
    reading = _Hashing(content)
    archive.addfile(part, reading)
    return reading.digest.hexdigest()


class _Hashing:
    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._content.read(size)
        self.digest.update(block)
        return block


def read_manifest(text: bytes, *, where: str) -> Manifest:
    """What an archive says that it holds.

    Raises:
        InputError: it is no manifest of ours.
    """
    return from_json(text, Manifest, where=where)
