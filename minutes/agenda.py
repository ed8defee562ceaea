"""The agenda (dagsorden): a meeting, its items, and each item's sections as they were printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minutes.vocabulary import SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person on the roster, as printed. `present` is None where the document does not say."""

    name: str
    role: str | None = None
    initials: str | None = None
    present: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """When, where and of whom. `starts_at` is aware (Europe/Copenhagen) or None if not printed."""

    id: str
    body: str
    starts_at: datetime | None = None
    place: str | None = None
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One numbered clause of the indstilling; `text` starts after "at" as printed ("at" included)."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of an item. `text` is verbatim: lines joined by one newline, paragraphs by two.

    `proposer` and `clauses` are filled for `SectionKind.RECOMMENDATION` only and repeat what `text` says.
    An unnamed lead paragraph has an empty heading.
    """

    kind: SectionKind
    heading_as_printed: str
    text: str
    proposer: str | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One punkt. The id is the only key: journal numbers are shared and printed numbers may restart.

    `label` is the printed number where it is more than a number ("2.1"); `number` is then its first part.
    """

    id: str
    number: int
    title: str
    journal_number: str | None = None
    closed: bool = False
    sections: tuple[Section, ...] = ()
    label: str | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of every indstilling of the item, in order."""
        return tuple(clause for section in self.sections for clause in section.clauses)

    def section(self, kind: SectionKind) -> Section | None:
        """The first section of a kind, or None."""
        return next((section for section in self.sections if section.kind is kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A meeting's agenda as read. `unplaced` holds the lines that no rule could place, verbatim.

    `notes` says what a person should know of how the document was read (tracked changes, comments).
    """

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    source_sha256: str
    unplaced: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def item(self, item_id: str) -> AgendaItem:
        """The item with this id.

        Raises:
            KeyError: no item has it.
        """
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)
