"""Personal data go when their time is over: marked by one run, destroyed by a later one, both on record.

Between the two lies the grace (`retention_grace_days`), in which somebody can still set a legal hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.files import Files
from workflow.settings import Settings
from workflow.store import audit, dump, removals
from workflow.store.database import Database, Transaction
from workflow.store.meetings import now
from workflow.store.removals import Due, Removed


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedFile:
    """A file that is gone, by what identified it."""

    id: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """What went of a meeting."""

    meeting_id: str
    kind: Removed
    files: tuple[DestroyedFile, ...]
    transcript_versions: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Waiting:
    """What is marked, and the moment from which a run destroys it."""

    meeting_id: str
    kind: Removed
    destroyed_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a run did; what it would do, if it is a dry run."""

    at: datetime
    dry_run: bool
    marked: tuple[Due, ...]
    unmarked: tuple[Due, ...]
    waiting: tuple[Waiting, ...]
    destroyed: tuple[Destroyed, ...]

    def meetings(self) -> frozenset[str]:
        """The ids of the meetings that it names."""
        dues = frozenset(one.meeting_id for one in (*self.marked, *self.unmarked))
        marks = frozenset(one.meeting_id for one in self.waiting)
        return dues | marks | frozenset(one.meeting_id for one in self.destroyed)


def apply(db: Database, files: Files, settings: Settings, *, dry_run: bool = False) -> Receipt:
    """Mark what is due, unmark what is not any more, destroy what was marked long enough and still is due.

    Raises:
        UnavailableError: the database does not answer; nothing is destroyed.
        OSError: a file cannot be removed; the next run tries again.
    """
    if dry_run:
        with db.read() as tx:
            return _receipt(tx, settings, dry_run=True)
    with db.write() as tx:
        receipt = _receipt(tx, settings, dry_run=False)
        _carry_out(tx, receipt)
    _remove_bytes(db, files)
    return receipt


def _receipt(tx: Transaction, settings: Settings, *, dry_run: bool) -> Receipt:
    at, grace = now(), timedelta(days=settings.retention_grace_days)
    due, marks = _due(tx, settings, at), removals.marked(tx)
    over = {one: marked_at + grace for one, marked_at in marks.items() if one in due}
    return Receipt(
        at=at,
        dry_run=dry_run,
        marked=tuple(sorted(due - marks.keys())),
        unmarked=tuple(sorted(marks.keys() - due)),
        waiting=tuple(
            sorted(
                Waiting(meeting_id=one.meeting_id, kind=one.kind, destroyed_from=moment)
                for one, moment in over.items()
                if moment > at
            )
        ),
        destroyed=tuple(_destroyed(tx, one) for one in sorted(over) if over[one] <= at),
    )


def _due(tx: Transaction, settings: Settings, at: datetime) -> frozenset[Due]:
    days = {
        Removed.AUDIO: settings.audio_days_after_draft,
        Removed.TALK: settings.transcript_days_after_approval,
    }
    found: frozenset[Due] = frozenset()
    for kind, kept in days.items():
        if kept is not None:
            found |= removals.due(tx, kind, before=at - timedelta(days=kept))
    return found


def _destroyed(tx: Transaction, one: Due) -> Destroyed:
    return Destroyed(
        meeting_id=one.meeting_id,
        kind=one.kind,
        files=tuple(
            DestroyedFile(id=file.id, size_bytes=file.size_bytes, sha256=file.sha256)
            for file in removals.files(tx, one)
        ),
        transcript_versions=removals.transcript_versions(tx, one),
    )


def _carry_out(tx: Transaction, receipt: Receipt) -> None:
    for one in receipt.marked:
        removals.mark(tx, one)
        _note(tx, "retention.mark", one.meeting_id, kind=one.kind)
    for one in receipt.unmarked:
        removals.unmark(tx, one)
        _note(tx, "retention.unmark", one.meeting_id, kind=one.kind)
    for gone in receipt.destroyed:
        removals.take_out(tx, Due(meeting_id=gone.meeting_id, kind=gone.kind))
        for file in gone.files:
            _note(tx, "retention.destroy", gone.meeting_id, kind=gone.kind, file=file.id, sha256=file.sha256)
        if gone.transcript_versions:
            versions = gone.transcript_versions
            _note(tx, "retention.destroy", gone.meeting_id, kind=gone.kind, versions=versions)


def _note(tx: Transaction, action: str, meeting_id: str, **detail: str | int) -> None:
    audit.record(tx, actor=audit.SYSTEM, action=action, meeting_id=meeting_id, detail=detail)


def _remove_bytes(db: Database, files: Files) -> None:
    """Of every file that counts as destroyed: what a crash left behind last time goes now."""
    with db.read() as tx:
        gone = dump.destroyed_files(tx)
    for file_id in gone:
        files.destroy(file_id)
