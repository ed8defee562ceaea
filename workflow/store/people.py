"""People and what they are to each body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from minutes.errors import NotFoundError
from workflow.access import EVERY_BODY, Grant, Role
from workflow.store import tables
from workflow.store.database import Transaction


class GrantSource(StrEnum):
    """Who gave a role: an administrator here, or a group of the identity provider."""

    LOCAL = "local"
    OIDC = "oidc"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPerson:
    """A person who may sign in while `active`; an e-mail address is kept in lower case."""

    id: str
    name: str
    email: str
    password_hash: str | None
    oidc_subject: str | None
    active: bool
    created_at: datetime
    grants: tuple[Grant, ...]


def add(
    tx: Transaction,
    *,
    person_id: str,
    name: str,
    email: str,
    created_at: datetime,
    oidc_subject: str | None = None,
) -> StoredPerson:
    """A new person without a password and without grants."""
    tx.execute(
        sa.insert(tables.people).values(
            id=person_id,
            name=name,
            email=email,
            oidc_subject=oidc_subject,
            active=True,
            created_at=created_at,
        )
    )
    return get(tx, person_id)


def get(tx: Transaction, person_id: str) -> StoredPerson:
    """The person.

    Raises:
        NotFoundError: there is none with this id.
    """
    found = _one(tx, tables.people.c.id == person_id)
    if found is None:
        raise NotFoundError(
            "no such person", where=f"person {person_id}", remedy="Choose one from the list of people"
        )
    return found


def by_email(tx: Transaction, email: str) -> StoredPerson | None:
    """Who has this address, active or not."""
    return _one(tx, tables.people.c.email == email)


def by_subject(tx: Transaction, subject: str) -> StoredPerson | None:
    """Whom the identity provider knows by this subject, active or not."""
    return _one(tx, tables.people.c.oidc_subject == subject)


def listed(
    tx: Transaction, *, after: tuple[datetime, str] | None = None, limit: int = 50
) -> tuple[StoredPerson, ...]:
    """People in the order in which they were added; `after` is (created_at, id) of the last one seen."""
    table = tables.people
    query = sa.select(table).order_by(table.c.created_at, table.c.id).limit(limit)
    if after is not None:
        at, last = after
        query = query.where(
            sa.or_(table.c.created_at > at, sa.and_(table.c.created_at == at, table.c.id > last))
        )
    return tuple(_person(tx, row) for row in tx.execute(query).all())


def change(tx: Transaction, person_id: str, **columns: object) -> None:
    """Set columns of a person."""
    tx.execute(sa.update(tables.people).where(tables.people.c.id == person_id).values(**columns))


def set_grants(tx: Transaction, person_id: str, grants: Iterable[Grant], *, source: GrantSource) -> None:
    """Replace the grants that came from `source`; a grant from the other source stands."""
    table = tables.grants
    tx.execute(sa.delete(table).where(table.c.person_id == person_id, table.c.source == source))
    others = {(row.body, row.role) for row in _grant_rows(tx, person_id)}
    wanted = {(grant.body, grant.role): grant for grant in grants}
    rows = [
        {
            "person_id": person_id,
            "body": grant.body,
            "role": grant.role,
            "closed": grant.closed,
            "source": source,
        }
        for key, grant in wanted.items()
        if key not in others
    ]
    if rows:
        tx.execute(sa.insert(table), rows)


def administrators(tx: Transaction) -> frozenset[str]:
    """Ids of those who can sign in and run the house; nobody else can change these until `tx` ends."""
    people, grants = tables.people, tables.grants
    query = (
        sa.select(people.c.id)
        .join(grants, grants.c.person_id == people.c.id)
        .where(
            people.c.active,
            sa.or_(people.c.password_hash.is_not(None), people.c.oidc_subject.is_not(None)),
            grants.c.role == Role.ADMINISTRATOR,
            grants.c.body == EVERY_BODY,
        )
        .with_for_update()  # PostgreSQL: two that remove each other at once would leave none
    )
    return frozenset(tx.scalars(query))


def _one(tx: Transaction, condition: sa.ColumnElement[bool]) -> StoredPerson | None:
    row = tx.execute(sa.select(tables.people).where(condition)).first()
    return None if row is None else _person(tx, row)


def _person(tx: Transaction, row: sa.Row[tuple[object, ...]]) -> StoredPerson:
    grants = tuple(
        Grant(role=Role(one.role), body=one.body, closed=one.closed) for one in _grant_rows(tx, row.id)
    )
    return StoredPerson(**row._mapping, grants=grants)


def _grant_rows(tx: Transaction, person_id: str) -> tuple[sa.Row[tuple[object, ...]], ...]:
    table = tables.grants
    query = sa.select(table).where(table.c.person_id == person_id).order_by(table.c.body, table.c.role)
    return tuple(tx.execute(query).all())
