"""The house's files: streamed in, synced, hashed, renamed into place; found by id, never by a given name."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from minutes.errors import InputError, OutputError

_BLOCK_BYTES = 1 << 20
PEAKS_SUFFIX = ".peaks"
"""Beside a recording lies the shape of its sound: worked out from it, and gone with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that lies safely on disk."""

    id: str
    size_bytes: int
    sha256: str


class Files:
    """Files under one folder, spread over sub-folders by the first letters of their id."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._waiting = root / "incoming"
        self._waiting.mkdir(parents=True, exist_ok=True)

    def receive(self, blocks: Iterable[bytes], *, limit_bytes: int) -> Received:
        """Keep a stream as a new file.

        Raises:
            InputError: it holds nothing, or more than `limit_bytes`.
            OutputError: the disk is full.
        """
        file_id = str(uuid.uuid4())
        waiting = self._waiting / file_id
        digest, size = hashlib.sha256(), 0
        try:
            with waiting.open("wb") as file:
                for block in blocks:
                    size += len(block)
                    if size > limit_bytes:
                        raise _too_large(limit_bytes)
                    digest.update(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            if not size:
                raise InputError("the file is empty", where="upload", remedy="Choose another file")
            self._place(waiting, file_id)
        except OSError as error:
            raise OutputError(
                f"the file cannot be kept ({error.strerror})",
                where="the data folder",
                remedy="Make room on the disk, then upload again",
            ) from error
        finally:
            waiting.unlink(missing_ok=True)
        return Received(id=file_id, size_bytes=size, sha256=digest.hexdigest())

    def adopt(self, finished: Path) -> Received:
        """Take over a file that was uploaded in parts to the same disk.

        Raises:
            InputError: it is empty.
        """
        digest = hashlib.sha256()
        with finished.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
            os.fsync(file.fileno())
        size = finished.stat().st_size
        if not size:
            raise InputError("the file is empty", where="upload", remedy="Choose another file")
        file_id = str(uuid.uuid4())
        self._place(finished, file_id)
        return Received(id=file_id, size_bytes=size, sha256=digest.hexdigest())

    def put_back(self, file_id: str, blocks: Iterable[bytes]) -> None:
        """Keep a file from a backup under the id that it had. The caller has checked its hash.

        Raises:
            ValueError: `file_id` is not an id that we gave out.
        """
        waiting = self._waiting / self.path(file_id).name
        try:
            with waiting.open("wb") as file:
                file.writelines(blocks)
                file.flush()
                os.fsync(file.fileno())
            self._place(waiting, file_id)
        finally:
            waiting.unlink(missing_ok=True)

    def path(self, file_id: str) -> Path:
        """Where a file lies.

        Raises:
            ValueError: `file_id` is not an id that we gave out.
        """
        name = str(uuid.UUID(file_id))
        return self.root / name[:2] / name

    def destroy(self, file_id: str) -> None:
        """Remove a file and what was worked out from it; no harm if it is gone already."""
        path = self.path(file_id)
        path.unlink(missing_ok=True)
        path.with_name(path.name + PEAKS_SUFFIX).unlink(missing_ok=True)

    def _place(self, waiting: Path, file_id: str) -> None:
        target = self.path(file_id)
        target.parent.mkdir(exist_ok=True)
        waiting.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _too_large(limit_bytes: int) -> InputError:
    return InputError(
        f"the file is larger than {limit_bytes / 1e9:g} GB",
        where="upload",
        remedy="Send a smaller one or ask IT to raise upload_max_bytes",
    )
