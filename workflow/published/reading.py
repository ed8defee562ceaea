"""What the intranet reads from the shelf: lists, single documents, bodies.

`Scope` is the bodies that the reader may see, by number; None is all of them. What lies outside is as if it
were not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from minutes.codec import from_json
from workflow.published import tables
from workflow.published.database import Transaction
from workflow.published.moments import moment
from workflow.published.publication import Publication

Scope = frozenset[int] | None


class Order(StrEnum):
    """What minutes can be sorted by."""

    DATE = "date"
    NAME = "name"
    CREATED = "createDate"
    UPDATED = "updateDate"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Which state the shelf is in: `generation` is another after every change."""

    generation: int
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which minutes are asked for. Moments are as `moments.stamp` writes them; `until` is not included.

    `tags` must all hold (see `tables.tags`). `tombstones` adds what was withdrawn; of the filters only
    `bodies` and `updated_since` ask anything of those.
    """

    bodies: Scope = None
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()
    updated_since: str = ""
    tombstones: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A standing version, without its payload."""

    version: int
    digest: str
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document as JSON text, with what caches need to know of it."""

    json: str
    digest: str
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyCount:
    """A body with standing minutes: how many, and the latest change of any."""

    number: int
    slug: str
    name: str
    count: int
    created_at: str
    updated_at: str


def state(tx: Transaction) -> State:
    """The shelf's state, for caches."""
    row = tx.execute(_STATE).one()
    return State(generation=row[0], updated_at=moment(row[1]))


def bodies(tx: Transaction) -> tuple[BodyCount, ...]:
    """The bodies that have standing minutes, by name."""
    table, minutes = tables.bodies, tables.minutes
    query = (
        sa.select(
            table,
            sa.func.count().label("count"),
            sa.func.min(minutes.c.first_published_at).label("created_at"),
            sa.func.max(minutes.c.updated_at).label("updated_at"),
        )
        .join(minutes, minutes.c.body == table.c.number)
        .group_by(table.c.number, table.c.slug, table.c.name)
        .order_by(table.c.name)
    )
    return tuple(BodyCount(**row) for row in tx.execute(query).mappings())


def count(tx: Transaction, wanted: Wanted) -> int:
    """How many are asked for."""
    found = tx.scalar(sa.select(sa.func.count()).select_from(_minutes(wanted).subquery())) or 0
    if wanted.tombstones:
        found += tx.scalar(sa.select(sa.func.count()).select_from(_tombstones(wanted).subquery())) or 0
    return found


def summaries(
    tx: Transaction, wanted: Wanted, *, order: Order, descending: bool, skip: int, take: int
) -> list[str]:
    """Part of what is asked for, each as JSON text. With tombstones the order is that of their change."""
    if wanted.tombstones:
        both = sa.union_all(_minutes(wanted), _tombstones(wanted)).subquery()
        place = (both.c.updated_at, both.c.id)
        query = sa.select(both.c.summary)
    else:
        minutes = tables.minutes
        column = {
            Order.DATE: minutes.c.starts_at,
            Order.NAME: minutes.c.name,
            Order.CREATED: minutes.c.first_published_at,
            Order.UPDATED: minutes.c.updated_at,
        }[order]
        place = (column, minutes.c.id)
        query = _minutes(wanted).with_only_columns(minutes.c.summary)
    ordered = query.order_by(*(part.desc() if descending else part.asc() for part in place))
    return list(tx.scalars(ordered.offset(skip).limit(take)))


def standing(tx: Transaction, meeting_id: str, scope: Scope) -> Standing | None:
    """Which version of a meeting's minutes stands."""
    row = tx.execute(_STANDING, {"id": meeting_id}).first()
    if row is None or not _inside(row.body, scope):
        return None
    return Standing(version=row.version, digest=row.digest, updated_at=moment(row.updated_at))


