"""Which creations were asked for under a client's own key, and how they were answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from workflow.store import tables
from workflow.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """What was asked, as a hash, and the answer: `status` is None while it is under way."""

    request_sha256: str
    status: int | None
    response: str | None


def reserve(
    tx: Transaction, *, key: str, person_id: str, request_sha256: str, at: datetime
) -> StoredAnswer | None:
    """Take a key for a creation; gives what it is taken for already, or None when it was free."""
    table = tables.idempotency
    insert = (postgresql if tx.dialect.name == "postgresql" else sqlite).insert(table)
    values = {"key": key, "person_id": person_id, "request_sha256": request_sha256, "created_at": at}
    taken = insert.values(values).on_conflict_do_nothing().returning(table.c.key)
    if tx.execute(taken).first() is not None:
        return None
    row = tx.execute(
        sa.select(table.c.request_sha256, table.c.status, table.c.response).where(
            table.c.key == key, table.c.person_id == person_id
        )
    ).one()
    return StoredAnswer(**row._mapping)


def answer(tx: Transaction, *, key: str, person_id: str, status: int, response: str) -> None:
    """Keep the answer for the next time."""
    table = tables.idempotency
    tx.execute(
        sa.update(table)
        .where(table.c.key == key, table.c.person_id == person_id)
        .values(status=status, response=response)
    )


def release(tx: Transaction, *, key: str, person_id: str) -> None:
    """Make a key free again: nothing was created."""
    table = tables.idempotency
    tx.execute(sa.delete(table).where(table.c.key == key, table.c.person_id == person_id))


def forget(tx: Transaction, *, before: datetime, unanswered_before: datetime) -> None:
    """Free the keys that were taken before a moment; those without an answer, before another one."""
    table = tables.idempotency
    unanswered = sa.and_(table.c.status.is_(None), table.c.created_at < unanswered_before)
    tx.execute(sa.delete(table).where(sa.or_(table.c.created_at < before, unanswered)))
