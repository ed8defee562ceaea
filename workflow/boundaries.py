"""The secretary moves talk from one item to another: the division is found again around that word.

Only items whose discussion is another one afterwards are touched (`workflow.redrafting`). Somebody without
access to closed items can neither move their talk nor cause it to come to light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from minutes.discussion import Segmentation
from minutes.errors import AccessError, ChangedError, InputError
from minutes.transcript import Transcript
from summarise.segment import segment
from workflow.access import Actor, Permission
from workflow.cases import Material, material_of
from workflow.closed import closed_talk
from workflow.editing import begin_review
from workflow.redrafting import Moved, outcome, require_talk, require_under_review, talk_changed
from workflow.store import audit, meetings, texts, work
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting
from workflow.store.work import StoredSegmentation

Fixed = Mapping[int, str | None]
"""Utterance id to item id, or to None for no item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """The new division, and what became of the items whose talk changed. A preview has no `version`."""

    version: int | None
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a move starts from."""

    meeting: StoredMeeting
    material: Material
    division: StoredSegmentation


def start_item(
    db: Database,
    actor: Actor,
    meeting_id: str,
    *,
    utterance_id: int,
    item_id: str,
    expected: int,
    preview: bool = False,
) -> Divided:
    """Let an item start at an utterance; with `preview`, only say what would come of it.

    Where the utterance lies inside the item already, what is before it in the same run goes to the item that
    comes before the run. Else the rest of the run that it lies in goes to the item.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not edit here, or closed talk is concerned.
        InputError: there is no such utterance or item, or the item starts there already.
        StateError: the meeting is not under review, or its talk is gone.
        ChangedError: somebody else changed the meeting since the actor read it.
    """
    return _divide(
        db, actor, meeting_id, lambda seen: _starting(seen, utterance_id, item_id), expected, preview=preview
    )


def assign(
    db: Database,
    actor: Actor,
    meeting_id: str,
    *,
    utterance_ids: Sequence[int],
    item_id: str | None,
    expected: int,
    preview: bool = False,
) -> Divided:
    """Put utterances under an item, or under none; with `preview`, only say what would come of it.

    Raises: as `start_item`.
    """
    return _divide(
        db, actor, meeting_id, lambda seen: dict.fromkeys(utterance_ids, item_id), expected, preview=preview
    )


def _divide(
    db: Database,
    actor: Actor,
    meeting_id: str,
    wanted: Callable[[_Seen], Fixed],
    expected: int,
    *,
    preview: bool,
) -> Divided:
    with db.read() as tx:
        seen = _look(tx, actor, meeting_id, expected)
    said = wanted(seen)
    _require_may_move(actor, seen, said)
    fixed = {**seen.division.fixed, **said}
    # Outside of a transaction: dividing a long talk must not keep others from writing.
    found = segment(seen.material.agenda, seen.material.transcript, fixed=fixed)
    _require_nothing_comes_to_light(actor, seen, found, fixed)
    changed = changed_items(seen.division.segmentation, found)
    if preview:
        with db.read() as tx:
            return Divided(version=None, moved=outcome(tx, seen.meeting, changed))
    with db.write() as tx:
        texts.hold(tx, meeting_id)
        meeting = _look(tx, actor, meeting_id, expected).meeting
        version = work.save_segmentation(tx, meeting_id, found, fixed=fixed, author=actor.name)
        meetings.change(tx, meeting_id, expected=expected)
        moved = talk_changed(tx, meeting, replace(seen.material, segmentation=found), changed)
        begin_review(tx, meeting)
        audit.record(
            tx,
            actor=actor.id,
            action="talk.move",
            meeting_id=meeting_id,
            detail={"segmentation": version, "utterances": len(said), "items": len(changed)},
        )
    return Divided(version=version, moved=moved)


def changed_items(before: Segmentation, after: Segmentation) -> frozenset[str]:
    """Ids of the items whose talk is not the same."""
    old = {one.item_id: one.utterance_ids() for one in before.discussions}
    new = {one.item_id: one.utterance_ids() for one in after.discussions}
    return frozenset(item for item in old.keys() | new.keys() if old.get(item) != new.get(item))


def _look(tx: Transaction, actor: Actor, meeting_id: str, expected: int) -> _Seen:
    meeting = meetings.get(tx, meeting_id)
    actor.require(Permission.EDIT, meeting.body)
    if meeting.row_version != expected:
        raise ChangedError(
            "somebody else changed it in the meantime",
            where=f"meeting {meeting_id}",
            remedy="Fetch it again and repeat the change",
        )
    require_under_review(meeting)
    material = material_of(tx, meeting_id)
    require_talk(material, meeting_id)
    return _Seen(meeting=meeting, material=material, division=work.segmentation(tx, meeting_id))


def _starting(seen: _Seen, utterance_id: int, item_id: str) -> Fixed:
    runs = list(_runs(seen.material.transcript, seen.division.segmentation))
    place = next((k for k, run in enumerate(runs) if utterance_id in run.ids), None)
    if place is None:
        raise _no_utterance(utterance_id)
    here = runs[place]
    if here.item_id != item_id:
        return dict.fromkeys((i for i in here.ids if i >= utterance_id), item_id)
    before = [i for i in here.ids if i < utterance_id]
    if not before:
        raise InputError(
            "the item starts there already", where="utterance_id", remedy="Choose another utterance"
        )
    owner = runs[place - 1].item_id if place else None
    return {**dict.fromkeys(before, owner), utterance_id: item_id}


def _no_utterance(utterance_id: int) -> InputError:
    return InputError(
        f"utterance {utterance_id} belongs to no item and can be given to none",
        where="utterances",
        remedy="Choose one that is in the transcript and was not left out of it",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Utterances in a row that belong to the same item, or to none."""

    item_id: str | None
    ids: tuple[int, ...]


def _runs(transcript: Transcript, division: Segmentation) -> Iterator[_Run]:
    item_of = {i: one.item_id for one in division.discussions for i in one.utterance_ids()}
    kept = (utterance.id for utterance in transcript.utterances if utterance.dropped is None)
    for item_id, ids in groupby(kept, key=item_of.get):
        yield _Run(item_id=item_id, ids=tuple(ids))


def _require_may_move(actor: Actor, seen: _Seen, said: Fixed) -> None:
    talk = seen.material.transcript
    kept = {utterance.id for utterance in talk.utterances if utterance.dropped is None}
    if said.keys() - kept:
        raise _no_utterance(min(said.keys() - kept))
    closed = {item.id for item in seen.material.agenda.items if item.closed}
    if closed_talk(seen.meeting, talk, seen.division) & said.keys() or closed & set(said.values()):
        actor.require(Permission.EDIT, seen.meeting.body, closed=True)


def _require_nothing_comes_to_light(actor: Actor, seen: _Seen, found: Segmentation, fixed: Fixed) -> None:
    """Make sure that nobody without access to closed items takes talk out of them.

    Raises:
        AccessError: the new division would.
    """
    if actor.may(Permission.EDIT, seen.meeting.body, closed=True):
        return
    talk = seen.material.transcript
    after = replace(seen.division, segmentation=found, fixed=fixed)
    if closed_talk(seen.meeting, talk, seen.division) - closed_talk(seen.meeting, talk, after):
        raise AccessError(
            "this would take talk out of a closed item",
            where=f"meeting {seen.meeting.id}",
            remedy="Ask somebody with access to closed items to move it",
        )
