"""What a person sees of the items under review; closed ones stay hidden from those without access."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from minutes.agenda import AgendaItem
from minutes.draft import Draft, Evidence
from minutes.vocabulary import SectionKind
from summarise.drafter import Case
from workflow.access import Actor, Permission
from workflow.admission import admit, note_closed_read
from workflow.cases import Material, material_of
from workflow.checks import Check, to_check
from workflow.closed import hidden_items, hidden_talk, sees_closed, visible_agenda
from workflow.concerns import RaisedConcern, raised
from workflow.phases import ItemState
from workflow.presence import notes
from workflow.stages import undecided
from workflow.store import meetings, record, spoken_for, texts
from workflow.store.database import Database, Transaction
from workflow.store.meetings import StoredMeeting
from workflow.store.record import StoredDecision
from workflow.store.spoken_for import Reopening
from workflow.store.texts import StoredItem, StoredText


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A cited remark: its utterance, and when it is said, in seconds from the start of the recording."""

    utterance_id: int
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a sentence rests on. `remarks` is empty for words of the agenda, or where the talk is gone."""

    remarks: tuple[Remark, ...]
    agenda_section: SectionKind | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceUnderReview:
    """A sentence of the current text with its sources."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the item's discussion: its utterances, and from when to when it lasts (seconds)."""

    first_utterance: int
    last_utterance: int
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemUnderReview:
    """An item with its current text. `text` is None until it is drafted; `decision` is the one that stands.

    `confidence` is how surely the stretches belong to the item, None where nobody was heard taking it up.
    `notes` are printed under the text; `redrafting`: the machine was asked for a new text; `talk_changed_at`:
    since when other talk lies under an approved text.
    """

    item: AgendaItem
    state: ItemState
    row_version: int
    attendance: Mapping[str, str]
    vote: Mapping[str, object] | None
    notes: str
    redrafting: bool
    talk_changed_at: datetime | None
    text: StoredText | None
    sentences: tuple[SentenceUnderReview, ...]
    concerns: tuple[RaisedConcern, ...]
    checks: tuple[Check, ...]
    discussion: tuple[Stretch, ...]
    confidence: float | None
    decision: StoredDecision | None
    reopenings: tuple[Reopening, ...]

    @property
    def blocking(self) -> tuple[RaisedConcern, ...]:
        """The concerns that keep the text from being approved."""
        return tuple(one for one in self.concerns if one.blocks)


def look(db: Database, actor: Actor, meeting_id: str, item_id: str) -> ItemUnderReview:
    """One item.

    Raises:
        NotFoundError: there is no such meeting or item.
        AccessError: the actor may not read it.
    """
    with db.read() as tx:
        meeting, item = admit(tx, actor, Permission.READ, meeting_id, item_id)
        view = _View.of(tx, actor, meeting)
        seen = view.item(item, texts.item(tx, meeting_id, item_id))
    note_closed_read(db, actor, meeting_id, item, "text")
    return seen


def look_over(db: Database, actor: Actor, meeting_id: str) -> tuple[ItemUnderReview | AgendaItem, ...]:
    """All items of a meeting in the agenda's order; of a closed one that is withheld only its place there.

    Raises:
        NotFoundError: there is no such meeting.
        AccessError: the actor may not read it.
    """
    with db.read() as tx:
        meeting = meetings.get(tx, meeting_id)
        actor.require(Permission.READ, meeting.body)
        withheld = hidden_items(actor, meeting)
        view = _View.of(tx, actor, meeting)
        stored = {one.item_id: one for one in texts.items(tx, meeting_id)}
        items = undecided(visible_agenda(actor, meeting)).items
        found = tuple(one if one.id in withheld else view.item(one, stored[one.id]) for one in items)
    for item in items:
        if item.id not in withheld:
            note_closed_read(db, actor, meeting_id, item, "text")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What one person may see of a meeting; nothing is quoted of the hidden utterances."""

    tx: Transaction
    meeting_id: str
    material: Material
    hidden: frozenset[int]

    @classmethod
    def of(cls, tx: Transaction, actor: Actor, meeting: StoredMeeting) -> _View:
        hidden = frozenset[int]() if sees_closed(actor, meeting) else hidden_talk(tx, actor, meeting)
        return cls(tx=tx, meeting_id=meeting.id, material=material_of(tx, meeting.id), hidden=hidden)

    def item(self, item: AgendaItem, stored: StoredItem) -> ItemUnderReview:
        tx, case, standing = self.tx, self.material.case(item.id), stored.decision_version
        text = texts.text(tx, self.meeting_id, item.id) if stored.text_version is not None else None
        acknowledged = spoken_for.acknowledgements(tx, self.meeting_id, item.id)
        concerns = raised(text.draft, acknowledged) if text else ()
        return ItemUnderReview(
            item=item,
            state=stored.state,
            row_version=stored.row_version,
            attendance=stored.attendance,
            vote=stored.vote,
            notes=notes(stored),
            redrafting=stored.redraft is not None,
            talk_changed_at=stored.talk_changed_at,
            text=text,
            sentences=self._sentences(text.draft) if text else (),
            concerns=concerns,
            checks=to_check(text.draft, concerns, case, self.hidden) if text else (),
            discussion=_stretches(case),
            confidence=case.discussion.confidence if case.discussion else None,
            decision=record.decision(tx, self.meeting_id, item.id, standing) if standing else None,
            reopenings=spoken_for.reopenings(tx, self.meeting_id, item.id),
        )

    def _sentences(self, draft: Draft) -> tuple[SentenceUnderReview, ...]:
        return tuple(
            SentenceUnderReview(
                text=one.text, sources=tuple(self._source(evidence) for evidence in one.evidence)
            )
            for one in draft.sentences
        )

    def _source(self, evidence: Evidence) -> Source:
        utterances = self.material.transcript.utterances
        shown = [i for i in evidence.utterance_ids if 0 <= i < len(utterances) and i not in self.hidden]
        return Source(
            remarks=tuple(
                Remark(utterance_id=i, start=utterances[i].start, end=utterances[i].end) for i in shown
            ),
            agenda_section=evidence.agenda_section,
            quote="" if self.hidden.intersection(evidence.utterance_ids) else evidence.quote,
        )


def _stretches(case: Case) -> tuple[Stretch, ...]:
    utterances = case.transcript.utterances
    return tuple(
        Stretch(
            first_utterance=span.first_utterance,
            last_utterance=span.last_utterance,
            start=utterances[span.first_utterance].start,
            end=utterances[span.last_utterance].end,
        )
        for span in (case.discussion.spans if case.discussion else ())
    )
