"""Who may come to an item: one check for everything that is done to a meeting's items."""

from __future__ import annotations

from minutes.agenda import AgendaItem
from minutes.errors import NotFoundError
from workflow.access import Actor, Permission
from workflow.stages import undecided
from workflow.store import audit, meetings
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting


def admit(
    tx: Transaction, actor: Actor, permission: Permission, meeting_id: str, item_id: str
) -> tuple[StoredMeeting, AgendaItem]:
    """The meeting and the item, without the beslutning that the agenda's document may carry.

    Raises:
        NotFoundError: there is no such meeting, or it has no such item.
        AccessError: the actor may not do this here, or the item is closed to them.
    """
    meeting = meetings.get(tx, meeting_id)
    actor.require(permission, meeting.body)
    item = next((item for item in undecided(meeting.agenda).items if item.id == item_id), None)
    if item is None:
        raise NotFoundError(
            "no such item", where=f"item {item_id}", remedy="Choose one from the meeting's items"
        )
    if item.closed:
        actor.require(permission, meeting.body, closed=True)
    return meeting, item


def note_closed_read(db: Database, actor: Actor, meeting_id: str, item: AgendaItem, what: str) -> None:
    """Write down who read something of a closed item; nothing where it is open."""
    if item.closed:
        with db.write() as tx:
            audit.record(
                tx,
                actor=actor.id,
                action="closed.read",
                meeting_id=meeting_id,
                detail={"item": item.id, "what": what},
            )
