"""What the API shows of an item under review, and of its texts and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from minutes.agenda import AgendaItem
from minutes.draft import Severity
from minutes.vocabulary import CLOSED_ITEM, CONCERN_LABELS, ClauseOutcome, ConcernKind, Outcome, SectionKind
from workflow.checks import Check
from workflow.concerns import RaisedConcern
from workflow.phases import ItemState
from workflow.review import ItemUnderReview, SentenceUnderReview, Source
from workflow.store.record import StoredDecision
from workflow.store.texts import AuthorKind, StoredText

DECIDED = "Kultur- og Fritidsudvalget godkendte anlægsbevillingen på 1,8 mio. kr."


class WithheldItem(BaseModel):
    """All that somebody without access to closed items may know of one."""

    id: str = Field(examples=["punkt-5"])
    number: int = Field(examples=[5])
    label: str = Field(examples=["5"])
    title: str = Field(examples=[CLOSED_ITEM])
    closed: Literal[True] = True
    withheld: Literal[True] = True

    @classmethod
    def of(cls, item: AgendaItem) -> WithheldItem:
        """Shows nothing but the item's place."""
        return cls(id=item.id, number=item.number, label=item.label or str(item.number), title=CLOSED_ITEM)


class ShownClause(BaseModel):
    """One clause of the indstilling."""

    number: int = Field(examples=[1])
    text: str = Field(examples=["at der gives en anlægsbevilling på 1,8 mio. kr."])


class ShownSection(BaseModel):
    """A section of the item as printed in the agenda."""

    kind: SectionKind
    heading: str = Field(examples=["Indstilling"])
    text: str
    proposer: str | None
    clauses: list[ShownClause]


class ShownText(BaseModel):
    """A version of the item's text. `model` and `prompt_sha256` say what it was drafted with first."""

    version: int = Field(examples=[2])
    text: str = Field(examples=[DECIDED])
    outcome: Outcome
    author_kind: AuthorKind
    author: str = Field(examples=["Kirsten Holm"])
    model: str = Field(examples=["formula"])
    prompt_sha256: str | None
    instruction: str | None
    based_on: int | None = Field(examples=[1])
    created_at: datetime

    @classmethod
    def of(cls, stored: StoredText) -> ShownText:
        """As it is stored."""
        return cls(
            version=stored.version,
            text=stored.draft.text,
            outcome=stored.draft.outcome,
            author_kind=stored.author_kind,
            author=stored.author,
            model=stored.draft.provenance.model,
            prompt_sha256=stored.prompt_sha256,
            instruction=stored.instruction,
            based_on=stored.based_on,
            created_at=stored.created_at,
        )


class CitedRemark(BaseModel):
    """A cited utterance, with its times in seconds from the start of the recording."""

    utterance: int = Field(examples=[41])
    start: float = Field(examples=[612.4])
    end: float = Field(examples=[619.0])


class ShownSource(BaseModel):
    """What a sentence rests on: remarks, or a section of the agenda, with the quoted words."""

    remarks: list[CitedRemark]
    agenda_section: SectionKind | None
    quote: str = Field(examples=["Så er bevillingen godkendt."])

    @classmethod
    def of(cls, source: Source) -> ShownSource:
        """As it was found."""
        return cls(
            remarks=[CitedRemark(utterance=r.utterance_id, start=r.start, end=r.end) for r in source.remarks],
            agenda_section=source.agenda_section,
            quote=source.quote,
        )


class ShownSentence(BaseModel):
    """A sentence of the current text with its sources."""

    text: str = Field(examples=[DECIDED])
    sources: list[ShownSource]

    @classmethod
    def of(cls, sentence: SentenceUnderReview) -> ShownSentence:
        """With all sources."""
        return cls(text=sentence.text, sources=[ShownSource.of(one) for one in sentence.sources])


class ShownAnswer(BaseModel):
    """How a clause of the indstilling was answered, and by which sentences."""

    clause: int = Field(examples=[1])
    outcome: ClauseOutcome
    sentences: list[int] = Field(examples=[[0]])


class ShownAcknowledgement(BaseModel):
    """Who answers for a concern, and why."""

    person: str = Field(examples=["Kirsten Holm"])
    reason: str = Field(examples=["Beløbet står i bilaget, som alle havde foran sig."])
    at: datetime


class ShownConcern(BaseModel):
    """Something a person must look at. `sentence` is its place in the text, null for the whole text.

    While `blocks` is true, the item cannot be approved.
    """

    id: str = Field(examples=["9f2c6a7b01d4e835"])
    kind: ConcernKind
    label: str = Field(examples=[CONCERN_LABELS[ConcernKind.UNSUPPORTED_NUMBER]])
    severity: Severity
    detail: str = Field(examples=["»1,9 mio. kr.«"])
    sentence: int | None
    blocks: bool
    acknowledged: ShownAcknowledgement | None

    @classmethod
    def of(cls, one: RaisedConcern) -> ShownConcern:
        """With its Danish label."""
        told = one.acknowledged
        return cls(
            id=one.id,
            kind=one.concern.kind,
            label=CONCERN_LABELS[one.concern.kind],
            severity=one.concern.severity,
            detail=one.concern.detail,
            sentence=one.sentence,
            blocks=one.blocks,
            acknowledged=None
            if told is None
            else ShownAcknowledgement(person=told.person, reason=told.reason, at=told.created_at),
        )


