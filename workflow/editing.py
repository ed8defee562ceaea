"""A person changes an item's text: always a new version, grounded anew; nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from minutes.draft import Draft
from minutes.errors import NotFoundError, StateError
from minutes.vocabulary import Outcome
from summarise.hand_edit import edited
from workflow.access import Actor, Permission
from workflow.admission import admit, note_closed_read
from workflow.cases import case_of
from workflow.phases import BEFORE_DRAFTS, ItemState, Phase
from workflow.store import audit, meetings, texts
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting
from workflow.store.texts import AuthorKind, StoredItem, StoredText

_WORD = re.compile(r"\S+\s*")


class ChangeKind(StrEnum):
    """What became of a run of words between two versions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A run of words in the older and in the newer text; one is empty where it was added or removed."""

    kind: ChangeKind
    old: str
    new: str


def save_edit(
    db: Database,
    actor: Actor,
    meeting_id: str,
    item_id: str,
    text: str,
    *,
    expected: int | None = None,
    outcome: Outcome | None = None,
) -> StoredText:
    """Keep what a person wrote as the item's current text.

    Args:
        db: the database.
        actor: who wrote it.
        meeting_id: the meeting.
        item_id: its item.
        text: plain text; each line end is kept.
        expected: the row version that the person read; None where it is the newest in any case.
        outcome: what was decided, where the text does not say so in words that are recognised.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not edit it.
        InputError: the text is empty or too long.
        StateError: the item is not drafted yet, or it is approved.
        ChangedError: somebody else changed it since it was read. The text is not kept: the caller has it.
    """
    with db.read() as tx:
        _admit_to_edit(tx, actor, meeting_id, item_id)
        stored = texts.item(tx, meeting_id, item_id)
        current = texts.text(tx, meeting_id, item_id) if stored.text_version is not None else None
        case = case_of(tx, meeting_id, item_id)
    # Outside of a transaction: searching a long talk must not keep others from writing.
    draft = edited(text, case, current.draft if current else None, outcome=outcome)
    seen = stored.row_version if expected is None else expected
    return _keep(db, actor, meeting_id, draft, expected=seen, based_on=stored.text_version)


def restore(
    db: Database, actor: Actor, meeting_id: str, item_id: str, version: int, *, expected: int | None = None
) -> StoredText:
    """Make an old text the current one, as a new version.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not edit it.
        StateError: the item has no such version, or it is approved.
        ChangedError: somebody else changed the item since it was read.
    """
    with db.read() as tx:
        _admit_to_edit(tx, actor, meeting_id, item_id)
        stored = texts.item(tx, meeting_id, item_id)
        old = texts.text(tx, meeting_id, item_id, version).draft
        case = case_of(tx, meeting_id, item_id)
    draft = edited(old.text, case, old, outcome=old.outcome)
    seen = stored.row_version if expected is None else expected
    return _keep(db, actor, meeting_id, draft, expected=seen, based_on=version)


def versions(db: Database, actor: Actor, meeting_id: str, item_id: str) -> tuple[StoredText, ...]:
    """Every text that the item ever had, the first one first.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not read it.
    """
    with db.read() as tx:
        _, item = admit(tx, actor, Permission.READ, meeting_id, item_id)
        found = texts.texts(tx, meeting_id, item_id)
    note_closed_read(db, actor, meeting_id, item, "versions")
    return found


def version_of(db: Database, actor: Actor, meeting_id: str, item_id: str, version: int) -> StoredText:
    """One text of the item.

    Raises:
        NotFoundError: there is no such meeting, item or version.
        AccessError: the actor may not read it.
    """
    for one in versions(db, actor, meeting_id, item_id):
        if one.version == version:
            return one
    raise NotFoundError(
        "the item has no such text", where=f"item {item_id}", remedy="Choose one from the item's versions"
    )


def difference(old: str, new: str) -> tuple[Change, ...]:
    """What changed from one text to the other, word by word; both are put together again by joining."""
    return tuple(_changes(_WORD.findall(old), _WORD.findall(new)))


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    bare = [word.strip() for word in old], [word.strip() for word in new]
    for tag, i, j, k, m in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        kind = {"equal": ChangeKind.SAME, "insert": ChangeKind.ADDED, "delete": ChangeKind.REMOVED}.get(
            tag, ChangeKind.CHANGED
        )
        yield Change(kind=kind, old="".join(old[i:j]), new="".join(new[k:m]))


def begin_review(tx: Transaction, meeting: StoredMeeting) -> None:
    """The first thing that a person does to a drafted meeting takes it into review."""
    if meeting.phase is Phase.DRAFTED:
        meetings.move(tx, meeting.id, Phase.IN_REVIEW)


def require_reviewable(meeting: StoredMeeting) -> None:
    """Make sure that the meeting has been drafted.

    Raises:
        StateError: it has not come that far.
    """
    if meeting.phase in BEFORE_DRAFTS:
        raise StateError(
            "the meeting is not drafted yet",
            where=f"meeting {meeting.id}",
            remedy="Wait until it is drafted",
        )


def _admit_to_edit(tx: Transaction, actor: Actor, meeting_id: str, item_id: str) -> None:
    meeting, _ = admit(tx, actor, Permission.EDIT, meeting_id, item_id)
    require_reviewable(meeting)
    _require_open(texts.item(tx, meeting_id, item_id))


def _require_open(item: StoredItem) -> None:
    if item.state is ItemState.APPROVED:
        raise StateError(
            "the item is approved", where=f"item {item.item_id}", remedy="Reopen it with a reason first"
        )


def _keep(
    db: Database, actor: Actor, meeting_id: str, draft: Draft, *, expected: int, based_on: int | None
) -> StoredText:
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        saved = texts.save_text(
            tx,
            meeting_id,
            draft,
            author_kind=AuthorKind.PERSON,
            author=actor.name,
            expected=expected,
            based_on=based_on,
        )
        begin_review(tx, meetings.get(tx, meeting_id))
        audit.record(
            tx,
            actor=actor.id,
            action="item.edit",
            meeting_id=meeting_id,
            detail={"item": draft.item_id, "version": saved.version, "based_on": based_on},
        )
    return saved
