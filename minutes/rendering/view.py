"""What minutes show: one value for all formats, made of drafts, of public minutes or of an agenda.

A withheld item has nothing but its number, title and mark here, so that no format can print more of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from minutes.agenda import Agenda, AgendaItem, Clause, Meeting, Section
from minutes.decision import ClosedItem, OpenItem, PublicMinutes
from minutes.draft import Draft
from minutes.errors import InputError
from minutes.reading.dates import COPENHAGEN
from minutes.rendering import wording
from minutes.rendering.evidence import Check, CitedSentence, checks, cited_sentences
from minutes.transcript import StretchKind, Transcript
from minutes.vocabulary import (
    AGENDA_TITLE,
    APPROVED_BY,
    CLOSED_INCLUDED_NOTE,
    CONFIDENTIAL_MARK,
    DECISION_HEADING,
    DRAFT_MARK,
    DRAFT_NOTE,
    INTERNAL_NOTE,
    ITEM,
    ITEM_APPROVED_BY,
    LOST_SOUND_NOTE,
    MINUTES_TITLE,
    MISSING_DECISION,
    SectionKind,
)


class Edition(StrEnum):
    """For whom the document is. `INTERNAL` alone holds evidence and checks."""

    AGENDA = "agenda"
    DRAFT = "draft"
    INTERNAL = "internal"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section as printed. `text`: lines joined by one newline, paragraphs by two.

    `sentences` and `checks` belong to a drafted beslutning in the internal edition and are else empty.
    """

    kind: SectionKind
    heading: str
    text: str
    clauses: tuple[Clause, ...] = ()
    sentences: tuple[CitedSentence, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One punkt. `label` is the number as printed; `closed` prints the mark of a closed item."""

    id: str
    number: int
    label: str
    title: str
    closed: bool
    journal_number: str | None = None
    sections: tuple[SectionView, ...] = ()

    @property
    def heading(self) -> str:
        """The printed head: "Punkt 2: Orientering om budget"."""
        return f"{ITEM} {self.label}: {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who approved which items' beslutninger, and when (aware)."""

    person: str
    at: datetime
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesView:
    """The whole document. `notes` stand under the title; `drafted_by` names the drafting models.

    `confidential` says that evidence or the text of closed items is in it.
    """

    edition: Edition
    kind: str
    meeting: Meeting
    items: tuple[ItemView, ...]
    notes: tuple[str, ...] = ()
    drafted_by: tuple[str, ...] = ()
    confidential: bool = False
    approvals: tuple[Approval, ...] = ()

    @property
    def title(self) -> str:
        """The title line: kind, body and date."""
        return wording.title(self.kind, self.meeting)

    @property
    def mark(self) -> str | None:
        """What every page must show: UDKAST until the minutes are approved, and what must stay inside."""
        if self.edition not in (Edition.DRAFT, Edition.INTERNAL):
            return None
        return CONFIDENTIAL_MARK if self.confidential else DRAFT_MARK

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of the head: date, place, roster."""
        return wording.facts(self.meeting)

    @property
    def approved(self) -> tuple[str, ...]:
        """One sentence for each person and time of approval."""
        return tuple(
            (APPROVED_BY if len(self.approvals) == 1 else ITEM_APPROVED_BY).format(
                person=a.person, when=wording.moment(a.at), items=", ".join(a.items)
            )
            for a in self.approvals
        )


def draft_view(
    agenda: Agenda,
    drafts: Sequence[Draft],
    *,
    notes: Mapping[str, str] | None = None,
    transcript: Transcript | None = None,
    include_closed: bool = False,
    internal: bool = False,
) -> MinutesView:
    """Drafted minutes, marked UDKAST.

    Closed items show number, title and mark unless `include_closed`. `internal` adds evidence and checks,
    with times in the recording where the transcript is given. `notes` are printed under the beslutning of the
    item whose id they have: who took no part in it, how it was voted. What the recording lost, by the
    transcript's ledger, is noted under the title.

    Raises:
        InputError: a draft is of an item that the agenda does not have, or cites what was not said.
    """
    by_item = {draft.item_id: draft for draft in drafts}
    unknown = by_item.keys() - {item.id for item in agenda.items}
    if unknown:
        raise InputError(
            f"a draft is of item {min(unknown)}, which the agenda does not have",
            where="drafts",
            remedy="Give the agenda that the drafts were made for",
        )

    def show(item: AgendaItem) -> ItemView:
        if item.closed and not include_closed:
            return _withheld(item.id, item.number, item.title, item.label)
        drafted = _drafted(by_item.get(item.id), transcript, internal=internal)
        if drafted is not None and notes and notes.get(item.id):
            drafted = replace(drafted, text=f"{drafted.text}\n\n{notes[item.id]}")
        return _item(item, _decided(item.sections, drafted))

    shown_closed = include_closed and any(item.closed for item in agenda.items)
    marks = (
        DRAFT_NOTE,
        INTERNAL_NOTE if internal else "",
        CLOSED_INCLUDED_NOTE if shown_closed else "",
        _lost_sound(transcript),
    )
    return wording.printable(
        MinutesView(
            edition=Edition.INTERNAL if internal else Edition.DRAFT,
            kind=MINUTES_TITLE,
            meeting=agenda.meeting,
            items=tuple(show(item) for item in agenda.items),
            notes=tuple(mark for mark in marks if mark),
            confidential=internal or shown_closed,
            drafted_by=tuple(dict.fromkeys(draft.provenance.model for draft in drafts)),
        )
    )


def _lost_sound(transcript: Transcript | None) -> str:
    """What is to be said of seconds that the recording lost; nothing where it lost none."""
    coverage = transcript.coverage if transcript else None
    seconds = coverage.seconds(StretchKind.MISSING) if coverage else 0.0
    return LOST_SOUND_NOTE.format(length=wording.length(seconds)) if seconds >= 1 else ""


def public_view(minutes: PublicMinutes) -> MinutesView:
    """Approved minutes as the public may read them."""

    def show(item: OpenItem | ClosedItem) -> ItemView:
        if isinstance(item, ClosedItem):
            shut = _withheld(item.id, item.number, item.title, None)
            if item.public_wording is None:
                return shut
            said = SectionView(kind=SectionKind.OTHER, heading="", text=item.public_wording)
            return replace(shut, sections=(said,))
        decision = SectionView(kind=SectionKind.DECISION, heading=DECISION_HEADING, text=item.decision)
        return ItemView(
            id=item.id,
            number=item.number,
            label=str(item.number),
            title=item.title,
            closed=False,
            journal_number=item.journal_number,
            sections=_decided(item.sections, decision),
        )

    return wording.printable(
        MinutesView(
            edition=Edition.PUBLIC,
            kind=MINUTES_TITLE,
            meeting=minutes.meeting,
            items=tuple(show(item) for item in minutes.items),
            approvals=_approvals(minutes),
        )
    )


def agenda_view(agenda: Agenda) -> MinutesView:
    """The agenda in full as it was read, closed items included: only for those who may see all of it."""
    decided = any(s.kind is SectionKind.DECISION for item in agenda.items for s in item.sections)
    return wording.printable(
        MinutesView(
            edition=Edition.AGENDA,
            kind=MINUTES_TITLE if decided else AGENDA_TITLE,
            meeting=agenda.meeting,
            confidential=any(item.closed for item in agenda.items),
            items=tuple(_item(item, tuple(map(_section, item.sections))) for item in agenda.items),
        )
    )


def _item(item: AgendaItem, sections: tuple[SectionView, ...]) -> ItemView:
    return ItemView(
        id=item.id,
        number=item.number,
        label=item.label or str(item.number),
        title=item.title,
        closed=item.closed,
        journal_number=item.journal_number,
        sections=sections,
    )


def _withheld(item_id: str, number: int, title: str, label: str | None) -> ItemView:
    return ItemView(id=item_id, number=number, label=label or str(number), title=title, closed=True)


def _section(section: Section) -> SectionView:
    return SectionView(
        kind=section.kind,
        heading=section.heading_as_printed,
        text=section.text,
        clauses=section.clauses,
    )


def _drafted(draft: Draft | None, transcript: Transcript | None, *, internal: bool) -> SectionView | None:
    if draft is None:
        return None
    return SectionView(
        kind=SectionKind.DECISION,
        heading=DECISION_HEADING,
        text=draft.text,
        sentences=cited_sentences(draft, transcript) if internal else (),
        checks=checks(draft.concerns) if internal else (),
    )


def _decided(sections: Iterable[Section], decision: SectionView | None) -> tuple[SectionView, ...]:
    """The sections with one beslutning, where the agenda has its own, else before the bilag, else last.

    Without a decision the agenda's own stands; without either, a note to the secretary does.
    """
    shown = [_section(section) for section in sections]
    own = [i for i, section in enumerate(shown) if section.kind is SectionKind.DECISION]
    if own and decision is None:
        return tuple(shown)
    attachments = [i for i, section in enumerate(shown) if section.kind is SectionKind.ATTACHMENTS]
    place = (own or attachments or [len(shown)])[0]
    if decision is None:
        decision = SectionView(kind=SectionKind.DECISION, heading=DECISION_HEADING, text=MISSING_DECISION)
    others = [section for section in shown[place:] if section.kind is not SectionKind.DECISION]
    return (*shown[:place], decision, *others)


def _approvals(minutes: PublicMinutes) -> tuple[Approval, ...]:
    """The approvals in order of their first item; those of a person on one day are one, at the last time."""
    found: dict[tuple[str, date], Approval] = {}
    for item in minutes.items:
        if isinstance(item, OpenItem):
            key = (item.approved_by, item.approved_at.astimezone(COPENHAGEN).date())
            before = found.get(key, Approval(person=item.approved_by, at=item.approved_at, items=()))
            at = max(before.at, item.approved_at)
            found[key] = replace(before, at=at, items=(*before.items, str(item.number)))
    return tuple(found.values())
