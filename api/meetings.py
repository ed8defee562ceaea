"""Meetings: made from an agenda, listed, started, stopped, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, BinaryIO

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from pydantic import BaseModel, Field

from api.house import Here
from api.paging import Page, Paging, page
from api.security import Who, needs
from api.versions import ExpectedVersion, etag
from minutes.agenda import Agenda, AgendaItem
from workflow import intake
from workflow.access import Actor, Permission
from workflow.closed import visible_agenda
from workflow.intake import NewMeeting
from workflow.phases import JobState, Phase
from workflow.store import meetings
from workflow.store.meetings import StoredMeeting

router = APIRouter(tags=["Meetings"])

MEETINGS = "/api/v1/meetings"
MEETING = MEETINGS + "/{meeting_id}"
_BLOCK_BYTES = 1 << 20


class ShownAgendaItem(BaseModel):
    """An item as it was understood. Of a closed one that is withheld, its number and mark only."""

    id: str = Field(examples=["punkt-3"])
    number: int = Field(examples=[3])
    label: str = Field(examples=["3"])
    title: str = Field(examples=["Anlægsbevilling til nyt tag på Skovsund Hallen"])
    journal_number: str | None = Field(default=None, examples=["82.00.00-P19-4-27"])
    closed: bool
    clauses: list[str] = Field(examples=[["at der bevilges 1,8 mio. kr."]])
    sections: list[str] = Field(description="printed headings", examples=[["Indstilling", "Økonomi"]])

    @classmethod
    def of(cls, item: AgendaItem) -> ShownAgendaItem:
        """The item as it is shown."""
        return cls(
            id=item.id,
            number=item.number,
            label=item.label or str(item.number),
            title=item.title,
            journal_number=item.journal_number,
            closed=item.closed,
            clauses=[clause.text for clause in item.clauses],
            sections=[section.heading_as_printed for section in item.sections],
        )


class UnderstoodAgenda(BaseModel):
    """What an agenda document was understood to say. `unplaced`: lines that no rule could place."""

    body: str = Field(examples=["Kultur- og Fritidsudvalget"])
    starts_at: datetime | None
    place: str | None = Field(default=None, examples=["Mødelokale 2"])
    participants: list[str]
    items: list[ShownAgendaItem]
    unplaced: list[str]
    notes: list[str]

    @classmethod
    def of(cls, agenda: Agenda) -> UnderstoodAgenda:
        """The agenda as it is shown."""
        return cls(
            body=agenda.meeting.body,
            starts_at=agenda.meeting.starts_at,
            place=agenda.meeting.place,
            participants=[person.name for person in agenda.meeting.participants],
            items=[ShownAgendaItem.of(item) for item in agenda.items],
            unplaced=list(agenda.unplaced),
            notes=list(agenda.notes),
        )


class MeetingLine(BaseModel):
    """A meeting in a list. `fraction` is how much of the present stage is done, 0 to 1."""

    id: str
    body: str = Field(examples=["Kultur- og Fritidsudvalget"])
    starts_at: datetime | None
    phase: Phase
    job: JobState
    stage: str | None = Field(default=None, examples=["transcribing"])
    fraction: float = Field(examples=[0.42])
    failure: str | None = None
    priority: int = Field(examples=[5])
    legal_hold: bool
    row_version: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, meeting: StoredMeeting) -> MeetingLine:
        """The meeting as it is listed."""
        return cls.model_validate(meeting, from_attributes=True)


class ShownMeeting(MeetingLine):
    """A meeting with its agenda, as the person may see it."""

    agenda: UnderstoodAgenda
    legal_basis: str
    participants_informed_by: str
    participants_informed_at: datetime
    warnings: list[str]

    @classmethod
    def to(cls, actor: Actor, meeting: StoredMeeting) -> ShownMeeting:
        """The meeting as this person may see it."""
        return cls(
            **MeetingLine.of(meeting).model_dump(),
            agenda=UnderstoodAgenda.of(visible_agenda(actor, meeting)),
            legal_basis=meeting.legal_basis,
            participants_informed_by=meeting.participants_informed_by,
            participants_informed_at=meeting.participants_informed_at,
            warnings=list(meeting.warnings),
        )


class MeetingChange(BaseModel):
    """What can be set of a meeting; what is left out stays. Priority 1 goes first."""

    starts_at: datetime | None = None
    priority: int | None = Field(default=None, ge=1, le=9, examples=[1])


@router.post("/api/v1/agendas/read", **needs(Permission.PREPARE))
def read_agenda(agenda: Annotated[UploadFile, File()], here: Here, who: Who) -> UnderstoodAgenda:
    """What an agenda document is understood to say. Nothing is kept."""
    limit = here.settings.agenda_max_bytes
    return UnderstoodAgenda.of(intake.understood(here.files, blocks_of(agenda.file), limit_bytes=limit))


@router.post(MEETINGS, status_code=201, **needs(Permission.PREPARE, creates=True))
def create_meeting(
    agenda: Annotated[UploadFile, File(description="TXT, DOCX, PDF, HTML or our JSON")],
    legal_basis: Annotated[str, Form(max_length=500, examples=["Databeskyttelsesforordningen art. 6(1)(e)"])],
    participants_informed: Annotated[bool, Form(description="they were told of the recording")],
    here: Here,
    who: Who,
    response: Response,
    body: Annotated[str | None, Form(max_length=200)] = None,
    starts_at: Annotated[datetime | None, Form()] = None,
    priority: Annotated[int, Form(ge=1, le=9)] = 5,
) -> ShownMeeting:
    """A new meeting from its agenda. Body and date are the agenda's unless they are given."""
    made = intake.receive_meeting(
        here.database,
        here.files,
        who,
        blocks_of(agenda.file),
        name=agenda.filename or "",
        limit_bytes=here.settings.agenda_max_bytes,
        new=NewMeeting(
            legal_basis=legal_basis,
            participants_informed=participants_informed,
            body=body or None,
            starts_at=starts_at.astimezone() if starts_at else None,
            priority=priority,
        ),
    )
    response.headers["Location"] = f"{MEETINGS}/{made.id}"
    return _shown(who, made, response)


