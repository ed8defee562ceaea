"""A meeting's job as the worker sees it: what is asked for, whether it still holds, how it ended."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from minutes.codec import from_json, to_json
from transcribe.plan import Plan
from workflow.phases import UNDER_WAY, JobState
from workflow.store import tables
from workflow.store.database import Transaction
from workflow.store.meetings import change, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One start or retry of a meeting. A later one has a higher revision; this one is over then."""

    meeting_id: str
    revision: int

    @property
    def id(self) -> str:
        """As the job library knows it."""
        return f"{self.meeting_id}:{self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """A job that a person asked for and that has not ended."""

    job: Job
    priority: int


class JobOver(Exception):
    """Nobody asks for this job any more: it was cancelled, its meeting deleted, or it was started anew."""


def asked_for(tx: Transaction) -> tuple[AskedFor, ...]:
    """Every job that should be running or waiting for its turn."""
    table = tables.meetings
    rows = tx.execute(
        sa.select(table.c.id, table.c.revision, table.c.priority).where(
            table.c.job.in_(UNDER_WAY), table.c.deleted_at.is_(None)
        )
    )
    return tuple(
        AskedFor(job=Job(meeting_id=row.id, revision=row.revision), priority=row.priority) for row in rows
    )


def hold(tx: Transaction, job: Job) -> None:
    """Make sure that the job still holds, and that it does until this transaction ends.

    Every write of the worker begins with this. The row version stays: no edit is refused for it.

    Raises:
        JobOver: nobody asks for it any more.
    """
    if not _held(tx, job):
        raise JobOver(job.id)


def finish(tx: Transaction, job: Job, *, warnings: tuple[str, ...]) -> None:
    """The job has done all that it should."""
    change(tx, job.meeting_id, job=JobState.DONE, failure=None, fraction=1.0, warnings=list(warnings))


def fail(tx: Transaction, job: Job, reason: str) -> bool:
    """The job cannot go on; does nothing, and says so, if it is over already."""
    if not _held(tx, job):
        return False
    change(tx, job.meeting_id, job=JobState.FAILED, failure=reason)
    return True


def note_start(tx: Transaction, job: Job) -> int:
    """Count that a worker takes the job up; gives how often since a step was last finished."""
    table = tables.job_starts
    here = (table.c.meeting_id == job.meeting_id, table.c.revision == job.revision)
    counted = tx.execute(sa.update(table).where(*here).values(starts=table.c.starts + 1))
    if counted.rowcount == 0:
        tx.execute(sa.insert(table).values(meeting_id=job.meeting_id, revision=job.revision, starts=1))
    return int(tx.execute(sa.select(table.c.starts).where(*here)).scalar_one())


def note_step(tx: Transaction, job: Job) -> None:
    """A step is finished: the worker survived it."""
    table = tables.job_starts
    tx.execute(
        sa.update(table)
        .where(table.c.meeting_id == job.meeting_id, table.c.revision == job.revision)
        .values(starts=0)
    )


def plan(tx: Transaction, file_id: str) -> Plan | None:
    """Where a recording's windows lie, or None if they were not looked for yet."""
    payload = tx.scalar(sa.select(tables.plans.c.payload).where(tables.plans.c.file_id == file_id))
    return None if payload is None else from_json(payload, Plan, where=f"plan of {file_id}")


def save_plan(tx: Transaction, file_id: str, made: Plan) -> None:
    """Keep where a recording's windows lie, and how long it is; the first plan stands."""
    if plan(tx, file_id) is not None:
        return
    tx.execute(sa.insert(tables.plans).values(file_id=file_id, payload=to_json(made, Plan), created_at=now()))
    tx.execute(sa.update(tables.files).where(tables.files.c.id == file_id).values(seconds=made.seconds))


def _held(tx: Transaction, job: Job) -> bool:
    """Whether the job holds; if so, its meeting's row is locked and says that it runs."""
    table = tables.meetings
    held = tx.execute(
        sa.update(table)
        .where(
            table.c.id == job.meeting_id,
            table.c.revision == job.revision,
            table.c.job.in_(UNDER_WAY),
            table.c.deleted_at.is_(None),
        )
        .values(job=JobState.RUNNING)
    )
    return held.rowcount == 1