class ShownCheck(BaseModel):
    """Something to look at first. `at`: seconds from the start of the recording."""

    kind: ConcernKind
    label: str
    severity: Severity
    detail: str
    sentence: int | None
    at: float | None = Field(examples=[612.4])

    @classmethod
    def of(cls, check: Check) -> ShownCheck:
        """With its Danish label."""
        return cls(
            kind=check.kind,
            label=CONCERN_LABELS[check.kind],
            severity=check.severity,
            detail=check.detail,
            sentence=check.sentence,
            at=check.at,
        )


class ShownStretch(BaseModel):
    """A part of the item's discussion."""

    first_utterance: int
    last_utterance: int
    start: float
    end: float


class ShownDecision(BaseModel):
    """An approved beslutning. It is never changed; a later one supersedes it."""

    version: int = Field(examples=[1])
    text: str = Field(examples=[DECIDED])
    outcome: Outcome
    text_version: int = Field(examples=[2])
    approved_by: str = Field(examples=["Anne Friis"])
    approved_at: datetime
    supersedes: int | None
    sha256: str

    @classmethod
    def of(cls, stored: StoredDecision) -> ShownDecision:
        """As it stands in the record."""
        decision = stored.decision
        return cls(
            version=decision.version,
            text=decision.text,
            outcome=decision.outcome,
            text_version=stored.text_version,
            approved_by=decision.approved_by,
            approved_at=decision.approved_at,
            supersedes=decision.supersedes,
            sha256=stored.sha256,
        )


class ShownReopening(BaseModel):
    """Why a decision no longer stands."""

    decision_version: int
    person: str
    reason: str
    at: datetime


class ItemLine(BaseModel):
    """An item in a meeting's list. `blocking` counts the concerns that keep it from being approved."""

    id: str = Field(examples=["punkt-3"])
    number: int = Field(examples=[3])
    label: str = Field(examples=["3"])
    title: str = Field(examples=["Anlægsbevilling til nyt tag på Skovsund Hallen"])
    closed: bool
    state: ItemState
    row_version: int
    text_version: int | None
    outcome: Outcome | None
    blocking: int
    decision_version: int | None

    @classmethod
    def of(cls, seen: ItemUnderReview) -> ItemLine:
        """In short."""
        item = seen.item
        return cls(
            id=item.id,
            number=item.number,
            label=item.label or str(item.number),
            title=item.title,
            closed=item.closed,
            state=seen.state,
            row_version=seen.row_version,
            text_version=seen.text.version if seen.text else None,
            outcome=seen.text.draft.outcome if seen.text else None,
            blocking=len(seen.blocking),
            decision_version=seen.decision.decision.version if seen.decision else None,
        )


class ShownItem(ItemLine):
    """An item with all that its review needs.

    `attendance` says who was absent or took no part in it; `vote` is a vote that was recorded.
    """

    journal_number: str | None
    sections: list[ShownSection]
    text: ShownText | None
    sentences: list[ShownSentence]
    clause_answers: list[ShownAnswer]
    concerns: list[ShownConcern]
    to_check: list[ShownCheck] = Field(description="at most five, the most doubtful first")
    discussion: list[ShownStretch]
    confidence: float | None
    attendance: Mapping[str, str]
    vote: Mapping[str, Any] | None
    notes: str = Field(description="printed under the text", examples=["Inhabil: Peter Jensen."])
    redrafting: bool = Field(description="the machine was asked for a new text")
    talk_changed_at: datetime | None = Field(description="since when other talk lies under an approved text")
    decision: ShownDecision | None
    reopenings: list[ShownReopening]

    @classmethod
    def of(cls, seen: ItemUnderReview) -> ShownItem:
        """In full."""
        draft = seen.text.draft if seen.text else None
        return cls(
            **ItemLine.of(seen).model_dump(),
            journal_number=seen.item.journal_number,
            sections=_sections(seen.item),
            text=ShownText.of(seen.text) if seen.text else None,
            sentences=[ShownSentence.of(one) for one in seen.sentences],
            clause_answers=[
                ShownAnswer(clause=one.clause, outcome=one.outcome, sentences=list(one.sentences))
                for one in (draft.clause_answers if draft else ())
            ],
            concerns=[ShownConcern.of(one) for one in seen.concerns],
            to_check=[ShownCheck.of(one) for one in seen.checks],
            discussion=[ShownStretch.model_validate(one, from_attributes=True) for one in seen.discussion],
            confidence=seen.confidence,
            attendance=seen.attendance,
            vote=seen.vote,
            notes=seen.notes,
            redrafting=seen.redrafting,
            talk_changed_at=seen.talk_changed_at,
            decision=ShownDecision.of(seen.decision) if seen.decision else None,
            reopenings=[
                ShownReopening(
                    decision_version=one.decision_version,
                    person=one.person,
                    reason=one.reason,
                    at=one.created_at,
                )
                for one in seen.reopenings
            ],
        )


def _sections(item: AgendaItem) -> list[ShownSection]:
    return [
        ShownSection(
            kind=section.kind,
            heading=section.heading_as_printed,
            text=section.text,
            proposer=section.proposer,
            clauses=[ShownClause(number=one.number, text=one.text) for one in section.clauses],
        )
        for section in item.sections
    ]
