"""The audit log: append-only, each row carrying the hash of the one before, so that a gap shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from workflow.store.database import Transaction
from workflow.store.tables import audit

FIRST_HASH = "0" * 64
SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """Who did what, when. `detail` holds ids and numbers, never a person's words."""

    number: int
    at: datetime
    actor: str
    action: str
    meeting_id: str | None
    detail: Mapping[str, str | int | float | bool | None]
    previous_hash: str
    hash: str


def record(
    tx: Transaction,
    *,
    actor: str,
    action: str,
    meeting_id: str | None = None,
    detail: Mapping[str, str | int | float | bool | None] | None = None,
) -> None:
    """Append a row; part of the transaction of the act that it records."""
    if tx.dialect.name == "postgresql":
        # SQLite has one writer; here the chain itself must be locked.
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    last = tx.execute(sa.select(audit).order_by(audit.c.number.desc()).limit(1)).first()
    row = AuditRow(
        number=last.number + 1 if last else 1,
        at=datetime.now(UTC).replace(microsecond=0),
        actor=actor,
        action=action,
        meeting_id=meeting_id,
        detail=dict(detail or {}),
        previous_hash=last.hash if last else FIRST_HASH,
        hash="",
    )
    tx.execute(sa.insert(audit).values({**_columns(row), "hash": _hash(row)}))


def rows(
    tx: Transaction, *, after: int = 0, limit: int = 100, meeting_id: str | None = None
) -> tuple[AuditRow, ...]:
    """Rows in order, those with a number above `after`."""
    query = sa.select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(limit)
    if meeting_id is not None:
        query = query.where(audit.c.meeting_id == meeting_id)
    return tuple(AuditRow(**row._mapping) for row in tx.execute(query))


def broken(tx: Transaction) -> Iterator[int]:
    """Numbers of the rows whose hash or place in the chain does not hold; none in a sound log."""
    previous, number = FIRST_HASH, 0
    for found in tx.execute(sa.select(audit).order_by(audit.c.number)):
        row = AuditRow(**found._mapping)
        if row.number != number + 1 or row.previous_hash != previous or row.hash != _hash(row):
            yield row.number
        previous, number = row.hash, row.number


_CHAIN_LOCK = 7_265_666_572


def _columns(row: AuditRow) -> dict[str, object]:
    return {
        "number": row.number,
        "at": row.at,
        "actor": row.actor,
        "action": row.action,
        "meeting_id": row.meeting_id,
        "detail": dict(row.detail),
        "previous_hash": row.previous_hash,
    }


def _hash(row: AuditRow) -> str:
    content = _columns(row) | {"at": row.at.astimezone(UTC).isoformat()}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
