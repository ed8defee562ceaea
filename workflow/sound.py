"""The sound behind the talk: which recording holds a remark, and who may hear it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

from minutes.errors import AccessError, NotFoundError, StateError
from transcribe.clip import clip
from workflow.access import Actor, Permission
from workflow.closed import hidden_talk, require_all_talk
from workflow.files import Files
from workflow.store import audit, meetings, work
from workflow.store.database import Database
from workflow.store.meetings import FileKind, StoredFile

MARGIN_SECONDS = 0.3
"""Heard before and after a remark."""

_BEGINNINGS = (
    (0, b"OggS", "audio/ogg"),
    (0, b"RIFF", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (4, b"ftyp", "audio/mp4"),
)
"""Where a container's mark stands in its first bytes."""


def media_type(recording: Path) -> str:
    """What a browser must be told to play it: some refuse to play what is only called bytes."""
    with recording.open("rb") as file:
        first = file.read(12)
    found = (kind for place, mark, kind in _BEGINNINGS if first[place : place + len(mark)] == mark)
    is_mpeg = first[:1] == b"\xff" and first[1:2] >= b"\xe0"
    return next(found, "audio/mpeg" if is_mpeg else "application/octet-stream")


def beginnings(recordings: Sequence[StoredFile]) -> tuple[float, ...]:
    """Where each recording begins in the joined talk, in seconds; one that was not heard yet is empty."""
    return tuple(accumulate((one.seconds or 0.0 for one in recordings[:-1]), initial=0.0))[: len(recordings)]


def whole_recording(db: Database, actor: Actor, meeting_id: str, file_id: str) -> StoredFile:
    """A recording that this person may hear from end to end.

    Raises:
        NotFoundError: the meeting has no such recording (any more).
        AccessError: the actor may not listen, or part of it is closed to them.
    """
    with db.write() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.LISTEN, meeting.body)
        require_all_talk(tx, actor, meeting)
        found = [one for one in meetings.files(tx, meeting_id, FileKind.RECORDING) if one.id == file_id]
        if not found:
            raise NotFoundError("no such recording", where=file_id, remedy="It may have been deleted")
        if any(item.closed for item in meeting.agenda.items):
            audit.record(tx, actor=actor.id, action="closed.listen", meeting_id=meeting_id)
    return found[0]


def remark(db: Database, files: Files, actor: Actor, meeting_id: str, utterance_id: int) -> bytes:
    """A single remark as WAV.

    Raises:
        NotFoundError: there is no such remark, or its recording is gone.
        AccessError: the actor may not listen, or the remark is closed to them.
        StateError: there is no transcript.
    """
    with db.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.LISTEN, meeting.body)
        transcript = work.transcript(tx, meeting_id).transcript
        hidden = hidden_talk(tx, actor, meeting)
        recordings = meetings.files(tx, meeting_id, FileKind.RECORDING)
    if not 0 <= utterance_id < len(transcript.utterances):
        raise NotFoundError("no such remark", where=str(utterance_id), remedy="Choose one of the transcript")
    if utterance_id in hidden:
        raise AccessError(
            "the remark was made behind closed doors", where=f"meeting {meeting_id}", remedy="Ask for access"
        )
    said = transcript.utterances[utterance_id]
    file, begins = _holding(recordings, said.start)
    start = max(0.0, said.start - begins - MARGIN_SECONDS)
    return clip(files.path(file.id), start, said.end - begins + MARGIN_SECONDS)


def _holding(recordings: tuple[StoredFile, ...], moment: float) -> tuple[StoredFile, float]:
    """The recording in which a moment of the joined talk lies, and when it begins there."""
    if not recordings:
        raise NotFoundError("the recording is gone", where="recording", remedy="Read the transcript instead")
    if any(one.seconds is None for one in recordings[:-1]):
        raise StateError("the recordings were not heard yet", where="recording", remedy="Start the meeting")
    begins = beginnings(recordings)
    place = max(k for k, at in enumerate(begins) if at <= moment)
    return recordings[place], begins[place]
