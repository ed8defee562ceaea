"""A named person answers for an item's text, approves it, reopens it, and approves the minutes as a whole.

An approved decision is never changed: reopening lets it stand in the record, and the next one supersedes it.
"""

from __future__ import annotations

from minutes.decision import Decision, Minutes, MinutesStatus
from minutes.decision import approve as decide
from minutes.errors import ChangedError, NotFoundError, StateError
from workflow.access import Actor, Permission
from workflow.admission import admit
from workflow.concerns import blocking, raised
from workflow.editing import begin_review, require_reviewable
from workflow.phases import UNDER_REVIEW, ItemState, Phase
from workflow.presence import with_notes
from workflow.reasons import clean_reason
from workflow.redrafting import ground_reopened
from workflow.stages import undecided
from workflow.store import audit, meetings, record, spoken_for, texts
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting, now
from workflow.store.record import StoredMinutes


def acknowledge(
    db: Database, actor: Actor, meeting_id: str, item_id: str, *, concern: str, reason: str
) -> None:
    """Answer by name for a concern of the item's current text, so that it no longer blocks.

    Raises:
        NotFoundError: there is no such meeting or item, or the current text has no such concern.
        AccessError: the actor may not approve here.
        InputError: no reason is given, or a too long one.
        StateError: the item has no text, or it is approved.
    """
    reason = clean_reason(reason, where=f"item {item_id}")
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        admit(tx, actor, Permission.APPROVE, meeting_id, item_id)
        _require_state(tx, meeting_id, item_id, ItemState.OPEN)
        text = texts.text(tx, meeting_id, item_id)
        if concern not in {one.id for one in raised(text.draft, ())}:
            raise NotFoundError(
                "the text has no such concern", where=f"item {item_id}", remedy="Fetch the item again"
            )
        spoken_for.acknowledge(
            tx,
            meeting_id,
            item_id,
            text_version=text.version,
            concern=concern,
            person=actor.name,
            reason=reason,
        )
        seen = text.version
        _note(tx, actor, meeting_id, "concern.acknowledge", item=item_id, text_version=seen, concern=concern)


def approve(
    db: Database,
    actor: Actor,
    meeting_id: str,
    item_id: str,
    *,
    text_version: int,
    expected: int | None = None,
) -> Decision:
    """Make the item's current text its decision.

    Args:
        db: the database.
        actor: the person who approves.
        meeting_id: the meeting.
        item_id: its item.
        text_version: the version of the text that the person read.
        expected: the item's row version that the person read.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not approve here.
        StateError: it is approved already, has no text, or a blocking concern stands.
        ChangedError: the text is another one by now.
    """
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting, _ = admit(tx, actor, Permission.APPROVE, meeting_id, item_id)
        require_reviewable(meeting)
        _require_state(tx, meeting_id, item_id, ItemState.OPEN)
        text = texts.text(tx, meeting_id, item_id)
        if text.version != text_version:
            raise ChangedError(
                "the text was changed since it was read",
                where=f"item {item_id}",
                remedy="Read the current text and approve that",
            )
        _require_answered(tx, meeting_id, item_id)
        taken = record.decisions(tx, meeting_id, item_id)
        decision = decide(
            text.draft,
            text=with_notes(text.draft.text, texts.item(tx, meeting_id, item_id)),
            person=actor.name,
            at=now(),
            previous=taken[-1].decision if taken else None,
        )
        _take(tx, actor, meeting, decision, text_version=text_version, expected=expected)
    return decision


def reopen(
    db: Database,
    actor: Actor,
    meeting_id: str,
    item_id: str,
    *,
    reason: str,
    expected: int | None = None,
) -> None:
    """Open an approved item again; approved minutes go back to review.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not approve here.
        InputError: no reason is given, or a too long one.
        StateError: the item is not approved.
        ChangedError: somebody else changed the item since it was read.
    """
    reason = clean_reason(reason, where=f"item {item_id}")
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting, _ = admit(tx, actor, Permission.APPROVE, meeting_id, item_id)
        _require_state(tx, meeting_id, item_id, ItemState.APPROVED)
        standing = texts.item(tx, meeting_id, item_id).decision_version
        assert standing is not None  # an approved item has one
        texts.change_item(
            tx, meeting_id, item_id, expected=expected, state=ItemState.OPEN, decision_version=None
        )
        spoken_for.reopen(
            tx, meeting_id, item_id, decision_version=standing, person=actor.name, reason=reason
        )
        ground_reopened(tx, meeting_id, item_id)
        if meeting.phase is not Phase.IN_REVIEW:
            meetings.move(tx, meeting_id, Phase.IN_REVIEW)
        _note(tx, actor, meeting_id, "item.reopen", item=item_id, version=standing)


