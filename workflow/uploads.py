"""Uploads in parts: how far one has come is the length of its file, so a crash loses no byte that was synced.

Why this is our own: `docs/decisions/0003-our-own-upload-core.md`.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from minutes.errors import BusyError, ChangedError, InputError, NotFoundError, OutputError, TooLargeError
from minutes.files import write_atomically

KEPT_SECONDS = 7 * 24 * 3600.0
"""An upload that nobody went on with for so long is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload under way. `sha256` is what the sender says that the whole file has; None: not said.

    `length` is None while it grows and its sender does not know yet how long it becomes; then it may have
    `limit_bytes`.
    """

    id: str
    meeting_id: str
    person_id: str
    length: int | None
    name: str
    sha256: str | None = None
    limit_bytes: int = 0

    @property
    def room(self) -> int:
        """How many bytes it may have."""
        return self.limit_bytes if self.length is None else self.length


class Uploads:
    """The uploads under way, in the folder where the house's files arrive."""

    def __init__(self, root: Path) -> None:
        self._root = root / "incoming"
        self._root.mkdir(parents=True, exist_ok=True)

    def begin(
        self,
        *,
        meeting_id: str,
        person_id: str,
        length: int | None,
        limit_bytes: int,
        name: str,
        sha256: str | None,
    ) -> Upload:
        """A new upload of `length` bytes; None: as many as will be said later.

        Raises:
            InputError: it has no bytes, or more than `limit_bytes`.
            OutputError: the disk has no room for it.
        """
        if length is not None:
            _require_length(length, limit_bytes)
        self._sweep()
        upload = Upload(
            id=uuid.uuid4().hex,
            meeting_id=meeting_id,
            person_id=person_id,
            length=length,
            name=name,
            sha256=sha256,
            limit_bytes=limit_bytes,
        )
        self._write(upload)
        self._part(upload.id).touch()
        return upload

    def declare(self, upload: Upload, length: int) -> Upload:
        """Say how long an upload becomes that was begun without a length.

        Raises:
            InputError: it has a length already, or this is none that it can have.
        """
        if upload.length == length:
            return upload
        if upload.length is not None or length < self.offset(upload):
            raise InputError(
                "the length is not the one that was announced", where="upload", remedy="Begin a new upload"
            )
        _require_length(length, upload.limit_bytes)
        declared = replace(upload, length=length)
        self._write(declared)
        return declared

    def find(self, upload_id: str, *, meeting_id: str, person_id: str) -> Upload:
        """An upload of this person to this meeting.

        Raises:
            NotFoundError: there is none (any more).
        """
        try:
            upload = Upload(**json.loads(self._note(upload_id).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            upload = None
        if upload is None or (upload.meeting_id, upload.person_id) != (meeting_id, person_id):
            raise NotFoundError("no such upload", where="upload", remedy="Begin a new one")
        return upload

    def offset(self, upload: Upload) -> int:
        """How many bytes are here."""
        try:
            return self._part(upload.id).stat().st_size
        except FileNotFoundError:
            return 0

    @contextlib.contextmanager
    def going_on(self, upload: Upload, offset: int) -> Iterator[Append]:
        """Append from `offset` on; what was written is synced at the end, also of a cut connection.

        Raises:
            ChangedError: another number of bytes is here.
            BusyError: another request writes to it.
        """
        with self._part(upload.id).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError(
                    "another request writes to this upload",
                    where="upload",
                    remedy="Wait and ask how far it is",
                ) from error
            here = os.fstat(file.fileno()).st_size
            if here != offset:
                raise ChangedError(
                    f"{here} bytes are here", where="upload", remedy="Go on from there: ask by HEAD"
                )
            append = Append(file.fileno(), left=upload.room - here)
            try:
                yield append
            finally:
                os.fsync(file.fileno())

    def finished(self, upload: Upload) -> Path:
        """The whole file, to be adopted."""
        return self._part(upload.id)

    def forget(self, upload: Upload) -> None:
        """Remove an upload and what is here of it."""
        self._part(upload.id).unlink(missing_ok=True)
        self._note(upload.id).unlink(missing_ok=True)

    def is_whole(self, upload: Upload) -> bool:
        """Whether all of it is here."""
        return upload.length is not None and self.offset(upload) == upload.length

    def _write(self, upload: Upload) -> None:
        write_atomically(self._note(upload.id), json.dumps(asdict(upload)).encode())

    def _sweep(self) -> None:
        for path in [*self._root.glob("*.part"), *self._root.glob("*.upload")]:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > KEPT_SECONDS:
                    path.unlink()

    def _note(self, upload_id: str) -> Path:
        return self._root / f"{_plain(upload_id)}.upload"

    def _part(self, upload_id: str) -> Path:
        return self._root / f"{_plain(upload_id)}.part"


class Append:
    """Writes blocks to the end of an upload."""

    def __init__(self, descriptor: int, *, left: int) -> None:
        self._descriptor = descriptor
        self.left = left

    def write(self, block: bytes) -> None:
        """Append a block.

        Raises:
            InputError: more came than was announced.
            OutputError: the disk is full.
        """
        if len(block) > self.left:
            raise TooLargeError("more came than was announced", where="upload", remedy="Begin a new upload")
        view = memoryview(block)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError as error:
            raise OutputError(
                f"the file cannot be kept ({error.strerror})",
                where="the data folder",
                remedy="Make room on the disk, then go on with the upload",
            ) from error
        self.left -= len(block)


def _require_length(length: int, limit_bytes: int) -> None:
    if length > limit_bytes:
        raise TooLargeError(
            f"the file is larger than {limit_bytes / 1e9:g} GB",
            where="upload",
            remedy="Send a smaller one or ask IT to raise upload_max_bytes",
        )
    if length <= 0:
        raise InputError("the file is empty", where="upload", remedy="Choose another file")


def _plain(upload_id: str) -> str:
    try:
        return uuid.UUID(hex=upload_id).hex
    except ValueError as error:
        raise NotFoundError("no such upload", where="upload", remedy="Begin a new one") from error
