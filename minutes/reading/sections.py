"""The sections of one item: headings known and unknown, text with page breaks healed, clauses.

Where the layout marks its headings, nothing else is one. Otherwise every line that equals a known heading
is one, and of the unknown lines:

1. Where the layout ranks headings (styles, font sizes, `h3`), a heading of the rank of the known section
   headings opens a section; deeper ones are sub-headings and stay in the text. Where the rank is only
   guessed from bold or large type, a sagsfremstilling keeps it unless it comes again under another item.
2. Without ranks, a line that stands like a heading opens a section if it stands so under two items or
   more (a template's heading comes again, a sub-heading does not), if no section is open yet, or if the
   open section is one of short remarks (økonomi, lovgrundlag and their like) and its text has ended.
   Inside a sagsfremstilling and a list of bilag it stays in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minutes.agenda import Meeting, Section
from minutes.reading.dates import find_date
from minutes.reading.lines import LOOKS, Line, Part, running_text
from minutes.reading.printed_words import (
    A_BODY,
    BODY_AND_DAY,
    DATED_DECISION,
    INLINE_KINDS,
    NUMBERED_DECISION,
    PROPOSAL,
    is_list_point,
    section_kind,
)
from minutes.reading.recommendation import read_recommendation
from minutes.vocabulary import SectionKind

_SHORT_REMARKS = frozenset(
    {
        SectionKind.ECONOMY,
        SectionKind.LEGAL,
        SectionKind.CITIZENS,
        SectionKind.VISION,
        SectionKind.RECOMMENDATION,
    }
)
_HEADING_SHAPE = re.compile(r"^[A-ZÆØÅ][^.!?:;|\t]{2,58}[^.!?:;,|\t]$")
_INLINE = re.compile(r"^(?P<heading>[A-ZÆØÅ][\wæøåÆØÅé ]{3,24}):\s+(?P<text>\S.*)$")
_ENDS_SENTENCE = re.compile(r"[.!?:;)\]»\"”']$")
_BULLET = re.compile(r"^\s*[-–•*·▪●◦]\s+")
_FULL_STOP = re.compile(r"[.!?][)»\"”]?$")
_WHO_LEAD = re.compile(r"^\s*(?:fra|i|af|for|på|truffet)\b\s*(?:mødet\b)?")
_LONGEST_DECISION_HEADING = 320
_PROPOSAL_INTRO = re.compile(r"\b(?:indstiller|indstilles|anbefaler|anbefales)\b[^.]*[,:]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What the document as a whole says of its section headings."""

    rank: int | None
    repeated: frozenset[str]
    marked: bool


def survey(bodies: Sequence[Sequence[Line]]) -> Headings:
    """The rank of the known headings, and the heading-like lines that stand under several items."""
    ranks = Counter(
        line.rank
        for body in bodies
        for line in body
        if line.rank is not None and section_kind(line.words) is not None
    )
    seen: Counter[str] = Counter()
    for body in bodies:
        seen.update({line.words for i, line in enumerate(body) if _stands_like_heading(body, i)})
    repeated = frozenset(words for words, items in seen.items() if items > 1)
    marked = any(line.part in (Part.SECTION, Part.DECISION) for body in bodies for line in body)
    return Headings(rank=ranks.most_common(1)[0][0] if ranks else None, repeated=repeated, marked=marked)


def read_sections(lines: Sequence[Line], headings: Headings, *, meeting: Meeting) -> tuple[Section, ...]:
    """An item's sections in printed order. Lines before the first heading make an unnamed section."""
    sections: list[Section] = []
    open_kind: SectionKind | None = None
    heading, text = "", list[Line]()
    for i, line in enumerate(lines):
        run_in = i == 0 or heading.endswith(":") or _may_run_in(line, lines[i - 1])
        opened = _opened(lines, i, headings, open_kind, text, meeting, run_in=run_in)
        if opened is None:
            text.append(line)
            continue
        if open_kind is not None or text:
            sections.append(_section(open_kind, heading, text))
        open_kind, heading, inline = opened
        text = [replace(line, text=inline, gap=True)] if inline else []
    if open_kind is not None or text:
        sections.append(_section(open_kind, heading, text))
    return tuple(sections)


def _opened(
    lines: Sequence[Line],
    i: int,
    headings: Headings,
    open_kind: SectionKind | None,
    text: Sequence[Line],
    meeting: Meeting,
    *,
    run_in: bool,
) -> tuple[SectionKind, str, str] | None:
    """Kind, printed heading and any text on the heading's line, where line `i` opens a section.

    `run_in` says that a heading with text after it on its line may stand here.
    """
    line = lines[i]
    words = line.words
    if headings.marked:
        named = section_kind(words) or SectionKind.OTHER
        if line.part is Part.DECISION:
            return SectionKind.DECISION, words, ""
        return (named, words, "") if line.part is Part.SECTION else None
    kind = section_kind(words)
    if kind is not None and not is_list_point(line.text):
        return None if _is_attachment(lines, i, headings, open_kind, text) else (kind, words, "")
    decided = _decided(line, open_kind, meeting)
    if decided is not None:
        return decided, words, ""
    inline = _INLINE.match(words)
    if (
        inline
        and run_in
        and (line.gap or open_kind is not SectionKind.ATTACHMENTS)
        and section_kind(inline["heading"]) in INLINE_KINDS
    ):
        known = section_kind(inline["heading"])
        return known or SectionKind.OTHER, inline["heading"] + ":", inline["text"]
    if headings.rank is not None:
        return (SectionKind.OTHER, words, "") if _ranked_unknown(line, headings, open_kind) else None
    if _opens_unknown(lines, i, headings, open_kind, text):
        return SectionKind.OTHER, words, ""
    return None


