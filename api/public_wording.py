"""What may be said in public of a closed item, written and approved apart from its text."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.house import Here
from api.items import ITEM
from api.security import Who, needs
from workflow.access import Permission
from workflow.public_wording import LONGEST_WORDING, approve_wording, read_wording, write_wording
from workflow.store.wordings import StoredWording

router = APIRouter(tags=["Publication"])

WORDING = f"{ITEM}/public-wording"
_EXAMPLE = "Udvalget behandlede en sag om køb af fast ejendom."


class NewWording(BaseModel):
    """What is to be said; an empty text takes back what was said before."""

    text: str = Field(max_length=2 * LONGEST_WORDING, examples=[_EXAMPLE])


class WordingApproval(BaseModel):
    """The version that was read."""

    version: int = Field(ge=1, lt=2**31, examples=[1])


class ShownWording(BaseModel):
    """The newest wording. It becomes public with the next publication after it is approved.

    `version` is 0 where nothing was ever written: the public reads "Lukket punkt".
    """

    version: int = Field(examples=[1])
    text: str = Field(examples=[_EXAMPLE])
    written_by: str | None = None
    written_at: datetime | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None

    @classmethod
    def of(cls, wording: StoredWording | None) -> ShownWording:
        """The wording as it is shown."""
        return (
            cls(version=0, text="") if wording is None else cls.model_validate(wording, from_attributes=True)
        )


@router.get(WORDING, **needs(Permission.READ))
def read_public_wording(meeting_id: str, item_id: str, here: Here, who: Who) -> ShownWording:
    """What may be said in public of a closed item, approved or not yet."""
    return ShownWording.of(read_wording(here.database, who, meeting_id, item_id))


@router.put(WORDING, **needs(Permission.EDIT))
def write_public_wording(
    meeting_id: str, item_id: str, body: NewWording, here: Here, who: Who
) -> ShownWording:
    """Propose what may be said. It counts only when it is approved, and replaces what was approved before."""
    return ShownWording.of(write_wording(here.database, who, meeting_id, item_id, body.text))


@router.post(f"{WORDING}/approve", **needs(Permission.APPROVE))
def approve_public_wording(
    meeting_id: str, item_id: str, body: WordingApproval, here: Here, who: Who
) -> ShownWording:
    """Stand by a wording. Whoever is signed in stands as the one who approved it."""
    return ShownWording.of(approve_wording(here.database, who, meeting_id, item_id, version=body.version))
