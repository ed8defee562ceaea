"""A meeting's own page: recordings in, the work under way, what is left to approve, documents, the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import Response

from api.approvals import ApprovalState, ItemToApprove, read_approval
from api.house import Here, House
from api.meetings import UnderstoodAgenda
from api.pages import meeting_words
from api.pages.shell import Visitor, page
from api.publishing import ShownPublication, read_publication
from api.security import needs
from minutes.agenda import AgendaItem
from workflow.access import Actor, Permission
from workflow.closed import has_closed, visible_agenda
from workflow.demo_house import is_demo
from workflow.phases import BEFORE_DRAFTS, STOPPED, UNDER_WAY, ItemState, JobState, Phase
from workflow.progress import Stage
from workflow.store import meetings, people, record
from workflow.store.database import Transaction
from workflow.store.meetings import FileKind, StoredMeeting

router = APIRouter(include_in_schema=False)

PAGE = "/moeder/{meeting_id}"
STAGES = (Stage.TRANSCRIBING, Stage.SEGMENTING, Stage.DRAFTING)
_STANDING = (Phase.APPROVED, Phase.PUBLISHED, Phase.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What this person may do with the meeting now."""

    prepares: bool
    may_record: bool
    may_start: bool
    may_cancel: bool
    may_retry: bool
    may_delete: bool
    may_approve: bool

    @classmethod
    def of(cls, actor: Actor, meeting: StoredMeeting, recordings: int) -> Room:
        """By role, phase and job."""
        prepares = actor.may(Permission.PREPARE, meeting.body)
        idle, under_way = meeting.job is JobState.IDLE, meeting.job in UNDER_WAY
        closed = has_closed(meeting.agenda)
        return cls(
            prepares=prepares,
            may_record=prepares and meeting.phase is Phase.RECEIVED and not under_way,
            may_start=prepares and idle and (recordings > 0 or meeting.phase is not Phase.RECEIVED),
            may_cancel=prepares and under_way,
            may_retry=prepares and meeting.job in STOPPED,
            may_delete=prepares and meeting.phase not in _STANDING and not meeting.legal_hold,
            may_approve=actor.may(Permission.APPROVE, meeting.body, closed=closed),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """Who approved the newest minutes, and when."""

    version: int
    person: str
    at: datetime


@router.get(PAGE, **needs(Permission.READ))
def show_meeting(meeting_id: str, here: Here, visit: Visitor) -> Response:
    """All of it; what the machine does comes in by events."""
    actor = visit.actor
    with here.database.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        files = meetings.files(tx, meeting_id, FileKind.RECORDING, destroyed=True)
        adopted = _adopted(tx, meeting_id)
    recordings = [one for one in files if one.destroyed_at is None]
    agenda = visible_agenda(actor, meeting)
    drafted = meeting.phase not in BEFORE_DRAFTS
    approval = read_approval(meeting_id, here, actor) if drafted else None
    return page(
        "meeting.html",
        visit,
        meeting=meeting,
        room=Room.of(actor, meeting, len(recordings)),
        recordings=recordings,
        files=files,
        agenda=UnderstoodAgenda.of(agenda),
        approval=approval,
        adopted=adopted,
        publication=_publication(here, actor, meeting),
        first=_first_open(approval, agenda.items) if drafted else None,
        stages=STAGES,
        under_way=meeting.job in UNDER_WAY,
        words=meeting_words,
        is_demo=is_demo,
    )


@router.get(f"{PAGE}/optagelser", **needs(Permission.READ))
def show_recordings(meeting_id: str, here: Here, visit: Visitor) -> Response:
    """The recordings that are here, and whether the work can begin: fetched again when one came or went."""
    with here.database.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        recordings = meetings.files(tx, meeting_id, FileKind.RECORDING)
    room = Room.of(visit.actor, meeting, len(recordings))
    return page(
        "meeting_recordings.html",
        visit,
        meeting=meeting,
        room=room,
        recordings=recordings,
        words=meeting_words,
    )


def _publication(here: House, actor: Actor, meeting: StoredMeeting) -> ShownPublication | None:
    """For those who may publish, once there is something that was approved."""
    if meeting.phase in BEFORE_DRAFTS or not actor.may(Permission.PUBLISH, meeting.body):
        return None
    shown = read_publication(meeting.id, here, actor)
    return shown if meeting.phase in _STANDING or shown.published_version else None


def _adopted(tx: Transaction, meeting_id: str) -> Adopted | None:
    """Who approved the newest minutes, and when."""
    last = record.minutes(tx, meeting_id)
    if last is None:
        return None
    person = people.get(tx, last.person_id)
    return Adopted(version=last.minutes.version, person=person.name, at=last.created_at)


def _first_open(approval: ApprovalState | None, items: tuple[AgendaItem, ...]) -> str | None:
    """The item to go on with: the first that is not approved, else the first."""
    shown = [one for one in approval.items if isinstance(one, ItemToApprove)] if approval else []
    left = [one.id for one in shown if one.state is ItemState.OPEN] or [one.id for one in shown]
    return next(iter(left or [item.id for item in items]), None)