def approve_minutes(db: Database, actor: Actor, meeting_id: str) -> StoredMinutes:
    """Approve the minutes as a whole. Minutes that were approved before get a new version.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not approve here; with closed items, not without access to them.
        StateError: an item is not approved, or the minutes are approved already.
    """
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting = meetings.get(tx, meeting_id)
        has_closed = any(item.closed for item in meeting.agenda.items)
        actor.require(Permission.APPROVE, meeting.body, closed=has_closed)
        _require_all_approved(tx, meeting)
        last = record.minutes(tx, meeting_id)
        minutes = Minutes(
            agenda=undecided(meeting.agenda),
            decisions=tuple(_standing(tx, meeting_id)),
            version=last.minutes.version + 1 if last else 1,
            status=MinutesStatus.APPROVED,
        )
        sha256 = record.add_minutes(tx, meeting_id, minutes, person_id=actor.id)
        meetings.move(tx, meeting_id, Phase.APPROVED)
        _note(tx, actor, meeting_id, record.ADOPTED, version=minutes.version, sha256=sha256)
        stored = record.minutes(tx, meeting_id)
        assert stored is not None  # it was added above
    return stored


def _take(
    tx: Transaction,
    actor: Actor,
    meeting: StoredMeeting,
    decision: Decision,
    *,
    text_version: int,
    expected: int | None,
) -> None:
    item_id = decision.item_id
    sha256 = record.add_decision(tx, meeting.id, decision, text_version=text_version, person_id=actor.id)
    texts.change_item(
        tx,
        meeting.id,
        item_id,
        expected=expected,
        state=ItemState.APPROVED,
        decision_version=decision.version,
    )
    begin_review(tx, meeting)
    _note(
        tx,
        actor,
        meeting.id,
        record.DECIDED,
        item=item_id,
        version=decision.version,
        text_version=text_version,
        sha256=sha256,
    )


def _note(tx: Transaction, actor: Actor, meeting_id: str, action: str, **detail: str | int) -> None:
    audit.record(tx, actor=actor.id, action=action, meeting_id=meeting_id, detail=detail)


def _standing(tx: Transaction, meeting_id: str) -> list[Decision]:
    return [
        record.decision(tx, meeting_id, item.item_id, item.decision_version).decision
        for item in texts.items(tx, meeting_id)
        if item.decision_version is not None
    ]


def _require_all_approved(tx: Transaction, meeting: StoredMeeting) -> None:
    require_reviewable(meeting)
    if meeting.phase not in UNDER_REVIEW:
        raise StateError(
            "the minutes are approved already",
            where=f"meeting {meeting.id}",
            remedy="Reopen an item to correct it; that makes a new version",
        )
    items = texts.items(tx, meeting.id)
    left = sum(item.state is ItemState.OPEN for item in items)
    if left or not items:
        raise StateError(
            f"{left} of {len(items)} items are not approved",
            where=f"meeting {meeting.id}",
            remedy="Approve every item first",
        )


def _require_state(tx: Transaction, meeting_id: str, item_id: str, state: ItemState) -> None:
    if texts.item(tx, meeting_id, item_id).state is not state:
        approved = state is ItemState.OPEN
        raise StateError(
            "the item is approved already" if approved else "the item is not approved",
            where=f"item {item_id}",
            remedy="Reopen it with a reason first" if approved else "Only an approved item can be reopened",
        )


def _require_answered(tx: Transaction, meeting_id: str, item_id: str) -> None:
    acknowledged = spoken_for.acknowledgements(tx, meeting_id, item_id)
    left = blocking(texts.text(tx, meeting_id, item_id).draft, acknowledged)
    if left:
        raise StateError(
            f"{len(left)} blocking concerns stand",
            where=f"item {item_id}",
            remedy="Change the text, or acknowledge each of them with a reason",
        )
