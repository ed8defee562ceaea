"""Legal hold: nothing of a meeting is destroyed while it is held, whatever its time."""

from __future__ import annotations

from workflow.access import Actor, Permission
from workflow.reasons import clean_reason
from workflow.store import audit, holds, meetings
from workflow.store.database import Database
from workflow.store.meetings import StoredMeeting


def hold(db: Database, actor: Actor, meeting_id: str, *, held: bool, reason: str) -> StoredMeeting:
    """Set a meeting's legal hold, or lift it. The reason is kept beside the meeting, not in the audit log.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not set a hold here.
        InputError: no reason is given, or a too long one.
    """
    clean = clean_reason(reason, where=f"meeting {meeting_id}")
    with db.write() as tx:
        actor.require(Permission.HOLD, meetings.get(tx, meeting_id).body)
        holds.add(tx, meeting_id, held=held, person=actor.name, reason=clean)
        action = "hold.set" if held else "hold.lift"
        audit.record(tx, actor=actor.id, action=action, meeting_id=meeting_id)
        return meetings.get(tx, meeting_id)
