"""A name corrected everywhere: in the talk and in every text, first to be looked at and then to be done.

The agenda is a document of its own and stays. Approved items stay too; they are named, so that somebody can
reopen them. Somebody without access to closed items corrects what they can see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from minutes.draft import Draft
from minutes.errors import StateError
from minutes.transcript import Transcript
from summarise.grounding import ground
from workflow.access import Actor, Permission
from workflow.cases import Material, material_of
from workflow.closed import hidden_items, hidden_utterances, newest_division, note_closed_reads
from workflow.editing import begin_review
from workflow.phases import ItemState
from workflow.redrafting import follow, ground_again, require_under_review
from workflow.respelling import Respelling
from workflow.store import audit, meetings, texts, work
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting
from workflow.store.texts import AuthorKind, StoredItem, StoredText
from workflow.store.work import TranscriptChange


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceChange:
    """An utterance in the old and in the new spelling."""

    utterance_id: int
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """An item's current text in the old and in the new spelling."""

    item_id: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCorrection:
    """All that a correction changes. `approved` are items whose text has the old name and stays as it is."""

    utterances: tuple[UtteranceChange, ...]
    speakers: tuple[str, ...]
    texts: tuple[TextChange, ...]
    approved: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the old name stands nowhere that may be changed."""
        return not (self.utterances or self.speakers or self.texts)


def preview(db: Database, actor: Actor, meeting_id: str, spelling: Respelling) -> NameCorrection:
    """What `correct` would change, as far as this person may see it.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not edit here.
        StateError: the meeting is not under review.
    """
    with db.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.EDIT, meeting.body)
        require_under_review(meeting)
        found = _found(tx, actor, meeting, material_of(tx, meeting_id), spelling)
    note_closed_reads(db, actor, meeting, "names")
    return found


def correct(
    db: Database, actor: Actor, meeting_id: str, spelling: Respelling, *, expected: int
) -> NameCorrection:
    """Put the new name in the old one's place; gives what was changed.

    Talk and texts get new versions; every open text is held against the corrected talk.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not edit here.
        StateError: the meeting is not under review, or the old name stands nowhere.
        ChangedError: somebody else changed the meeting since the actor read it.
    """
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.EDIT, meeting.body)
        require_under_review(meeting)
        meetings.change(tx, meeting_id, expected=expected)
        material = material_of(tx, meeting_id)
        found = _found(tx, actor, meeting, material, spelling)
        if found.changes_nothing:
            raise StateError(
                "the old name stands nowhere", where=f"meeting {meeting_id}", remedy="Check its spelling"
            )
        if found.utterances or found.speakers:
            material = replace(material, transcript=_respelled(tx, actor, meeting, material, spelling))
            work.save_transcript(
                tx, meeting_id, material.transcript, author=actor.name, change=TranscriptChange.NAME
            )
        for stored, current in _texts(tx, meeting_id):
            if stored.state is ItemState.OPEN:
                _correct_text(tx, actor, meeting, stored, current, material, spelling)
        begin_review(tx, meeting)
        audit.record(
            tx,
            actor=actor.id,
            action="name.correct",
            meeting_id=meeting_id,
            detail={"utterances": len(found.utterances), "texts": len(found.texts)},
        )
    return found


def _found(
    tx: Transaction, actor: Actor, meeting: StoredMeeting, material: Material, spelling: Respelling
) -> NameCorrection:
    hidden = hidden_utterances(actor, meeting, material.transcript, newest_division(tx, meeting.id))
    seen = [one for one in material.transcript.utterances if one.id not in hidden]
    withheld = hidden_items(actor, meeting)
    named = [
        (stored, text)
        for stored, text in _texts(tx, meeting.id)
        if stored.item_id not in withheld and _is_named(text.draft, spelling)
    ]
    return NameCorrection(
        utterances=tuple(
            UtteranceChange(utterance_id=one.id, old=one.text, new=spelling.text(one.text))
            for one in seen
            if spelling.is_in(one.text)
        ),
        speakers=tuple(sorted({one.speaker for one in seen if one.speaker and spelling.is_in(one.speaker)})),
        texts=tuple(
            TextChange(item_id=stored.item_id, old=text.draft.text, new=spelling.draft(text.draft).text)
            for stored, text in named
            if stored.state is ItemState.OPEN
        ),
        approved=tuple(stored.item_id for stored, _ in named if stored.state is ItemState.APPROVED),
    )


def _is_named(draft: Draft, spelling: Respelling) -> bool:
    return any(spelling.is_in(sentence.text) for sentence in draft.sentences)


def _texts(tx: Transaction, meeting_id: str) -> Iterator[tuple[StoredItem, StoredText]]:
    for stored in texts.items(tx, meeting_id):
        if stored.text_version is not None:
            yield stored, texts.text(tx, meeting_id, stored.item_id)


def _respelled(
    tx: Transaction, actor: Actor, meeting: StoredMeeting, material: Material, spelling: Respelling
) -> Transcript:
    talk = material.transcript
    hidden = hidden_utterances(actor, meeting, talk, newest_division(tx, meeting.id))
    return replace(
        talk,
        utterances=tuple(one if one.id in hidden else spelling.utterance(one) for one in talk.utterances),
    )


def _correct_text(
    tx: Transaction,
    actor: Actor,
    meeting: StoredMeeting,
    stored: StoredItem,
    current: StoredText,
    material: Material,
    spelling: Respelling,
) -> None:
    hidden = stored.item_id in hidden_items(actor, meeting)
    draft = current.draft if hidden else spelling.draft(current.draft)
    if hidden or not _is_named(current.draft, spelling):
        ground_again(tx, meeting.id, stored, current, draft, material)
        return
    draft = ground(draft, material.case(stored.item_id))
    saved = texts.save_text(
        tx,
        meeting.id,
        draft,
        author_kind=AuthorKind.PERSON,
        author=actor.name,
        based_on=current.version,
    )
    follow(tx, meeting.id, stored, saved)
