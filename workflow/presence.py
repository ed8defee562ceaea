"""Who was there: at the meeting, and who took no part in one item. Printed, and fixed with the approval."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from minutes.agenda import Meeting
from minutes.errors import InputError, StateError
from minutes.vocabulary import PRESENCE_LABELS, Presence
from workflow.access import Actor, Permission
from workflow.admission import admit
from workflow.cases import material_of
from workflow.closed import hidden_utterances, newest_division
from workflow.editing import begin_review
from workflow.phases import Phase
from workflow.redrafting import require_open
from workflow.speakers import require_audible
from workflow.store import audit, meetings, texts
from workflow.store.database import Database
from workflow.store.texts import StoredItem
from workflow.voting import vote_line


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPart:
    """Somebody who took no part in an item, and the utterances that say so, if any do."""

    name: str
    presence: Presence
    utterance_ids: tuple[int, ...] = ()


def set_meeting(
    db: Database, actor: Actor, meeting_id: str, present: Mapping[str, bool | None], *, expected: int
) -> Meeting:
    """Say of participants whether they were present (None: not known); those not named stay as they are.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not edit here.
        InputError: somebody is not on the roster.
        StateError: the minutes are approved.
        ChangedError: somebody else changed the meeting since the actor read it.
    """
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        stored = meetings.get(tx, meeting_id)
        actor.require(Permission.EDIT, stored.body)
        if stored.phase in (Phase.APPROVED, Phase.PUBLISHED, Phase.WITHDRAWN):
            raise StateError(
                "the minutes are approved",
                where=f"meeting {meeting_id}",
                remedy="Reopen an item with a reason first",
            )
        meeting = stored.agenda.meeting
        _require_on_roster(present, meeting)
        participants = tuple(
            replace(one, present=present[one.name]) if one.name in present else one
            for one in meeting.participants
        )
        meeting = replace(meeting, participants=participants)
        meetings.change(tx, meeting_id, expected=expected, agenda=replace(stored.agenda, meeting=meeting))
        audit.record(
            tx,
            actor=actor.id,
            action="attendance.meeting",
            meeting_id=meeting_id,
            detail={"participants": len(present)},
        )
    return meeting


def set_item(
    db: Database, actor: Actor, meeting_id: str, item_id: str, no_part: Collection[NoPart], *, expected: int
) -> StoredItem:
    """Say who took no part in an item; takes the place of what was said before.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not edit it, or an utterance is hidden from them.
        InputError: somebody is not on the roster or named twice, or there is no such utterance.
        StateError: the item is approved.
        ChangedError: somebody else changed the item since the actor read it.
    """
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting, _ = admit(tx, actor, Permission.EDIT, meeting_id, item_id)
        require_open(texts.item(tx, meeting_id, item_id))
        names = [one.name for one in no_part]
        _require_on_roster(names, meeting.agenda.meeting)
        if len(set(names)) < len(names):
            raise InputError("somebody is named twice", where="participants", remedy="Name each person once")
        talk = material_of(tx, meeting_id).transcript
        hidden = hidden_utterances(actor, meeting, talk, newest_division(tx, meeting_id))
        require_audible([i for one in no_part for i in one.utterance_ids], talk, hidden)
        attendance = {
            one.name: {"presence": one.presence, "utterance_ids": list(one.utterance_ids)} for one in no_part
        }
        texts.change_item(tx, meeting_id, item_id, expected=expected, attendance=attendance)
        begin_review(tx, meeting)
        audit.record(
            tx,
            actor=actor.id,
            action="attendance.item",
            meeting_id=meeting_id,
            detail={"item": item_id, "participants": len(names)},
        )
        return texts.item(tx, meeting_id, item_id)


def notes(stored: StoredItem) -> str:
    """What is printed under an item's beslutning: who took no part, and how it was voted; may be empty."""
    lines = [
        f"{label}: {', '.join(names)}."
        for presence, label in PRESENCE_LABELS.items()
        if (names := [name for name, kind in stored.attendance.items() if kind == presence])
    ]
    if stored.vote is not None:
        lines.append(vote_line(stored.vote))
    return "\n".join(lines)


def with_notes(text: str, stored: StoredItem) -> str:
    """A beslutning with what is printed under it."""
    under = notes(stored)
    return f"{text}\n\n{under}" if under else text


def _require_on_roster(names: Collection[str], meeting: Meeting) -> None:
    roster = {participant.name for participant in meeting.participants}
    for name in names:
        if name not in roster:
            raise InputError(
                "somebody is not among the participants",
                where="participants",
                remedy="Give names as the agenda prints them",
            )
