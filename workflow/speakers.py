"""Who speaks: labels of the transcript renamed everywhere, or set anew for single utterances.

A label is what a person says it is; nobody is known by their voice. Texts do not depend on labels and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from minutes.errors import AccessError, InputError, NotFoundError
from minutes.transcript import Transcript
from summarise.written_sentences import cleaned
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


def label(
    db: Database,
    actor: Actor,
    meeting_id: str,
    *,
    old: str | None = None,
    utterance_ids: Collection[int] = (),
    new: str | None,
    expected: int,
) -> Labels:
    """Say who speaks, in the utterances with the label `old` or in those named; gives what was set.

    A label is renamed in all that the actor may see.

    Raises:
        NotFoundError: there is no such meeting, or nobody has the old label.
        AccessError: the actor may not edit here, or a named utterance is hidden from them.
        InputError: not one of `old` and `utterance_ids` is given; there is no such utterance; the new label
            is empty or too long.
        StateError: the meeting is not under review, or its talk is gone.
        ChangedError: somebody else changed the meeting since the actor read it.
    """
    if (old is None) == (not utterance_ids):
        raise InputError(
            "one of a label and utterances is needed", where="old", remedy="Give the label, or the utterances"
        )
    clean = None if new is None else _clean(new)

    def wanted(talk: Transcript, hidden: Collection[int]) -> Labels:
        if old is None:
            require_audible(utterance_ids, talk, hidden)
            return dict.fromkeys(utterance_ids, clean)
        found = [one.id for one in talk.utterances if one.speaker == old and one.id not in hidden]
        if not found:
            raise NotFoundError("nobody has this label", where="old", remedy="Take one from the transcript")
        return dict.fromkeys(found, clean)

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
    clean = " ".join(cleaned(label).split())
    if not clean or len(clean) > LONGEST_LABEL:
        raise InputError(
            f"a speaker's label has 1 to {LONGEST_LABEL} characters",
            where="speaker",
            remedy="Write a name or a title",
        )
    return clean
