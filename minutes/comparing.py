"""What differs between two agendas or finished referater: heads, items, clauses, sections, decisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from minutes.agenda import Agenda, AgendaItem, Meeting
from minutes.vocabulary import SectionKind

SAME_ITEM = 0.6
"""From this likeness of titles on (0 to 1, Ratcliff and Obershelp 1988), two items are the same one."""
_SAME_PLACE = 0.15
"""Added where the printed number is the same, so that of two like titles the one in its place is taken."""


class Aspect(StrEnum):
    """What of a document differs."""

    BODY = "body"
    STARTS_AT = "starts_at"
    PLACE = "place"
    PARTICIPANT = "participant"
    ITEM = "item"
    NUMBER = "number"
    TITLE = "title"
    JOURNAL_NUMBER = "journal_number"
    CLOSED = "closed"
    CLAUSE = "clause"
    SECTION = "section"
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. `item` is the title (in the first document, if there); None: not there at all."""

    aspect: Aspect
    item: str | None = None
    before: str | None
    after: str | None


def compare(before: Agenda, after: Agenda) -> tuple[Difference, ...]:
    """All differences: the head's first, then item by item in the order of the second document."""
    return (*_head(before, after), *_items(before, after))


def _head(before: Agenda, after: Agenda) -> Iterator[Difference]:
    old, new = before.meeting, after.meeting
    yield from _value(Aspect.BODY, None, old.body, new.body)
    yield from _value(Aspect.STARTS_AT, None, _moment(before), _moment(after))
    yield from _value(Aspect.PLACE, None, old.place, new.place)
    yield from _listed(Aspect.PARTICIPANT, None, _people(old), _people(new))


def _items(before: Agenda, after: Agenda) -> Iterator[Difference]:
    pairs = _pairs(before.items, after.items)
    for item in before.items:
        if item.id not in pairs.values():
            yield Difference(aspect=Aspect.ITEM, item=item.title, before=item.title, after=None)
    for item in after.items:
        if item.id in pairs:
            yield from _item(before.item(pairs[item.id]), item)
        else:
            yield Difference(aspect=Aspect.ITEM, item=item.title, before=None, after=item.title)


def _pairs(before: tuple[AgendaItem, ...], after: tuple[AgendaItem, ...]) -> dict[str, str]:
    """From an item of the second document to the one of the first that it is, the likest pairs first."""
    scored = sorted(
        (
            (_likeness(old, new), -i, -k, old.id, new.id)
            for i, old in enumerate(before)
            for k, new in enumerate(after)
        ),
        reverse=True,
    )
    pairs: dict[str, str] = {}
    for likeness, _, _, old_id, new_id in scored:
        if likeness >= SAME_ITEM and new_id not in pairs and old_id not in pairs.values():
            pairs[new_id] = old_id
    return pairs


def _likeness(old: AgendaItem, new: AgendaItem) -> float:
    ratio = SequenceMatcher(None, old.title.lower(), new.title.lower(), autojunk=False).ratio()
    return ratio + (_SAME_PLACE if _number(old) == _number(new) else 0.0)


def _item(old: AgendaItem, new: AgendaItem) -> Iterator[Difference]:
    yield from _value(Aspect.NUMBER, old.title, _number(old), _number(new))
    yield from _value(Aspect.TITLE, old.title, old.title, new.title)
    yield from _value(Aspect.JOURNAL_NUMBER, old.title, old.journal_number, new.journal_number)
    yield from _value(Aspect.CLOSED, old.title, str(old.closed).lower(), str(new.closed).lower())
    yield from _listed(Aspect.CLAUSE, old.title, [c.text for c in old.clauses], [c.text for c in new.clauses])
    yield from _listed(Aspect.DECISION, old.title, _texts(old, decided=True), _texts(new, decided=True))
    yield from _listed(Aspect.SECTION, old.title, _texts(old, decided=False), _texts(new, decided=False))


def _texts(item: AgendaItem, *, decided: bool) -> list[str]:
    """The beslutninger, or all other sections under their headings but those that clauses repeat."""
    if decided:
        return [s.text for s in item.sections if s.kind is SectionKind.DECISION]
    return [
        f"{s.heading_as_printed}: {s.text}"
        for s in item.sections
        if s.kind is not SectionKind.DECISION and not s.clauses
    ]


def _value(aspect: Aspect, item: str | None, before: str | None, after: str | None) -> Iterator[Difference]:
    if before != after:
        yield Difference(aspect=aspect, item=item, before=before, after=after)


def _listed(aspect: Aspect, item: str | None, before: list[str], after: list[str]) -> Iterator[Difference]:
    """What stands in one list only; those that lie at the same place are told as one change."""
    gone = list((Counter(before) - Counter(after)).elements())
    come = list((Counter(after) - Counter(before)).elements())
    for place in range(max(len(gone), len(come))):
        yield Difference(
            aspect=aspect,
            item=item,
            before=gone[place] if place < len(gone) else None,
            after=come[place] if place < len(come) else None,
        )


def _people(meeting: Meeting) -> list[str]:
    return [f"{p.name} ({p.role})" if p.role else p.name for p in meeting.participants]


def _number(item: AgendaItem) -> str:
    return item.label or str(item.number)


def _moment(agenda: Agenda) -> str | None:
    return agenda.meeting.starts_at.isoformat() if agenda.meeting.starts_at else None