def tombstone(tx: Transaction, meeting_id: str, scope: Scope) -> str | None:
    """The tombstone of withdrawn minutes, as JSON text."""
    table = tables.tombstones
    row = tx.execute(sa.select(table.c.summary, table.c.body).where(table.c.id == meeting_id)).first()
    return row.summary if row is not None and _inside(row.body, scope) else None


def version(tx: Transaction, meeting_id: str, number: int) -> Text | None:
    """One version of a meeting's minutes; who may read it is the caller's to ask of `standing`."""
    row = tx.execute(_VERSION, {"id": meeting_id, "version": number}).first()
    if row is None:
        return None
    return Text(json=row.document, digest=row.digest, updated_at=moment(row.updated_at))


def versions(tx: Transaction, meeting_id: str) -> tuple[int, ...]:
    """The versions of a meeting's minutes that can be read, oldest first."""
    table = tables.versions
    query = sa.select(table.c.version).where(table.c.meeting_id == meeting_id).order_by(table.c.version)
    return tuple(tx.scalars(query))


def publication(tx: Transaction, meeting_id: str, number: int) -> Publication | None:
    """What was published as that version, to be rendered."""
    table = tables.versions
    payload = tx.scalar(
        sa.select(table.c.payload).where(table.c.meeting_id == meeting_id, table.c.version == number)
    )
    return from_json(payload, Publication, where="published minutes") if payload is not None else None


def item(tx: Transaction, own_id: str, scope: Scope) -> Text | None:
    """An open item of standing minutes."""
    row = tx.execute(_ITEM, {"id": own_id}).first()
    if row is None or not _inside(row.body, scope):
        return None
    return Text(json=row.document, digest=row.digest, updated_at=moment(row.updated_at))


def _inside(body: int, scope: Scope) -> bool:
    return scope is None or body in scope


def _minutes(wanted: Wanted) -> sa.Select[Any]:
    minutes, tags = tables.minutes, tables.tags
    query = sa.select(minutes.c.id, minutes.c.updated_at, minutes.c.summary)
    if wanted.bodies is not None:
        query = query.where(minutes.c.body.in_(sorted(wanted.bodies)))
    if wanted.since:
        query = query.where(minutes.c.starts_at >= wanted.since)
    if wanted.until:
        query = query.where(minutes.c.starts_at < wanted.until, minutes.c.starts_at != "")
    if wanted.updated_since:
        query = query.where(minutes.c.updated_at > wanted.updated_since)
    for tag in wanted.tags:
        query = query.where(minutes.c.id.in_(sa.select(tags.c.meeting_id).where(tags.c.tag == tag)))
    return query


def _tombstones(wanted: Wanted) -> sa.Select[Any]:
    table = tables.tombstones
    query = sa.select(table.c.id, table.c.updated_at, table.c.summary)
    if wanted.bodies is not None:
        query = query.where(table.c.body.in_(sorted(wanted.bodies)))
    if wanted.updated_since:
        query = query.where(table.c.updated_at > wanted.updated_since)
    return query


_STATE = sa.select(tables.state.c.generation, tables.state.c.updated_at).where(tables.state.c.id == 1)
_STANDING = (
    sa.select(
        tables.minutes.c.version,
        tables.minutes.c.body,
        tables.versions.c.digest,
        tables.versions.c.updated_at,
    )
    .join(
        tables.versions,
        sa.and_(
            tables.versions.c.meeting_id == tables.minutes.c.id,
            tables.versions.c.version == tables.minutes.c.version,
        ),
    )
    .where(tables.minutes.c.id == sa.bindparam("id"))
)
_VERSION = sa.select(
    tables.versions.c.document, tables.versions.c.digest, tables.versions.c.updated_at
).where(
    tables.versions.c.meeting_id == sa.bindparam("id"),
    tables.versions.c.version == sa.bindparam("version"),
)
_ITEM = sa.select(
    tables.items.c.document, tables.items.c.digest, tables.items.c.updated_at, tables.items.c.body
).where(tables.items.c.id == sa.bindparam("id"))
