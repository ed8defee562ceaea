"""A meeting in the store, as it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from minutes.agenda import Agenda, AgendaItem, Meeting
from workflow.store import meetings
from workflow.store.database import Transaction
from workflow.store.meetings import new_id


def add_meeting(
    tx: Transaction, body: str, items: Sequence[AgendaItem], *, starts_at: datetime | None = None
) -> str:
    """A meeting of a body with these items; gives its id."""
    meeting_id = new_id()
    meetings.add(
        tx,
        meeting_id=meeting_id,
        body=body,
        starts_at=starts_at,
        agenda=Agenda(meeting=Meeting(id=meeting_id, body=body), items=tuple(items), source_sha256="0" * 64),
        agenda_file_id=new_id(),
        legal_basis="databeskyttelsesforordningens artikel 6, stk. 1, litra e",
        informed_by="Kirsten Holm",
        created_by="Kirsten Holm",
    )
    return meeting_id
