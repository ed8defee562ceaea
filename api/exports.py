"""The minutes as documents: UDKAST until they are approved, and the public edition afterwards."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response

from api.house import Here
from api.problems import Problem
from api.security import Who, needs
from minutes.errors import StateError
from minutes.rendering.formats import written
from minutes.rendering.view import MinutesView, draft_view, public_view
from workflow.access import Permission
from workflow.review_state import ReviewState, review_state

router = APIRouter(tags=["Documents"])

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


class WantedEdition(StrEnum):
    """`draft`: as it stands, marked UDKAST; `internal`: with evidence and concerns; `public`: approved."""

    DRAFT = "draft"
    INTERNAL = "internal"
    PUBLIC = "public"


@router.get(
    "/api/v1/meetings/{meeting_id}/minutes.{suffix}",
    response_class=Response,
    **needs(Permission.READ, withholds_closed=True),
)
def export_minutes(
    meeting_id: str,
    suffix: Annotated[str, Path(max_length=8, examples=["docx"])],
    here: Here,
    who: Who,
    request: Request,
    edition: Annotated[WantedEdition | None, Query(description="public once approved, else draft")] = None,
) -> Response:
    """The minutes as DOCX, PDF, HTML, JSON or text. The public edition withholds closed items."""
    if suffix not in MEDIA_TYPES:
        raise Problem("not_found", f"minutes are not written as .{suffix}")
    state = review_state(here.database, who, meeting_id)
    look = here.settings.look_of(state.agenda.meeting.body)
    content = written(_view(state, edition, meeting_id), f".{suffix}", look)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Content-Disposition": _disposition(state, suffix)}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=MEDIA_TYPES[suffix], headers=headers)


def _view(state: ReviewState, edition: WantedEdition | None, meeting_id: str) -> MinutesView:
    if edition is None:
        edition = WantedEdition.PUBLIC if state.approved else WantedEdition.DRAFT
    if edition is WantedEdition.PUBLIC:
        if not state.approved or state.public_minutes is None:
            raise StateError(
                "the minutes are not approved", where=f"meeting {meeting_id}", remedy="Approve them first"
            )
        return public_view(state.public_minutes)
    return draft_view(
        state.agenda,
        state.drafts,
        notes=state.notes,
        transcript=state.transcript,
        include_closed=state.sees_closed,
        internal=edition is WantedEdition.INTERNAL,
    )


def _disposition(state: ReviewState, suffix: str) -> str:
    """A Danish file name: plain for old readers, whole by RFC 6266."""
    meeting = state.agenda.meeting
    day = f" {meeting.starts_at:%Y-%m-%d}" if meeting.starts_at else ""
    kind = "Referat" if state.approved else "Udkast"
    name = re.sub(r"[^\w .,()-]", "_", f"{kind} {meeting.body}{day}")[:120].strip() + f".{suffix}"
    return f"attachment; filename=\"minutes.{suffix}\"; filename*=UTF-8''{quote(name)}"
