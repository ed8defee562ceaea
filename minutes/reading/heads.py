"""Where items begin: "Punkt 4: …", "4. …", "Pkt. 4", "Sag nr. 4", sub-items, and numbering that restarts.

A numbered line is an item only if the document as a whole counts that way: where some lines say
"Punkt", only those do; where none does, a number must continue the count and stand like a heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.reading.closed import closes_part, is_part_heading, tells_access
from minutes.reading.contents import Contents, entry_title, title_forms
from minutes.reading.lines import Line, Part
from minutes.reading.printed_words import (
    AD_ITEM,
    BARE_NUMBER,
    ITEM_NUMBER,
    ITEM_WORD,
    JOURNAL,
    LABELLED_JOURNAL,
    STARTS_WITH_MONTH,
    is_section_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of an item: the lines from `first` up to `body` hold its number and title."""

    first: int
    body: int
    number: int
    title: str
    label: str | None = None
    closed: bool = False
    sure: bool = True

    @property
    def sub(self) -> str:
        """The sub-number ("1" of "2.1", "a" of "2a"), empty for a whole item."""
        return (self.label or "").removeprefix(str(self.number)).lstrip(".")


def find_heads(lines: Sequence[Line], contents: Contents) -> tuple[Head, ...]:
    """The items' heads in order, by the first of these that finds any.

    The layout's own marks; lines that say "Punkt N"; "Ad N" before a title of the contents list; numbered
    lines; lines that equal a title of the contents list; headings one rank above the sections'; any lines
    that say "Ad N"; a bare list of numbered lines.
    """
    known = frozenset(form for title in contents.titles for form in title_forms(title))
    for find in (_marked, _worded, _taken_up, _numbered):
        heads = _chain(find(lines, known), lines)
        if heads:
            return _closed_by_part(heads, lines, contents)
    heads = (
        _listed(lines, known)
        or _ranked(lines)
        or _count(_taken_up(lines, None), lines)
        or _chain(_numbered(lines, known, dense=True), lines)
    )
    return _closed_by_part(heads, lines, contents)


def _marked(lines: Sequence[Line], known: frozenset[str]) -> list[Head]:
    heads: list[Head] = []
    for i, line in enumerate(lines):
        if line.part is Part.ITEM:
            match = ITEM_WORD.match(line.words) or ITEM_NUMBER.match(line.words)
            if match and match["mark"].strip():
                heads.append(_head(i, i + 1, match["label"], match["title"]))
            else:
                heads.append(Head(first=i, body=i + 1, number=len(heads) + 1, title=line.words))
    return heads


def _worded(lines: Sequence[Line], known: frozenset[str]) -> list[Head]:
    heads = []
    for i, line in enumerate(lines):
        match = ITEM_WORD.match(line.words)
        if match is None or line.part is Part.CONTENTS:
            continue
        title, body = _title_after(match["title"], lines, i, known)
        spaced = not match["mark"].strip()
        if spaced and match["title"] and not _like_title(match["title"]):
            continue
        shut = "lukket" in f"{match['shut']}{match['between']}".lower()
        heads.append(_head(i, body, match["label"], title, closed=shut))
    return heads


def _numbered(lines: Sequence[Line], known: frozenset[str], *, dense: bool = False) -> list[Head]:
    ranks = [line.rank for line in lines if line.rank is not None and ITEM_NUMBER.match(line.words)]
    rank = min(ranks, default=None)
    heads = []
    for i, line in enumerate(lines):
        match = ITEM_NUMBER.match(line.words) or BARE_NUMBER.match(line.words)
        if match is None or _is_list_line(lines, i, dense=dense):
            continue
        given = match.groupdict().get("title") or ""
        spaced = "mark" in match.groupdict() and not match["mark"].strip()
        if given.startswith("at ") or STARTS_WITH_MONTH.match(given) or (spaced and line.rank is None):
            continue
        title, body = _title_after(given, lines, i, known)
        listed = not known.isdisjoint(title_forms(title))
        alone = line.gap and line.words[-1] in ".)" and _like_title(title)
        if not given and (not title or (line.rank is None and not listed and not alone)):
            continue
        styled = rank is not None and line.rank == rank
        sure = styled or listed or (rank is None and _opens_item(lines, body))
        if rank is not None and not styled and not listed:
            continue
        heads.append(_head(i, body, match["label"], title, sure=sure))
    return heads


def _taken_up(lines: Sequence[Line], known: frozenset[str] | None) -> list[Head]:
    """Lines that take up an item of the agenda ("Ad 3. Sygefravær"): known titles, or any that stand apart.

    Answers to clauses are written so too, but they are no titles.
    """
    found = [(i, line, AD_ITEM.match(line.words)) for i, line in enumerate(lines)]
    return [
        _head(i, i + 1, match["label"], match["title"])
        for i, line, match in found
        if match and (line.gap if known is None else not known.isdisjoint(title_forms(match["title"])))
    ]


def _head(i: int, body: int, label: str, title: str, *, closed: bool = False, sure: bool = True) -> Head:
    label = label.lstrip("0")
    number = int("".join(c for c in label.split(".")[0] if c.isdigit()))
    return Head(
        first=i,
        body=body,
        number=number,
        title=title,
        label=None if label == str(number) else label,
        closed=closed,
        sure=sure,
    )


