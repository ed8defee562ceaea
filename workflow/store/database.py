"""Opens the database that the settings name, brings its tables up to date, and gives transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DataError, OperationalError

from minutes.errors import InputError, StateError, UnavailableError
from workflow.store import schema

Transaction = Connection
"""What the functions of this room take: an open transaction."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another on SQLite before the database counts as locked."""


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
        """Create what is missing, and bring an older database up to date; safe to call at every start.

        Raises:
            StateError: the database is of a newer version of Referent; it is left alone.
            UnavailableError: it cannot be reached.
        """
        try:
            with self._connected() as connection, self._rebuilding(connection), connection.begin():
                schema.bring_up_to_date(connection)
        except StateError:  # nobody goes on with it
            self.close()
            raise

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def _rebuilding(self, connection: Connection) -> Iterator[None]:
        """SQLite changes a table by making it anew, which its foreign keys would take for a deletion."""
        if not self.is_sqlite:
            yield
            return
        connection.info["writes"] = True
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield
        finally:
            connection.info["writes"] = False
            raw.execute("PRAGMA foreign_keys=ON")

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
