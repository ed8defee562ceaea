"""What persons answered for by name: concerns taken upon themselves, and why an item was reopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """A named person answers for a concern of the item's text. `text_version` is the one it was seen in."""

    item_id: str
    text_version: int
    concern: str
    person: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """Why a decision no longer stands. The decision itself stays in the record."""

    item_id: str
    decision_version: int
    person: str
    reason: str
    created_at: datetime


def acknowledge(
    tx: Transaction,
    meeting_id: str,
    item_id: str,
    *,
    text_version: int,
    concern: str,
    person: str,
    reason: str,
) -> None:
    """Keep that somebody answers for a concern; who does so first is kept."""
    known = {(one.text_version, one.concern) for one in acknowledgements(tx, meeting_id, item_id)}
    if (text_version, concern) in known:
        return
    tx.execute(
        sa.insert(tables.acknowledgements).values(
            meeting_id=meeting_id,
            item_id=item_id,
            text_version=text_version,
            concern=concern,
            person=person,
            reason=reason,
            created_at=now(),
        )
    )


def acknowledgements(
    tx: Transaction, meeting_id: str, item_id: str | None = None
) -> tuple[Acknowledgement, ...]:
    """All of them, in order; of one item, or of the whole meeting."""
    table = tables.acknowledgements
    query = sa.select(*(column for column in table.c if column.name != "meeting_id")).where(
        table.c.meeting_id == meeting_id
    )
    if item_id is not None:
        query = query.where(table.c.item_id == item_id)
    return tuple(Acknowledgement(**row._mapping) for row in tx.execute(query.order_by(table.c.created_at)))


def reopen(
    tx: Transaction, meeting_id: str, item_id: str, *, decision_version: int, person: str, reason: str
) -> None:
    """Keep why a decision no longer stands."""
    tx.execute(
        sa.insert(tables.reopenings).values(
            meeting_id=meeting_id,
            item_id=item_id,
            decision_version=decision_version,
            person=person,
            reason=reason,
            created_at=now(),
        )
    )


def reopenings(tx: Transaction, meeting_id: str, item_id: str) -> tuple[Reopening, ...]:
    """Every reopening of an item, in order."""
    table = tables.reopenings
    query = sa.select(*(column for column in table.c if column.name != "meeting_id")).where(
        table.c.meeting_id == meeting_id, table.c.item_id == item_id
    )
    return tuple(Reopening(**row._mapping) for row in tx.execute(query.order_by(table.c.decision_version)))
