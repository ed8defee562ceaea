"""Meetings and their files: rows to domain types and back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa

from minutes.agenda import Agenda, Meeting
from minutes.codec import from_json, to_json
from minutes.errors import ChangedError, NotFoundError
from workflow.phases import JobState, Phase, check_move
from workflow.store import tables
from workflow.store.database import Transaction


class FileKind(StrEnum):
    """What a stored file is to its meeting."""

    AGENDA = "agenda"
    RECORDING = "recording"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of a meeting. Its bytes lie under `workflow.files`; `name` is only shown, never a path."""

    id: str
    meeting_id: str
    kind: FileKind
    name: str
    size_bytes: int
    sha256: str
    position: int = 0
    seconds: float | None = None
    created_at: datetime
    destroyed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMeeting:
    """A meeting as the house keeps it. `row_version` changes with every write (ETag)."""

    id: str
    body: str
    starts_at: datetime | None
    agenda: Agenda
    agenda_file_id: str
    legal_basis: str
    participants_informed_by: str
    participants_informed_at: datetime
    phase: Phase
    job: JobState
    revision: int
    priority: int
    stage: str | None
    fraction: float
    stage_started_at: datetime | None
    failure: str | None
    warnings: tuple[str, ...]
    row_version: int
    legal_hold: bool
    created_by: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    @property
    def job_id(self) -> str:
        """The job that this state of the meeting asks for."""
        return f"{self.id}:{self.revision}"


def new_id() -> str:
    """A fresh random id."""
    return str(uuid.uuid4())


def now() -> datetime:
    """This moment, aware, to the microsecond."""
    return datetime.now(UTC)


def add(
    tx: Transaction,
    *,
    meeting_id: str,
    body: str,
    starts_at: datetime | None,
    agenda: Agenda,
    agenda_file_id: str,
    legal_basis: str,
    informed_by: str,
    created_by: str,
    priority: int = 5,
) -> StoredMeeting:
    """A new meeting in `Phase.RECEIVED`, with one open row per item."""
    at = now()
    tx.execute(
        sa.insert(tables.meetings).values(
            id=meeting_id,
            body=body,
            starts_at=starts_at,
            agenda=to_json(agenda, Agenda),
            agenda_file_id=agenda_file_id,
            legal_basis=legal_basis,
            participants_informed_by=informed_by,
            participants_informed_at=at,
            phase=Phase.RECEIVED,
            job=JobState.IDLE,
            revision=0,
            priority=priority,
            fraction=0.0,
            warnings=[],
            row_version=1,
            legal_hold=False,
            created_by=created_by,
            created_at=at,
            updated_at=at,
        )
    )
    if agenda.items:
        tx.execute(
            sa.insert(tables.items),
            [
                {
                    "meeting_id": meeting_id,
                    "item_id": item.id,
                    "position": position,
                    "state": "open",
                    "row_version": 1,
                }
                for position, item in enumerate(agenda.items)
            ],
        )
    return get(tx, meeting_id)


def get(tx: Transaction, meeting_id: str) -> StoredMeeting:
    """The meeting.

    Raises:
        NotFoundError: there is none with this id, or it was deleted.
    """
    row = tx.execute(sa.select(tables.meetings).where(tables.meetings.c.id == meeting_id)).first()
    if row is None or row.deleted_at is not None:
        raise NotFoundError(
            "no such meeting", where=f"meeting {meeting_id}", remedy="Choose one from the list"
        )
    return _meeting(row)


