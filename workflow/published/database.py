"""Opens the shelf's database: SQLite in WAL mode, where readers never wait, or a schema of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from minutes.errors import UnavailableError
from workflow.published.tables import SCHEMA

Transaction = Connection

BUSY_SECONDS = 30.0
"""How long a writer waits for another on SQLite."""
CONNECTIONS = 8
_CACHE_KIB = 4096


class PublishedDatabase:
    """A pool of connections to the shelf."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _open_sqlite(self.url) if self.is_sqlite else _open_postgresql(self.url)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that sees one state of the shelf throughout.

        Raises:
            UnavailableError: the shelf cannot be reached, or has no tables yet.
        """
        with self._connected() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that is kept whole or not at all.

        Raises:
            UnavailableError: the shelf cannot be reached, or another writer holds it too long.
        """
        with self._connected() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.info["writes"] = False

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except OperationalError as error:
            raise UnavailableError(
                f"the database does not answer ({type(error.orig).__name__})",
                where=self.url.render_as_string(hide_password=True),
                remedy="Try again; if it stays so, see docs/operations.md under 'When something is wrong'",
            ) from error


def _open_postgresql(url: sa.URL) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(
        url,
        pool_size=CONNECTIONS,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        execution_options={"schema_translate_map": {None: SCHEMA}},
    )


def _open_sqlite(url: sa.URL) -> Engine:
    engine = sa.create_engine(url, pool_size=CONNECTIONS, connect_args={"timeout": BUSY_SECONDS})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"cache_size=-{_CACHE_KIB}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writes") else "BEGIN")

    return engine
