"""What only a signed-in person does with approved minutes: publish them, or take them back."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.house import Here, House
from api.logs import log
from api.security import Who, needs
from minutes.errors import UnavailableError
from summarise.personal_data import PersonalKind
from workflow.access import Permission
from workflow.phases import Phase
from workflow.publication import Finding, PublicationState, answer, publication_state, publish, withdraw
from workflow.reasons import LONGEST_REASON
from workflow.shelving import shelve_at

router = APIRouter(tags=["Publication"])

MEETING = "/api/v1/meetings/{meeting_id}"


class FindingAnswer(BaseModel):
    """A person lets what was found become public."""

    finding: str = Field(max_length=16, examples=["9f2c6a7b01d4e835"])
    reason: str = Field(
        max_length=2 * LONGEST_REASON, examples=["Det er rådhusets adresse, som alle må kende."]
    )


class Withdrawal(BaseModel):
    """Why the minutes are taken back. The public reads it."""

    reason: str = Field(max_length=2 * LONGEST_REASON, examples=["Et bilag var forkert."])


class ShownFinding(BaseModel):
    """What looks like personal data. `item_id` is null where it stands in the facts of the meeting."""

    id: str = Field(examples=["9f2c6a7b01d4e835"])
    kind: PersonalKind
    item_id: str | None = Field(examples=["punkt-3"])
    place: str = Field(examples=["decision"])
    text: str = Field(examples=["Birkevej 12B"])
    answered_by: str | None
    reason: str | None

    @classmethod
    def of(cls, finding: Finding) -> ShownFinding:
        """The finding with its answer."""
        said = finding.answer
        return cls(
            id=finding.id,
            kind=finding.kind,
            item_id=finding.item_id,
            place=finding.place,
            text=finding.text,
            answered_by=said.person if said else None,
            reason=said.reason if said else None,
        )


class ShownPublication(BaseModel):
    """What stands in the way of publishing, and what the public reads.

    `minutes_version` is the approved version that would be published now. `on_intranet` is false for the
    moments until the intranet shows `published_version`.
    """

    phase: Phase
    minutes_version: int | None
    unanswered: int = Field(examples=[1])
    findings: list[ShownFinding]
    published_version: int | None
    published_at: datetime | None
    on_intranet: bool
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, state: PublicationState) -> ShownPublication:
        """The state as it is shown."""
        standing = state.standing
        return cls(
            phase=state.phase,
            minutes_version=state.minutes_version,
            unanswered=sum(one.answer is None for one in state.findings),
            findings=[ShownFinding.of(one) for one in state.findings],
            published_version=standing.version if standing else None,
            published_at=standing.published_at if standing else None,
            on_intranet=standing is not None and standing.shelved_at is not None,
            withdrawn_at=state.withdrawn_at,
        )


@router.get(f"{MEETING}/publication", **needs(Permission.PUBLISH))
def read_publication(meeting_id: str, here: Here, who: Who) -> ShownPublication:
    """What stands in the way of publishing, and what the public reads now."""
    return ShownPublication.of(publication_state(here.database, who, meeting_id))


@router.post(f"{MEETING}/publication/answers", **needs(Permission.PUBLISH))
def answer_finding(meeting_id: str, body: FindingAnswer, here: Here, who: Who) -> ShownPublication:
    """Answer by name for something that looks like personal data, so that it may become public."""
    answer(here.database, who, meeting_id, finding=body.finding, reason=body.reason)
    return ShownPublication.of(publication_state(here.database, who, meeting_id))


@router.post(f"{MEETING}/publish", **needs(Permission.PUBLISH))
def publish_minutes(meeting_id: str, here: Here, who: Who) -> ShownPublication:
    """Give the approved minutes to the public; a later version replaces an earlier one."""
    publish(here.database, who, meeting_id)
    _show(here)
    return ShownPublication.of(publication_state(here.database, who, meeting_id))


@router.post(f"{MEETING}/withdraw", **needs(Permission.PUBLISH))
def withdraw_minutes(meeting_id: str, body: Withdrawal, here: Here, who: Who) -> ShownPublication:
    """Take back all that the public was given of the meeting; the reason stays in its place."""
    withdraw(here.database, who, meeting_id, reason=body.reason)
    _show(here)
    return ShownPublication.of(publication_state(here.database, who, meeting_id))


def _show(here: House) -> None:
    """Show it at once; where the shelf does not answer, the next round of `referent serve` does."""
    try:
        shelve_at(here.database, here.settings.published())
    except UnavailableError as error:
        log.error("shelf not reached", cause=error.what)
