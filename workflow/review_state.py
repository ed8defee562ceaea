"""How far a meeting's review has come: for the overview before approval, and for printing what there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from minutes.agenda import Agenda
from minutes.decision import Decision, Minutes, PublicMinutes, withhold_closed
from minutes.draft import Draft
from minutes.transcript import Transcript
from workflow.access import Actor, Permission
from workflow.admission import note_closed_read
from workflow.cases import material_of
from workflow.closed import hidden_items, hidden_talk, sees_closed, visible_agenda, withheld
from workflow.concerns import RaisedConcern, blocking
from workflow.phases import UNDER_REVIEW, ItemState, Phase
from workflow.presence import notes
from workflow.stages import undecided
from workflow.store import meetings, record, spoken_for, texts, wordings
from workflow.store.database import Database, Transaction
from workflow.store.record import StoredMinutes
from workflow.store.texts import StoredItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedItem:
    """An item's current text, the decision that stands if any, and what keeps it from being approved.

    `draft` is None until it is drafted. `notes` are printed under it, and stand in the decision already.
    """

    item_id: str
    state: ItemState
    row_version: int
    text_version: int | None
    draft: Draft | None
    notes: str
    decision: Decision | None
    blocking: tuple[RaisedConcern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewState:
    """A meeting's review as one person may see it.

    Where closed items are hidden (`sees_closed` False), `agenda` shows no more than that they are closed,
    `items` leaves them out and `minutes` is None. `open_items` counts all items that are not approved.
    `transcript` is None where there is none (any more).

    `minutes` and `public_minutes` are the newest approved version; it stands where `approved`, and else an
    item was reopened since.
    """

    agenda: Agenda
    phase: Phase
    sees_closed: bool
    items: tuple[ReviewedItem, ...]
    open_items: int
    transcript: Transcript | None
    approved: bool
    minutes: StoredMinutes | None
    public_minutes: PublicMinutes | None

    @property
    def notes(self) -> Mapping[str, str]:
        """What is printed under each item's text, for `minutes.rendering.view.draft_view`."""
        return {item.item_id: item.notes for item in self.items}

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The current texts, for `minutes.rendering.view.draft_view`."""
        return tuple(item.draft for item in self.items if item.draft is not None)


def review_state(db: Database, actor: Actor, meeting_id: str) -> ReviewState:
    """How far the review has come.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not read it.
    """
    with db.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.READ, meeting.body)
        closed = hidden_items(actor, meeting)
        hidden = frozenset[int]() if sees_closed(actor, meeting) else hidden_talk(tx, actor, meeting)
        material = material_of(tx, meeting_id)
        stored = texts.items(tx, meeting_id)
        last = record.minutes(tx, meeting_id)
        seen = [one for one in stored if one.item_id not in closed]
        state = ReviewState(
            agenda=undecided(visible_agenda(actor, meeting)),
            phase=meeting.phase,
            sees_closed=sees_closed(actor, meeting),
            items=tuple(_reviewed(tx, meeting_id, one, hidden) for one in seen),
            open_items=sum(one.state is ItemState.OPEN for one in stored),
            transcript=material.transcript if material.talk_kept else None,
            approved=last is not None and meeting.phase not in UNDER_REVIEW,
            minutes=None if closed else last,
            public_minutes=_public(last.minutes, closed, wordings.approved(tx, meeting_id)) if last else None,
        )
    for item in state.agenda.items:
        if item.id not in closed:
            note_closed_read(db, actor, meeting_id, item, "review")
    return state


def _reviewed(tx: Transaction, meeting_id: str, stored: StoredItem, hidden: frozenset[int]) -> ReviewedItem:
    item_id, standing = stored.item_id, stored.decision_version
    draft = None
    if stored.text_version is not None:
        draft = _without(texts.text(tx, meeting_id, item_id).draft, hidden)
    acknowledged = spoken_for.acknowledgements(tx, meeting_id, item_id)
    return ReviewedItem(
        item_id=item_id,
        state=stored.state,
        row_version=stored.row_version,
        text_version=stored.text_version,
        draft=draft,
        notes=notes(stored),
        decision=record.decision(tx, meeting_id, item_id, standing).decision
        if standing is not None
        else None,
        blocking=blocking(draft, acknowledged) if draft is not None and standing is None else (),
    )


def _public(minutes: Minutes, hidden: frozenset[str], said: Mapping[str, str]) -> PublicMinutes:
    """What the public may see of them; of the hidden items not even the titles."""
    items = tuple(withheld(item) if item.id in hidden else item for item in minutes.agenda.items)
    return withhold_closed(replace(minutes, agenda=replace(minutes.agenda, items=items)), said)


def _without(draft: Draft, hidden: frozenset[int]) -> Draft:
    """The draft without what it quotes of hidden talk."""
    return replace(
        draft,
        sentences=tuple(
            replace(
                sentence,
                evidence=tuple(
                    replace(one, quote="") if hidden.intersection(one.utterance_ids) else one
                    for one in sentence.evidence
                ),
            )
            for sentence in draft.sentences
        ),
    )
