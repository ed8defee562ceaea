"""The contents list: found by its heading or its leaders, set apart, and used as a check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from minutes.reading.closed import closes_part, is_part_heading, line_closes, tells_access
from minutes.reading.lines import Line, Part
from minutes.reading.printed_words import (
    AD_ITEM,
    AGENDA_HEADING,
    COLUMN_WORDS,
    CONTENTS_HEADINGS,
    ITEM_NUMBER,
    ITEM_WORD,
    LABELS,
    OPEN_MARK,
    is_section_name,
)

_LEADER = re.compile(r"^(?P<title>.*?)\s*(?:\.{3,}|…+|_{3,}|(?:\. ){3,}\.?)\s*(?P<page>\d{0,4})$")
_TAB = re.compile(r"^(?P<title>.*\S)(?:\t+|\s{3,})(?P<page>\d{1,4})$")

_LONGEST = 1500
_CLOSED = re.compile(r"\s*\(lukket[^)]*\)$")
_BULLET = re.compile(r"^[-–•*·]\s+")
_TAIL = re.compile(r"(?:\s*[.…]){3,}\s*\d{0,4}$|(?:\s[.…])+\s\d{1,4}$")
_PAGED = re.compile(r"^(?P<title>.*\S)\s+(?P<page>\d{1,4})$")


def entry_title(text: str) -> str | None:
    """The title of a contents line with leaders or a page number after a tab; None for other lines."""
    match = _leader(text) or (_TAB.match(text.strip()) if len(text) <= _LONGEST else None)
    return match["title"].strip() if match and match["title"].strip() else None


def _leader(text: str) -> re.Match[str] | None:
    return _LEADER.match(text.strip()) if len(text) <= _LONGEST else None


def is_contents_heading(line: Line) -> bool:
    """Whether the line is the heading of a contents list."""
    words = line.words
    return words.rstrip(":").lower() in CONTENTS_HEADINGS or (
        " " in " ".join(words.split()) and _is_column_head(words)
    )


def _is_column_head(words: str) -> bool:
    """Whether the words stand over the columns of a contents list ("Pkt.  Tekst  Side")."""
    named = {word.strip(".:").lower() for word in words.split()}
    return "side" in named and named <= COLUMN_WORDS


def title_forms(text: str) -> frozenset[str]:
    """A title for comparing, without bullet, case, "(Lukket)" and white space; with and without its number.

    "2. budgetopfølgning" is a title too, so the number may belong to it.
    """
    return frozenset(_stripped(text))


def _bare(text: str) -> str:
    """The barest form of a title: no number at all."""
    return _stripped(text)[-1]


def _stripped(text: str) -> tuple[str, str, str]:
    words = _CLOSED.sub("", " ".join(_BULLET.sub("", text[:_LONGEST].strip()).split()).lower())
    match = ITEM_WORD.match(words) or ITEM_NUMBER.match(words) or AD_ITEM.match(words)
    title = match["title"] if match and match["title"] else words
    title = OPEN_MARK.sub("", title)
    inner = ITEM_NUMBER.match(title)
    return words, title, inner["title"] if inner else title


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Where the contents list stands (its heading included), its titles, and those in its closed part."""

    span: range = range(0)
    titles: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


def find_contents(lines: Sequence[Line]) -> Contents:
    """The contents list, its wrapped lines joined; an empty one where there is none."""
    front = next((i for i, line in enumerate(lines) if _is_past_front(line.words)), len(lines))
    start = next((i for i, line in enumerate(lines[:front]) if _opens(line)), None)
    if start is None:
        start = _agenda_heading(lines[:front], lines)
    if start is None:
        return Contents()
    named = is_contents_heading(lines[start]) or AGENDA_HEADING.match(lines[start].words)
    at = start + 1 if named else start
    repeats = _Repeats(lines, at)
    titles: list[str] = []
    closed: list[str] = []
    pending: list[str] = []
    end, shut = at, False
    for at in range(end, len(lines)):
        words = lines[at].words
        part = is_part_heading(words) or line_closes(words)
        title = None if part else _entry(lines, at, repeats)
        if part:
            shut = (shut and not tells_access(words)) or closes_part(words) or line_closes(words)
        elif title is None and (_is_column_head(words) or (titles and words.isdigit() and not pending)):
            continue  # the names of the columns, or a page number that had no room beside its title
        elif title is not None:
            titles.append(" ".join([*pending, title]))
            closed += titles[-1:] if shut else []
            pending, end = [], at + 1
        elif len(pending) < 2 and _led(lines, at):
            pending.append(lines[at].words)
        else:
            break
    return Contents(span=range(start, end), titles=tuple(titles), closed=tuple(closed))


def _agenda_heading(front: Sequence[Line], lines: Sequence[Line]) -> int | None:
    """The word "Dagsorden" over a list of numbered titles that all but stand again below it."""
    for i, line in enumerate(front[:-1]):
        if AGENDA_HEADING.match(line.words) and ITEM_NUMBER.match(lines[i + 1].words):
            return i if _Repeats(lines, i + 1).lists(lines[i + 1].text) else None
    return None


def _is_past_front(words: str) -> bool:
    """Whether this is a section's name; "Afbud" is one, but a label of the head too."""
    return is_section_name(words) and words.rstrip(":").lower() not in LABELS


def _opens(line: Line) -> bool:
    return is_contents_heading(line) or line.part is Part.CONTENTS or bool(_leader(line.text))


class _Repeats:
    """Which lines are titles that come again: a contents list without leaders is told by that.

    A title that two items bear is listed twice and stands four times in all, so each line of the list
    needs one of its own below.
    """

    def __init__(self, lines: Sequence[Line], start: int) -> None:
        self._ahead = Counter(_bare(line.text) for line in lines[start:])
        self._listed: Counter[str] = Counter()
        self.led = False

    def lists(self, text: str) -> bool:
        """Whether this title stands again below often enough to be an entry here."""
        title = _bare(text)
        enough = self._ahead[title] > 2 * self._listed[title] + 1
        self._listed[title] += enough
        return enough and not self.led

    def comes(self, title: str) -> bool:
        """Whether the title stands anywhere without its page number."""
        return self._ahead[_bare(title)] > 0


def _entry(lines: Sequence[Line], at: int, repeats: _Repeats) -> str | None:
    """The title of a contents entry: with leaders, with a page number, or a title that comes again below.

    Where some entries have leaders, all have.
    """
    line = lines[at]
    led = entry_title(line.text)
    if led is not None:
        repeats.led = True
        return led
    tail = _TAIL.search(line.words)
    if line.part is Part.CONTENTS and tail and tail.start():
        return line.words[: tail.start()]
    paged = _PAGED.match(line.words)
    for title in (paged["title"], paged["title"].rstrip(" .")) if paged else ():
        if repeats.comes(title):
            return title
    if line.part is Part.CONTENTS or (not _led(lines, at) and repeats.lists(line.text)):
        return line.words
    return None


def _led(lines: Sequence[Line], at: int) -> bool:
    """Whether a wrapped entry goes on here: a line with leaders follows at once."""
    below = lines[at + 1 : at + 3]
    return any(entry_title(line.text) is not None for line in below) and not lines[at + 1].gap
