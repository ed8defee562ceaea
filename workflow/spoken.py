"""The talk as a reviewer reads and hears it: in the order of the recording, an item's own or the whole.

What is closed to the reader is not in it; the whole recording only says where something is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from minutes.agenda import AgendaItem
from minutes.discussion import Discussion
from minutes.transcript import Utterance
from workflow.access import Actor, Permission
from workflow.admission import note_closed_read
from workflow.closed import hidden_items, hidden_utterances, items_of_talk, newest_division, visible_items
from workflow.phases import UNDER_REVIEW
from workflow.sound import beginnings
from workflow.store import meetings, work
from workflow.store.database import Database
from workflow.store.meetings import FileKind, StoredFile, StoredMeeting
from workflow.store.work import StoredSegmentation, StoredTranscript

NEIGHBOURS = 2
"""Utterances of other talk that are shown before and after an item's own."""


class Hearing(StrEnum):
    """How the sound can be heard."""

    WHOLE = "whole"
    CLIPS = "clips"  # remark by remark: part of the recording is closed
    DELETED = "deleted"
    NEVER = "never"  # the meeting came with a transcript instead
    REFUSED = "refused"


class RowKind(StrEnum):
    """What stands in a row."""

    OWN = "own"
    BESIDE = "beside"  # talk of another item, or of none
    LEFT_OUT = "left_out"  # other talk, between two parts of the item's own
    WITHHELD = "withheld"  # closed to the reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An utterance, or a run of utterances that are not shown. `item_id`: whose talk it is."""

    kind: RowKind
    first: Utterance
    last: Utterance
    item_id: str | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A recording's place in the joined talk: seconds from the start of the first one."""

    id: str
    begins: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A meeting's talk. `items`: the item of each visible utterance; `hidden`: closed to the reader."""

    meeting: StoredMeeting
    agenda: tuple[AgendaItem, ...]
    stored: StoredTranscript
    division: StoredSegmentation | None
    hidden: frozenset[int]
    items: Mapping[int, str]
    hearing: Hearing
    recordings: tuple[Recording, ...]
    may_edit: bool

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """All of them: check `hidden` before showing one."""
        return self.stored.transcript.utterances

    def discussion(self, item_id: str) -> Discussion | None:
        """The talk of an item, or None where nobody was heard taking it up."""
        return self.division.segmentation.discussion(item_id) if self.division else None

    def of_item(self, item_id: str, *, beside: int = NEIGHBOURS) -> tuple[Row, ...]:
        """An item's talk and `beside` utterances around each part of it."""
        found = self.discussion(item_id)
        own = set(found.utterance_ids()) - self.hidden if found else set()
        shown = set(own)
        for span in found.spans if found else ():
            shown.update(range(span.first_utterance - beside, span.first_utterance))
            shown.update(range(span.last_utterance + 1, span.last_utterance + 1 + beside))
        shown &= set(range(len(self.utterances)))
        shown -= self.hidden
        rows: list[Row] = []
        before: Utterance | None = None
        for i in sorted(shown):
            if before is not None and i > before.id + 1:
                rows.append(self._run(RowKind.LEFT_OUT, before.id + 1, i - 1))
            before = self.utterances[i]
            rows.append(self._row(RowKind.OWN if i in own else RowKind.BESIDE, before))
        return tuple(rows)

    def whole(self) -> tuple[Row, ...]:
        """All talk; a run of hidden utterances is one row."""
        rows: list[Row] = []
        for withheld, run in groupby(self.utterances, key=lambda one: one.id in self.hidden):
            if withheld:
                ids = [one.id for one in run]
                rows.append(self._run(RowKind.WITHHELD, ids[0], ids[-1]))
            else:
                rows += [self._row(RowKind.OWN, one) for one in run]
        return tuple(rows)

    def stretches(self, item_id: str) -> tuple[tuple[float, float], ...]:
        """Where an item's talk lies in the joined recordings, in seconds."""
        found = self.discussion(item_id)
        return tuple(
            (self.utterances[span.first_utterance].start, self.utterances[span.last_utterance].end)
            for span in (found.spans if found else ())
        )

    def _row(self, kind: RowKind, one: Utterance) -> Row:
        fixed = self.division is not None and one.id in self.division.fixed
        return Row(kind=kind, first=one, last=one, item_id=self.items.get(one.id), fixed=fixed)

    def _run(self, kind: RowKind, first: int, last: int) -> Row:
        return Row(kind=kind, first=self.utterances[first], last=self.utterances[last])


def listen(db: Database, actor: Actor, meeting_id: str) -> Spoken:
    """The newest talk and division. What is shown of closed items: tell `note_shown`.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not read it.
        StateError: there is no transcript yet, or not any more.
    """
    with db.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.READ, meeting.body)
        stored = work.transcript(tx, meeting_id)
        division = newest_division(tx, meeting_id)
        hidden = hidden_utterances(actor, meeting, stored.transcript, division)
        files = meetings.files(tx, meeting_id, FileKind.RECORDING, destroyed=True)
    kept = tuple(file for file in files if file.destroyed_at is None)
    return Spoken(
        meeting=meeting,
        agenda=visible_items(actor, meeting),
        stored=stored,
        division=division,
        hidden=hidden,
        items=items_of_talk(division, hidden),
        # As `require_all_talk` decides it when the sound itself is asked for.
        hearing=_hearing(actor, meeting, files, kept, all_open=not (hidden or hidden_items(actor, meeting))),
        recordings=tuple(_placed(kept, stored.transcript.duration)),
        may_edit=actor.may(Permission.EDIT, meeting.body) and meeting.phase in UNDER_REVIEW,
    )


def note_shown(db: Database, actor: Actor, talk: Spoken, rows: Iterable[Row]) -> None:
    """Write down the closed items whose talk is shown."""
    shown = {row.item_id for row in rows}
    for item in talk.agenda:
        if item.id in shown:
            note_closed_read(db, actor, talk.meeting.id, item, "talk")


def _hearing(
    actor: Actor,
    meeting: StoredMeeting,
    files: tuple[StoredFile, ...],
    kept: tuple[StoredFile, ...],
    *,
    all_open: bool,
) -> Hearing:
    if not kept:
        return Hearing.DELETED if files else Hearing.NEVER
    if not actor.may(Permission.LISTEN, meeting.body):
        return Hearing.REFUSED
    return Hearing.WHOLE if all_open else Hearing.CLIPS


def _placed(kept: tuple[StoredFile, ...], duration: float) -> Iterator[Recording]:
    """The recordings one after the other; the last one fills the talk where its length is not known."""
    for file, start in zip(kept, beginnings(kept), strict=True):
        yield Recording(
            id=file.id, begins=start, seconds=file.seconds if file.seconds else max(0.0, duration - start)
        )
