"""Gennemse: one item of a meeting, its list on the left, its text in the middle, its talk on the right."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.house import Here
from api.pages.shell import Visitor, page
from api.security import needs
from minutes.errors import NotFoundError
from workflow.access import Permission
from workflow.review import look
from workflow.review_list import ListedItem, Standing, review_list
from workflow.store import meetings

router = APIRouter(include_in_schema=False)

PAGE = "/moeder/{meeting_id}/punkter/{item_id}"


@router.get(PAGE, **needs(Permission.READ, withholds_closed=True))
def show(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """The page of one item; of a closed one that is withheld, no more than that."""
    listed = review_list(here.database, visit.actor, meeting_id)
    place = _place(listed, item_id)
    with here.database.read() as tx:
        meeting = meetings.get(tx, meeting_id)
    shared: dict[str, Any] = {
        "meeting": meeting,
        "listed": listed,
        "current": listed[place],
        "before": listed[place - 1] if place else None,
        "after": listed[place + 1] if place + 1 < len(listed) else None,
    }
    if listed[place].standing is Standing.WITHHELD:
        return page("review_withheld.html", visit, **shared)
    seen = look(here.database, visit.actor, meeting_id, item_id)
    return page("review.html", visit, **shared, seen=seen)


def _place(listed: tuple[ListedItem, ...], item_id: str) -> int:
    for place, one in enumerate(listed):
        if one.item.id == item_id:
            return place
    raise NotFoundError("no such item", where=f"item {item_id}", remedy="Choose one from the meeting's items")
