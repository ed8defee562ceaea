"""Which workers live. Each holds a lock that the operating system or PostgreSQL lets go when it dies."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from minutes.errors import SettingsError, UnavailableError
from workflow.store.database import Database

PATIENCE_SECONDS = 15.0
"""How long a starting worker waits for the lock of one that just died under the same name."""
_RETRY_SECONDS = 0.2
_LOCK_CLASS = 7_265_666
"""The first half of our advisory locks' keys; the second is a hash of the worker's name."""
_WATCH = "the one that looks for dead workers"
_KEEPALIVE = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")
"""A lost host's lock is let go within a minute or so."""


class Presence:
    """The lock of this worker, held from `hold()` to `close()`, and a view of the others'."""

    def __init__(self, executor_id: str, locks: _FileLocks | _DatabaseLocks) -> None:
        self.executor_id = executor_id
        self._locks = locks

    def hold(self) -> None:
        """Take the lock, and take it again if the connection that held it broke; cheap while it is held.

        Raises:
            SettingsError: another living worker has the same name.
            UnavailableError: the database does not answer.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._locks.take(self.executor_id):
            if time.monotonic() > until:
                raise SettingsError(
                    "another worker runs under the same name",
                    where=f"executor_id = {self.executor_id}",
                    remedy="Stop it, or give each worker a name of its own by REFERENT_EXECUTOR_ID",
                )
            time.sleep(_RETRY_SECONDS)

    def is_alive(self, executor_id: str) -> bool:
        """Whether a worker of this name lives.

        Raises:
            UnavailableError: the database does not answer.
        """
        return executor_id == self.executor_id or self._locks.is_taken(executor_id)

    @contextmanager
    def watch(self) -> Iterator[bool]:
        """One worker at a time looks for dead ones: True for the one whose turn it is.

        Raises:
            UnavailableError: the database does not answer.
        """
        mine = self._locks.take(_WATCH)
        try:
            yield mine
        finally:
            if mine:
                self._locks.release(_WATCH)

    def close(self) -> None:
        """Let the lock go."""
        self._locks.close()


def presence(executor_id: str, database: Database, data_dir: Path) -> Presence:
    """Locks where the workers meet: beside a SQLite file, or in PostgreSQL."""
    if database.is_sqlite:
        return Presence(executor_id, _FileLocks(data_dir / "workers"))
    return Presence(executor_id, _DatabaseLocks(database.url))


class _FileLocks:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._open: dict[str, int] = {}

    def take(self, name: str) -> bool:
        if name in self._open:
            return True
        file = os.open(self._folder / hashlib.sha256(name.encode()).hexdigest()[:16], os.O_CREAT | os.O_RDWR)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._open[name] = file
        return True

    def release(self, name: str) -> None:
        os.close(self._open.pop(name))

    def is_taken(self, name: str) -> bool:
        if not self.take(name):
            return True
        self.release(name)
        return False

    def close(self) -> None:
        for name in tuple(self._open):
            self.release(name)


class _DatabaseLocks:
    """Session-level advisory locks, on a connection of their own."""

    def __init__(self, url: sa.URL) -> None:
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        self._engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        self._connection: sa.Connection | None = None
        self._held: set[str] = set()

    def take(self, name: str) -> bool:
        if name in self._held and self._ask("SELECT true", {}):
            return True
        if not self._ask("SELECT pg_try_advisory_lock(:class, :key)", _key(name)):
            return False
        self._held.add(name)
        return True

    def release(self, name: str) -> None:
        self._held.discard(name)
        self._ask("SELECT pg_advisory_unlock(:class, :key)", _key(name))

    def is_taken(self, name: str) -> bool:
        return self._ask(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
            "AND classid = :class AND objid = CAST(:key AS bigint)::oid "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            _key(name),
        )

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()

    def _ask(self, query: str, values: dict[str, int]) -> bool:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
                for setting in _KEEPALIVE:
                    self._connection.exec_driver_sql(f"SET {setting}")
            return bool(self._connection.scalar(sa.text(query), values))
        except DBAPIError as error:
            # A broken connection has let every lock go; the next call opens a new one and takes them again.
            self._held.clear()
            if self._connection is not None:
                self._connection.invalidate()
                self._connection.close()
                self._connection = None
            raise UnavailableError(
                f"the database does not answer ({type(error.orig).__name__})",
                where="the lock of this worker",
                remedy="See that PostgreSQL runs; the worker tries again by itself",
            ) from error


def _key(name: str) -> dict[str, int]:
    """An advisory lock's two 4-byte numbers; the second is positive, as `pg_locks` shows it unsigned."""
    digest = hashlib.sha256(name.encode()).digest()
    return {"class": _LOCK_CLASS, "key": int.from_bytes(digest[:4], "big") >> 1}
