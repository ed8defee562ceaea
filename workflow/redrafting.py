"""The machine drafts an item again: because other talk lies under it, or because a person asked for it.

The wish lies on the item's row; the worker fulfils it as it does the first drafting, so there is one path for
every drafter. What a person wrote is never overwritten: such a text stays and says that its talk changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from minutes.draft import Concern, Draft, Severity
from minutes.errors import StateError
from minutes.vocabulary import ConcernKind
from summarise.drafter import Case
from summarise.grounding import ground
from summarise.wishes import cleaned_wish, length_of
from workflow.access import Actor, Permission
from workflow.admission import admit
from workflow.cases import Material, case_of, material_of
from workflow.editing import begin_review
from workflow.phases import BEFORE_DRAFTS, UNDER_REVIEW, ItemState, JobState
from workflow.progress import Stage
from workflow.settings import DrafterKind
from workflow.store import audit, meetings, texts
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting, now
from workflow.store.texts import AuthorKind, StoredItem, StoredText


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An item that the machine is to draft. `based_on` is the text that the new one may take the place of."""

    case: Case
    based_on: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of the items whose talk changed: drafted again, kept as a person wrote them, approved."""

    redrafted: tuple[str, ...]
    kept: tuple[str, ...]
    approved: tuple[str, ...]


# --- asking -------------------------------------------------------------------------------------------------
def ask(
    db: Database,
    actor: Actor,
    drafter: DrafterKind,
    meeting_id: str,
    item_id: str,
    *,
    instruction: str | None,
    expected: int,
) -> None:
    """Ask for a new text of one item, by a person's own wish; the old one stays among the versions.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not edit it.
        InputError: this drafter cannot follow the instruction.
        StateError: the item is approved, the meeting is not under review, or its talk is gone.
        ChangedError: somebody else changed the item since the actor read it.
    """
    wish = cleaned_wish(instruction)
    if drafter is DrafterKind.FORMULA:
        length_of(wish)
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting, _ = admit(tx, actor, Permission.EDIT, meeting_id, item_id)
        require_under_review(meeting)
        require_talk(material_of(tx, meeting_id), meeting_id)
        stored = texts.item(tx, meeting_id, item_id)
        require_open(stored)
        texts.change_item(
            tx, meeting_id, item_id, expected=expected, redraft=_wish(stored.text_version, wish, asked=True)
        )
        want_job(tx, meeting)
        begin_review(tx, meeting)
        audit.record(
            tx,
            actor=actor.id,
            action="item.redraft",
            meeting_id=meeting_id,
            detail={"item": item_id, "based_on": stored.text_version, "instructed": wish is not None},
        )


def talk_changed(
    tx: Transaction, meeting: StoredMeeting, material: Material, changed: Collection[str]
) -> Moved:
    """Deal with the items under which other talk lies now, part of the transaction that moved it.

    A machine's text is drafted again; a person's stays, grounded against the new talk and marked; an approved
    item is not touched and only notes since when its talk is another one.
    """
    moved = outcome(tx, meeting, changed)
    for stored in texts.items(tx, meeting.id):
        if stored.item_id in moved.approved:
            texts.change_item(tx, meeting.id, stored.item_id, talk_changed_at=now())
        elif stored.item_id in moved.kept:
            current = texts.text(tx, meeting.id, stored.item_id)
            saved = keep_wording(tx, meeting.id, current, material.case(stored.item_id))
            follow(tx, meeting.id, stored, saved)
        elif stored.item_id in moved.redrafted:
            written = _current(tx, meeting.id, stored)
            wish = _instruction(stored) if stored.redraft else written.instruction if written else None
            columns = _wish(stored.text_version, wish, asked=_is_asked(stored))
            texts.change_item(tx, meeting.id, stored.item_id, redraft=columns)
    if moved.redrafted:
        want_job(tx, meeting)
    return moved


def outcome(tx: Transaction, meeting: StoredMeeting, changed: Collection[str]) -> Moved:
    """What `talk_changed` makes of the items; changes nothing."""
    redrafted, kept, approved = [], [], []
    for stored in texts.items(tx, meeting.id):
        if stored.item_id not in changed:
            continue
        current = _current(tx, meeting.id, stored)
        if stored.state is ItemState.APPROVED:
            approved.append(stored.item_id)
        elif current is not None and current.author_kind is AuthorKind.PERSON:
            kept.append(stored.item_id)
        else:
            redrafted.append(stored.item_id)
    return Moved(redrafted=tuple(redrafted), kept=tuple(kept), approved=tuple(approved))


def want_job(tx: Transaction, meeting: StoredMeeting) -> None:
    """Ask a worker for what the items' wishes say."""
    meetings.change(
        tx,
        meeting.id,
        job=JobState.WANTED,
        revision=meeting.revision + 1,
        stage=Stage.DRAFTING,
        fraction=0.0,
        stage_started_at=None,
        failure=None,
    )


