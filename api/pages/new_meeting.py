"""A new meeting: the agenda is read and shown before anything is kept, then the meeting is made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from starlette.responses import Response

from api.house import Here
from api.meetings import UnderstoodAgenda, blocks_of
from api.pages import meeting_words
from api.pages.shell import Visitor, page
from api.security import needs
from workflow import intake
from workflow.access import Permission
from workflow.overview import bodies_of

router = APIRouter(include_in_schema=False)


@router.get("/moeder/nyt", **needs(Permission.PREPARE))
def show_form(visit: Visitor) -> Response:
    """Step by step, beginning with the agenda."""
    return page("new_meeting.html", visit)


@router.post("/moeder/nyt/dagsorden", **needs(Permission.PREPARE))
def show_agenda(agenda: Annotated[UploadFile, File()], here: Here, visit: Visitor) -> Response:
    """How the document was read, and the rest of the form filled in from it. Nothing is kept."""
    blocks = blocks_of(agenda.file)
    read = intake.understood(here.files, blocks, limit_bytes=here.settings.agenda_max_bytes)
    allowed = visit.actor.bodies(Permission.PREPARE)
    return page(
        "new_meeting_agenda.html",
        visit,
        agenda=UnderstoodAgenda.of(read),
        name=agenda.filename or "",
        allowed=None if allowed is None else sorted(allowed),
        known=bodies_of(here.database, visit.actor),
        words=meeting_words,
    )
