"""The items of a meeting as a list beside the one under review: how far each has come, without its talk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from minutes.agenda import AgendaItem
from minutes.vocabulary import Outcome
from workflow.access import Actor, Permission
from workflow.admission import note_closed_read
from workflow.closed import hidden_items, visible_items
from workflow.concerns import blocking
from workflow.phases import ItemState
from workflow.store import meetings, spoken_for, texts
from workflow.store.database import Database, Transaction
from workflow.store.texts import AuthorKind, StoredItem, StoredText


class Standing(StrEnum):
    """How far an item has come, as a secretary counts; the first that holds, in this order."""

    WITHHELD = "withheld"
    APPROVED = "approved"
    MISSING = "missing"  # no text yet
    TO_CHECK = "to_check"  # concerns keep it from being approved
    UNRESOLVED = "unresolved"  # what was decided was not heard
    EDITED = "edited"  # a person wrote the current text
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """An item's place in the list. `blocking` counts the concerns that keep it from being approved."""

    item: AgendaItem
    standing: Standing
    blocking: int
    redrafting: bool


def review_list(db: Database, actor: Actor, meeting_id: str) -> tuple[ListedItem, ...]:
    """Every item in the agenda's order; of a withheld one nothing but its number.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not read it.
    """
    with db.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.READ, meeting.body)
        hidden = hidden_items(actor, meeting)
        stored = {one.item_id: one for one in texts.items(tx, meeting_id)}
        found = tuple(
            _withheld(item) if item.id in hidden else _listed(tx, meeting_id, item, stored[item.id])
            for item in visible_items(actor, meeting)
        )
    for one in found:
        if one.standing is not Standing.WITHHELD:
            note_closed_read(db, actor, meeting_id, one.item, "list")
    return found


def _withheld(item: AgendaItem) -> ListedItem:
    return ListedItem(item=item, standing=Standing.WITHHELD, blocking=0, redrafting=False)


def _listed(tx: Transaction, meeting_id: str, item: AgendaItem, stored: StoredItem) -> ListedItem:
    text = texts.text(tx, meeting_id, item.id) if stored.text_version is not None else None
    answered = spoken_for.acknowledgements(tx, meeting_id, item.id)
    count = len(blocking(text.draft, answered)) if text and stored.state is ItemState.OPEN else 0
    return ListedItem(
        item=item,
        standing=_standing(stored, text, count),
        blocking=count,
        redrafting=stored.redraft is not None,
    )


def _standing(stored: StoredItem, text: StoredText | None, count: int) -> Standing:
    if stored.state is ItemState.APPROVED:
        return Standing.APPROVED
    if text is None:
        return Standing.MISSING
    if count:
        return Standing.TO_CHECK
    if text.draft.outcome is Outcome.UNRESOLVED:
        return Standing.UNRESOLVED
    return Standing.EDITED if text.author_kind is AuthorKind.PERSON else Standing.DRAFT
