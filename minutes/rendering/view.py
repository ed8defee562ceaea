"""What minutes show: one value for all formats, made of drafts, of public minutes or of an agenda."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from minutes.agenda import Agenda, AgendaItem, Meeting, Section
from minutes.decision import ClosedItem, OpenItem, PublicMinutes
from minutes.draft import Concern, Draft, Sentence
from minutes.transcript import Transcript
from minutes.vocabulary import (
    AGENDA_TITLE,
    APPROVED_BY,
    CLOSED_ITEM,
    CONCERN_LABELS,
    DECISION_HEADING,
    MINUTES_TITLE,
    MONTHS,
    WEEKDAYS,
    SectionKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """For the secretary only: a sentence of a draft, where to hear it (m:ss), and what to check."""

    sentence: str
    times: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A heading as printed and its text: lines joined by one newline, paragraphs by two."""

    heading: str
    text: str
    kind: SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One punkt as shown. A withheld item has nothing but number, title and the notice."""

    number: int
    title: str
    journal_number: str | None = None
    notice: str | None = None
    sections: tuple[SectionView, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesView:
    """The whole document. `draft` puts UDKAST on every page; `approved` names who approved and when."""

    kind: str
    body: str
    date: str | None
    starts: str | None
    place: str | None
    participants: tuple[str, ...]
    items: tuple[ItemView, ...]
    draft: bool = False
    internal: bool = False
    approved: str | None = None

    @property
    def title(self) -> str:
        """The title line: kind, body and date."""
        return f"{self.kind} {self.body}" + (f" d. {self.date}" if self.date else "")


def draft_view(
    agenda: Agenda,
    drafts: Sequence[Draft],
    *,
    transcript: Transcript | None = None,
    include_closed: bool = False,
    internal: bool = False,
) -> MinutesView:
    """Drafted minutes, marked UDKAST.

    Closed items show number, title and a notice unless `include_closed`. `internal` adds remarks for the
    secretary, with times where the transcript is given.
    """
    by_item = {draft.item_id: draft for draft in drafts}

    def show(item: AgendaItem) -> ItemView:
        if item.closed and not include_closed:
            return _withheld(item.number, item.title)
        draft = by_item.get(item.id)
        remarks = _remarks(draft, transcript) if draft and internal else ()
        return _item(item, draft.text if draft else None, remarks)

    return _view(
        MINUTES_TITLE, agenda.meeting, [show(i) for i in agenda.items], draft=True, internal=internal
    )


def public_view(minutes: PublicMinutes) -> MinutesView:
    """Approved minutes as the public may read them."""

    def show(item: OpenItem | ClosedItem) -> ItemView:
        if isinstance(item, ClosedItem):
            return _withheld(item.number, item.title)
        sections = _with_decision(item.sections, item.decision)
        return ItemView(
            number=item.number, title=item.title, journal_number=item.journal_number, sections=sections
        )

    return _view(
        MINUTES_TITLE, minutes.meeting, [show(i) for i in minutes.items], approved=_approval(minutes)
    )


def agenda_view(agenda: Agenda) -> MinutesView:
    """The agenda itself, as it was read, beslutninger included. For those who may see all of it."""
    items = [
        ItemView(
            number=item.number,
            title=item.title,
            journal_number=item.journal_number,
            sections=tuple(_section(section) for section in item.sections),
        )
        for item in agenda.items
    ]
    decided = any(s.kind is SectionKind.DECISION for item in agenda.items for s in item.sections)
    return _view(MINUTES_TITLE if decided else AGENDA_TITLE, agenda.meeting, items)


def _view(
    kind: str,
    meeting: Meeting,
    items: Sequence[ItemView],
    *,
    draft: bool = False,
    internal: bool = False,
    approved: str | None = None,
) -> MinutesView:
    starts = meeting.starts_at
    return MinutesView(
        kind=kind,
        body=meeting.body,
        date=starts.strftime("%d-%m-%Y") if starts else None,
        starts=(
            f"{WEEKDAYS[starts.weekday()].capitalize()} d. {starts.day:02}. {MONTHS[starts.month - 1]} "
            f"{starts.year} kl. {starts:%H:%M}"
            if starts
            else None
        ),
        place=meeting.place,
        participants=tuple(f"{p.name} ({p.role})" if p.role else p.name for p in meeting.participants),
        items=tuple(items),
        draft=draft,
        internal=internal,
        approved=approved,
    )


def _withheld(number: int, title: str) -> ItemView:
    return ItemView(number=number, title=title, notice=CLOSED_ITEM)


def _item(item: AgendaItem, decision: str | None, remarks: tuple[Remark, ...]) -> ItemView:
    undecided = tuple(s for s in item.sections if s.kind is not SectionKind.DECISION)
    return ItemView(
        number=item.number,
        title=item.title,
        journal_number=item.journal_number,
        sections=_with_decision(undecided, decision),
        remarks=remarks,
    )


def _section(section: Section) -> SectionView:
    return SectionView(heading=section.heading_as_printed, text=section.text, kind=section.kind)


def _with_decision(sections: Sequence[Section], decision: str | None) -> tuple[SectionView, ...]:
    """The sections with the beslutning before the bilag that end the item, else last."""
    shown = [_section(section) for section in sections]
    if decision is not None:
        place = len(shown)
        while place and shown[place - 1].kind is SectionKind.ATTACHMENTS:
            place -= 1
        view = SectionView(heading=DECISION_HEADING, text=decision, kind=SectionKind.DECISION)
        shown.insert(place, view)
    return tuple(shown)


def _remarks(draft: Draft, transcript: Transcript | None) -> tuple[Remark, ...]:
    clock = _clock(transcript)
    remarks = [_remark(sentence, clock) for sentence in draft.sentences]
    if draft.concerns:
        remarks.append(Remark(sentence="", times=(), checks=_checks(draft.concerns)))
    return tuple(remarks)


def _remark(sentence: Sentence, clock: Callable[[int], str]) -> Remark:
    times = dict.fromkeys(clock(i) for i in sentence.citations())
    return Remark(sentence=sentence.text, times=tuple(times), checks=_checks(sentence.concerns))


def _clock(transcript: Transcript | None) -> Callable[[int], str]:
    """Utterance id -> m:ss in the recording; without a transcript, the utterance's number."""
    if transcript is None:
        return lambda utterance: f"#{utterance}"
    starts: Mapping[int, float] = {u.id: u.start for u in transcript.utterances}
    return lambda utterance: f"{int(starts[utterance]) // 60}:{int(starts[utterance]) % 60:02}"


def _checks(concerns: Sequence[Concern]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{CONCERN_LABELS[c.kind]}: {c.detail}" for c in concerns))


def _approval(minutes: PublicMinutes) -> str | None:
    """Who approved and when the last item was approved, in Danish."""
    opened = [item for item in minutes.items if isinstance(item, OpenItem)]
    if not opened:
        return None
    people = dict.fromkeys(item.approved_by for item in opened)
    last = max(item.approved_at for item in opened)
    return APPROVED_BY.format(
        people=", ".join(people), day=last.day, month=MONTHS[last.month - 1], year=last.year
    )
