"""What the machine made of a meeting: heard batches, transcripts and segmentations, each version kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from minutes.codec import from_json, to_json
from minutes.discussion import Segmentation
from minutes.errors import StateError
from minutes.transcript import Transcript
from transcribe.recording import WindowResult
from workflow.progress import Stage
from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import now

_MOST_DECODED = 4
"""Transcripts kept in memory as they were decoded: a version never changes, and hours of talk take long."""


class TranscriptChange(StrEnum):
    """Why a transcript has a new version."""

    HEARD = "heard"
    IMPORTED = "imported"
    NAME = "name"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTranscript:
    """A version of a meeting's transcript."""

    version: int
    transcript: Transcript
    author: str
    change: TranscriptChange
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSegmentation:
    """A version of the division. `fixed` is the secretary's word: utterance id to item id, or to None."""

    version: int
    segmentation: Segmentation
    fixed: Mapping[int, str | None]
    author: str
    created_at: datetime


def save_batch(
    tx: Transaction, *, file_id: str, recipe: str, number: int, results: tuple[WindowResult, ...]
) -> None:
    """Keep what was heard in one batch of windows; a batch that is there already is left as it is."""
    if batch(tx, file_id=file_id, recipe=recipe, number=number) is not None:
        return
    tx.execute(
        sa.insert(tables.batches).values(
            file_id=file_id,
            recipe=recipe,
            number=number,
            payload=to_json(results, tuple[WindowResult, ...]),
            created_at=now(),
        )
    )


def batch(tx: Transaction, *, file_id: str, recipe: str, number: int) -> tuple[WindowResult, ...] | None:
    """What was heard in a batch, or None if it was not heard yet."""
    table = tables.batches
    payload = tx.scalar(
        sa.select(table.c.payload).where(
            table.c.file_id == file_id, table.c.recipe == recipe, table.c.number == number
        )
    )
    if payload is None:
        return None
    return from_json(payload, tuple[WindowResult, ...], where=f"batch {number}")


def note_progress(
    tx: Transaction, meeting_id: str, *, stage: Stage, fraction: float, started_at: datetime
) -> None:
    """Write down how far the job is; leaves the row version alone, so that no edit is refused for it."""
    tx.execute(
        sa.update(tables.meetings)
        .where(tables.meetings.c.id == meeting_id)
        .values(stage=stage, fraction=fraction, stage_started_at=started_at)
    )


def save_transcript(
    tx: Transaction, meeting_id: str, transcript: Transcript, *, author: str, change: TranscriptChange
) -> int:
    """Keep a new version; gives its number, from 1."""
    version = _last(tx, tables.transcripts, meeting_id) + 1
    tx.execute(
        sa.insert(tables.transcripts).values(
            meeting_id=meeting_id,
            version=version,
            payload=to_json(transcript, Transcript),
            author=author,
            change=change,
            created_at=now(),
        )
    )
    return version


def transcript(tx: Transaction, meeting_id: str, version: int | None = None) -> StoredTranscript:
    """A version of the transcript; the newest if None.

    Raises:
        StateError: there is none (not yet, or not any more).
    """
    table = tables.transcripts
    query = sa.select(table.c.version, table.c.author, table.c.change, table.c.created_at)
    query = query.where(table.c.meeting_id == meeting_id)
    if version is not None:
        query = query.where(table.c.version == version)
    row = tx.execute(query.order_by(table.c.version.desc()).limit(1)).first()
    if row is None:
        raise _missing("transcript", meeting_id)

    def decode() -> Transcript:
        stored = _row(tx, table, meeting_id, row.version)
        return from_json(stored.payload, Transcript, where=f"meeting {meeting_id}")

    return StoredTranscript(
        version=row.version,
        transcript=_decoded.get((meeting_id, row.version, row.created_at), decode),
        author=row.author,
        change=TranscriptChange(row.change),
        created_at=row.created_at,
    )


def save_segmentation(
    tx: Transaction,
    meeting_id: str,
    segmentation: Segmentation,
    *,
    fixed: Mapping[int, str | None],
    author: str,
) -> int:
    """Keep a new version; gives its number, from 1."""
    version = _last(tx, tables.segmentations, meeting_id) + 1
    tx.execute(
        sa.insert(tables.segmentations).values(
            meeting_id=meeting_id,
            version=version,
            payload=to_json(segmentation, Segmentation),
            fixed={str(utterance): item for utterance, item in fixed.items()},
            author=author,
            created_at=now(),
        )
    )
    return version


def segmentation(tx: Transaction, meeting_id: str, version: int | None = None) -> StoredSegmentation:
    """A version of the division; the newest if None.

    Raises:
        StateError: there is none yet.
    """
    row = _row(tx, tables.segmentations, meeting_id, version)
    if row is None:
        raise _missing("division into items", meeting_id)
    return StoredSegmentation(
        version=row.version,
        segmentation=from_json(row.payload, Segmentation, where=f"meeting {meeting_id}"),
        fixed={int(utterance): item for utterance, item in row.fixed.items()},
        author=row.author,
        created_at=row.created_at,
    )


class _Decoded:
    """The transcripts read last, by meeting, version and the moment when it was kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, datetime], Transcript] = OrderedDict()

    def get(self, key: tuple[str, int, datetime], decode: Callable[[], Transcript]) -> Transcript:
        """The one kept under the key, else what `decode` gives."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = decode()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _MOST_DECODED:
                self._kept.popitem(last=False)
        return found


_decoded = _Decoded()


def _last(tx: Transaction, table: sa.Table, meeting_id: str) -> int:
    query = sa.select(sa.func.max(table.c.version)).where(table.c.meeting_id == meeting_id)
    return tx.scalar(query) or 0


def _row(tx: Transaction, table: sa.Table, meeting_id: str, version: int | None) -> sa.Row[tuple[object]]:
    query = sa.select(table).where(table.c.meeting_id == meeting_id)
    if version is not None:
        query = query.where(table.c.version == version)
    return tx.execute(query.order_by(table.c.version.desc()).limit(1)).first()  # type: ignore[return-value]


def _missing(thing: str, meeting_id: str) -> StateError:
    return StateError(
        f"there is no {thing}",
        where=f"meeting {meeting_id}",
        remedy="Start the meeting and wait until it has come that far",
    )
