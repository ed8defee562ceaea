"""How a meeting comes into the house: agenda, recordings or a ready transcript; started, stopped, deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from minutes.agenda import Agenda
from minutes.errors import InputError, NotFoundError, ReferentError, StateError
from minutes.reading.agenda_file import read_agenda
from transcribe.imported import read_transcript
from transcribe.recording import check_recording
from workflow.access import Actor, Permission
from workflow.files import Files, Received
from workflow.phases import STOPPED, UNDER_WAY, JobState, Phase
from workflow.store import audit, meetings, record, work
from workflow.store.database import Database, Transaction
from workflow.store.meetings import FileKind, StoredFile, StoredMeeting
from workflow.store.work import TranscriptChange

LONGEST_NAME = 200
"""Characters of a file's name that are kept; it is shown and never used as a path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """What a person says of a meeting beside its agenda. What is None is taken from the agenda."""

    legal_basis: str
    participants_informed: bool
    body: str | None = None
    starts_at: datetime | None = None
    priority: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recording that was received. `again`: this meeting had it; `elsewhere`: another meeting has it."""

    file: StoredFile
    again: bool = False
    elsewhere: bool = False


def understood(files: Files, blocks: Iterable[bytes], *, limit_bytes: int) -> Agenda:
    """What an agenda document says; nothing is kept.

    Raises:
        InputError: it is too large, or no agenda.
    """
    received = files.receive(blocks, limit_bytes=limit_bytes)
    try:
        return _agenda(files, received)
    finally:
        files.destroy(received.id)


def receive_meeting(
    db: Database,
    files: Files,
    actor: Actor,
    blocks: Iterable[bytes],
    *,
    name: str,
    limit_bytes: int,
    new: NewMeeting,
) -> StoredMeeting:
    """A new meeting from its agenda document.

    Raises:
        InputError: no agenda, no legal basis, or the participants were not informed.
        AccessError: the actor may not prepare meetings of this body.
    """
    basis = " ".join(new.legal_basis.split())
    if not new.participants_informed or not basis:
        raise InputError(
            "the participants must be informed and the legal basis be named",
            where="new meeting",
            remedy="Tell the participants that the meeting is recorded, and name the legal basis",
        )
    received = files.receive(blocks, limit_bytes=limit_bytes)
    try:
        agenda = _agenda(files, received)
        body = (new.body or agenda.meeting.body).strip()
        actor.require(Permission.PREPARE, body)
        with db.write() as tx:
            made = meetings.add(
                tx,
                meeting_id=meetings.new_id(),
                body=body,
                starts_at=new.starts_at or agenda.meeting.starts_at,
                agenda=agenda,
                agenda_file_id=received.id,
                legal_basis=basis,
                informed_by=actor.name,
                created_by=actor.name,
                priority=new.priority,
            )
            meetings.add_file(tx, _stored(received, made.id, FileKind.AGENDA, name))
            _note(tx, actor, made.id, "meeting.add")
    except ReferentError:
        files.destroy(received.id)
        raise
    return made


def receive_recording(
    db: Database, files: Files, actor: Actor, meeting_id: str, received: Received, *, name: str
) -> Recorded:
    """Keep an uploaded file as the meeting's next recording. One that it has already is not kept twice.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not prepare it.
        InputError: the file has no sound track.
        StateError: the meeting was started already.
    """
    try:
        check_recording(files.path(received.id))
        with db.write() as tx:
            _require_waiting(tx, actor, meeting_id)
            known = meetings.with_hash(tx, received.sha256, FileKind.RECORDING)
            mine = next((one for one in known if one.meeting_id == meeting_id), None)
            if mine is None:
                place = len(meetings.files(tx, meeting_id, FileKind.RECORDING, destroyed=True))
                file = _stored(received, meeting_id, FileKind.RECORDING, name, position=place)
                meetings.add_file(tx, file)
                _note(tx, actor, meeting_id, "recording.add", file=file.id, bytes=file.size_bytes)
    except ReferentError:
        files.destroy(received.id)
        raise
    if mine is not None:
        files.destroy(received.id)
        return Recorded(file=mine, again=True)
    return Recorded(file=file, elsewhere=bool(known))


def receive_transcript(
    db: Database, files: Files, actor: Actor, meeting_id: str, received: Received, *, name: str
) -> int:
    """Keep a ready transcript instead of a recording; gives its version.

    Raises:
        InputError: it is no transcript.
        StateError: the meeting was started already, or has a recording.
        AccessError: the actor may not prepare it.
    """
    try:
        transcript = read_transcript(files.path(received.id))
        with db.write() as tx:
            _require_waiting(tx, actor, meeting_id)
            meetings.add_file(tx, _stored(received, meeting_id, FileKind.TRANSCRIPT, name))
            version = work.save_transcript(
                tx, meeting_id, transcript, author=actor.name, change=TranscriptChange.IMPORTED
            )
            meetings.move(tx, meeting_id, Phase.TRANSCRIBED)
            _note(tx, actor, meeting_id, "transcript.add", version=version)
    except ReferentError:
        files.destroy(received.id)
        raise
    return version


def remove_recording(db: Database, files: Files, actor: Actor, meeting_id: str, file_id: str) -> None:
    """Destroy a recording before the meeting is started.

    Raises:
        NotFoundError: the meeting has no such recording.
        StateError: the meeting was started already.
        AccessError: the actor may not prepare it.
    """
    with db.write() as tx:
        _require_waiting(tx, actor, meeting_id)
        if not any(one.id == file_id for one in meetings.files(tx, meeting_id, FileKind.RECORDING)):
            raise NotFoundError("no such recording", where=file_id, remedy="Choose one of the meeting's")
        meetings.destroy_file(tx, file_id)
        _note(tx, actor, meeting_id, "recording.destroy", file=file_id)
    files.destroy(file_id)


def start(db: Database, actor: Actor, meeting_id: str) -> None:
    """Ask for the meeting to be transcribed, divided and drafted.

    Raises:
        StateError: it is under way or done, or has neither recording nor transcript.
        AccessError: the actor may not prepare it.
    """
    with db.write() as tx:
        meeting = _admitted(tx, actor, meeting_id)
        if meeting.job is not JobState.IDLE:
            raise _state(meeting, f"the work is {meeting.job} already", "Wait, or retry it if it failed")
        if meeting.phase is Phase.RECEIVED and not meetings.files(tx, meeting_id, FileKind.RECORDING):
            raise _state(meeting, "there is no recording and no transcript", "Upload one first")
        _ask(tx, actor, meeting, "meeting.start")


def adjust(
    db: Database,
    actor: Actor,
    meeting_id: str,
    *,
    expected: int,
    starts_at: datetime | None,
    priority: int | None,
) -> None:
    """Set when the meeting was and how soon its job is done; None leaves either as it is.

    Raises:
        ChangedError: somebody else changed the meeting since it was read.
        AccessError: the actor may not prepare it.
    """
    given = {"starts_at": starts_at, "priority": priority}
    columns = {name: value for name, value in given.items() if value is not None}
    with db.write() as tx:
        _admitted(tx, actor, meeting_id)
        meetings.change(tx, meeting_id, expected=expected, **columns)
        _note(tx, actor, meeting_id, "meeting.change")


def retry(db: Database, actor: Actor, meeting_id: str) -> None:
    """Ask again for work that failed or was cancelled; it goes on where it was.

    Raises:
        StateError: it did not fail and was not cancelled.
        AccessError: the actor may not prepare it.
    """
    with db.write() as tx:
        meeting = _admitted(tx, actor, meeting_id)
        if meeting.job not in STOPPED:
            raise _state(meeting, f"the work is {meeting.job}", "Retry what failed or was cancelled")
        _ask(tx, actor, meeting, "meeting.retry")


def cancel(db: Database, actor: Actor, meeting_id: str) -> None:
    """Stop the work at the next step; what is done is kept.

    Raises:
        StateError: nothing is under way.
        AccessError: the actor may not prepare it.
    """
    with db.write() as tx:
        meeting = _admitted(tx, actor, meeting_id)
        if meeting.job not in UNDER_WAY:
            raise _state(meeting, "nothing is under way", "Fetch the meeting again")
        meetings.change(tx, meeting_id, job=JobState.CANCELLED)
        _note(tx, actor, meeting_id, "meeting.cancel")


def delete(db: Database, files: Files, actor: Actor, meeting_id: str) -> None:
    """Destroy a meeting of which nothing was ever approved: its files, talk and texts. A trace stays.

    Raises:
        StateError: something of it is in the record, or it is under legal hold.
        AccessError: the actor may not prepare it.
    """
    with db.write() as tx:
        meeting = _admitted(tx, actor, meeting_id)
        if meeting.legal_hold:
            raise _state(meeting, "the meeting is under legal hold", "Ask an administrator to lift it")
        if any(record.decisions(tx, meeting_id, item.id) for item in meeting.agenda.items):
            raise _state(meeting, "a decision of it is in the record", "Approved decisions are never deleted")
        stored = meetings.files(tx, meeting_id)
        meetings.erase(tx, meeting)
        _note(tx, actor, meeting_id, "meeting.delete", files=len(stored))
    for file in stored:
        files.destroy(file.id)


def _agenda(files: Files, received: Received) -> Agenda:
    try:
        return read_agenda(files.path(received.id))
    except InputError as error:  # the person knows the document, not where we keep it
        raise InputError(error.what, where="the agenda", remedy=error.remedy) from error


def _stored(
    received: Received, meeting_id: str, kind: FileKind, name: str, *, position: int = 0
) -> StoredFile:
    shown = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(c for c in shown if c.isprintable())[:LONGEST_NAME].strip()
    return StoredFile(
        id=received.id,
        meeting_id=meeting_id,
        kind=kind,
        name=printable or kind.value,
        size_bytes=received.size_bytes,
        sha256=received.sha256,
        position=position,
        created_at=meetings.now(),
    )


def _admitted(tx: Transaction, actor: Actor, meeting_id: str) -> StoredMeeting:
    meeting = meetings.get(tx, meeting_id)
    actor.require(Permission.PREPARE, meeting.body)
    return meeting


def _require_waiting(tx: Transaction, actor: Actor, meeting_id: str) -> None:
    """Make sure that the meeting was not started yet."""
    meeting = _admitted(tx, actor, meeting_id)
    if meeting.phase is not Phase.RECEIVED or meeting.job in UNDER_WAY:
        raise _state(meeting, "the meeting was started already", "Create a new meeting for another recording")


def _ask(tx: Transaction, actor: Actor, meeting: StoredMeeting, action: str) -> None:
    meetings.change(
        tx, meeting.id, job=JobState.WANTED, revision=meeting.revision + 1, failure=None, fraction=0.0
    )
    _note(tx, actor, meeting.id, action, revision=meeting.revision + 1)


def _state(meeting: StoredMeeting, what: str, remedy: str) -> StateError:
    return StateError(what, where=f"meeting {meeting.id}", remedy=remedy)


def _note(tx: Transaction, actor: Actor, meeting_id: str, action: str, **detail: str | int) -> None:
    audit.record(tx, actor=actor.id, action=action, meeting_id=meeting_id, detail=detail)
