"""The webhooks of a house, and the outbox of what they are told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from minutes.errors import NotFoundError
from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import now


class DeliveryState(StrEnum):
    """How far a message has come. A dead one is sent no more unless somebody asks for it."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWebhook:
    """An address that is told of what becomes public."""

    id: str
    name: str
    url: str
    secret: str
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDelivery:
    """One message for one webhook. `attempts` counts those that were begun."""

    id: str
    webhook_id: str
    meeting_id: str
    kind: str
    body: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_at: datetime
    answered_at: datetime | None
    status: int | None
    failure: str | None


def add(tx: Transaction, webhook: StoredWebhook) -> None:
    """Keep a new webhook."""
    table = tables.webhooks
    values = {column.name: getattr(webhook, column.name) for column in table.c}
    tx.execute(sa.insert(table).values(**values))


def every(tx: Transaction, *, hold: bool = False) -> tuple[StoredWebhook, ...]:
    """All webhooks, the first one first. `hold`: none is removed before this transaction ends."""
    table = tables.webhooks
    query = sa.select(table).order_by(table.c.created_at, table.c.id)
    rows = tx.execute(query.with_for_update(read=True) if hold else query)
    return tuple(StoredWebhook(**row._mapping) for row in rows)


def get(tx: Transaction, webhook_id: str) -> StoredWebhook:
    """One webhook.

    Raises:
        NotFoundError: there is none with that id.
    """
    table = tables.webhooks
    row = tx.execute(sa.select(table).where(table.c.id == webhook_id)).first()
    if row is None:
        raise NotFoundError("there is no such webhook", where="webhooks", remedy="Fetch the list again")
    return StoredWebhook(**row._mapping)


def remove(tx: Transaction, webhook_id: str) -> None:
    """Forget a webhook and all that it was or would have been told.

    Raises:
        NotFoundError: there is none with that id.
    """
    table = tables.webhooks
    tx.execute(sa.select(table.c.id).where(table.c.id == webhook_id).with_for_update())  # no more is put out
    get(tx, webhook_id)
    tx.execute(sa.delete(tables.deliveries).where(tables.deliveries.c.webhook_id == webhook_id))
    tx.execute(sa.delete(table).where(table.c.id == webhook_id))


def put_out(
    tx: Transaction, *, delivery_id: str, webhook_id: str, meeting_id: str, kind: str, body: str
) -> None:
    """Put a message into the outbox."""
    at = now()
    tx.execute(
        sa.insert(tables.deliveries).values(
            id=delivery_id,
            webhook_id=webhook_id,
            meeting_id=meeting_id,
            kind=kind,
            body=body,
            state=DeliveryState.WAITING,
            attempts=0,
            created_at=at,
            next_at=at,
        )
    )


def take_due(
    tx: Transaction, at: datetime, *, until: datetime, without: Collection[str]
) -> StoredDelivery | None:
    """The oldest message that is due, which no other sender then gets before `until`.

    Messages of the webhooks `without` are left out, and so is what the shelf does not show yet: the receiver
    will come at once to fetch what it was told of.
    """
    table, publications = tables.deliveries, tables.publications
    unshelved = sa.exists().where(
        publications.c.meeting_id == table.c.meeting_id, publications.c.shelved_at.is_(None)
    )
    query = (
        sa.select(table)
        .where(
            table.c.state == DeliveryState.WAITING,
            table.c.next_at <= at,
            table.c.webhook_id.not_in(without),
            ~unshelved,
        )
        .order_by(table.c.created_at, table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = tx.execute(query).first()
    if row is None:
        return None
    attempts = row.attempts + 1
    tx.execute(sa.update(table).where(table.c.id == row.id).values(next_at=until, attempts=attempts))
    return _delivery(row, attempts=attempts, next_at=until)


def note_attempt(
    tx: Transaction,
    delivery_id: str,
    *,
    state: DeliveryState,
    next_at: datetime,
    status: int | None,
    failure: str | None,
) -> None:
    """Keep how an attempt ended."""
    table = tables.deliveries
    values = {"state": state, "next_at": next_at, "status": status, "failure": failure, "answered_at": now()}
    tx.execute(sa.update(table).where(table.c.id == delivery_id).values(**values))


def deliveries(
    tx: Transaction, webhook_id: str, *, state: DeliveryState | None, limit: int
) -> tuple[StoredDelivery, ...]:
    """What a webhook was or will be told, the newest first."""
    table = tables.deliveries
    query = sa.select(table).where(table.c.webhook_id == webhook_id)
    if state is not None:
        query = query.where(table.c.state == state)
    return tuple(
        _delivery(row)
        for row in tx.execute(query.order_by(table.c.created_at.desc(), table.c.id).limit(limit))
    )


def revive(tx: Transaction, webhook_id: str, delivery_id: str) -> StoredDelivery:
    """Have a dead message sent again, as if for the first time.

    Raises:
        NotFoundError: the webhook has no dead message with that id.
    """
    table = tables.deliveries
    mine = sa.and_(
        table.c.id == delivery_id, table.c.webhook_id == webhook_id, table.c.state == DeliveryState.DEAD
    )
    values = {"state": DeliveryState.WAITING, "attempts": 0, "next_at": now()}
    changed = tx.execute(sa.update(table).where(mine).values(**values)).rowcount
    if not changed:
        raise NotFoundError(
            "there is no such dead message", where=f"webhook {webhook_id}", remedy="Fetch the list again"
        )
    return _delivery(tx.execute(sa.select(table).where(table.c.id == delivery_id)).one())


def _delivery(row: sa.Row[tuple[object, ...]], **more: object) -> StoredDelivery:
    columns = {**row._mapping, **more}
    return StoredDelivery(**{**columns, "state": DeliveryState(columns["state"])})
