"""The tables of the shelf, on SQLite and on PostgreSQL (schema `published`).

`versions.payload` is what was published; everything else is made from it when it is put here, so that reading
costs nothing but fetching. Times are UTC text of fixed width (`moments.stamp`), which sorts as time does.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

SCHEMA = "published"
SHAPE = 2
"""Counts up when the documents or the search words are made otherwise; an older shelf is then made anew."""

metadata = sa.MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)

_TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")  # sorts as SQLite does


def _column(name: str, kind: Any = _TEXT, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=options.pop("nullable", False), **options)


state = sa.Table(
    "state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),  # 1: there is one row
    _column("generation", sa.BigInteger),  # counts the changes
    _column("updated_at"),
    _column("shape", sa.Integer),
)

bodies = sa.Table(
    "bodies",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    _column("slug", unique=True),
    _column("name", unique=True),
)

minutes = sa.Table(
    "minutes",  # the standing version of each meeting
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    _column("version", sa.Integer),
    _column("body", sa.Integer),
    _column("name"),
    _column("starts_at"),  # empty when not known
    _column("first_published_at"),
    _column("updated_at", unique=True),
    _column("summary"),  # JSON as lists show it
    sa.Index(None, "starts_at", "id"),
    sa.Index(None, "body", "starts_at", "id"),
    sa.Index(None, "first_published_at", "id"),
    sa.Index(None, "name", "id"),
)

tags = sa.Table(
    "tags",  # what minutes can be filtered by: "kle:00.01", "journal:00.01.00-A00-32-24"
    metadata,
    sa.Column("tag", _TEXT, primary_key=True),
    sa.Column("meeting_id", _TEXT, primary_key=True, index=True),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("meeting_id", _TEXT, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    _column("published_at"),
    _column("updated_at"),
    _column("digest"),
    _column("document"),  # JSON as the API gives it
    _column("payload"),  # Publication
)

tombstones = sa.Table(
    "tombstones",
    metadata,
    sa.Column("id", _TEXT, primary_key=True),
    _column("body", sa.Integer),
    _column("updated_at", unique=True),
    _column("summary"),  # JSON as lists show it
)

items = sa.Table(
    "items",  # the standing versions' open items, and closed ones of which something may be said
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),  # see item_keys.py
    _column("id", unique=True),
    _column("meeting_id", index=True),
    _column("body", sa.Integer),
    _column("updated_at"),
    _column("digest"),
    _column("document"),  # JSON as the API gives it
    _column("hit"),  # JSON of the item as search shows it
    _column("text"),  # what snippets are cut from
)

words = sa.Table(
    "words",  # the same items as folded stems, each between two blanks
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    _column("title"),
    _column("tokens"),
    _column("length", sa.Integer),
)

readers = sa.Table(
    "readers",  # API keys of those who read
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    _column("secret_sha256", sa.String(64), unique=True),
    _column("name"),
    _column("bodies"),  # JSON list of slugs, or null for every body
    _column("created_at"),
    _column("expires_at", nullable=True),
    _column("revoked_at", nullable=True),
)
