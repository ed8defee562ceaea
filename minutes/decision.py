"""What a person approved, and what of it the public may see.

`approve` is the only maker of a `Decision` and `withhold_closed` the only maker of `PublicMinutes`:
an invented decision and a leaked closed item are type errors before they are bugs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from minutes.agenda import Agenda, Meeting, Section
from minutes.draft import Draft
from minutes.errors import StateError
from minutes.vocabulary import CLOSED_ITEM, Outcome, SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An approved beslutning. Made only by `approve`."""

    item_id: str
    text: str
    outcome: Outcome
    version: int
    approved_by: str
    approved_at: datetime
    supersedes: int | None = None


class MinutesStatus(StrEnum):
    """Whether the minutes as a whole have been approved."""

    IN_REVIEW = "in_review"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """An agenda with its approved decisions."""

    agenda: Agenda
    decisions: tuple[Decision, ...]
    version: int
    status: MinutesStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An item that the public may read in full."""

    id: str
    number: int
    title: str
    journal_number: str | None
    sections: tuple[Section, ...]
    decision: str
    outcome: Outcome
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedItem:
    """All that the public may know of a closed item: its number, and "Lukket punkt" for a title.

    `public_wording` is what somebody wrote for the public and somebody approved; as a rule there is none.
    """

    id: str
    number: int
    title: str
    public_wording: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMinutes:
    """Approved minutes without a field in which a draft or a closed item's text would fit."""

    meeting: Meeting
    items: tuple[OpenItem | ClosedItem, ...]
    version: int


def approve(
    draft: Draft, *, text: str, person: str, at: datetime, previous: Decision | None = None
) -> Decision:
    """The decision that a named person approved, in the words that the person approved.

    Raises:
        StateError: the text or the person's name is empty.
    """
    if not text.strip() or not person.strip():
        raise StateError(
            "a decision needs a text and a named person",
            where=f"item {draft.item_id}",
            remedy="Write the text and sign in before approving",
        )
    return Decision(
        item_id=draft.item_id,
        text=text,
        outcome=draft.outcome,
        version=previous.version + 1 if previous else 1,
        approved_by=person,
        approved_at=at,
        supersedes=previous.version if previous else None,
    )


def withhold_closed(minutes: Minutes, wordings: Mapping[str, str] | None = None) -> PublicMinutes:
    """The public part of approved minutes: open items in full, closed ones by number alone.

    Args:
        minutes: the approved minutes.
        wordings: what was approved to be said in public of closed items, by their ids.

    Raises:
        StateError: the minutes are not approved, or an open item has no approved decision.
    """
    if minutes.status is not MinutesStatus.APPROVED:
        raise StateError("minutes in review are not public", where="minutes", remedy="Approve them first")
    decisions = {decision.item_id: decision for decision in minutes.decisions}
    items: list[OpenItem | ClosedItem] = []
    for item in minutes.agenda.items:
        if item.closed:
            said = (wordings or {}).get(item.id)
            items.append(ClosedItem(id=item.id, number=item.number, title=CLOSED_ITEM, public_wording=said))
            continue
        if item.id not in decisions:
            raise StateError(
                "the item has no approved decision",
                where=f"item {item.number}",
                remedy="Approve every open item first",
            )
        decision = decisions[item.id]
        items.append(
            OpenItem(
                id=item.id,
                number=item.number,
                title=item.title,
                journal_number=item.journal_number,
                sections=tuple(s for s in item.sections if s.kind is not SectionKind.DECISION),
                decision=decision.text,
                outcome=decision.outcome,
                approved_by=decision.approved_by,
                approved_at=decision.approved_at,
            )
        )
    return PublicMinutes(meeting=minutes.agenda.meeting, items=tuple(items), version=minutes.version)