# --- drafting: called by the worker -------------------------------------------------------------------------
def items_to_draft(tx: Transaction, meeting_id: str) -> tuple[str, ...]:
    """Items that have no text yet or are to have a new one, in the agenda's order."""
    return tuple(stored.item_id for stored in texts.items(tx, meeting_id) if _is_wanted(stored))


def task(tx: Transaction, meeting_id: str, item_id: str) -> Task | None:
    """What is to be drafted of an item; None where there is nothing to do (any more)."""
    stored = texts.item(tx, meeting_id, item_id)
    if not _is_wanted(stored):
        return None
    case = case_of(tx, meeting_id, item_id)
    if stored.redraft is None:
        return Task(case=case, based_on=stored.text_version)
    return Task(case=replace(case, wish=_instruction(stored)), based_on=_based_on(stored))


def keep(tx: Transaction, meeting_id: str, draft: Draft, done: Task) -> StoredText | None:
    """Make a new draft the item's text; None where a person wrote or approved one in the meantime.

    The draft of a task that was fulfilled already is dropped, so that a step may be repeated.
    """
    stored = texts.item(tx, meeting_id, draft.item_id)
    if not _is_wanted(stored):
        return None
    if stored.text_version != done.based_on:
        _drop_wish(tx, meeting_id, stored, done)
        return None
    by_formula = draft.provenance.model == DrafterKind.FORMULA
    saved = texts.save_text(
        tx,
        meeting_id,
        draft,
        author_kind=AuthorKind.FORMULA if by_formula else AuthorKind.MODEL,
        author=draft.provenance.model,
        instruction=done.case.wish,
        based_on=done.based_on,
    )
    texts.change_item(tx, meeting_id, draft.item_id, redraft=None)
    return saved


def _drop_wish(tx: Transaction, meeting_id: str, stored: StoredItem, done: Task) -> None:
    """A person wrote a text since the machine was asked: it stays, marked where its talk had been moved."""
    current = _current(tx, meeting_id, stored)
    if current is not None and stored.redraft is not None and not _is_asked(stored):
        keep_wording(tx, meeting_id, current, replace(done.case, wish=None))
    texts.change_item(tx, meeting_id, stored.item_id, redraft=None)


# --- texts that stay ----------------------------------------------------------------------------------------
def keep_wording(tx: Transaction, meeting_id: str, current: StoredText, case: Case) -> StoredText:
    """The same words as a new version, grounded against the talk that lies under them now, and marked."""
    mark = Concern(kind=ConcernKind.TALK_CHANGED, severity=Severity.WARN, detail="")
    others = tuple(one for one in current.draft.concerns if one.kind is not ConcernKind.TALK_CHANGED)
    draft = ground(replace(current.draft, concerns=(*others, mark)), case)
    return texts.save_text(
        tx,
        meeting_id,
        draft,
        author_kind=current.author_kind,
        author=current.author,
        instruction=current.instruction,
        based_on=current.version,
    )


