"""The record: decisions and minutes as approved, each with the hash of its row. Rows are only ever added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from minutes.codec import from_json, to_json
from minutes.decision import Decision, Minutes
from minutes.errors import NotFoundError
from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import now

_TABLES = (tables.decisions, tables.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """A decision with the version of the text that was approved, and who signed in to approve it.

    The text's row says what the text was drafted with: see `store/texts.py`.
    """

    decision: Decision
    text_version: int
    sha256: str
    person_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMinutes:
    """A version of a meeting's approved minutes."""

    minutes: Minutes
    sha256: str
    person_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A row of the record that is not as it was written. `item_id` is None for minutes."""

    table: str
    meeting_id: str
    item_id: str | None
    version: int


def add_decision(
    tx: Transaction, meeting_id: str, decision: Decision, *, text_version: int, person_id: str
) -> str:
    """Keep a decision for ever; gives the hash of its row."""
    columns = {
        "meeting_id": meeting_id,
        "item_id": decision.item_id,
        "version": decision.version,
        "text_version": text_version,
        "payload": to_json(decision, Decision),
        "person_id": person_id,
        "created_at": now(),
    }
    return _add(tx, tables.decisions, columns)


def decisions(tx: Transaction, meeting_id: str, item_id: str) -> tuple[StoredDecision, ...]:
    """Every decision ever taken on an item, the first one first."""
    table = tables.decisions
    query = sa.select(table).where(table.c.meeting_id == meeting_id, table.c.item_id == item_id)
    return tuple(_decision(row) for row in tx.execute(query.order_by(table.c.version)))


def decision(tx: Transaction, meeting_id: str, item_id: str, version: int) -> StoredDecision:
    """One decision.

    Raises:
        NotFoundError: there is none of this version.
    """
    for one in decisions(tx, meeting_id, item_id):
        if one.decision.version == version:
            return one
    raise NotFoundError("no such decision", where=f"item {item_id}", remedy="Choose one from the item's list")


def add_minutes(tx: Transaction, meeting_id: str, minutes: Minutes, *, person_id: str) -> str:
    """Keep approved minutes for ever; gives the hash of their row."""
    columns = {
        "meeting_id": meeting_id,
        "version": minutes.version,
        "payload": to_json(minutes, Minutes),
        "person_id": person_id,
        "created_at": now(),
    }
    return _add(tx, tables.minutes, columns)


def minutes(tx: Transaction, meeting_id: str, version: int | None = None) -> StoredMinutes | None:
    """A version of the approved minutes, the newest if None; None where there is none."""
    table = tables.minutes
    query = sa.select(table).where(table.c.meeting_id == meeting_id)
    if version is not None:
        query = query.where(table.c.version == version)
    row = tx.execute(query.order_by(table.c.version.desc()).limit(1)).first()
    return None if row is None else _minutes(row)


def damaged(tx: Transaction) -> Iterator[Damage]:
    """The rows whose hash does not hold, and those that the audit log tells of and that are not there.

    The audit log has a row for each, with its hash: a row that was changed together with its hash shows too.
    """
    told = _told(tx)
    for table in _TABLES:
        for row in tx.execute(sa.select(table)):
            columns = dict(row._mapping)
            stored, key = columns.pop("sha256"), _key(table, columns)
            if told.pop(key, None) != stored or stored != _hash(columns):
                yield Damage(
                    table=table.name,
                    meeting_id=row.meeting_id,
                    item_id=columns.get("item_id"),
                    version=row.version,
                )
    for table_name, meeting_id, item_id, version in told:
        yield Damage(table=table_name, meeting_id=meeting_id, item_id=item_id, version=version)


DECIDED = "item.approve"
ADOPTED = "minutes.approve"
"""The acts in the audit log that add a row here: their detail holds item, version and hash."""


def _told(tx: Transaction) -> dict[tuple[str, str, str | None, int], str]:
    """What the audit log says of every row: its key and its hash."""
    log = tables.audit
    query = sa.select(log.c.action, log.c.meeting_id, log.c.detail).where(
        log.c.action.in_((DECIDED, ADOPTED))
    )
    told = {}
    for action, meeting_id, detail in tx.execute(query):
        table = tables.decisions if action == DECIDED else tables.minutes
        key = {"meeting_id": meeting_id, "item_id": detail.get("item"), "version": detail["version"]}
        told[_key(table, key)] = detail["sha256"]
    return told


def _key(table: sa.Table, columns: Mapping[str, Any]) -> tuple[str, str, str | None, int]:
    return table.name, columns["meeting_id"], columns.get("item_id"), columns["version"]


def _add(tx: Transaction, table: sa.Table, columns: Mapping[str, Any]) -> str:
    sha256 = _hash(columns)
    tx.execute(sa.insert(table).values({**columns, "sha256": sha256}))
    return sha256


def _hash(columns: Mapping[str, Any]) -> str:
    """Over the row as canonical JSON: the payload as a value, so that its layout does not matter."""
    content = {
        **columns,
        "payload": json.loads(columns["payload"]),
        "created_at": columns["created_at"].astimezone(UTC).isoformat(),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _decision(row: sa.Row[tuple[object, ...]]) -> StoredDecision:
    return StoredDecision(
        decision=from_json(row.payload, Decision, where=f"item {row.item_id}"),
        text_version=row.text_version,
        sha256=row.sha256,
        person_id=row.person_id,
        created_at=row.created_at,
    )


def _minutes(row: sa.Row[tuple[object, ...]]) -> StoredMinutes:
    return StoredMinutes(
        minutes=from_json(row.payload, Minutes, where=f"meeting {row.meeting_id}"),
        sha256=row.sha256,
        person_id=row.person_id,
        created_at=row.created_at,
    )
