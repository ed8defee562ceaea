"""A draft: sentences, each tied to the words behind it or carrying a Concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from minutes.vocabulary import ClauseOutcome, ConcernKind, Outcome, SectionKind


class Severity(StrEnum):
    """`BLOCK` must be resolved or acknowledged by name before approval; `WARN` is shown."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Something a person must look at. `detail` quotes the exact words, in Danish."""

    kind: ConcernKind
    severity: Severity
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a sentence rests on: utterances, or a section of the agenda, with the quoted words."""

    utterance_ids: tuple[int, ...] = ()
    agenda_section: SectionKind | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a draft. Without evidence it must carry a Concern.

    Raises:
        ValueError: neither evidence nor a concern was given.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    concerns: tuple[Concern, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence and not self.concerns:
            raise ValueError("a sentence without evidence needs a Concern")

    def citations(self) -> tuple[int, ...]:
        """Ids of the utterances that the sentence cites, sorted, each once."""
        return tuple(sorted({i for evidence in self.evidence for i in evidence.utterance_ids}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseAnswer:
    """How a clause was answered, and by which sentences (indices into `Draft.sentences`)."""

    clause: int
    outcome: ClauseOutcome
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How a draft was made: enough to make it again."""

    model: str
    made_at: datetime
    revision: str | None = None
    prompt: str | None = None
    prompt_sha256: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The proposed beslutning of one item."""

    item_id: str
    sentences: tuple[Sentence, ...]
    outcome: Outcome
    clause_answers: tuple[ClauseAnswer, ...] = ()
    concerns: tuple[Concern, ...] = ()
    provenance: Provenance

    @property
    def text(self) -> str:
        """The sentences joined by spaces; one that begins with a line end opens a line or a paragraph."""
        return "".join(
            sentence.text if place == 0 or sentence.text.startswith("\n") else f" {sentence.text}"
            for place, sentence in enumerate(self.sentences)
        )

    def citations(self) -> tuple[int, ...]:
        """Ids of all cited utterances, sorted, each once."""
        return tuple(sorted({i for sentence in self.sentences for i in sentence.citations()}))

    def all_concerns(self) -> tuple[Concern, ...]:
        """The draft's own concerns and those of its sentences."""
        return self.concerns + tuple(c for s in self.sentences for c in s.concerns)
