"""Lines to Agenda: head, contents list, items, sections. No line is dropped.

Every line ends as part of the meeting, of the contents list, of an item, as a mark of the document's
structure (a label, a page number, "Lukket dagsorden"), or in `Agenda.unplaced`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.agenda import Agenda, AgendaItem, Meeting
from minutes.reading.closed import is_part_heading, line_closes, text_closes, title_closes
from minutes.reading.contents import find_contents, title_forms
from minutes.reading.front import read_front
from minutes.reading.heads import Head, find_heads
from minutes.reading.lines import Document, Line, Part
from minutes.reading.printed_words import (
    CLOSING,
    GROUP_BEFORE_ITEM,
    JOURNAL,
    LABELLED_JOURNAL,
    LOOSE_JOURNAL,
    OPEN_LINE,
    OPEN_MARK,
    PAGE_NUMBER,
    TITLE_JOURNAL,
    is_list_point,
)
from minutes.reading.sections import Headings, read_sections, survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An agenda, and the lines that are not in it because they only mark the document's structure."""

    agenda: Agenda
    contents: tuple[str, ...]
    structure: tuple[str, ...]


def parse(document: Document, *, source_sha256: str) -> Reading:
    """The agenda that a document holds; it has no items where none were found."""
    pages = [line.words for line in document.lines if PAGE_NUMBER.match(line.words)]
    lines = [
        line for line in document.lines if (line.words or line.part) and not PAGE_NUMBER.match(line.words)
    ]
    contents = find_contents(lines)
    listed = tuple(lines[i].words for i in contents.span)
    lines = [line for i, line in enumerate(lines) if i not in contents.span]
    heads = find_heads(lines, contents)
    until = heads[0].first if heads else len(lines)
    structure = pages + [
        line.words
        for i, line in enumerate(lines)
        if is_part_heading(line.words) or (i < until and line.part is Part.GROUP)
    ]
    front = read_front(
        [line for line in lines[:until] if not is_part_heading(line.words) and line.part is not Part.GROUP]
    )
    lines, closing = _without_closing(lines, heads)
    items, marks = _items(lines, heads, front.meeting)
    missing = _missing(contents.titles, items) if items else ()
    agenda = Agenda(
        meeting=front.meeting,
        items=items,
        source_sha256=source_sha256,
        unplaced=(*front.unplaced, *missing, *closing),
        notes=document.notes,
    )
    return Reading(agenda=agenda, contents=listed, structure=(*front.used, *structure, *marks))


def _without_closing(lines: list[Line], heads: Sequence[Head]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines without what stands below the last item: a greeting or a sheet for signatures."""
    start = heads[-1].body if heads else len(lines)
    for i in range(start, len(lines)):
        if lines[i].gap and CLOSING.match(lines[i].words):
            return lines[:i], tuple(line.words for line in lines[i:])
    return lines, ()


def _items(
    lines: Sequence[Line], heads: Sequence[Head], meeting: Meeting
) -> tuple[tuple[AgendaItem, ...], tuple[str, ...]]:
    if not heads:
        return (), ()
    ends = [head.first for head in heads[1:]] + [len(lines)]
    opened = [
        _Opened(head, [line for line in lines[head.body : end] if not is_part_heading(line.words)])
        for head, end in zip(heads, ends, strict=True)
    ]
    _close_sub_items(opened)
    for item in opened[:-1]:
        item.take_groups()
    headings = survey([item.lines for item in opened])
    turns: Counter[str] = Counter()
    items = tuple(item.build(headings, meeting, turns) for item in opened)
    return items, tuple(mark for item in opened for mark in item.marks)


def _close_sub_items(opened: Sequence[_Opened]) -> None:
    """What stands under a closed item is closed."""
    parent: _Opened | None = None
    for item in opened:
        if not item.head.sub:
            parent = item
        elif parent and parent.head.number == item.head.number and parent.closed:
            item.closed = True


class _Opened:
    """One item being read: its head, the lines under it, and what stands between the two."""

    def __init__(self, head: Head, lines: list[Line]) -> None:
        self.head = head
        self.lines = lines
        self.marks: list[str] = []
        self.title = head.title
        self.journal: str | None = None
        self.closed = head.closed or title_closes(head.title)
        self._take_marks()

    def _take_marks(self) -> None:
        """Case number and "Lukket" or "Åbent" on lines of their own, right under the title."""
        in_title = TITLE_JOURNAL.search(self.title)
        if in_title:
            self.journal = in_title["id"]
            self.title = self.title[: in_title.start()]
        is_open = OPEN_MARK.match(self.title)
        if is_open:
            self.marks.append(is_open[0].strip())
            self.title = self.title[is_open.end() :]
        self.lines = [*_mark_cells(self.lines[0]), *self.lines[1:]] if self.lines else []
        while self.lines:
            words = self.lines[0].words
            journal = JOURNAL.match(words) or LABELLED_JOURNAL.match(words)
            loose = LOOSE_JOURNAL.match(words)
            if self.journal is None and (journal or loose or self.lines[0].part is Part.JOURNAL):
                self.journal = journal["id"] if journal else words
            elif line_closes(words):
                self.closed = True
            elif not OPEN_LINE.match(words):
                break
            self.marks.append(words)
            self.lines = self.lines[1:]

    def take_groups(self) -> None:
        """A heading over the items that follow ("B. Orientering") is none of this one's text."""
        while self.lines and _is_group(self.lines):
            self.marks.append(self.lines[-1].words)
            self.lines = self.lines[:-1]

    def build(self, headings: Headings, meeting: Meeting, turns: Counter[str]) -> AgendaItem:
        sections = read_sections(self.lines, headings, meeting=meeting)
        shut = any(text_closes(section.text) for section in sections)
        return AgendaItem(
            id=_free_id(self.head, turns),
            number=self.head.number,
            label=self.head.label,
            title=self.title,
            journal_number=self.journal,
            closed=self.closed or shut,
            sections=sections,
        )


def _mark_cells(line: Line) -> list[Line]:
    """A case number and "Åben sag" on one line as two; any other line as it is."""
    cells = re.split(r"\t+|\s{2,}", line.words)
    cells = cells if len(cells) == 2 else line.words.split(maxsplit=1)
    journals = [cell for cell in cells if JOURNAL.match(cell) or LABELLED_JOURNAL.match(cell)]
    marks = [cell for cell in cells if line_closes(cell) or OPEN_LINE.match(cell)]
    if line.part or len(cells) != 2 or len(journals) != 1 or len(marks) != 1:
        return [line]
    return [replace(line, text=cell, gap=line.gap and i == 0) for i, cell in enumerate(cells)]


def _is_group(lines: Sequence[Line]) -> bool:
    """Whether the last of some lines stands over what follows: by its layout, or alone and enumerated."""
    last = lines[-1]
    if last.part is Part.GROUP:
        return True
    listed = len(lines) > 1 and is_list_point(lines[-2].text)
    return last.gap and not listed and bool(GROUP_BEFORE_ITEM.match(last.words))


def _free_id(head: Head, turns: Counter[str]) -> str:
    """An id of the printed number: "punkt-3", "punkt-3.1", and "punkt-3-2" where 3 comes a second time."""
    base = f"punkt-{head.label or head.number}"
    turns[base] += 1
    return base if turns[base] == 1 else f"{base}-{turns[base]}"


def _missing(titles: Sequence[str], items: Sequence[AgendaItem]) -> tuple[str, ...]:
    """Titles of the contents list that no item bears."""
    read = {form for item in items for form in title_forms(item.title)}
    return tuple(title for title in titles if read.isdisjoint(title_forms(title)))
