"""Every published version of the minutes, and who answered for the personal data that stands there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from minutes.codec import from_json, to_json
from minutes.decision import PublicMinutes
from workflow.published.publication import ItemProvenance, Publication
from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import now


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPublication:
    """A published version. `shelved_at` is None while the shelf does not show what is said here."""

    meeting_id: str
    version: int
    minutes_version: int
    public: PublicMinutes
    provenance: tuple[ItemProvenance, ...]
    sha256: str
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawal_reason: str | None
    shelved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A named person lets a finding become public."""

    finding: str
    person: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the shelf has to show of a meeting. `version`: None where all of it was withdrawn."""

    version: int | None
    shelved: bool


def add(
    tx: Transaction,
    meeting_id: str,
    public: PublicMinutes,
    *,
    version: int,
    provenance: tuple[ItemProvenance, ...],
    person_id: str,
) -> StoredPublication:
    """Keep a new version."""
    payload = to_json(public, PublicMinutes)
    tx.execute(
        sa.insert(tables.publications).values(
            meeting_id=meeting_id,
            version=version,
            minutes_version=public.version,
            payload=payload,
            provenance=to_json(provenance, tuple[ItemProvenance, ...]),
            sha256=hashlib.sha256(payload.encode()).hexdigest(),
            published_by=person_id,
            published_at=now(),
        )
    )
    return of_meeting(tx, meeting_id)[-1]


def of_meeting(tx: Transaction, meeting_id: str) -> tuple[StoredPublication, ...]:
    """Every version ever published, the first one first."""
    table = tables.publications
    query = sa.select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.version)
    return tuple(_stored(row) for row in tx.execute(query))


def standing(versions: tuple[StoredPublication, ...]) -> StoredPublication | None:
    """The version that the public reads, or None."""
    return versions[-1] if versions and versions[-1].withdrawn_at is None else None


def publications(versions: tuple[StoredPublication, ...]) -> Iterator[Publication]:
    """What the shelf is to hold of a meeting: every version since the last withdrawal, in order."""
    kept = [one for one in versions if one.withdrawn_at is None]
    for place, one in enumerate(kept):
        yield Publication(
            meeting_id=one.meeting_id,
            public=one.public,
            version=one.version,
            published_at=one.published_at,
            first_published_at=kept[0].published_at,
            corrects=kept[place - 1].version if place else None,
            provenance=one.provenance,
        )


def withdraw(tx: Transaction, meeting_id: str, *, person_id: str, reason: str) -> None:
    """Take back every version that stands or stood."""
    table = tables.publications
    tx.execute(
        sa.update(table)
        .where(table.c.meeting_id == meeting_id, table.c.withdrawn_at.is_(None))
        .values(withdrawn_by=person_id, withdrawn_at=now(), withdrawal_reason=reason, shelved_at=None)
    )


def wanted(tx: Transaction) -> dict[str, Shown]:
    """What the shelf has to show, by meeting."""
    table = tables.publications
    query = sa.select(table.c.meeting_id, table.c.version, table.c.withdrawn_at, table.c.shelved_at)
    found: dict[str, Shown] = {}
    for row in tx.execute(query.order_by(table.c.meeting_id, table.c.version)):
        before = found.get(row.meeting_id)
        found[row.meeting_id] = Shown(
            version=row.version if row.withdrawn_at is None else None,
            shelved=row.shelved_at is not None and (before is None or before.shelved),
        )
    return found


def note_shelved(tx: Transaction, meeting_id: str) -> None:
    """Say that the shelf shows what the meeting's rows say."""
    table = tables.publications
    tx.execute(sa.update(table).where(table.c.meeting_id == meeting_id).values(shelved_at=now()))


def answer(tx: Transaction, meeting_id: str, finding: str, *, person: str, reason: str) -> None:
    """Keep who lets a finding become public, and why; a later answer replaces it."""
    table = tables.publication_answers
    tx.execute(sa.delete(table).where(table.c.meeting_id == meeting_id, table.c.finding == finding))
    values = {"finding": finding, "person": person, "reason": reason, "created_at": now()}
    tx.execute(sa.insert(table).values(meeting_id=meeting_id, **values))


def answers(tx: Transaction, meeting_id: str) -> dict[str, Answer]:
    """The answers by the finding that they are for."""
    table = tables.publication_answers
    columns = (table.c.finding, table.c.person, table.c.reason, table.c.created_at)
    rows = tx.execute(sa.select(*columns).where(table.c.meeting_id == meeting_id))
    return {row.finding: Answer(**row._mapping) for row in rows}


def _stored(row: sa.Row[tuple[object, ...]]) -> StoredPublication:
    columns = dict(row._mapping)
    where = f"publication {columns['version']} of meeting {columns['meeting_id']}"
    del columns["published_by"], columns["withdrawn_by"]
    public = from_json(columns.pop("payload"), PublicMinutes, where=where)
    provenance = from_json(columns.pop("provenance"), tuple[ItemProvenance, ...], where=where)
    return StoredPublication(**{**columns, "public": public, "provenance": provenance})