def _may_run_in(line: Line, before: Line) -> bool:
    """Whether a heading may open a line that has text after it: what stands above is over."""
    over = _ENDS_SENTENCE.search(before.words) or _INLINE.match(before.words) or is_list_point(before.text)
    return line.gap or bool(over)


def _is_attachment(
    lines: Sequence[Line], i: int, headings: Headings, open_kind: SectionKind | None, text: Sequence[Line]
) -> bool:
    """A bilag may be called "Indstilling": no rank where headings have one, or first of a dense list."""
    if open_kind is not SectionKind.ATTACHMENTS:
        return False
    if headings.rank is not None:
        return lines[i].rank is None
    return not text and i + 1 < len(lines) and not lines[i + 1].gap


def _ranked_unknown(line: Line, headings: Headings, open_kind: SectionKind | None) -> bool:
    if headings.rank is None or line.rank is None or line.rank > headings.rank:
        return False
    return line.rank < LOOKS or open_kind is not SectionKind.CASE or line.words in headings.repeated


def _opens_unknown(
    lines: Sequence[Line], i: int, headings: Headings, open_kind: SectionKind | None, text: Sequence[Line]
) -> bool:
    if not _stands_like_heading(lines, i) or open_kind is SectionKind.ATTACHMENTS:
        return False
    if open_kind is None:
        return not text
    if lines[i].words in headings.repeated:
        return True
    return open_kind in _SHORT_REMARKS and bool(text) and bool(_FULL_STOP.search(text[-1].words))


def _stands_like_heading(lines: Sequence[Line], i: int) -> bool:
    """Short, capital first, no full stop, alone between gaps, with text under it."""
    line = lines[i]
    if not line.gap or not _HEADING_SHAPE.match(line.words) or is_list_point(line.text):
        return False
    return i + 1 < len(lines) and lines[i + 1].gap and section_kind(lines[i + 1].words) is None


def _decided(line: Line, open_kind: SectionKind | None, meeting: Meeting) -> SectionKind | None:
    """What the heading of a decision opens that names its item or its day; None where the line is none.

    A chain of earlier bodies is one section.
    """
    if len(line.words) > _LONGEST_DECISION_HEADING:
        return None
    if NUMBERED_DECISION.match(line.words):
        return SectionKind.DECISION if line.gap and not _FULL_STOP.search(line.words) else None
    dated = DATED_DECISION.match(line.words)
    if dated:
        return _whose(dated["who"] or dated["whose"] or "", dated["date"], meeting)
    named = BODY_AND_DAY.match(line.words) if line.gap else None
    if named is None or not (A_BODY.search(named["who"]) or named["who"].lower() == meeting.body.lower()):
        return None
    kind = _whose(named["who"], named["date"], meeting)
    return None if kind is open_kind is SectionKind.HISTORY else kind


def _whose(who: str, date: str, meeting: Meeting) -> SectionKind:
    """A dated decision is this meeting's only where body and day are its own; others are the case's history.

    Where one of the two is not printed, the other tells.
    """
    day = find_date(date)
    same_day = meeting.starts_at is None or day == meeting.starts_at.date()
    who = _WHO_LEAD.sub("", who).strip(" ,:-–")
    named = (
        re.search(rf"(?<!og )(?<!- )\b{re.escape(meeting.body)}", who, re.IGNORECASE)
        if meeting.body
        else None
    )
    ours = bool(named) or (not who and meeting.starts_at is not None)
    return SectionKind.DECISION if ours and same_day else SectionKind.HISTORY


def _section(kind: SectionKind | None, heading: str, lines: Sequence[Line]) -> Section:
    if kind is SectionKind.ATTACHMENTS:
        lines = [replace(line, text=_BULLET.sub("", line.text)) for line in lines]
    text = running_text(_healed(lines, kind))
    first = text.split("\n")[0]
    if not heading and (_PROPOSAL_INTRO.search(first) or PROPOSAL.match(first)):
        kind = SectionKind.RECOMMENDATION
    kind = kind or SectionKind.OTHER
    if kind is not SectionKind.RECOMMENDATION:
        return Section(kind=kind, heading_as_printed=heading, text=text)
    proposer, clauses = read_recommendation(text)
    return Section(kind=kind, heading_as_printed=heading, text=text, proposer=proposer, clauses=clauses)


def _healed(lines: Sequence[Line], kind: SectionKind | None) -> list[Line]:
    """Lines with sentences joined that a page break split: no end punctuation before, lower case after."""
    healed: list[Line] = []
    for line in lines:
        if healed and line.gap and kind is not SectionKind.ATTACHMENTS and _splits(healed[-1], line):
            healed[-1] = replace(healed[-1], text=f"{healed[-1].text} {line.words}")
        else:
            healed.append(line)
    return healed


def _splits(before: Line, after: Line) -> bool:
    words = after.words
    if not words[:1].islower() or is_list_point(words) or words.startswith("at "):
        return False
    return not _ENDS_SENTENCE.search(before.words) and before.rank is None
