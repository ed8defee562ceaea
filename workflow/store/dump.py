"""Every table as lines of JSON and back: what a backup holds of the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from minutes.errors import InputError
from workflow.phases import UNDER_WAY, JobState
from workflow.store import tables
from workflow.store.database import Transaction

TABLES = tuple(table.name for table in tables.metadata.sorted_tables)
"""Each table after those that its rows point to."""

_ROWS_AT_ONCE = 200


def hold_still(tx: Transaction) -> None:
    """Make all that this transaction reads the state of one moment; must come before anything is read."""
    if tx.dialect.name == "postgresql":  # SQLite reads one state anyway
        tx.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def is_empty(tx: Transaction) -> bool:
    """Whether no table has a row."""
    return not any(
        tx.scalar(sa.select(sa.literal(1)).select_from(table).limit(1))
        for table in tables.metadata.sorted_tables
    )


def lines(tx: Transaction, name: str) -> Iterator[str]:
    """A table's rows in the order of their keys, each a JSON object on a line of its own."""
    table = tables.metadata.tables[name]
    query = sa.select(table).order_by(*table.primary_key.columns)
    for row in tx.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE}):
        plain = {
            key: value.isoformat() if isinstance(value, datetime) else value
            for key, value in row._mapping.items()
        }
        yield json.dumps(plain, ensure_ascii=False, sort_keys=True) + "\n"


def put_back(tx: Transaction, name: str, text: Iterable[str]) -> None:
    """Insert the rows that `lines` gave.

    Raises:
        InputError: a row is not one of this table.
    """
    table = tables.metadata.tables[name]
    rows = iter(text)
    while some := [_row(table, line) for line in islice(rows, _ROWS_AT_ONCE)]:
        tx.execute(sa.insert(table), some)


def want_again(tx: Transaction) -> None:
    """Ask anew for every job that was asked for: what the workers knew of it is not in a backup."""
    table = tables.meetings
    tx.execute(
        sa.update(table)
        .where(table.c.job.in_(UNDER_WAY))
        .values(job=JobState.WANTED, revision=table.c.revision + 1, row_version=table.c.row_version + 1)
    )


def kept_files(tx: Transaction) -> dict[str, tuple[int, str]]:
    """Size in bytes and SHA-256 of every file that should lie on disk, by its id."""
    table = tables.files
    query = sa.select(table.c.id, table.c.size_bytes, table.c.sha256).where(table.c.destroyed_at.is_(None))
    return {row.id: (row.size_bytes, row.sha256) for row in tx.execute(query)}


def destroyed_files(tx: Transaction) -> frozenset[str]:
    """The ids of the files that must not lie on disk any more."""
    table = tables.files
    return frozenset(tx.scalars(sa.select(table.c.id).where(table.c.destroyed_at.is_not(None))))


def _row(table: sa.Table, line: str) -> dict[str, Any]:
    plain = json.loads(line)
    if set(plain) != set(table.columns.keys()):
        raise InputError(
            "the rows have other columns than this version's",
            where=f"the table {table.name} of the backup",
            remedy="Restore with the version of Referent that wrote the backup, then upgrade",
        )
    return {
        key: datetime.fromisoformat(value)
        if value is not None and isinstance(table.columns[key].type, tables.UtcTime)
        else value
        for key, value in plain.items()
    }
