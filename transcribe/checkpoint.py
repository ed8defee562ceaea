"""What was heard of a recording before its transcript is whole: a killed run goes on at the batch it was at.

One file for each batch, whole or not there, in a folder named after all that decides what is heard.
It holds talk: only its owner can read it, and it goes when the transcript is written.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from minutes.codec import from_json, to_json
from minutes.errors import InputError, OutputError
from minutes.files import write_atomically
from transcribe.plan import PlannedWindow
from transcribe.recording import WindowResult

ABANDONED_SECONDS = 14 * 24 * 3600.0
"""What nobody went on with for so long is destroyed by the next run."""


class Checkpoint:
    """The heard batches of one recording under one recipe (`transcribe.recording.recipe`)."""

    def __init__(self, folder: Path, recipe: str) -> None:
        self._all = folder
        self._folder = folder / recipe

    def read(self, number: int, planned: Sequence[PlannedWindow]) -> tuple[WindowResult, ...] | None:
        """What was heard in the windows of a batch; None where it must be heard (again)."""
        path = self._path(number)
        if not path.is_file():
            return None
        try:
            results = from_json(path.read_bytes(), tuple[WindowResult, ...], where=str(path))
        except InputError:
            return None  # damaged, or of another version of Referent: hearing it again makes it good
        same = [result.start for result in results] == [window.start for window in planned]
        return results if same else None

    def keep(self, number: int, results: tuple[WindowResult, ...]) -> None:
        """Keep what was heard in a batch.

        Raises:
            OutputError: the disk is full, or the folder cannot be written to.
        """
        if not self._folder.is_dir():
            self._open()
        write_atomically(self._path(number), to_json(results, tuple[WindowResult, ...]).encode())

    def clear(self) -> None:
        """Destroy what was kept: the transcript is where it belongs."""
        shutil.rmtree(self._folder, ignore_errors=True)
        for folder in (self._all, self._all.parent):
            with suppress(OSError):  # something else lies there: it stays
                folder.rmdir()

    def _open(self) -> None:
        try:
            self._all.mkdir(parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"what was heard cannot be kept here ({error.strerror})",
                where=str(self._folder),
                remedy="Make room, ask for write access, or choose another folder with REFERENT_DATA_DIR",
            ) from error
        oldest = time.time() - ABANDONED_SECONDS
        for other in self._all.iterdir():
            if other.is_dir() and other.stat().st_mtime < oldest:
                shutil.rmtree(other, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:05}.json"
