"""Under a drafted beslutning, in the internal edition only: where each sentence is from, what to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minutes.draft import Concern, Draft, Evidence, Severity
from minutes.errors import InputError
from minutes.rendering.blocks import Block, Listing, Point
from minutes.transcript import Transcript
from minutes.vocabulary import (
    AGENDA_SAYS,
    CONCERN_LABELS,
    HEARD_AT,
    QUOTED,
    SECTION_HEADINGS,
    TO_CHECK,
    UTTERANCE,
    ConcernKind,
    SectionKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a sentence rests on. `starts`: seconds from the start of the recording, one per utterance.

    `starts` is empty where no transcript was given. `agenda_section` is set for words of the agenda.
    """

    utterances: tuple[int, ...]
    starts: tuple[float, ...]
    agenda_section: SectionKind | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that a person must look at; `detail` quotes the words in question."""

    kind: ConcernKind
    severity: Severity
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSentence:
    """A drafted sentence with its sources and what to check in it."""

    text: str
    sources: tuple[Source, ...]
    checks: tuple[Check, ...]


def cited_sentences(draft: Draft, transcript: Transcript | None) -> tuple[CitedSentence, ...]:
    """The sentences of a draft with their sources.

    Raises:
        InputError: the draft cites an utterance that the transcript does not have.
    """
    return tuple(
        CitedSentence(
            text=sentence.text,
            sources=tuple(_source(evidence, transcript) for evidence in sentence.evidence),
            checks=checks(sentence.concerns),
        )
        for sentence in draft.sentences
    )


def checks(concerns: Sequence[Concern]) -> tuple[Check, ...]:
    """Concerns as the internal edition shows them."""
    return tuple(Check(kind=c.kind, severity=c.severity, detail=c.detail) for c in concerns)


def _source(evidence: Evidence, transcript: Transcript | None) -> Source:
    starts: tuple[float, ...] = ()
    if transcript is not None:
        by_id = {utterance.id: utterance.start for utterance in transcript.utterances}
        for cited in evidence.utterance_ids:
            if cited not in by_id:
                raise InputError(
                    f"the draft cites utterance {cited}, which the transcript does not have",
                    where="transcript",
                    remedy="Give the transcript that the draft was made from",
                )
        starts = tuple(by_id[cited] for cited in evidence.utterance_ids)
    return Source(
        utterances=evidence.utterance_ids,
        starts=starts,
        agenda_section=evidence.agenda_section,
        quote=evidence.quote,
    )


def evidence_blocks(sentences: Sequence[CitedSentence], remarks: Sequence[Check]) -> tuple[Block, ...]:
    """Sentences, sources and checks as blocks; none where there is nothing to show."""
    points = [
        Point(lines=tuple(sentence.text.split("\n")), lists=_below(list(_remarks(sentence))))
        for sentence in sentences
    ]
    shown: list[Block] = []
    if points:
        shown.append(Listing(points=tuple(points), start=1))
    if remarks:
        shown.append(Listing(points=tuple(Point(lines=(_checked(check),)) for check in remarks)))
    return tuple(shown)


def _below(lines: Sequence[str]) -> tuple[Listing, ...]:
    return (Listing(points=tuple(Point(lines=(line,)) for line in lines)),) if lines else ()


def _remarks(sentence: CitedSentence) -> Iterator[str]:
    for source in sentence.sources:
        yield _heard(source)
    for check in sentence.checks:
        yield _checked(check)


def _heard(source: Source) -> str:
    """A source as "Hør 12:04, 12:31: »vi godkender den«", or the section of the agenda and its words."""
    quote = " ".join(source.quote.split())
    if source.agenda_section is not None and not source.utterances:
        place = AGENDA_SAYS.format(section=_heading(source.agenda_section))
    elif source.starts:
        place = f"{HEARD_AT} {', '.join(dict.fromkeys(clock(start) for start in source.starts))}"
    else:
        place = f"{UTTERANCE} {', '.join(str(cited) for cited in source.utterances)}"
    return f"{place}: {QUOTED.format(words=quote)}" if quote else place


def _heading(kind: SectionKind) -> str:
    return next((heading for heading, named in SECTION_HEADINGS.items() if named is kind), kind.value)


def _checked(check: Check) -> str:
    label = f"{TO_CHECK}: {CONCERN_LABELS[check.kind]}"
    return f"{label} ({' '.join(check.detail.split())})" if check.detail.strip() else label


def clock(seconds: float) -> str:
    """Seconds of the recording as a player shows them: 4:05, and 1:04:05 from the first hour on."""
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