def _title_after(given: str, lines: Sequence[Line], i: int, known: frozenset[str]) -> tuple[str, int]:
    """The title, which may stand on the next line or be wrapped over two, and the place after it."""
    after = i + 1
    if after >= len(lines):
        return given, after
    following = lines[after]
    words = following.words
    if not given:
        takes = not (
            is_section_name(words)
            or is_part_heading(following.words)
            or _is_journal(words)
            or ITEM_WORD.match(words)
        )
        return (words, after + 1) if takes else ("", after)
    joined = f"{given} {words}"
    wrapped = not known.isdisjoint(title_forms(joined)) or (
        not following.gap and following.rank == lines[i].rank and words[:1].islower()
    )
    if wrapped and known.isdisjoint(title_forms(given)):
        return joined, after + 1
    return given, after


def _like_title(words: str) -> bool:
    return bool(words) and not words[0].islower() and words[-1] not in ".,;"


def _is_journal(words: str) -> bool:
    return bool(JOURNAL.match(words) or LABELLED_JOURNAL.match(words))


def _is_list_line(lines: Sequence[Line], i: int, *, dense: bool) -> bool:
    """A numbered line right under or over another numbered line, without a gap, is in a list.

    In a `dense` document such a list is the agenda itself, and only indented lines are lists inside it.
    """
    if lines[i].rank is not None:
        return False
    if dense or lines[i].text[:1].isspace():
        return lines[i].text[:1].isspace()
    above = i > 0 and not lines[i].gap and ITEM_NUMBER.match(lines[i - 1].words)
    below = i + 1 < len(lines) and not lines[i + 1].gap and ITEM_NUMBER.match(lines[i + 1].words)
    return bool(above or below)


def _opens_item(lines: Sequence[Line], body: int) -> bool:
    """Whether what follows is what an item begins with: a case number or a section."""
    return body < len(lines) and (is_section_name(lines[body].words) or _is_journal(lines[body].words))


def _chain(candidates: list[Head], lines: Sequence[Line]) -> list[Head]:
    """The candidates that make one count, restarts included; unsure ones only fill its gaps."""
    sure = _count([head for head in candidates if head.sure], lines)
    if not sure:
        return _count(candidates, lines)
    unsure = [head for head in candidates if not head.sure]
    filled: list[Head] = []
    number, at = 0, 0
    for head in [*sure, None]:
        until = head.first if head else len(lines)
        while at < len(unsure) and unsure[at].first < until:
            weak = unsure[at]
            if weak.number == number + 1 and (head is None or weak.number < head.number):
                filled.append(weak)
                number = weak.number
            at += 1
        if head:
            filled.append(head)
            number = head.number
    return filled


def _count(candidates: list[Head], lines: Sequence[Line]) -> list[Head]:
    chosen: list[Head] = []
    last = 0
    latest = {head.number: i for i, head in enumerate(candidates)}
    for i, head in enumerate(candidates):
        goes_on = latest.get(last + 1, -1) > i
        if _continues(head, last, chosen, candidates, i) or _restarts(head, last, chosen, goes_on, lines):
            chosen.append(head)
            last = head.number
    return chosen


def _continues(head: Head, last: int, chosen: list[Head], candidates: list[Head], i: int) -> bool:
    """The next number; a larger one only where none between comes later in the same count."""
    if head.sub:
        mine = (head.number, head.sub)
        return head.number in (last, last + 1) and all((h.number, h.sub) != mine for h in chosen[-20:])
    if head.number <= last + 1:
        return head.number == last + 1
    for other in candidates[i + 1 :]:
        if other.number == 1:
            break
        if last < other.number < head.number:
            return False
    return True


def _restarts(head: Head, last: int, chosen: list[Head], goes_on: bool, lines: Sequence[Line]) -> bool:
    """A second "1": under a new part of the agenda, or where the count so far is over."""
    if head.number != 1 or head.sub or not chosen:
        return False
    if any(is_part_heading(line.words) for line in lines[chosen[-1].body : head.first]):
        return True
    return last == 1 or not goes_on


def _listed(lines: Sequence[Line], known: frozenset[str]) -> list[Head]:
    """Unnumbered heads: the lines that equal a title of the contents list."""
    found = [
        (i, line)
        for i, line in enumerate(lines)
        if not known.isdisjoint(title_forms(line.text)) and not entry_title(line.text)
    ]
    return [
        Head(first=i, body=i + 1, number=n, title=line.words) for n, (i, line) in enumerate(found, start=1)
    ]


def _ranked(lines: Sequence[Line]) -> list[Head]:
    """Unnumbered heads: headings of the rank just above that of the known section headings."""
    ranks = [line.rank for line in lines if line.rank is not None and is_section_name(line.words)]
    if not ranks:
        return []
    above = [line.rank for line in lines if line.rank is not None and line.rank < min(ranks)]
    found = [(i, line) for i, line in enumerate(lines) if above and line.rank == max(above)]
    return [
        Head(first=i, body=i + 1, number=n, title=line.words)
        for n, (i, line) in enumerate(found, start=1)
        if not is_part_heading(line.words)
    ]


def _closed_by_part(heads: Sequence[Head], lines: Sequence[Line], contents: Contents) -> tuple[Head, ...]:
    """Items under "Lukket dagsorden" are closed until an open part begins.

    Where only the contents list has such parts, it tells.
    """
    parts = [(i, closes_part(line.words)) for i, line in enumerate(lines) if tells_access(line.words)]
    listed = frozenset(form for title in contents.closed for form in title_forms(title)) if not parts else ()
    marked: list[Head] = []
    for head in heads:
        above = [shut for i, shut in parts if i < head.first][-1:]
        shut = head.closed or above == [True] or not title_forms(head.title).isdisjoint(listed)
        marked.append(replace(head, closed=shut))
    return tuple(marked)
