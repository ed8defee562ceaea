"""Opens the database that the settings name, brings its tables up to date, and gives transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DataError, OperationalError

from minutes.errors import InputError, UnavailableError
from workflow.store.tables import IMMUTABLE, metadata

Transaction = Connection
"""What the functions of this room take: an open transaction."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another on SQLite before the database counts as locked."""
_MIGRATION_LOCK = 7_265_666_573


class Database:
    """A pool of connections. `write()` takes the write lock at once, so no transaction fails half way."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _open(self.url, is_sqlite=self.is_sqlite)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that only reads.

        Raises:
            UnavailableError: the database cannot be reached.
        """
        with self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that is kept whole or not at all.

        Raises:
            UnavailableError: the database cannot be reached, or another writer holds it too long.
        """
        with self._connected() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.info["writes"] = False

    def migrate(self) -> None:
        """Create what is missing; safe to call at every start."""
        with self.write() as tx:
            if not self.is_sqlite:  # SQLite has one writer; here two processes may start at once
                tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            metadata.create_all(tx)
            for statement in _guards(is_sqlite=self.is_sqlite):
                tx.exec_driver_sql(statement)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DataError as error:
            raise InputError(
                "a value holds what no database can keep",
                where="the request",
                remedy="Take out control characters and numbers that are too large",
            ) from error
        except OperationalError as error:
            raise UnavailableError(
                f"the database does not answer ({type(error.orig).__name__})",
                where=self.url.render_as_string(hide_password=True),
                remedy="Try again; if it stays so, see docs/operations.md under 'When something is wrong'",
            ) from error


def _open(url: sa.URL, *, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer half way would fail at once when another writes: lock first.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writes") else "BEGIN")

    return engine


def _guards(*, is_sqlite: bool) -> Iterator[str]:
    """Triggers that refuse to change or delete the record."""
    if not is_sqlite:
        yield (
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%% is never changed', TG_TABLE_NAME; END $$"
        )
    for table in IMMUTABLE:
        for act in ("UPDATE", "DELETE"):
            name = f"{table.name}_refuses_{act.lower()}"
            if is_sqlite:
                yield (
                    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table.name} "
                    f"BEGIN SELECT RAISE(ABORT, '{table.name} is never changed'); END"
                )
            else:
                yield (
                    f"CREATE OR REPLACE TRIGGER {name} BEFORE {act} ON {table.name} "
                    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )
