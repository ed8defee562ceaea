"""Legal hold, and what retention would do now: for administrators, who read no meeting."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.house import Here
from api.security import Who, needs
from api.versions import etag
from workflow import holding, retention
from workflow.access import Permission
from workflow.reasons import LONGEST_REASON
from workflow.store import holds, meetings
from workflow.store.removals import Due, Removed

router = APIRouter(tags=["Retention"])

HOLD = "/api/v1/meetings/{meeting_id}/hold"


class Hold(BaseModel):
    """Whether nothing of the meeting may be destroyed, and why."""

    hold: bool
    reason: str = Field(
        max_length=2 * LONGEST_REASON, examples=["Klagesag: materialet skal bevares indtil videre."]
    )


class HeldMeeting(BaseModel):
    """All that an administrator is shown of the meeting."""

    legal_hold: bool
    row_version: int


class ShownHoldSet(BaseModel):
    """Once that the hold was set (`held`) or lifted."""

    held: bool
    person: str = Field(examples=["Kirsten Holm"])
    reason: str
    created_at: datetime


class HoldHistory(HeldMeeting):
    """The hold as it is, and every time that it was set or lifted, the first first."""

    history: list[ShownHoldSet]


class ShownDue(BaseModel):
    """The recordings (`audio`) or all that was heard (`talk`) of a meeting."""

    meeting_id: str
    kind: Removed


class ShownWaiting(ShownDue):
    """What is marked already, and from when a run destroys it."""

    destroyed_from: datetime


class ShownDestroyed(ShownDue):
    """What a run would destroy now: these files, and so many versions of the transcript."""

    files: list[str]
    transcript_versions: int = Field(examples=[3])


class RetentionNow(BaseModel):
    """What a run at this moment would do in the bodies that you answer for."""

    at: datetime
    marked: list[ShownDue]
    unmarked: list[ShownDue]
    waiting: list[ShownWaiting]
    destroyed: list[ShownDestroyed]


@router.put(HOLD, **needs(Permission.HOLD))
def set_hold(meeting_id: str, wanted: Hold, here: Here, who: Who, response: Response) -> HeldMeeting:
    """Set the legal hold or lift it. While it is set, nothing of the meeting is destroyed or deleted."""
    meeting = holding.hold(here.database, who, meeting_id, held=wanted.hold, reason=wanted.reason)
    response.headers["ETag"] = etag(meeting.row_version)
    return HeldMeeting.model_validate(meeting, from_attributes=True)


@router.get(HOLD, **needs(Permission.HOLD))
def read_hold(meeting_id: str, here: Here, response: Response) -> HoldHistory:
    """Whether the meeting is held, and who said so and why."""
    with here.database.read() as tx:
        meeting, history = meetings.get(tx, meeting_id), holds.history(tx, meeting_id)
    response.headers["ETag"] = etag(meeting.row_version)
    return HoldHistory(
        legal_hold=meeting.legal_hold,
        row_version=meeting.row_version,
        history=[ShownHoldSet.model_validate(one, from_attributes=True) for one in history],
    )


@router.get("/api/v1/retention", **needs(Permission.HOLD))
def read_retention(here: Here, who: Who) -> RetentionNow:
    """What a run of retention would mark and destroy now. Nothing is changed."""
    found = retention.apply(here.database, here.files, here.settings, dry_run=True)
    with here.database.read() as tx:
        mine = {one for one in found.meetings() if who.may(Permission.HOLD, meetings.get(tx, one).body)}
    return RetentionNow(
        at=found.at,
        marked=[_due(one) for one in found.marked if one.meeting_id in mine],
        unmarked=[_due(one) for one in found.unmarked if one.meeting_id in mine],
        waiting=[
            ShownWaiting.model_validate(one, from_attributes=True)
            for one in found.waiting
            if one.meeting_id in mine
        ],
        destroyed=[
            ShownDestroyed(
                meeting_id=one.meeting_id,
                kind=one.kind,
                files=[file.id for file in one.files],
                transcript_versions=one.transcript_versions,
            )
            for one in found.destroyed
            if one.meeting_id in mine
        ],
    )


def _due(one: Due) -> ShownDue:
    return ShownDue(meeting_id=one.meeting_id, kind=one.kind)
