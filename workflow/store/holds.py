"""Who set or lifted a meeting's legal hold, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workflow.store import meetings, tables
from workflow.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSet:
    """One act: `held` is what the meeting was set to."""

    held: bool
    person: str
    reason: str
    created_at: datetime


def add(tx: Transaction, meeting_id: str, *, held: bool, person: str, reason: str) -> None:
    """Set or lift the hold of a meeting, and keep who did it and why."""
    meetings.change(tx, meeting_id, legal_hold=held)  # first: it locks the meeting
    table = tables.holds
    last = tx.scalar(sa.select(sa.func.max(table.c.number)).where(table.c.meeting_id == meeting_id))
    tx.execute(
        sa.insert(table).values(
            meeting_id=meeting_id,
            number=(last or 0) + 1,
            held=held,
            person=person,
            reason=reason,
            created_at=meetings.now(),
        )
    )


def history(tx: Transaction, meeting_id: str) -> tuple[HoldSet, ...]:
    """Every setting and lifting of a meeting's hold, in order."""
    table = tables.holds
    query = sa.select(table.c.held, table.c.person, table.c.reason, table.c.created_at)
    rows = tx.execute(query.where(table.c.meeting_id == meeting_id).order_by(table.c.number))
    return tuple(HoldSet(**row._mapping) for row in rows)
