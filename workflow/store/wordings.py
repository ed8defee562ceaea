"""What may be said in public of closed items: every wording ever written, and who approved which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import now


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWording:
    """One version. An empty text says nothing; only the newest version counts, and only when approved."""

    version: int
    text: str
    written_by: str
    written_at: datetime
    approved_by: str | None
    approved_at: datetime | None


def newest(tx: Transaction, meeting_id: str, item_id: str) -> StoredWording | None:
    """The newest wording of an item, or None where nobody ever wrote one."""
    table = tables.public_wordings
    query = sa.select(table).where(table.c.meeting_id == meeting_id, table.c.item_id == item_id)
    row = tx.execute(query.order_by(table.c.version.desc()).limit(1)).first()
    return None if row is None else _stored(row)


def write(tx: Transaction, meeting_id: str, item_id: str, text: str, *, person: str) -> None:
    """Keep a new wording, which nobody has approved yet."""
    before = newest(tx, meeting_id, item_id)
    tx.execute(
        sa.insert(tables.public_wordings).values(
            meeting_id=meeting_id,
            item_id=item_id,
            version=before.version + 1 if before else 1,
            text=text,
            written_by=person,
            written_at=now(),
        )
    )


def approve(tx: Transaction, meeting_id: str, item_id: str, version: int, *, person: str) -> None:
    """Let a wording become public with the next publication."""
    table = tables.public_wordings
    tx.execute(
        sa.update(table)
        .where(table.c.meeting_id == meeting_id, table.c.item_id == item_id, table.c.version == version)
        .values(approved_by=person, approved_at=now())
    )


def approved(tx: Transaction, meeting_id: str) -> dict[str, str]:
    """What may be said now, by item; items of which nothing may be said are left out."""
    table = tables.public_wordings
    query = sa.select(table).where(table.c.meeting_id == meeting_id).order_by(table.c.version)
    last = {row.item_id: row for row in tx.execute(query)}
    return {item: row.text for item, row in last.items() if row.approved_by is not None and row.text}


def _stored(row: sa.Row[tuple[object, ...]]) -> StoredWording:
    columns = dict(row._mapping)
    del columns["meeting_id"], columns["item_id"]
    return StoredWording(**columns)
