"""What the page of an item is rendered from: its list, its text, and what the person may do with it."""

from __future__ import annotations

from typing import Any

from api.house import House
from api.pages.review_versions import undo_of
from api.pages.review_view import notes_of, sentences_of
from api.pages.shell import Visit
from minutes.agenda import AgendaItem
from minutes.errors import NotFoundError
from minutes.vocabulary import Outcome, SectionKind
from summarise.wishes import LONGEST_WISH, Length
from workflow.access import Actor, Permission
from workflow.editing import versions
from workflow.phases import BEFORE_DRAFTS, STOPPED, ItemState, Phase
from workflow.review import ItemUnderReview
from workflow.review_list import ListedItem, review_list
from workflow.settings import DrafterKind
from workflow.store import meetings
from workflow.store.meetings import StoredMeeting
from workflow.store.texts import AuthorKind, StoredItem

PAGE = "/moeder/{meeting_id}/punkter/{item_id}"


def list_context(here: House, visit: Visit, meeting_id: str, item_id: str) -> dict[str, Any]:
    """The list beside the item, and the item's place in it."""
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


def item_context(here: House, visit: Visit, meeting: StoredMeeting, seen: ItemUnderReview) -> dict[str, Any]:
    """The item itself."""
    notes = notes_of(seen)
    approved = seen.state is ItemState.APPROVED
    ready = meeting.phase not in BEFORE_DRAFTS
    return {
        "seen": seen,
        "notes": notes,
        "blocking": [one for one in notes if one.blocks],
        "sentences": sentences_of(seen, notes),
        "doubts": {one.id: one for one in notes},
        "approved": approved,
        "ready": ready,
        "may_edit": ready and not approved and _may(visit.actor, Permission.EDIT, meeting, seen.item),
        "lengths": tuple(Length),
        "longest_wish": LONGEST_WISH,
        "by_formula": here.settings.drafter is DrafterKind.FORMULA,
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
    undo = None
    if text:
        undo = undo_of(versions(here.database, visit.actor, meeting.id, seen.item.id), text.version)
    return {
        "person": visit.actor.person_id,
        "version": seen.row_version,
        "text_version": text.version if text else None,
        "text": text.draft.text if text else "",
        "author": text.author if text and text.author_kind is AuthorKind.PERSON else None,
        "approved": seen.state is ItemState.APPROVED,
        "adopted": meeting.phase in (Phase.APPROVED, Phase.PUBLISHED),
        "redrafting": seen.redrafting,
        "stuck": is_stuck(meeting, redrafting=seen.redrafting),
        "undo": undo.further if undo else None,
        "replaced": undo.replaced if undo else None,
    }


def _compared(seen: ItemUnderReview) -> tuple[int, int] | None:
    """The old and the new version, where a machine wrote the item again and nobody has edited it since."""
    text = seen.text
    if text is None or text.author_kind is AuthorKind.PERSON or text.based_on is None:
        return None
    return text.based_on, text.version


def is_stuck(meeting: StoredMeeting, *, redrafting: bool) -> bool:
    """Whether a new draft was asked for and no machine works on it any more."""
    return redrafting and meeting.job in STOPPED


def may_edit(actor: Actor, meeting: StoredMeeting, stored: StoredItem) -> bool:
    """Whether this person may change the item's text as it stands now."""
    item = meeting.agenda.item(stored.item_id)
    open_now = meeting.phase not in BEFORE_DRAFTS and stored.state is ItemState.OPEN
    return open_now and _may(actor, Permission.EDIT, meeting, item)


def _may(actor: Actor, permission: Permission, meeting: StoredMeeting, item: AgendaItem) -> bool:
    return actor.may(permission, meeting.body, closed=item.closed)


def _place(listed: tuple[ListedItem, ...], item_id: str) -> int:
    for place, one in enumerate(listed):
        if one.item.id == item_id:
            return place
    raise NotFoundError("no such item", where=f"item {item_id}", remedy="Choose one from the meeting's items")
