"""The talk and its division among the items, as one person may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from minutes.discussion import Boundary, Discussion
from minutes.transcript import Coverage, Utterance
from workflow.access import Actor, Permission
from workflow.closed import hidden_items, hidden_utterances, items_of_talk, newest_division, note_closed_reads
from workflow.store import meetings, work
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting
from workflow.store.work import StoredTranscript


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A transcript; of the utterances in `hidden` only id and times may be shown.

    `items` gives the item of each utterance that belongs to one.
    """

    row_version: int
    stored: StoredTranscript
    items: Mapping[int, str]
    hidden: frozenset[int]

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """Every utterance, with nothing in those that are hidden."""
        return tuple(
            Utterance(id=one.id, start=one.start, end=one.end, text="") if one.id in self.hidden else one
            for one in self.stored.transcript.utterances
        )

    @property
    def coverage(self) -> Coverage | None:
        """What became of every second."""
        return self.stored.transcript.coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class DividedTalk:
    """The division, without what is hidden of closed talk; `withheld` names the items that this concerns."""

    row_version: int
    version: int
    author: str
    discussions: tuple[Discussion, ...]
    boundaries: tuple[Boundary, ...]
    unplaced: tuple[int, ...]
    fixed: Mapping[int, str | None]
    withheld: frozenset[str]


def transcript(db: Database, actor: Actor, meeting_id: str) -> Heard:
    """The newest transcript.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not read it.
        StateError: there is no transcript yet, or not any more.
    """
    with db.read() as tx:
        meeting, stored, hidden = _read(tx, actor, meeting_id)
        division = newest_division(tx, meeting_id)
    items = items_of_talk(division, hidden)
    note_closed_reads(db, actor, meeting, "transcript")
    return Heard(row_version=meeting.row_version, stored=stored, items=items, hidden=hidden)


def division(db: Database, actor: Actor, meeting_id: str) -> DividedTalk:
    """The newest division of the talk among the items.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not read it.
        StateError: there is no division yet, or the talk is gone.
    """
    with db.read() as tx:
        meeting, _, hidden = _read(tx, actor, meeting_id)
        stored = work.segmentation(tx, meeting_id)
    note_closed_reads(db, actor, meeting, "segmentation")
    found, withheld = stored.segmentation, hidden_items(actor, meeting)
    return DividedTalk(
        row_version=meeting.row_version,
        version=stored.version,
        author=stored.author,
        discussions=tuple(one for one in found.discussions if one.item_id not in withheld),
        boundaries=tuple(one for one in found.boundaries if not _touches(one, hidden)),
        unplaced=tuple(i for i in found.unplaced if i not in hidden),
        fixed={i: item for i, item in stored.fixed.items() if i not in hidden and item not in withheld},
        withheld=withheld,
    )


def _read(
    tx: Transaction, actor: Actor, meeting_id: str
) -> tuple[StoredMeeting, StoredTranscript, frozenset[int]]:
    meeting = meetings.get(tx, meeting_id)
    actor.require(Permission.READ, meeting.body)
    stored = work.transcript(tx, meeting_id)
    hidden = hidden_utterances(actor, meeting, stored.transcript, newest_division(tx, meeting_id))
    return meeting, stored, hidden


def _touches(boundary: Boundary, hidden: frozenset[int]) -> bool:
    """Whether the evidence quotes hidden words: those of the utterance or of the one before."""
    return bool({boundary.utterance_id, boundary.utterance_id - 1} & hidden)
