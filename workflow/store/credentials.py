"""What people sign in with: sessions, one-time links, API keys, sign-ins under way. Only hashes are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from workflow.access import Scope
from workflow.store import tables
from workflow.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A person who is signed in in one browser."""

    token_hash: str
    person_id: str
    csrf_token: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """An API key without its secret."""

    id: str
    name: str
    person_id: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOidcLogin:
    """A sign-in that was sent to the identity provider and has not come back yet."""

    token_hash: str
    state: str
    nonce: str
    code_verifier: str
    expires_at: datetime


# --- sessions ---------------------------------------------------------------------------------------------
def add_session(tx: Transaction, session: StoredSession) -> None:
    """Keep a new session."""
    table = tables.sessions
    tx.execute(
        sa.insert(table).values({name: getattr(session, name) for name in session.__dataclass_fields__})
    )


def session(tx: Transaction, token_hash: str) -> StoredSession | None:
    """The session, expired or revoked as it may be."""
    row = tx.execute(sa.select(tables.sessions).where(tables.sessions.c.token_hash == token_hash)).first()
    return None if row is None else StoredSession(**row._mapping)


def see_session(tx: Transaction, token_hash: str, at: datetime) -> None:
    """Note that the session was used."""
    table = tables.sessions
    tx.execute(sa.update(table).where(table.c.token_hash == token_hash).values(last_seen_at=at))


def revoke_session(tx: Transaction, token_hash: str, at: datetime) -> None:
    """End one session."""
    table = tables.sessions
    tx.execute(sa.update(table).where(table.c.token_hash == token_hash).values(revoked_at=at))


def revoke_sessions(tx: Transaction, person_id: str, at: datetime) -> int:
    """End every session of a person; gives how many there were."""
    table = tables.sessions
    done = tx.execute(
        sa.update(table)
        .where(table.c.person_id == person_id, table.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return done.rowcount


# --- one-time links ---------------------------------------------------------------------------------------
def add_link(tx: Transaction, *, token_hash: str, person_id: str, expires_at: datetime) -> None:
    """Keep a new one-time link."""
    tx.execute(
        sa.insert(tables.login_links).values(
            token_hash=token_hash, person_id=person_id, expires_at=expires_at
        )
    )


def use_link(tx: Transaction, token_hash: str, at: datetime) -> str | None:
    """Use a link up; gives whose it is, or None when it is unknown, used or too old."""
    table = tables.login_links
    done = tx.execute(
        sa.update(table)
        .where(table.c.token_hash == token_hash, table.c.used_at.is_(None), table.c.expires_at > at)
        .values(used_at=at)
    )
    if done.rowcount == 0:
        return None
    return tx.scalar(sa.select(table.c.person_id).where(table.c.token_hash == token_hash))


def drop_links(tx: Transaction, person_id: str) -> None:
    """Make every link of a person void."""
    table = tables.login_links
    tx.execute(sa.delete(table).where(table.c.person_id == person_id, table.c.used_at.is_(None)))


# --- API keys ---------------------------------------------------------------------------------------------
def add_key(tx: Transaction, key: StoredKey, *, secret_hash: str) -> None:
    """Keep a new key."""
    tx.execute(
        sa.insert(tables.api_keys).values(
            id=key.id,
            name=key.name,
            person_id=key.person_id,
            scopes=sorted(key.scopes),
            created_at=key.created_at,
            expires_at=key.expires_at,
            secret_hash=secret_hash,
        )
    )


def key_by_secret(tx: Transaction, secret_hash: str) -> StoredKey | None:
    """The key with this secret, expired or revoked as it may be."""
    return next(_keys(tx, tables.api_keys.c.secret_hash == secret_hash), None)


def keys(tx: Transaction, person_id: str | None = None) -> tuple[StoredKey, ...]:
    """A person's keys, or everybody's, the newest first."""
    return tuple(_keys(tx, sa.true() if person_id is None else tables.api_keys.c.person_id == person_id))


def see_key(tx: Transaction, key_id: str, at: datetime) -> None:
    """Note that the key was used."""
    table = tables.api_keys
    tx.execute(sa.update(table).where(table.c.id == key_id).values(last_used_at=at))


def revoke_keys(tx: Transaction, at: datetime, *, person_id: str, key_id: str | None = None) -> int:
    """End one key of a person, or all of them; gives how many were ended."""
    table = tables.api_keys
    query = sa.update(table).where(table.c.person_id == person_id, table.c.revoked_at.is_(None))
    if key_id is not None:
        query = query.where(table.c.id == key_id)
    return tx.execute(query.values(revoked_at=at)).rowcount


def _keys(tx: Transaction, condition: sa.ColumnElement[bool]) -> Iterator[StoredKey]:
    table = tables.api_keys
    for row in tx.execute(sa.select(table).where(condition).order_by(table.c.created_at.desc(), table.c.id)):
        columns = dict(row._mapping)
        del columns["secret_hash"]
        yield StoredKey(**{**columns, "scopes": frozenset(Scope(one) for one in columns["scopes"])})


# --- sign-ins under way -----------------------------------------------------------------------------------
def add_oidc_login(tx: Transaction, login: StoredOidcLogin) -> None:
    """Keep a sign-in that goes to the identity provider now."""
    table = tables.oidc_logins
    tx.execute(sa.insert(table).values({name: getattr(login, name) for name in login.__dataclass_fields__}))


def take_oidc_login(tx: Transaction, token_hash: str, at: datetime) -> StoredOidcLogin | None:
    """The sign-in that comes back, once; None when it is unknown, used or too old."""
    table = tables.oidc_logins
    tx.execute(sa.delete(table).where(table.c.expires_at <= at))
    row = tx.execute(sa.delete(table).where(table.c.token_hash == token_hash).returning(*table.c)).first()
    return None if row is None else StoredOidcLogin(**row._mapping)
