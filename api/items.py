"""The items of a meeting under review: their texts, every version of them, and what changed in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from api.house import Here, House
from api.paging import Page
from api.problems import MEDIA_TYPE, ProblemDocument, answer
from api.security import Who, needs
from api.shown_items import DECIDED, ItemLine, ShownItem, ShownText, WithheldItem
from api.versions import ExpectedVersion, etag
from minutes.agenda import AgendaItem
from minutes.errors import ChangedError
from minutes.vocabulary import Outcome
from summarise.hand_edit import LONGEST
from workflow.access import Actor, Permission
from workflow.editing import ChangeKind, difference, restore, save_edit, version_of, versions
from workflow.review import look, look_over

router = APIRouter(tags=["Items"])

ITEMS = "/api/v1/meetings/{meeting_id}/items"
ITEM = ITEMS + "/{item_id}"
Version = Annotated[int, Path(ge=1, lt=2**31, examples=[1])]


class ChangedItem(ProblemDocument):
    """Somebody else changed the item: `current` is how it stands now, so that both texts can be merged."""

    current: ShownItem


class WrittenText(BaseModel):
    """What a person wants the item's text to be. Line ends are kept."""

    text: str = Field(max_length=2 * LONGEST, examples=[DECIDED])
    outcome: Outcome | None = Field(
        default=None,
        description="what was decided, where the text does not say so; else it is read from the text",
        examples=[None],
    )


class ShownChange(BaseModel):
    """A run of words in the older and in the newer text."""

    kind: ChangeKind
    old: str = Field(examples=["1,9 "])
    new: str = Field(examples=["1,8 "])


class Difference(BaseModel):
    """What changed from the version `old` to the version `new`, word by word."""

    old: int = Field(examples=[1])
    new: int = Field(examples=[2])
    changes: list[ShownChange]


CHANGED: dict[int | str, dict[str, Any]] = {412: {"model": ChangedItem, "content": {MEDIA_TYPE: {}}}}
"""For the OpenAPI document: what a change answers when somebody else was first."""


@router.get(ITEMS, **needs(Permission.READ))
def list_items(meeting_id: str, here: Here, who: Who) -> Page[ItemLine | WithheldItem]:
    """Every item, in the agenda's order; all on one page."""
    found = look_over(here.database, who, meeting_id)
    return Page(items=[WithheldItem.of(x) if isinstance(x, AgendaItem) else ItemLine.of(x) for x in found])


@router.get(ITEM, **needs(Permission.READ))
def read_item(meeting_id: str, item_id: str, here: Here, who: Who, response: Response) -> ShownItem:
    """One item with its current text, what it rests on and what to check."""
    return _now(here, who, meeting_id, item_id, response)


@router.put(f"{ITEM}/text", responses=CHANGED, **needs(Permission.EDIT), response_model=ShownItem)
def write_text(
    meeting_id: str,
    item_id: str,
    body: WrittenText,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    request: Request,
    response: Response,
) -> ShownItem | Response:
    """Save a text as a new version. It is held against the talk and the agenda before it is answered."""

    def write() -> None:
        save_edit(here.database, who, meeting_id, item_id, body.text, expected=expected, outcome=body.outcome)

    return changed(write, here, who, meeting_id, item_id, request, response)


@router.get(f"{ITEM}/versions", **needs(Permission.READ))
def list_versions(meeting_id: str, item_id: str, here: Here, who: Who) -> Page[ShownText]:
    """Every text that the item ever had, the first one first; all on one page."""
    found = versions(here.database, who, meeting_id, item_id)
    return Page(items=[ShownText.of(one) for one in found])


@router.get(f"{ITEM}/versions/{{version}}", **needs(Permission.READ))
def read_version(meeting_id: str, item_id: str, version: Version, here: Here, who: Who) -> ShownText:
    """One of them."""
    return ShownText.of(version_of(here.database, who, meeting_id, item_id, version))


@router.get(f"{ITEM}/versions/{{version}}/diff", **needs(Permission.READ))
def compare_versions(
    meeting_id: str,
    item_id: str,
    version: Version,
    here: Here,
    who: Who,
    against: Annotated[int, Query(ge=1, lt=2**31, description="the older version", examples=[1])],
) -> Difference:
    """What changed from the version `against` to this one."""
    old = version_of(here.database, who, meeting_id, item_id, against)
    new = version_of(here.database, who, meeting_id, item_id, version)
    changes = difference(old.draft.text, new.draft.text)
    return Difference(
        old=against,
        new=version,
        changes=[ShownChange(kind=one.kind, old=one.old, new=one.new) for one in changes],
    )


@router.post(
    f"{ITEM}/versions/{{version}}/restore",
    responses=CHANGED,
    **needs(Permission.EDIT),
    response_model=ShownItem,
)
def restore_version(
    meeting_id: str,
    item_id: str,
    version: Version,
    expected: ExpectedVersion,
    here: Here,
    who: Who,
    request: Request,
    response: Response,
) -> ShownItem | Response:
    """Make an old text the current one; it becomes a new version."""

    def write() -> None:
        restore(here.database, who, meeting_id, item_id, version, expected=expected)

    return changed(write, here, who, meeting_id, item_id, request, response)


def changed(
    write: Callable[[], object],
    here: House,
    who: Actor,
    meeting_id: str,
    item_id: str,
    request: Request,
    response: Response,
) -> ShownItem | Response:
    """The item after `write`; where somebody else was first, the problem and how the item stands now."""
    try:
        write()
    except ChangedError as error:
        now = _now(here, who, meeting_id, item_id, response)
        problem = json.loads(bytes(answer(request, error).body))
        return JSONResponse(
            {**problem, "current": jsonable_encoder(now)},
            problem["status"],
            headers={"ETag": etag(now.row_version)},
            media_type=MEDIA_TYPE,
        )
    return _now(here, who, meeting_id, item_id, response)


def _now(here: House, who: Actor, meeting_id: str, item_id: str, response: Response) -> ShownItem:
    shown = ShownItem.of(look(here.database, who, meeting_id, item_id))
    response.headers["ETag"] = etag(shown.row_version)
    return shown
