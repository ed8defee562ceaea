"""The shape of a recording's sound, for a drawing of it: how loud it is in each twentieth of a second.

Worked out while the recording is planned, or when it is first asked for; kept beside the recording, under its
name, and destroyed with it.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from minutes.errors import AccessError, NotFoundError, StateError
from minutes.transcript import Utterance
from transcribe.audio import Piece, decode
from transcribe.engine import SAMPLE_RATE_HZ
from workflow.access import Actor, Permission
from workflow.closed import hidden_items, hidden_talk
from workflow.files import PEAKS_SUFFIX, Files
from workflow.sound import beginnings
from workflow.store import meetings, work
from workflow.store.database import Database
from workflow.store.meetings import FileKind, StoredFile

PER_SECOND = 20
LOUDEST = 100
_STEP = SAMPLE_RATE_HZ // PER_SECOND
_one_at_a_time = threading.Lock()

Peaks = NDArray[np.uint8]
"""0 (silence) to `LOUDEST`, `PER_SECOND` of them from the start of the recording."""


class PeakMeter:
    """Takes in the sound piece by piece and holds no more of it than a step."""

    def __init__(self) -> None:
        self._found: list[Peaks] = []
        self._rest = np.zeros(0, np.float32)

    def hear(self, piece: Piece) -> None:
        """The next piece of the recording."""
        samples = np.concatenate([self._rest, piece.samples])
        whole = len(samples) // _STEP * _STEP
        self._found.append(_peaks(samples[:whole]))
        self._rest = samples[whole:]

    def peaks(self) -> Peaks:
        """What was heard so far."""
        return np.concatenate([*self._found, _peaks(np.pad(self._rest, (0, -len(self._rest) % _STEP)))])


def keep(files: Files, file_id: str, peaks: Peaks) -> None:
    """Put the peaks beside their recording; nothing where that is gone by now."""
    place = _place(files, file_id)
    waiting = place.with_name(f"{place.name}.{uuid.uuid4().hex}")
    waiting.write_bytes(peaks.tobytes())
    waiting.replace(place)
    if not files.path(file_id).exists():
        place.unlink(missing_ok=True)


def peaks_of(files: Files, file_id: str) -> Peaks:
    """The recording's peaks, from the disk where they are kept.

    Raises:
        InputError: the recording cannot be read.
    """
    place = _place(files, file_id)
    if not place.exists():
        with _one_at_a_time:
            if not place.exists():
                meter = PeakMeter()
                for piece in decode(files.path(file_id)):
                    meter.hear(piece)
                peaks = meter.peaks()
                keep(files, file_id, peaks)
                return peaks
    return np.frombuffer(place.read_bytes(), np.uint8)


def shape(
    db: Database,
    files: Files,
    actor: Actor,
    meeting_id: str,
    file_id: str,
    *,
    start: float = 0.0,
    end: float | None = None,
    points: int,
) -> tuple[int, ...]:
    """At most `points` peaks of the recording from `start` to `end` (seconds); closed parts are silent.

    Raises:
        NotFoundError: the meeting has no such recording (any more).
        AccessError: the actor may not listen, or closed parts are not known yet.
        InputError: the recording cannot be read.
    """
    audible = _audible(db, actor, meeting_id, file_id)
    peaks = peaks_of(files, file_id)
    if audible is not None:
        open_to_them = np.zeros(len(peaks), bool)
        for since, until in audible:
            open_to_them[max(0, round(since * PER_SECOND)) : max(0, round(until * PER_SECOND))] = True
        peaks = np.where(open_to_them, peaks, 0)
    last = len(peaks) if end is None else round(end * PER_SECOND)
    return _thinned(peaks[round(start * PER_SECOND) : last], points)


def _audible(
    db: Database, actor: Actor, meeting_id: str, file_id: str
) -> tuple[tuple[float, float], ...] | None:
    """The stretches of a recording that the actor may hear, in its own seconds; None: all of it."""
    with db.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.LISTEN, meeting.body)
        recordings = meetings.files(tx, meeting_id, FileKind.RECORDING)
        begins = _begins(recordings, file_id)
        closed, hidden = hidden_items(actor, meeting), hidden_talk(tx, actor, meeting)
        if not closed and not hidden:
            return None
        try:
            said = work.transcript(tx, meeting_id).transcript.utterances
        except StateError:
            said = ()
        if closed and not said:
            raise AccessError(
                "closed parts of the recording are not known yet",
                where=f"meeting {meeting_id}",
                remedy="Wait until it is heard",
            )
    return tuple((since - begins, until - begins) for since, until in _open_runs(said, hidden))


def _open_runs(said: tuple[Utterance, ...], hidden: frozenset[int]) -> Iterator[tuple[float, float]]:
    """From the first to the last of open remarks in a row. What lies beside closed ones is not open."""
    for is_hidden, run in groupby(said, key=lambda one: one.id in hidden):
        remarks = list(run)
        if not is_hidden:
            yield remarks[0].start, remarks[-1].end


def _begins(recordings: tuple[StoredFile, ...], file_id: str) -> float:
    for one, begins in zip(recordings, beginnings(recordings), strict=True):
        if one.id == file_id:
            return begins
    raise NotFoundError("no such recording", where=file_id, remedy="It may have been deleted")


def _peaks(samples: NDArray[np.float32]) -> Peaks:
    """The loudest sample of each step."""
    loudest = np.abs(samples).reshape(-1, _STEP).max(axis=1, initial=0.0)
    scaled: Peaks = np.round(LOUDEST * np.clip(loudest, 0.0, 1.0)).astype(np.uint8)
    return scaled


def _thinned(peaks: Peaks, points: int) -> tuple[int, ...]:
    if len(peaks) <= points:
        return tuple(peaks.tolist())
    edges = np.linspace(0, len(peaks), points + 1).astype(int)[:-1]
    return tuple(np.maximum.reduceat(peaks, edges).tolist())


def _place(files: Files, file_id: str) -> Path:
    path = files.path(file_id)
    return path.with_name(path.name + PEAKS_SUFFIX)
