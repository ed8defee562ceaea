"""A section's text as blocks: paragraphs, real lists and tables, so that every format lays out the same.

A line that starts with a bullet or with a number that begins or continues a count ("1. ", "2. ") is a point.
A point that is indented more, or has another sign than the one right above it, lies one level deeper. A line
right under a point belongs to it. Lines with tabs are rows of a table, as reading sets them. Everything
else is a paragraph whose lines are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from minutes.reading.printed_words import STARTS_WITH_MONTH

DEEPEST = 8
_BULLET = re.compile(r"^(?P<indent> *)(?P<sign>[-–—•*·▪●◦]) +(?P<text>\S.*)$")
_NUMBER = re.compile(r"^(?P<indent> *)(?P<number>[1-9]\d{0,2})\. +(?P<text>\S.*)$")
_COUNTED = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells; rows may differ in length. `headed` says that the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]
    headed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a list; `gap` says that a blank line stands above it."""

    lines: tuple[str, ...]
    gap: bool = False
    lists: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list. `start` is the first point's number, or None for bullets, whose sign as printed is `sign`."""

    points: tuple[Point, ...]
    start: int | None = None
    sign: str = "-"


Block = Paragraph | Table | Listing


@dataclass(slots=True, kw_only=True)
class _Mark:
    """A point while its lines are being collected; `number` is None for a bullet."""

    indent: int
    sign: str
    number: int | None
    lines: list[str]
    gap: bool
    depth: int = 0


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose lines are joined by one newline and paragraphs by two."""
    found: list[Block] = []
    lines: list[str] = []
    marks: list[_Mark] = []
    counted: dict[int, int] = {}

    def close() -> None:
        found.extend(_paragraphs(lines))
        found.extend(_listings(marks) if marks else ())
        lines.clear()
        marks.clear()

    gap = True
    for line in text.split("\n"):
        mark = _mark(line, counted, gap=gap)
        if mark is not None:
            if lines or (marks and not _joins(mark, marks)):
                close()
            marks.append(mark)
        elif line.strip() and marks and not gap:
            marks[-1].lines.append(line.strip())
        elif line.strip():
            if gap:
                close()
            lines.append(line.rstrip())
        gap = not line.strip()
    close()
    return tuple(found)


def _mark(line: str, counted: dict[int, int], *, gap: bool) -> _Mark | None:
    """The point that a line opens. A number opens one only as 1 or as the next of its indent's count."""
    bullet = _BULLET.match(line)
    if bullet:
        indent, words = len(bullet["indent"]), bullet["text"]
        return _Mark(indent=indent, sign=bullet["sign"], number=None, lines=[words], gap=gap)
    match = _NUMBER.match(line)
    if match is None or STARTS_WITH_MONTH.match(match["text"]):
        return None
    indent, number = len(match["indent"]), int(match["number"])
    if number not in (1, counted.get(indent, 0) + 1):
        return None
    counted[indent] = number
    return _Mark(indent=indent, sign=_COUNTED, number=number, lines=[match["text"]], gap=gap)


def _joins(mark: _Mark, marks: Sequence[_Mark]) -> bool:
    """Whether a point goes on with the list above it; if so, how deep it lies is set."""
    above: list[_Mark] = []
    for earlier in marks:
        above = [*above[: earlier.depth], earlier]
    for depth, outer in enumerate(above):
        if (outer.indent, outer.sign) == (mark.indent, mark.sign):
            mark.depth = depth
            return True
    inside = [outer for outer in above if outer.indent <= mark.indent]
    if not inside or (mark.gap and mark.indent <= inside[-1].indent):
        return False
    mark.depth = min(len(inside), DEEPEST)
    return True


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    """Rows as a table. A first row without any figure over rows that all have some names the columns."""
    figures = [any(char.isdigit() for cell in row for char in cell) for row in rows]
    even = len({len(row) for row in rows}) == 1 and all(cell.strip() for cell in rows[0])
    return Table(rows=rows, headed=len(rows) > 1 and even and not figures[0] and all(figures[1:]))


def _paragraphs(lines: Sequence[str]) -> Iterator[Paragraph | Table]:
    for tabbed, group in groupby(lines, key=lambda line: "\t" in line.strip()):
        if tabbed:
            yield _table(tuple(tuple(line.strip().split("\t")) for line in group))
        else:
            yield Paragraph(lines=tuple(group))


def _listings(marks: Sequence[_Mark]) -> Iterator[Listing]:
    """Neighbouring points of one sign and one count make a list; deeper points belong to the one above."""
    depth = marks[0].depth
    tops = [i for i, mark in enumerate(marks) if mark.depth <= depth]
    points: list[Point] = []
    first = last = marks[0]
    for i, end in zip(tops, [*tops[1:], len(marks)], strict=True):
        mark = marks[i]
        counts_on = mark.number is None or last.number is None or mark.number == last.number + 1
        if points and not (mark.sign == last.sign and counts_on):
            yield _listing(points, first)
            points, first = [], mark
        below = tuple(_listings(marks[i + 1 : end])) if end > i + 1 else ()
        points.append(Point(lines=tuple(mark.lines), gap=mark.gap and bool(points), lists=below))
        last = mark
    yield _listing(points, first)


def _listing(points: Sequence[Point], first: _Mark) -> Listing:
    if first.number is not None:
        return Listing(points=tuple(points), start=first.number)
    return Listing(points=tuple(points), sign=first.sign)


def plain(shown: Sequence[Block]) -> str:
    """Blocks as text again, in the form that `blocks` reads."""
    return "\n\n".join("\n".join(_printed(block)) for block in shown)


def _printed(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from block.lines
    elif isinstance(block, Table):
        yield from ("\t".join(row) for row in block.rows)
    else:
        yield from _points(block, 0)


def _points(listing: Listing, depth: int) -> Iterator[str]:
    for place, point in enumerate(listing.points):
        if point.gap:
            yield ""
        label = listing.sign if listing.start is None else f"{listing.start + place}."
        yield f"{' ' * depth}{label} {point.lines[0]}"
        yield from point.lines[1:]
        for inner in point.lists:
            yield from _points(inner, depth + 1)
