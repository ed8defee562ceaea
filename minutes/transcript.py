"""What was said: words with times and probabilities, and a ledger of every second."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DropReason(StrEnum):
    """Why a passage is kept but not used."""

    STOCK_CAPTION = "stock_caption"
    NO_SPEECH = "no_speech"
    LOOP = "loop"
    PROMPT_ECHO = "prompt_echo"
    COMPRESSION = "compression"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as heard. Times in seconds from the start of the recording; probability 0 to 1."""

    start: float
    end: float
    text: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A stretch of speech. `id` is its place in the transcript, from 0, and never changes.

    `original_text` is what was heard before a name was repaired, where that differs.
    """

    id: int
    start: float
    end: float
    text: str
    speaker: str | None = None
    words: tuple[Word, ...] = ()
    avg_logprob: float | None = None
    dropped: DropReason | None = None
    original_text: str | None = None


class StretchKind(StrEnum):
    """What became of a stretch of the recording."""

    HEARD = "heard"
    SILENT = "silent"
    DROPPED = "dropped"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of the recording, in seconds, and what became of it."""

    start: float
    end: float
    kind: StretchKind
    reason: DropReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The ledger: stretches that follow each other without gap or overlap from 0 to `duration` seconds."""

    duration: float
    stretches: tuple[Stretch, ...]

    def seconds(self, kind: StretchKind) -> float:
        """Seconds of one kind."""
        return sum(s.end - s.start for s in self.stretches if s.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechProvenance:
    """How the transcript was made. `model_sha256` is None for imported transcripts."""

    engine: str
    model: str
    model_sha256: str | None = None
    language: str = "da"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A recording's talk. `duration` in seconds; `utterances[i].id == i`. Imported ones have no coverage."""

    language: str
    duration: float
    utterances: tuple[Utterance, ...]
    coverage: Coverage | None = None
    provenance: SpeechProvenance | None = None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Consecutive utterances, both ends included."""

    first_utterance: int
    last_utterance: int
