"""A section's text as blocks: paragraphs and real lists, so that every format lays out the same thing.

A line that starts with "- " or with a number that begins or continues a count ("1. ", "2. ") is a point;
each leading space puts it one level deeper. A line right under a point belongs to it. Everything else is
a paragraph whose lines are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.reading.printed_words import STARTS_WITH_MONTH

DEEPEST = 8
_BULLET = re.compile(rf"^(?P<indent> {{0,{DEEPEST}}})- +(?P<text>\S.*)$")
_NUMBER = re.compile(rf"^(?P<indent> {{0,{DEEPEST}}})(?P<number>[1-9]\d{{0,2}})\. +(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a list; `gap` says that a blank line stands above it."""

    lines: tuple[str, ...]
    gap: bool = False
    lists: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list. `start` is the first point's number and None for bullets."""

    points: tuple[Point, ...]
    start: int | None = None


Block = Paragraph | Listing


@dataclass(slots=True, kw_only=True)
class _Mark:
    """A point while its lines are being collected; `number` is None for a bullet."""

    depth: int
    number: int | None
    lines: list[str]
    gap: bool


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text whose lines are joined by one newline and paragraphs by two."""
    runs: list[list[str] | list[_Mark]] = []
    lines: list[str] = []
    marks: list[_Mark] = []
    counted: dict[int, int] = {}
    gap = True
    for line in text.split("\n"):
        mark = _mark(line, counted, gap=gap)
        if mark is not None:
            if not marks:
                runs.append(marks)
            marks.append(mark)
            lines = []
        elif line.strip() and marks and not gap:
            marks[-1].lines.append(line.strip())
        elif line.strip():
            if gap or not lines:
                lines = []
                runs.append(lines)
            lines.append(line.rstrip())
            marks = []
        gap = not line.strip()
    return tuple(block for run in runs for block in _built(run))


def _mark(line: str, counted: dict[int, int], *, gap: bool) -> _Mark | None:
    """The point that a line opens. A number opens one only as 1 or as the next of its level's count."""
    bullet = _BULLET.match(line)
    if bullet:
        return _Mark(depth=len(bullet["indent"]), number=None, lines=[bullet["text"]], gap=gap)
    match = _NUMBER.match(line)
    if match is None or STARTS_WITH_MONTH.match(match["text"]):
        return None
    depth, number = len(match["indent"]), int(match["number"])
    if number not in (1, counted.get(depth, 0) + 1):
        return None
    counted[depth] = number
    return _Mark(depth=depth, number=number, lines=[match["text"]], gap=gap)


def _built(run: list[str] | list[_Mark]) -> Iterator[Block]:
    marks = [mark for mark in run if isinstance(mark, _Mark)]
    if marks:
        yield from _listings(marks)
    else:
        yield Paragraph(lines=tuple(line for line in run if isinstance(line, str)))


def _listings(marks: Sequence[_Mark]) -> Iterator[Listing]:
    """Neighbouring points of one kind and one count make a list; deeper points belong to the one above."""
    depth = marks[0].depth
    tops = [i for i, mark in enumerate(marks) if mark.depth <= depth]
    points: list[Point] = []
    start = last = marks[0].number
    for i, end in zip(tops, [*tops[1:], len(marks)], strict=True):
        mark = marks[i]
        goes_on = mark.number is None if last is None else mark.number == last + 1
        if points and not goes_on:
            yield Listing(points=tuple(points), start=start)
            points, start = [], mark.number
        below = tuple(_listings(marks[i + 1 : end])) if end > i + 1 else ()
        points.append(Point(lines=tuple(mark.lines), gap=mark.gap and bool(points), lists=below))
        last = mark.number
    yield Listing(points=tuple(points), start=start)


def plain(shown: Sequence[Block]) -> str:
    """Blocks as text again, in the form that `blocks` reads."""
    return "\n\n".join(
        "\n".join(block.lines if isinstance(block, Paragraph) else _printed(block, 0)) for block in shown
    )


def _printed(listing: Listing, depth: int) -> Iterator[str]:
    for place, point in enumerate(listing.points):
        if point.gap:
            yield ""
        label = "-" if listing.start is None else f"{listing.start + place}."
        yield f"{' ' * depth}{label} {point.lines[0]}"
        yield from point.lines[1:]
        for inner in point.lists:
            yield from _printed(inner, depth + 1)
