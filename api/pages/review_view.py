"""What the page of an item shows of its text: sentences in runs, the marks to hear them by, and the notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from minutes.draft import Severity
from minutes.rendering.evidence import clock
from minutes.vocabulary import CONCERN_LABELS, ConcernKind, SectionKind
from workflow.checks import Check
from workflow.concerns import RaisedConcern
from workflow.review import ItemUnderReview, Remark, SentenceUnderReview
from workflow.store.spoken_for import Acknowledgement

_QUOTED = re.compile(r"»(.+?)«", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in the recording, in seconds, and the first utterance there."""

    start: float
    end: float
    utterance: int | None

    @property
    def label(self) -> str:
        """As "12:31" or "1:02:31"."""
        return clock(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to check. `sentence` is its place, None for the whole text; `at`: where to listen."""

    id: str
    kind: ConcernKind
    label: str
    detail: str
    sentence: int | None
    severe: bool
    blocks: bool
    at: Mark | None
    acknowledged: Acknowledgement | None
    answerable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in a row; `note` is the one that doubts them. `offset` counts from the start of the text."""

    text: str
    offset: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSentence:
    """A sentence. `line_ends`: how many it opens with, 2 for a new paragraph."""

    place: int
    line_ends: int
    offset: int
    length: int
    runs: tuple[Run, ...]
    marks: tuple[Mark, ...]
    sections: tuple[SectionKind, ...]


class _Doubted(NamedTuple):
    start: int
    end: int
    note: str


def notes_of(seen: ItemUnderReview) -> tuple[Note, ...]:
    """What to check: what keeps the text from being approved first, what somebody answered for last."""
    times = [_marks(sentence) for sentence in seen.sentences]
    found = [*(_raised(one, times) for one in seen.concerns), *_unsure(seen.checks)]
    found.sort(key=lambda note: (note.acknowledged is not None, not note.severe))
    return tuple(found)


def sentences_of(seen: ItemUnderReview, notes: Sequence[Note]) -> tuple[ShownSentence, ...]:
    """The current text, sentence by sentence; together their runs are the whole text but for its spaces."""
    return tuple(_sentences(seen, notes))


def _sentences(seen: ItemUnderReview, notes: Sequence[Note]) -> Iterator[ShownSentence]:
    end = 0
    for place, sentence in enumerate(seen.sentences):
        bare = sentence.text.lstrip("\n")
        line_ends = len(sentence.text) - len(bare)
        offset = end + (line_ends or (1 if place else 0))
        end = offset + len(bare)
        open_notes = [one for one in notes if one.sentence == place and one.acknowledged is None]
        yield ShownSentence(
            place=place,
            line_ends=line_ends if place else 0,
            offset=offset,
            length=len(bare),
            runs=tuple(_runs(bare, offset, open_notes)),
            marks=_marks(sentence),
            sections=_sections(sentence),
        )


def _runs(text: str, offset: int, notes: Sequence[Note]) -> Iterator[Run]:
    """The text cut where a doubt begins or ends; the narrowest doubt about a word names it.

    A doubt about the whole sentence underlines it only where no other doubts some of its words.
    """
    found = sorted((_doubted(text, note) for note in notes), key=lambda one: one.end - one.start)
    some = [one for one in found if one.end - one.start < len(text)]
    doubted = some or found[:1]
    cuts = sorted({0, len(text), *(one.start for one in doubted), *(one.end for one in doubted)})
    for start, end in pairwise(cuts):
        note = next((one.note for one in doubted if one.start <= start and end <= one.end), None)
        yield Run(text=text[start:end], offset=offset + start, note=note)


def _doubted(text: str, note: Note) -> _Doubted:
    """Where the words that the note quotes stand; the whole sentence where it quotes none of it."""
    quoted = _QUOTED.search(note.detail)
    words = " ".join(quoted.group(1).split()).casefold() if quoted else ""
    start = text.casefold().find(words) if words else -1
    return _Doubted(start, start + len(words), note.id) if start >= 0 else _Doubted(0, len(text), note.id)


def _raised(one: RaisedConcern, times: Sequence[tuple[Mark, ...]]) -> Note:
    marks = times[one.sentence] if one.sentence is not None and one.sentence < len(times) else ()
    return Note(
        id=one.id,
        kind=one.concern.kind,
        label=CONCERN_LABELS[one.concern.kind],
        detail=one.concern.detail,
        sentence=one.sentence,
        severe=one.concern.severity is Severity.BLOCK,
        blocks=one.blocks,
        at=marks[0] if marks else None,
        acknowledged=one.acknowledged,
        answerable=one.blocks,
    )


def _unsure(checks: Sequence[Check]) -> Iterator[Note]:
    """Words that were heard doubtfully: no concern of the text, and nothing to answer for."""
    for one in checks:
        if one.kind is ConcernKind.DOUBTFUL_WORDS and one.sentence is not None:
            yield Note(
                id=f"ord-{one.sentence}",
                kind=one.kind,
                label=CONCERN_LABELS[one.kind],
                detail=one.detail,
                sentence=one.sentence,
                severe=False,
                blocks=False,
                at=None if one.at is None else Mark(start=one.at, end=one.at + 5, utterance=None),
                acknowledged=None,
                answerable=False,
            )


def _marks(sentence: SentenceUnderReview) -> tuple[Mark, ...]:
    """Where the sentence was said, in order; remarks that follow one another are one place."""
    remarks = {one.utterance_id: one for source in sentence.sources for one in source.remarks}
    places: list[list[Remark]] = []
    for _, remark in sorted(remarks.items()):
        if places and places[-1][-1].utterance_id == remark.utterance_id - 1:
            places[-1].append(remark)
        else:
            places.append([remark])
    return tuple(Mark(start=p[0].start, end=p[-1].end, utterance=p[0].utterance_id) for p in places)


def _sections(sentence: SentenceUnderReview) -> tuple[SectionKind, ...]:
    found = (one.agenda_section for one in sentence.sources if one.agenda_section is not None)
    return tuple(dict.fromkeys(found))
