"""API keys of those who read what is published. The shelf keeps only a hash of each secret."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from minutes.errors import NotFoundError
from workflow.published import tables
from workflow.published.database import Transaction
from workflow.published.moments import moment, stamp

_PREFIX = "ref_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A key. `bodies` are slugs; None is every body."""

    id: str
    name: str
    bodies: frozenset[str] | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether the key is neither revoked nor past its time."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


def add(
    tx: Transaction, *, name: str, bodies: frozenset[str] | None, at: datetime, expires_at: datetime | None
) -> tuple[Reader, str]:
    """A new key and its secret, which is never seen again."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    own_id = str(uuid.uuid4())
    tx.execute(
        sa.insert(tables.readers).values(
            id=own_id,
            secret_sha256=_hashed(secret),
            name=name,
            bodies=json.dumps(sorted(bodies) if bodies is not None else None),
            created_at=stamp(at),
            expires_at=stamp(expires_at) or None,
        )
    )
    reader = Reader(
        id=own_id, name=name, bodies=bodies, created_at=at, expires_at=expires_at, revoked_at=None
    )
    return reader, secret


def revoke(tx: Transaction, own_id: str, *, at: datetime) -> None:
    """Make a key worthless from now on.

    Raises:
        NotFoundError: there is no such key.
    """
    table = tables.readers
    changed = tx.execute(
        sa.update(table)
        .where(table.c.id == own_id)
        .values(revoked_at=sa.func.coalesce(table.c.revoked_at, stamp(at)))
    )
    if changed.rowcount == 0:
        raise NotFoundError(
            "no such key", where=f"key {own_id}", remedy="Choose one from 'referent intranet key list'"
        )


def all_readers(tx: Transaction) -> tuple[Reader, ...]:
    """Every key, the oldest first."""
    rows = tx.execute(sa.select(tables.readers).order_by(tables.readers.c.created_at, tables.readers.c.id))
    return tuple(_reader(row) for row in rows)


def find(tx: Transaction, secret: str) -> Reader | None:
    """The key with that secret, whether or not it still holds."""
    row = tx.execute(_BY_SECRET, {"hash": _hashed(secret)}).first()
    return _reader(row) if row is not None else None


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _reader(row: Any) -> Reader:
    bodies = json.loads(row.bodies)
    return Reader(
        id=row.id,
        name=row.name,
        bodies=frozenset(bodies) if bodies is not None else None,
        created_at=moment(row.created_at),
        expires_at=moment(row.expires_at) if row.expires_at else None,
        revoked_at=moment(row.revoked_at) if row.revoked_at else None,
    )


_BY_SECRET = sa.select(tables.readers).where(tables.readers.c.secret_sha256 == sa.bindparam("hash"))
