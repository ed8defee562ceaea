"""Which workers were seen, and when: all that the rest of the house knows of those who do its jobs.

A worker shows itself every few seconds and takes its row away when it ends in order. A row that grows old is
of one that was killed, or whose machine is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from workflow.store.database import Transaction
from workflow.store.tables import workers

SEEN_EVERY_SECONDS = 15.0
SILENT_AFTER = timedelta(minutes=2)
"""A worker that was not seen for so long counts as gone."""
FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenWorker:
    """A worker, by its name, and the version of Referent that it runs."""

    executor_id: str
    version: str
    seen_at: datetime

    def is_silent(self, at: datetime) -> bool:
        """Whether it counts as gone."""
        return at - self.seen_at > SILENT_AFTER


def note_seen(tx: Transaction, worker: SeenWorker) -> None:
    """A worker shows itself; those that did not for very long are forgotten."""
    tx.execute(sa.delete(workers).where(workers.c.seen_at < worker.seen_at - FORGOTTEN_AFTER))
    values = {"version": worker.version, "seen_at": worker.seen_at}
    noted = tx.execute(sa.update(workers).where(workers.c.executor_id == worker.executor_id).values(values))
    if noted.rowcount == 0:
        tx.execute(sa.insert(workers).values(executor_id=worker.executor_id, **values))


def note_end(tx: Transaction, executor_id: str) -> None:
    """A worker ends in order."""
    tx.execute(sa.delete(workers).where(workers.c.executor_id == executor_id))


def seen(tx: Transaction) -> tuple[SeenWorker, ...]:
    """All that are known, by name."""
    rows = tx.execute(sa.select(workers).order_by(workers.c.executor_id))
    return tuple(SeenWorker(**row._mapping) for row in rows)