def ground_reopened(tx: Transaction, meeting_id: str, item_id: str) -> None:
    """Hold a text whose item was just reopened against the talk as it is now; mark it where that moved."""
    stored, material = texts.item(tx, meeting_id, item_id), material_of(tx, meeting_id)
    current = _current(tx, meeting_id, stored)
    if current is None or not material.talk_kept:
        return
    if stored.talk_changed_at is None:
        ground_again(tx, meeting_id, stored, current, current.draft, material)
    else:
        keep_wording(tx, meeting_id, current, material.case(item_id))
        texts.change_item(tx, meeting_id, item_id, talk_changed_at=None)


def ground_again(
    tx: Transaction,
    meeting_id: str,
    stored: StoredItem,
    current: StoredText,
    draft: Draft,
    material: Material,
) -> None:
    """Hold a text against corrected talk: the same words, and a new version only where the doubts differ."""
    draft = ground(draft, material.case(stored.item_id))
    if draft != current.draft:
        saved = texts.save_text(
            tx,
            meeting_id,
            draft,
            author_kind=current.author_kind,
            author=current.author,
            instruction=current.instruction,
            based_on=current.version,
        )
        follow(tx, meeting_id, stored, saved)


def follow(tx: Transaction, meeting_id: str, stored: StoredItem, saved: StoredText) -> None:
    """A person asked for a new text before `saved` became the current one: it may take its place too."""
    if _is_asked(stored):
        wish = _wish(saved.version, _instruction(stored), asked=True)
        texts.change_item(tx, meeting_id, stored.item_id, redraft=wish)


# --- conditions ---------------------------------------------------------------------------------------------
def require_under_review(meeting: StoredMeeting) -> None:
    """Make sure that the meeting is drafted and not approved as a whole.

    Raises:
        StateError: it has not come that far, or it has gone farther.
    """
    if meeting.phase not in UNDER_REVIEW:
        early = meeting.phase in BEFORE_DRAFTS
        raise StateError(
            "the meeting is not drafted yet" if early else "the minutes are approved",
            where=f"meeting {meeting.id}",
            remedy="Wait until it is drafted" if early else "Reopen an item with a reason first",
        )


def require_talk(material: Material, meeting_id: str) -> None:
    """Make sure that there is a transcript.

    Raises:
        StateError: there is none (any more).
    """
    if not material.talk_kept:
        raise StateError(
            "there is no transcript",
            where=f"meeting {meeting_id}",
            remedy="The talk was deleted; edit the texts instead",
        )


def require_open(stored: StoredItem) -> None:
    """Make sure that the item is not approved.

    Raises:
        StateError: it is.
    """
    if stored.state is ItemState.APPROVED:
        raise StateError(
            "the item is approved", where=f"item {stored.item_id}", remedy="Reopen it with a reason first"
        )


def _is_wanted(stored: StoredItem) -> bool:
    return stored.state is ItemState.OPEN and (stored.text_version is None or stored.redraft is not None)


def _wish(based_on: int | None, instruction: str | None, *, asked: bool) -> dict[str, object]:
    """`asked`: a person asked for this item; else its talk was moved."""
    return {"based_on": based_on, "instruction": instruction, "asked": asked}


def _is_asked(stored: StoredItem) -> bool:
    return stored.redraft is not None and stored.redraft["asked"] is True


def _instruction(stored: StoredItem) -> str | None:
    found = stored.redraft["instruction"] if stored.redraft else None
    return None if found is None else str(found)


def _based_on(stored: StoredItem) -> int | None:
    found = stored.redraft["based_on"] if stored.redraft else None
    assert found is None or isinstance(found, int)
    return found


def _current(tx: Transaction, meeting_id: str, stored: StoredItem) -> StoredText | None:
    return texts.text(tx, meeting_id, stored.item_id) if stored.text_version is not None else None
