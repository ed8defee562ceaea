"""Meetings as a list shows them: found by words, body and date, with what is left to do in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workflow.phases import ItemState
from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import FileKind, StoredMeeting, get


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which meetings are looked for. `bodies` None: all; `since` and `until` say when it was held."""

    bodies: tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a meeting is: its items that are not approved, all its items, and its recordings."""

    open_items: frozenset[str]
    items: int
    recordings: int


def held_at(meeting: StoredMeeting) -> datetime:
    """Where the meeting stands in a list: when it was held, else when it came into the house."""
    return meeting.starts_at or meeting.created_at


def found(
    tx: Transaction, search: Search, *, after: tuple[datetime, str] | None, limit: int
) -> tuple[StoredMeeting, ...]:
    """Meetings, the latest held first. All that hold the words are here, and some that do not.

    The words are looked for in the stored agenda, whose closed items not everybody may know of, and which
    holds letters that a database compares in its own way: whoever asks looks again at what they may see.
    """
    table = tables.meetings
    when = sa.func.coalesce(table.c.starts_at, table.c.created_at, type_=tables.UtcTime())
    query = sa.select(table.c.id).where(table.c.deleted_at.is_(None))
    if search.bodies is not None:
        query = query.where(table.c.body.in_(search.bodies))
    for word in search.words:
        query = query.where(sa.or_(table.c.body.ilike(_pattern(word)), table.c.agenda.ilike(_pattern(word))))
    if search.since is not None:
        query = query.where(when >= search.since)
    if search.until is not None:
        query = query.where(when < search.until)
    if after is not None:
        at, last = after
        query = query.where(sa.or_(when < at, sa.and_(when == at, table.c.id < last)))
    rows = tx.execute(query.order_by(when.desc(), table.c.id.desc()).limit(limit))
    return tuple(get(tx, row.id) for row in rows.all())


def standings(tx: Transaction, meeting_ids: Sequence[str]) -> dict[str, Standing]:
    """How far each of these meetings is."""
    items, files = tables.items, tables.files
    states = tx.execute(
        sa.select(items.c.meeting_id, items.c.item_id, items.c.state).where(
            items.c.meeting_id.in_(meeting_ids)
        )
    ).all()
    recorded = tx.execute(
        sa.select(files.c.meeting_id, sa.func.count())
        .where(
            files.c.meeting_id.in_(meeting_ids),
            files.c.kind == FileKind.RECORDING,
            files.c.destroyed_at.is_(None),
        )
        .group_by(files.c.meeting_id)
    ).all()
    recordings = {row[0]: row[1] for row in recorded}
    return {
        meeting_id: Standing(
            open_items=frozenset(
                row.item_id for row in states if row.meeting_id == meeting_id and row.state == ItemState.OPEN
            ),
            items=sum(row.meeting_id == meeting_id for row in states),
            recordings=recordings.get(meeting_id, 0),
        )
        for meeting_id in meeting_ids
    }


def bodies(tx: Transaction) -> tuple[str, ...]:
    """Every body that has a meeting here."""
    table = tables.meetings
    query = sa.select(table.c.body).where(table.c.deleted_at.is_(None)).distinct().order_by(table.c.body)
    return tuple(row.body for row in tx.execute(query))


def _pattern(word: str) -> str:
    """Finds all that holds the word, and more: what is no plain letter or digit matches anything."""
    return "%" + "".join(c if c.isascii() and c.isalnum() else "%" for c in word) + "%"
