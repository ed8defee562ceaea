"""Legal hold: nothing of a meeting is destroyed while it is held, whatever its time."""

from __future__ import annotations

from minutes.errors import InputError
from workflow.access import Actor, Permission
from workflow.store import audit, holds, meetings
from workflow.store.database import Database
from workflow.store.meetings import StoredMeeting

LONGEST_REASON = 2_000
"""Characters that a reason may have."""


def hold(db: Database, actor: Actor, meeting_id: str, *, held: bool, reason: str) -> StoredMeeting:
    """Set a meeting's legal hold, or lift it. The reason is kept beside the meeting, not in the audit log.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not set a hold here.
        InputError: no reason is given, or a too long one.
    """
    clean = " ".join(reason.split())
    if not clean or len(clean) > LONGEST_REASON:
        raise InputError(
            f"a reason of 1 to {LONGEST_REASON} characters is needed",
            where=f"meeting {meeting_id}",
            remedy="Say in a sentence why",
        )
    with db.write() as tx:
        actor.require(Permission.HOLD, meetings.get(tx, meeting_id).body)
        holds.add(tx, meeting_id, held=held, person=actor.name, reason=clean)
        action = "hold.set" if held else "hold.lift"
        audit.record(tx, actor=actor.id, action=action, meeting_id=meeting_id)
        return meetings.get(tx, meeting_id)
