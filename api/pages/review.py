"""Gennemse: one item of a meeting, its list on the left, its text in the middle, its talk on the right."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api.house import Here
from api.pages import review_dialogs
from api.pages.review_item import PAGE, is_stuck, item_context, list_context
from api.pages.shell import Visitor, page
from api.security import needs
from workflow.access import Permission
from workflow.review import look
from workflow.review_list import Standing
from workflow.store import meetings, texts

router = APIRouter(include_in_schema=False)
router.include_router(review_dialogs.router)


@router.get(PAGE, **needs(Permission.READ, withholds_closed=True))
def show(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """The page of one item; of a closed one that is withheld, no more than that."""
    shared = list_context(here, visit, meeting_id, item_id)
    if shared["current"].standing is Standing.WITHHELD:
        return page("review_withheld.html", visit, **shared)
    seen = look(here.database, visit.actor, meeting_id, item_id)
    return page("review.html", visit, **shared, **item_context(here, visit, shared["meeting"], seen))


@router.get(f"{PAGE}/tekst", **needs(Permission.READ))
def show_again(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """What changes on the page when the item does, each piece under its id."""
    shared = list_context(here, visit, meeting_id, item_id)
    seen = look(here.database, visit.actor, meeting_id, item_id)
    return page("review_pieces.html", visit, **shared, **item_context(here, visit, shared["meeting"], seen))


@router.get(f"{PAGE}/nyt", **needs(Permission.READ))
def news(meeting_id: str, item_id: str, here: Here) -> JSONResponse:
    """Whether somebody changed the item or its new draft failed: asked every few seconds, reads little."""
    with here.database.read() as tx:
        stored, meeting = texts.item(tx, meeting_id, item_id), meetings.get(tx, meeting_id)
    told = {"version": stored.row_version, "stuck": is_stuck(meeting, redrafting=stored.redraft is not None)}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})
