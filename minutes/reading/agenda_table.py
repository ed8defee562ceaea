"""An agenda that is a table: a row for each item, columns for its number, its title and what is said of it.

Offices, staff councils and school boards write their agendas so. A table is one where its first row names a
column for the titles and one for what is said, and the document has no headings of sections outside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from minutes.reading.lines import Line, Part
from minutes.reading.printed_words import (
    DECISION_COLUMNS,
    ITEM_WORD,
    NUMBER_COLUMNS,
    PROPOSAL,
    SAID_COLUMNS,
    TITLE_COLUMNS,
    section_kind,
)
from minutes.vocabulary import SectionKind

Cell: TypeAlias = Sequence[Line]
Row: TypeAlias = Sequence[Cell]

_LONGEST_NAME = 40
_LABEL = re.compile(
    r"^(?:(?:punkt|pkt\.?|nr\.?)\s*)?(?P<label>\d{1,3}(?:\.\d{1,2})?)\s*[.):*]?$", re.IGNORECASE
)
_SECTIONS = frozenset(
    {SectionKind.RECOMMENDATION, SectionKind.SUMMARY, SectionKind.CASE, SectionKind.DECISION}
)


def in_sections(paragraphs: Iterable[str]) -> bool:
    """Whether paragraphs outside tables already make an agenda: heads of items or of their sections."""
    return any(ITEM_WORD.match(words) or section_kind(words) in _SECTIONS for words in paragraphs)


def agenda_rows(rows: Sequence[Row]) -> tuple[Line, ...] | None:
    """The rows of an agenda's table as the lines of its items; None for any other table."""
    columns = _columns(rows[0]) if len(rows) > 1 else None
    if columns is None:
        return None
    names = Line(text="\t".join(columns.names), part=Part.GROUP)
    return (names, *(line for row in rows[1:] for line in _item(row, columns)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The printed names of the columns, and which hold the number and the title of an item."""

    names: tuple[str, ...]
    number: int | None
    title: int


def _columns(head: Row) -> _Columns | None:
    """What the cells of a first row name; None where they name no agenda's columns.

    Where no column is named for the titles, they open the one after the numbers.
    """
    names = tuple(_words(cell) for cell in head)
    plain = [name.lower().strip(" .:#") for name in names]
    said = any(SAID_COLUMNS & set(re.findall(r"\w+", name)) for name in plain)
    if len(names) < 2 or not said or any(len(name) > _LONGEST_NAME for name in names):
        return None
    number = 0 if plain[0] in NUMBER_COLUMNS and plain[1] not in SAID_COLUMNS - TITLE_COLUMNS else None
    titles = [place for place, name in enumerate(plain) if place != number and name in TITLE_COLUMNS]
    if not titles:
        return None
    return _Columns(names=names, number=number, title=titles[0])


def _item(row: Row, columns: _Columns) -> Iterator[Line]:
    """A row: an item's head and a section for each filled cell; without a title, more of the item above."""
    if sum(bool(cell) for cell in row) == 1 and len(row) < len(columns.names):
        yield from (replace(line, part=Part.GROUP) for cell in row for line in cell)
        return
    if len(row) != len(columns.names):
        yield from _section("", [line for cell in row for line in cell])
        return
    number = _LABEL.match(_words(row[columns.number])) if columns.number is not None else None
    title = row[columns.title]
    if title:
        yield Line(text=f"{number['label']}. {title[0].words}" if number else title[0].words, part=Part.ITEM)
        yield from title[1:]
    for place, cell in enumerate(row):
        if cell and place != columns.title and not (number and place == columns.number):
            yield from _section(columns.names[place], cell)


def _section(name: str, cell: Cell) -> Iterator[Line]:
    """A cell under its column's name; an indstilling further down in it opens a section of its own."""
    decided = name.lower().strip(" .:") in DECISION_COLUMNS
    yield Line(text=name, part=Part.DECISION if decided else Part.SECTION)
    for i, line in enumerate(cell):
        if i > 0 and not decided and PROPOSAL.match(line.words):
            yield Line(text="", part=Part.SECTION)
        yield replace(line, gap=line.gap or i == 0, rank=None)


def _words(cell: Cell) -> str:
    return " ".join(line.words for line in cell)
