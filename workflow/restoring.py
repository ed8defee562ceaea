"""A backup becomes a house again: all of it is checked before anything is kept."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from minutes.errors import InputError, OutputError, StateError
from workflow.backup import FORMAT, MANIFEST, Manifest, file_name, read_manifest, table_name
from workflow.files import Files
from workflow.store import audit, dump, meetings
from workflow.store.database import Database

_BLOCK_BYTES = 1 << 20
NOT_RESTORED = frozenset({"sessions", "login_links", "oidc_logins", "idempotency", "workers"})
"""Whoever was signed in signs in again: a session that was revoked after the backup must not come back."""


def restore(db: Database, files: Files, source: Path) -> Manifest:
    """Fill an empty house. Jobs that were under way are asked for anew.

    Raises:
        InputError: no backup of this version, or a part of it is not as it was written; nothing is kept.
        StateError: the database is not empty.
        OutputError: the disk is full; nothing is kept.
    """
    _require_empty(db)
    try:
        with tarfile.open(source, mode="r:") as archive:
            manifest = _checked(archive, source)
            _fill(db, files, archive, manifest)
    except (tarfile.TarError, EOFError) as error:
        raise _damaged(source, "this is no backup, or it is cut off") from error
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(source), remedy="Check the name") from error
    except OSError as error:
        raise OutputError(
            f"the backup cannot be restored ({error.strerror or type(error).__name__})",
            where=str(source),
            remedy="Check free space and access, then restore again",
        ) from error
    return manifest


def _require_empty(db: Database) -> None:
    db.migrate()
    with db.read() as tx:
        if dump.is_empty(tx):
            return
    raise StateError(
        "the database is not empty",
        where="restore",
        remedy="Name an empty database and an empty data folder in the settings; nothing is ever overwritten",
    )


def _checked(archive: tarfile.TarFile, source: Path) -> Manifest:
    """The manifest, when every part that it names is as it was written."""
    manifest = read_manifest(_part(archive, MANIFEST, source).read(), where=str(source))
    if manifest.format != FORMAT or set(manifest.tables) != set(dump.TABLES):
        raise InputError(
            "the backup is of another version",
            where=str(source),
            remedy="Restore with the version of Referent that wrote it, then upgrade",
        )
    parts = {table_name(name): sha256 for name, sha256 in manifest.tables.items()}
    parts |= {file_name(file_id): sha256 for file_id, sha256 in manifest.files.items()}
    for name, sha256 in parts.items():
        digest = hashlib.sha256()
        for block in _blocks(_part(archive, name, source)):
            digest.update(block)
        if digest.hexdigest() != sha256:
            raise _damaged(source, f"{name} is not as it was written")
    return manifest


def _fill(db: Database, files: Files, archive: tarfile.TarFile, manifest: Manifest) -> None:
    """Files first, inside the transaction: the tables never speak of a file that is not there yet."""
    placed = []
    try:
        with db.write() as tx:
            for name in dump.TABLES:
                if name not in NOT_RESTORED:
                    rows = _part(archive, table_name(name), Path(name))
                    dump.put_back(tx, name, io.TextIOWrapper(rows, encoding="utf-8", newline="\n"))
            dump.want_again(tx)
            for file_id in manifest.destroyed:
                meetings.destroy_file(tx, file_id)
            for file_id in manifest.files:
                placed.append(file_id)
                files.put_back(file_id, _blocks(_part(archive, file_name(file_id), Path(file_id))))
            detail: dict[str, str | int | float | bool | None] = {
                "files": len(manifest.files),
                "taken_at": manifest.taken_at.isoformat(),
            }
            audit.record(tx, actor=audit.SYSTEM, action="backup.restore", detail=detail)
    except BaseException:
        for file_id in placed:
            files.destroy(file_id)
        raise


def _part(archive: tarfile.TarFile, name: str, source: Path) -> IO[bytes]:
    try:
        part = archive.extractfile(name)
    except KeyError as error:
        raise _damaged(source, f"{name} is missing") from error
    if part is None:
        raise _damaged(source, f"{name} is not a file")
    return part


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    while block := part.read(_BLOCK_BYTES):
        yield block


def _damaged(source: Path, what: str) -> InputError:
    return InputError(what, where=str(source), remedy="Take another backup; nothing was restored")
