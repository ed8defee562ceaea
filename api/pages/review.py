"""Gennemse: one item of a meeting, its list on the left, its text in the middle, its talk on the right."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api.house import Here, House
from api.pages.review_versions import undone
from api.pages.review_view import notes_of, sentences_of
from api.pages.shell import Visit, Visitor, page
from api.security import needs
from minutes.agenda import AgendaItem
from minutes.errors import NotFoundError
from minutes.vocabulary import Outcome, SectionKind
from workflow.access import Actor, Permission
from workflow.editing import versions
from workflow.phases import ItemState, Phase
from workflow.review import ItemUnderReview, look
from workflow.review_list import ListedItem, Standing, review_list
from workflow.store import meetings, texts
from workflow.store.meetings import StoredMeeting
from workflow.store.texts import AuthorKind

router = APIRouter(include_in_schema=False)

PAGE = "/moeder/{meeting_id}/punkter/{item_id}"
_EARLY = (Phase.RECEIVED, Phase.TRANSCRIBED, Phase.SEGMENTED)


@router.get(PAGE, **needs(Permission.READ, withholds_closed=True))
def show(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """The page of one item; of a closed one that is withheld, no more than that."""
    shared = _list(here, visit, meeting_id, item_id)
    if shared["current"].standing is Standing.WITHHELD:
        return page("review_withheld.html", visit, **shared)
    seen = look(here.database, visit.actor, meeting_id, item_id)
    return page("review.html", visit, **shared, **_item(here, visit, shared["meeting"], seen))


@router.get(f"{PAGE}/tekst", **needs(Permission.READ))
def show_again(meeting_id: str, item_id: str, here: Here, visit: Visitor) -> Response:
    """What changes on the page when the item does, each piece under its id."""
    shared = _list(here, visit, meeting_id, item_id)
    seen = look(here.database, visit.actor, meeting_id, item_id)
    return page("review_pieces.html", visit, **shared, **_item(here, visit, shared["meeting"], seen))


@router.get(f"{PAGE}/nyt", **needs(Permission.READ))
def news(meeting_id: str, item_id: str, here: Here) -> JSONResponse:
    """Whether somebody changed the item: asked every few seconds, so it reads one row."""
    with here.database.read() as tx:
        stored = texts.item(tx, meeting_id, item_id)
    told = {"version": stored.row_version, "redrafting": stored.redraft is not None}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _list(here: House, visit: Visit, meeting_id: str, item_id: str) -> dict[str, Any]:
    listed = review_list(here.database, visit.actor, meeting_id)
    place = _place(listed, item_id)
    with here.database.read() as tx:
        meeting = meetings.get(tx, meeting_id)
    return {
        "meeting": meeting,
        "base": f"/moeder/{meeting_id}/punkter/{item_id}",
        "listed": listed,
        "current": listed[place],
        "before": listed[place - 1] if place else None,
        "after": listed[place + 1] if place + 1 < len(listed) else None,
    }


def _item(here: House, visit: Visit, meeting: StoredMeeting, seen: ItemUnderReview) -> dict[str, Any]:
    notes = notes_of(seen)
    approved = seen.state is ItemState.APPROVED
    ready = meeting.phase not in _EARLY
    return {
        "seen": seen,
        "notes": notes,
        "blocking": [one for one in notes if one.blocks],
        "sentences": sentences_of(seen, notes),
        "doubts": {one.id: one for one in notes},
        "approved": approved,
        "ready": ready,
        "may_edit": ready and not approved and _may(visit.actor, Permission.EDIT, meeting, seen.item),
        "may_approve": ready and _may(visit.actor, Permission.APPROVE, meeting, seen.item),
        "compared": _compared(seen),
        "outcomes": [one for one in Outcome if one is not Outcome.CLOSED],
        "indstilling": [one for one in seen.item.sections if one.kind is SectionKind.RECOMMENDATION],
        "others": [one for one in seen.item.sections if one.kind is not SectionKind.RECOMMENDATION],
        "facts": _facts(here, visit, meeting, seen),
    }


def _facts(here: House, visit: Visit, meeting: StoredMeeting, seen: ItemUnderReview) -> dict[str, Any]:
    """What the scripts know of the item."""
    text = seen.text
    kept = versions(here.database, visit.actor, meeting.id, seen.item.id) if text else ()
    return {
        "person": visit.actor.person_id,
        "version": seen.row_version,
        "text_version": text.version if text else None,
        "text": text.draft.text if text else "",
        "author": text.author if text and text.author_kind is AuthorKind.PERSON else None,
        "approved": seen.state is ItemState.APPROVED,
        "redrafting": seen.redrafting,
        "undo": undone(kept, text.version) if text else None,
    }


def _compared(seen: ItemUnderReview) -> tuple[int, int] | None:
    """The old and the new version, where a machine wrote the item again and nobody has edited it since."""
    text = seen.text
    if text is None or text.author_kind is AuthorKind.PERSON or text.based_on is None:
        return None
    return text.based_on, text.version


def _may(actor: Actor, permission: Permission, meeting: StoredMeeting, item: AgendaItem) -> bool:
    return actor.may(permission, meeting.body, closed=item.closed)


def _place(listed: tuple[ListedItem, ...], item_id: str) -> int:
    for place, one in enumerate(listed):
        if one.item.id == item_id:
            return place
    raise NotFoundError("no such item", where=f"item {item_id}", remedy="Choose one from the meeting's items")
