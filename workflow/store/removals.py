"""What has had its time: which meetings' audio and talk, the marks of it, and taking it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from workflow.phases import UNDER_WAY, Phase
from workflow.store import meetings, tables
from workflow.store.database import Transaction
from workflow.store.meetings import FileKind, StoredFile

_APPROVED = (Phase.APPROVED, Phase.PUBLISHED, Phase.WITHDRAWN)
_DRAFTED = (Phase.DRAFTED, Phase.IN_REVIEW, *_APPROVED)


class Removed(StrEnum):
    """What is destroyed together: the recordings, or all that was heard in them."""

    AUDIO = "audio"
    TALK = "talk"


_FILES = {Removed.AUDIO: FileKind.RECORDING, Removed.TALK: FileKind.TRANSCRIPT}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Due:
    """One kind of thing of one meeting."""

    meeting_id: str
    kind: Removed


def due(tx: Transaction, kind: Removed, *, before: datetime) -> frozenset[Due]:
    """Whose audio was drafted from, or whose minutes were approved, before a moment.

    Locks the meetings, so that no legal hold is set while they are looked at. A meeting under legal hold, one
    that is being worked on and one whose minutes are reopened is not due.
    """
    table = tables.meetings
    since = _drafted_at() if kind is Removed.AUDIO else _approved_at()
    query = sa.select(table.c.id).where(
        table.c.phase.in_(_DRAFTED if kind is Removed.AUDIO else _APPROVED),
        table.c.job.not_in(UNDER_WAY),
        table.c.legal_hold.is_(False),
        table.c.deleted_at.is_(None),
        since <= before,
        sa.or_(_has_files(kind), _has_talk()) if kind is Removed.TALK else _has_files(kind),
    )
    return frozenset(Due(meeting_id=i, kind=kind) for i in tx.scalars(query.with_for_update()))


def marked(tx: Transaction) -> dict[Due, datetime]:
    """What earlier runs marked, and when."""
    table = tables.removals
    rows = tx.execute(sa.select(table.c.meeting_id, table.c.kind, table.c.marked_at))
    return {Due(meeting_id=row.meeting_id, kind=Removed(row.kind)): row.marked_at for row in rows}


def mark(tx: Transaction, one: Due) -> None:
    """Say that it is to be destroyed by a later run."""
    values = {"meeting_id": one.meeting_id, "kind": one.kind, "marked_at": meetings.now()}
    tx.execute(sa.insert(tables.removals).values(values))


def unmark(tx: Transaction, one: Due) -> None:
    """Take the mark away."""
    table = tables.removals
    tx.execute(sa.delete(table).where(table.c.meeting_id == one.meeting_id, table.c.kind == one.kind))


def files(tx: Transaction, one: Due) -> tuple[StoredFile, ...]:
    """The files that go with it."""
    return meetings.files(tx, one.meeting_id, _FILES[one.kind])


def transcript_versions(tx: Transaction, one: Due) -> int:
    """How many versions of the transcript go with it."""
    table = tables.transcripts
    if one.kind is Removed.AUDIO:
        return 0
    query = sa.select(sa.func.count()).select_from(table).where(table.c.meeting_id == one.meeting_id)
    return int(tx.scalar(query) or 0)


def take_out(tx: Transaction, one: Due) -> None:
    """Delete its rows and note that its files are destroyed; their bytes are the caller's to remove."""
    for file in files(tx, one):
        meetings.destroy_file(tx, file.id)
    if one.kind is Removed.TALK:
        own = sa.select(tables.files.c.id).where(tables.files.c.meeting_id == one.meeting_id)
        tx.execute(sa.delete(tables.batches).where(tables.batches.c.file_id.in_(own)))
        tx.execute(sa.delete(tables.transcripts).where(tables.transcripts.c.meeting_id == one.meeting_id))
    unmark(tx, one)


def _drafted_at() -> sa.ScalarSelect[Any]:
    """When the last item got its first text; later drafts do not need the audio."""
    table = tables.texts
    query = sa.select(sa.func.max(table.c.created_at)).where(
        table.c.meeting_id == tables.meetings.c.id, table.c.version == 1
    )
    return query.scalar_subquery()


def _approved_at() -> sa.ScalarSelect[Any]:
    table = tables.minutes
    query = sa.select(sa.func.max(table.c.created_at)).where(table.c.meeting_id == tables.meetings.c.id)
    return query.scalar_subquery()


def _has_files(kind: Removed) -> sa.ColumnElement[bool]:
    table = tables.files
    return sa.exists().where(
        table.c.meeting_id == tables.meetings.c.id,
        table.c.kind == _FILES[kind],
        table.c.destroyed_at.is_(None),
    )


def _has_talk() -> sa.ColumnElement[bool]:
    return sa.exists().where(tables.transcripts.c.meeting_id == tables.meetings.c.id)