def listed(
    tx: Transaction,
    *,
    bodies: Sequence[str] | None = None,
    phase: Phase | None = None,
    job: JobState | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> tuple[StoredMeeting, ...]:
    """Meetings, newest first, of `bodies` (None: all). `after` is (created_at, id) of the last one seen."""
    table = tables.meetings
    query = sa.select(table).where(table.c.deleted_at.is_(None))
    if bodies is not None:
        query = query.where(table.c.body.in_(bodies))
    if phase is not None:
        query = query.where(table.c.phase == phase)
    if job is not None:
        query = query.where(table.c.job == job)
    if after is not None:
        at, last = after
        query = query.where(
            sa.or_(table.c.created_at < at, sa.and_(table.c.created_at == at, table.c.id < last))
        )
    query = query.order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
    return tuple(_meeting(row) for row in tx.execute(query))


def change(tx: Transaction, meeting_id: str, *, expected: int | None = None, **columns: object) -> None:
    """Set columns of a meeting and count its row version.

    Raises:
        ChangedError: `expected` is not its row version any more: somebody else changed it.
        NotFoundError: there is no such meeting.
    """
    table = tables.meetings
    query = sa.update(table).where(table.c.id == meeting_id)
    if expected is not None:
        query = query.where(table.c.row_version == expected)
    if isinstance(columns.get("agenda"), Agenda):
        columns["agenda"] = to_json(columns["agenda"], Agenda)
    done = tx.execute(query.values(**columns, row_version=table.c.row_version + 1, updated_at=now()))
    if done.rowcount == 0:
        get(tx, meeting_id)
        raise ChangedError(
            "somebody else changed it in the meantime",
            where=f"meeting {meeting_id}",
            remedy="Fetch it again and repeat the change",
        )


def move(tx: Transaction, meeting_id: str, phase: Phase) -> None:
    """Take a meeting to another phase.

    Raises:
        StateError: it may not go there from where it is.
    """
    check_move(get(tx, meeting_id).phase, phase, meeting_id=meeting_id)
    change(tx, meeting_id, phase=phase)


def add_file(tx: Transaction, file: StoredFile) -> None:
    """Keep what is known of a file whose bytes are on disk already."""
    tx.execute(
        sa.insert(tables.files).values(
            id=file.id,
            meeting_id=file.meeting_id,
            kind=file.kind,
            name=file.name,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            position=file.position,
            seconds=file.seconds,
            created_at=file.created_at,
        )
    )


def files(
    tx: Transaction, meeting_id: str, kind: FileKind | None = None, *, destroyed: bool = False
) -> tuple[StoredFile, ...]:
    """A meeting's files in their order; destroyed ones only on request."""
    table = tables.files
    query = sa.select(table).where(table.c.meeting_id == meeting_id)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    if not destroyed:
        query = query.where(table.c.destroyed_at.is_(None))
    return tuple(_file(row) for row in tx.execute(query.order_by(table.c.position, table.c.created_at)))


def with_hash(tx: Transaction, sha256: str, kind: FileKind) -> tuple[StoredFile, ...]:
    """The files of any meeting that hold the same bytes and are still there."""
    table = tables.files
    query = sa.select(table).where(
        table.c.sha256 == sha256, table.c.kind == kind, table.c.destroyed_at.is_(None)
    )
    return tuple(_file(row) for row in tx.execute(query))


def destroy_file(tx: Transaction, file_id: str) -> None:
    """Note that a file's bytes are gone; that it was there stays known."""
    tx.execute(sa.update(tables.files).where(tables.files.c.id == file_id).values(destroyed_at=now()))


def erase(tx: Transaction, meeting: StoredMeeting) -> None:
    """Take out all that a meeting without any decision holds of persons; an empty row stays as its trace."""
    own = sa.select(tables.files.c.id).where(tables.files.c.meeting_id == meeting.id)
    for table in tables.metadata.sorted_tables[::-1]:
        if "file_id" in table.c:
            tx.execute(sa.delete(table).where(table.c.file_id.in_(own)))
        elif "meeting_id" in table.c and table not in (*tables.IMMUTABLE, tables.files):
            tx.execute(sa.delete(table).where(table.c.meeting_id == meeting.id))
    tx.execute(
        sa.update(tables.files)
        .where(tables.files.c.meeting_id == meeting.id)
        .values(name="", destroyed_at=now())
    )
    empty = Agenda(
        meeting=Meeting(id=meeting.agenda.meeting.id, body=meeting.body), items=(), source_sha256=""
    )
    change(
        tx,
        meeting.id,
        agenda=empty,
        job=JobState.CANCELLED,
        failure=None,
        warnings=[],
        legal_basis="",
        participants_informed_by="",
        created_by="",
        deleted_at=now(),
    )


def _meeting(row: sa.Row[tuple[object, ...]]) -> StoredMeeting:
    columns = dict(row._mapping)
    return StoredMeeting(
        **{
            **columns,
            "agenda": from_json(columns["agenda"], Agenda, where=f"meeting {columns['id']}"),
            "phase": Phase(columns["phase"]),
            "job": JobState(columns["job"]),
            "warnings": tuple(columns["warnings"]),
        }
    )


def _file(row: sa.Row[tuple[object, ...]]) -> StoredFile:
    columns = dict(row._mapping)
    return StoredFile(**{**columns, "kind": FileKind(columns["kind"])})
