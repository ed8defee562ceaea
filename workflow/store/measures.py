"""Numbers about the house for those who watch it: counts and ages, nothing of any meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from workflow.phases import JobState, Phase
from workflow.store.database import Transaction
from workflow.store.tables import meetings


def by_job(tx: Transaction) -> Mapping[JobState, int]:
    """How many meetings there are in each state of their job."""
    found = _counted(tx, meetings.c.job)
    return {state: found.get(state, 0) for state in JobState}


def by_phase(tx: Transaction) -> Mapping[Phase, int]:
    """How many meetings there are in each phase."""
    found = _counted(tx, meetings.c.phase)
    return {phase: found.get(phase, 0) for phase in Phase}


def work_is_wanted(tx: Transaction) -> bool:
    """Whether there is a job for a worker, begun or not."""
    count = by_job(tx)
    return count[JobState.WANTED] + count[JobState.RUNNING] > 0


def waiting_since(tx: Transaction) -> datetime | None:
    """Since when a meeting waits for a worker, while none is being worked on; None when none does."""
    if by_job(tx)[JobState.RUNNING]:
        return None
    query = sa.select(sa.func.min(meetings.c.updated_at)).where(
        meetings.c.job == JobState.WANTED, meetings.c.deleted_at.is_(None)
    )
    since: datetime | None = tx.scalar(query)
    return since


def _counted(tx: Transaction, column: sa.ColumnElement[str]) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(meetings.c.deleted_at.is_(None)).group_by(column)
    return {row[0]: row[1] for row in tx.execute(query)}
