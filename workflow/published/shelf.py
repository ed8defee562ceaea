"""The shelf: where published minutes stand for those who read. The intranet opens this and nothing else.

The house's own database is the truth; the shelf is filled from it and can be filled again at any time:
`put` and `withdraw` change nothing where it already holds what they were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

import sqlalchemy as sa

from minutes.codec import from_json
from workflow.published import tables
from workflow.published.database import PublishedDatabase, Transaction
from workflow.published.index import Index, PostgresqlIndex, SqliteIndex
from workflow.published.moments import now, stamp
from workflow.published.publication import Publication
from workflow.published.writing import Writer

_BATCH = 200


class Shelf:
    """Published minutes under a database URL. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        self._database = PublishedDatabase(url)
        self.index: Index = SqliteIndex() if self._database.is_sqlite else PostgresqlIndex()

    def migrate(self) -> None:
        """Make the tables where there are none, and what is made of the payloads anew where it is outdated.

        Needs no right to change anything where everything is there already.

        Raises:
            UnavailableError: the database cannot be reached.
        """
        if self._shape() == tables.SHAPE:
            return
        with self._database.write() as tx:
            if not self._database.is_sqlite:
                tx.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {tables.SCHEMA}")
            tables.metadata.create_all(tx)
            if tx.scalar(sa.select(tables.state.c.id)) is None:
                self.index.create(tx)
                tx.execute(
                    sa.insert(tables.state).values(
                        id=1, generation=0, updated_at=stamp(now()), shape=tables.SHAPE
                    )
                )
                return
            self._make_anew(tx)

    def put(self, publication: Publication) -> bool:
        """Put one version there; whether anything changed.

        An older version than the one that stands becomes readable under its number only.

        Raises:
            UnavailableError: the database cannot be reached.
        """
        return self.put_all([publication]) > 0

    def put_all(self, publications: Iterable[Publication]) -> int:
        """Put many versions there at once; how many changed anything.

        Raises:
            UnavailableError: the database cannot be reached.
        """
        with self._database.write() as tx:
            writer = Writer(tx, self.index)
            for batch in _different_meetings(publications):
                writer.put(batch)
            writer.close()
        return writer.changed

    def withdraw(self, meeting_id: str, *, at: datetime, reason: str, body_name: str | None = None) -> bool:
        """Take all versions of a meeting's minutes off and leave a tombstone; whether anything changed.

        `reason` is public. Does nothing where nothing stands, unless the meeting's body is named.

        Raises:
            UnavailableError: the database cannot be reached.
        """
        with self._database.write() as tx:
            writer = Writer(tx, self.index)
            writer.withdraw(meeting_id, at=at, reason=reason, body_name=body_name)
            writer.close()
        return writer.changed > 0

    def standing(self) -> dict[str, int]:
        """The version that stands, by meeting."""
        table = tables.minutes
        with self.read() as tx:
            return {row.id: row.version for row in tx.execute(sa.select(table.c.id, table.c.version))}

    def withdrawn(self) -> frozenset[str]:
        """The meetings that have a tombstone."""
        with self.read() as tx:
            return frozenset(tx.scalars(sa.select(tables.tombstones.c.id)))

    def read(self) -> AbstractContextManager[Transaction]:
        """A transaction for the functions of `reading.py` and `search.py`."""
        return self._database.read()

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction for the functions of `readers.py`."""
        return self._database.write()

    def close(self) -> None:
        """Give every connection back."""
        self._database.close()

    def _shape(self) -> int | None:
        with self._database.read() as tx:
            schema = None if self._database.is_sqlite else tables.SCHEMA
            if not sa.inspect(tx).has_table(tables.state.name, schema=schema):
                return None
            return tx.scalar(sa.select(tables.state.c.shape))

    def _make_anew(self, tx: Transaction) -> None:
        versions = tables.versions
        payloads = tx.scalars(
            sa.select(versions.c.payload).order_by(versions.c.updated_at, versions.c.meeting_id)
        ).all()
        tx.execute(sa.update(versions).values(digest=""))
        for table in (tables.items, tables.words):
            tx.execute(sa.delete(table))
        self.index.drop(tx)
        self.index.create(tx)
        writer = Writer(tx, self.index)
        kept = [from_json(payload, Publication, where="published minutes") for payload in payloads]
        for batch in _different_meetings(kept):
            writer.put(batch)
        writer.close()
        tx.execute(sa.update(tables.state).values(shape=tables.SHAPE))


def _different_meetings(publications: Iterable[Publication]) -> Iterator[list[Publication]]:
    """The publications in their order, in batches without two of one meeting."""
    batch: dict[str, Publication] = {}
    for publication in publications:
        if len(batch) == _BATCH or publication.meeting_id in batch:
            yield list(batch.values())
            batch = {}
        batch[publication.meeting_id] = publication
    if batch:
        yield list(batch.values())
