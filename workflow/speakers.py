"""Who speaks: labels of the transcript renamed everywhere, or set anew for single utterances.

A label is what a person says it is; nobody is known by their voice. Texts do not depend on labels and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from minutes.errors import AccessError, InputError, NotFoundError
from minutes.transcript import Transcript
from workflow.access import Actor, Permission
from workflow.closed import hidden_utterances, newest_division
from workflow.editing import begin_review
from workflow.redrafting import require_under_review
from workflow.store import audit, meetings, texts, work
from workflow.store.database import Database
from workflow.store.work import TranscriptChange

LONGEST_LABEL = 100
"""Characters that a speaker's label may have."""

Labels = Mapping[int, str | None]
"""Utterance id to its new label; None takes the label away."""


def rename(db: Database, actor: Actor, meeting_id: str, *, old: str, new: str, expected: int) -> Labels:
    """Give every utterance with the label `old` the label `new`; gives what was set.

    Somebody without access to closed items renames what they see.

    Raises:
        NotFoundError: there is no such meeting, or nobody has the old label.
        AccessError: the actor may not edit here.
        InputError: the new label is empty or too long.
        StateError: the meeting is not under review, or its talk is gone.
        ChangedError: somebody else changed the meeting since the actor read it.
    """
    label = _clean(new)

    def wanted(talk: Transcript, hidden: Collection[int]) -> Labels:
        found = {u.id: label for u in talk.utterances if u.speaker == old and u.id not in hidden}
        if not found:
            raise NotFoundError("nobody has this label", where="old", remedy="Take one from the transcript")
        return found

    return _relabel(db, actor, meeting_id, wanted, expected)


def assign(
    db: Database,
    actor: Actor,
    meeting_id: str,
    *,
    utterance_ids: Collection[int],
    speaker: str | None,
    expected: int,
) -> Labels:
    """Say who speaks in these utterances; gives what was set.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not edit here, or an utterance is hidden from them.
        InputError: there is no such utterance, or the label is empty or too long.
        StateError: the meeting is not under review, or its talk is gone.
        ChangedError: somebody else changed the meeting since the actor read it.
    """
    label = None if speaker is None else _clean(speaker)

    def wanted(talk: Transcript, hidden: Collection[int]) -> Labels:
        require_audible(utterance_ids, talk, hidden)
        return dict.fromkeys(utterance_ids, label)

    return _relabel(db, actor, meeting_id, wanted, expected)


def require_audible(utterance_ids: Collection[int], talk: Transcript, hidden: Collection[int]) -> None:
    """Make sure that these utterances are there, and open to the person who names them.

    Raises:
        InputError: one is not in the transcript.
        AccessError: one is hidden.
    """
    unknown = sorted(set(utterance_ids) - {utterance.id for utterance in talk.utterances})
    if unknown:
        raise InputError(
            f"utterance {unknown[0]} is not in the transcript",
            where="utterances",
            remedy="Take their numbers from the transcript",
        )
    if set(utterance_ids) & set(hidden):
        raise AccessError(
            "an utterance belongs to closed talk",
            where="utterances",
            remedy="Ask somebody with access to closed items",
        )


def _relabel(
    db: Database,
    actor: Actor,
    meeting_id: str,
    wanted: Callable[[Transcript, Collection[int]], Labels],
    expected: int,
) -> Labels:
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.EDIT, meeting.body)
        require_under_review(meeting)
        meetings.change(tx, meeting_id, expected=expected)
        talk = work.transcript(tx, meeting_id).transcript
        labels = wanted(talk, hidden_utterances(actor, meeting, talk, newest_division(tx, meeting_id)))
        changed = replace(
            talk,
            utterances=tuple(
                replace(one, speaker=labels[one.id]) if one.id in labels else one for one in talk.utterances
            ),
        )
        work.save_transcript(tx, meeting_id, changed, author=actor.name, change=TranscriptChange.SPEAKER)
        begin_review(tx, meeting)
        audit.record(
            tx,
            actor=actor.id,
            action="speaker.set",
            meeting_id=meeting_id,
            detail={"utterances": len(labels)},
        )
    return labels


def _clean(label: str) -> str:
    clean = " ".join("".join(c for c in label if c.isprintable() or c.isspace()).split())
    if not clean or len(clean) > LONGEST_LABEL:
        raise InputError(
            f"a speaker's label has 1 to {LONGEST_LABEL} characters",
            where="speaker",
            remedy="Write a name or a title",
        )
    return clean
