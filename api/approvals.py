"""What only a signed-in person does: answer for concerns, approve and reopen items, approve the minutes."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from api.house import Here
from api.items import CHANGED, ITEM, changed
from api.security import Who, needs
from api.shown_items import ShownConcern, ShownItem, WithheldItem
from api.versions import ExpectedVersion
from minutes.agenda import AgendaItem
from workflow.access import Permission
from workflow.approval import acknowledge, approve, approve_minutes, reopen
from workflow.phases import ItemState, Phase
from workflow.reasons import LONGEST_REASON
from workflow.review_state import ReviewedItem, review_state

router = APIRouter(tags=["Approval"])

MEETING = "/api/v1/meetings/{meeting_id}"


class Answer(BaseModel):
    """A person answers for a concern of the current text."""

    concern: str = Field(max_length=16, examples=["9f2c6a7b01d4e835"])
    reason: str = Field(
        max_length=2 * LONGEST_REASON, examples=["Beløbet står i bilaget, som alle havde foran sig."]
    )


class Approval(BaseModel):
    """Which version of the text the person read and approves."""

    text_version: int = Field(ge=1, lt=2**31, examples=[2])


class Reason(BaseModel):
    """Why an approved item is opened again."""

    reason: str = Field(max_length=2 * LONGEST_REASON, examples=["Fristen var skrevet forkert."])


class ApprovedMinutes(BaseModel):
    """A version of the minutes as approved. `sha256` is the hash of its row in the record."""

    version: int = Field(examples=[1])
    approved_at: datetime
    decisions: int = Field(examples=[6])
    sha256: str


class ItemToApprove(BaseModel):
    """What is left of an item: the concerns that somebody must resolve or answer for."""

    id: str = Field(examples=["punkt-3"])
    number: int = Field(examples=[3])
    label: str = Field(examples=["3"])
    title: str = Field(examples=["Anlægsbevilling til nyt tag på Skovsund Hallen"])
    closed: bool
    state: ItemState
    row_version: int
    text_version: int | None
    blocking: list[ShownConcern]


class ApprovalState(BaseModel):
    """What is left before the minutes can be approved. `minutes_version` is the newest approved one."""

    phase: Phase
    approved: bool
    minutes_version: int | None
    open_items: int = Field(examples=[2])
    items: list[ItemToApprove | WithheldItem]


@router.get(f"{MEETING}/approval", **needs(Permission.READ))
def read_approval(meeting_id: str, here: Here, who: Who) -> ApprovalState:
    """What is left before the minutes can be approved."""
    state = review_state(here.database, who, meeting_id)
    reviewed = {one.item_id: one for one in state.items}
    return ApprovalState(
        phase=state.phase,
        approved=state.approved,
        minutes_version=state.public_minutes.version if state.public_minutes else None,
        open_items=state.open_items,
        items=[
            _to_approve(item, reviewed[item.id]) if item.id in reviewed else WithheldItem.of(item)
            for item in state.agenda.items
        ],
    )


@router.post(f"{ITEM}/acknowledge", **needs(Permission.APPROVE), response_model=ShownItem)
def acknowledge_concern(
    meeting_id: str, item_id: str, body: Answer, here: Here, who: Who, request: Request, response: Response
) -> ShownItem | Response:
    """Answer by name for a concern, so that it no longer blocks while its sentence stands unchanged."""

    def write() -> None:
        acknowledge(here.database, who, meeting_id, item_id, concern=body.concern, reason=body.reason)

    return changed(write, here, who, meeting_id, item_id, request, response)


@router.post(f"{ITEM}/approve", responses=CHANGED, **needs(Permission.APPROVE), response_model=ShownItem)
def approve_item(
    meeting_id: str,
    item_id: str,
    body: Approval,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    request: Request,
    response: Response,
) -> ShownItem | Response:
    """Make the current text the item's decision. Whoever is signed in stands as the one who approved it."""

    def write() -> None:
        approve(
            here.database,
            who,
            meeting_id,
            item_id,
            text_version=body.text_version,
            expected=expected,
        )

    return changed(write, here, who, meeting_id, item_id, request, response)


@router.post(f"{ITEM}/reopen", **needs(Permission.APPROVE), response_model=ShownItem)
def reopen_item(
    meeting_id: str, item_id: str, body: Reason, here: Here, who: Who, request: Request, response: Response
) -> ShownItem | Response:
    """Open an approved item again. Its decision stays in the record; the next one supersedes it."""

    def write() -> None:
        reopen(here.database, who, meeting_id, item_id, reason=body.reason)

    return changed(write, here, who, meeting_id, item_id, request, response)


@router.post(f"{MEETING}/approve", **needs(Permission.APPROVE))
def approve_all(meeting_id: str, here: Here, who: Who) -> ApprovedMinutes:
    """Approve the minutes when every item is approved; a correction later makes a new version."""
    stored = approve_minutes(here.database, who, meeting_id)
    return ApprovedMinutes(
        version=stored.minutes.version,
        approved_at=stored.created_at,
        decisions=len(stored.minutes.decisions),
        sha256=stored.sha256,
    )


def _to_approve(item: AgendaItem, reviewed: ReviewedItem) -> ItemToApprove:
    return ItemToApprove(
        id=item.id,
        number=item.number,
        label=item.label or str(item.number),
        title=item.title,
        closed=item.closed,
        state=reviewed.state,
        row_version=reviewed.row_version,
        text_version=reviewed.text_version,
        blocking=[ShownConcern.of(one) for one in reviewed.blocking],
    )