@router.get(MEETINGS, **needs(Permission.READ))
def list_meetings(
    here: Here,
    who: Who,
    wanted: Paging,
    body: Annotated[str | None, Query(max_length=200)] = None,
    phase: Annotated[Phase | None, Query()] = None,
    job: Annotated[JobState | None, Query()] = None,
) -> Page[MeetingLine]:
    """Meetings, the newest first, of the bodies that you may read."""
    bodies = who.bodies(Permission.READ)
    if body is not None:
        bodies = frozenset([body]) if bodies is None or body in bodies else frozenset()
    with here.database.read() as tx:
        found = meetings.listed(
            tx,
            bodies=None if bodies is None else sorted(bodies),
            phase=phase,
            job=job,
            after=wanted.after,
            limit=wanted.limit + 1,
        )
    return page(found, wanted, make=MeetingLine.of, place=lambda one: (one.created_at, one.id))


@router.get(MEETING, **needs(Permission.READ))
def read_meeting(meeting_id: str, here: Here, who: Who, response: Response) -> ShownMeeting:
    """One meeting."""
    return _now(here, who, meeting_id, response)


@router.patch(MEETING, **needs(Permission.PREPARE))
def change_meeting(
    meeting_id: str,
    change: MeetingChange,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    response: Response,
) -> ShownMeeting:
    """Set the date or the priority."""
    starts_at = change.starts_at.astimezone() if change.starts_at else None
    intake.adjust(
        here.database, who, meeting_id, expected=expected, starts_at=starts_at, priority=change.priority
    )
    return _now(here, who, meeting_id, response)


@router.post(f"{MEETING}/start", status_code=202, **needs(Permission.PREPARE))
def start_meeting(meeting_id: str, here: Here, who: Who, response: Response) -> ShownMeeting:
    """Transcribe, divide and draft."""
    intake.start(here.database, who, meeting_id)
    return _now(here, who, meeting_id, response)


@router.post(f"{MEETING}/cancel", status_code=202, **needs(Permission.PREPARE))
def cancel_meeting(meeting_id: str, here: Here, who: Who, response: Response) -> ShownMeeting:
    """Stop at the next step; what is done is kept."""
    intake.cancel(here.database, who, meeting_id)
    return _now(here, who, meeting_id, response)


@router.post(f"{MEETING}/retry", status_code=202, **needs(Permission.PREPARE))
def retry_meeting(meeting_id: str, here: Here, who: Who, response: Response) -> ShownMeeting:
    """Go on with what failed or was cancelled."""
    intake.retry(here.database, who, meeting_id)
    return _now(here, who, meeting_id, response)


@router.delete(MEETING, status_code=204, **needs(Permission.PREPARE))
def delete_meeting(meeting_id: str, here: Here, who: Who) -> None:
    """Destroy a meeting of which nothing was ever approved."""
    intake.delete(here.database, here.files, who, meeting_id)


def _now(here: Here, who: Actor, meeting_id: str, response: Response) -> ShownMeeting:
    with here.database.read() as tx:
        meeting = meetings.get(tx, meeting_id)
    return _shown(who, meeting, response)


def _shown(who: Actor, meeting: StoredMeeting, response: Response) -> ShownMeeting:
    response.headers["ETag"] = etag(meeting.row_version)
    return ShownMeeting.to(who, meeting)


def blocks_of(file: BinaryIO) -> Iterator[bytes]:
    """An uploaded file piece by piece."""
    while block := file.read(_BLOCK_BYTES):
        yield block
