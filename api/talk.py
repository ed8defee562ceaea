"""What was said, as one may read it: the transcript, and which part of it belongs to which item."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.house import Here
from api.security import Who, needs
from api.versions import etag
from minutes.transcript import Coverage, DropReason, StretchKind, Utterance
from workflow import heard
from workflow.access import Permission
from workflow.heard import DividedTalk, Heard
from workflow.store.work import TranscriptChange

router = APIRouter(tags=["Corrections"])

MEETING = "/api/v1/meetings/{meeting_id}"


class ShownWord(BaseModel):
    """A word, with its times in seconds and how sure it was heard, 0 to 1; 1 where a person wrote it."""

    start: float = Field(examples=[12.4])
    end: float = Field(examples=[12.9])
    text: str = Field(examples=["Hansen"])
    probability: float = Field(examples=[0.41])


class ShownUtterance(BaseModel):
    """A stretch of speech, from `start` to `end` in seconds.

    `withheld`: it belongs to a closed item, or may do so, and nothing of it is shown. `dropped`: kept and not
    used, for this reason. `original_text`: what was heard, where a name was corrected since.
    """

    id: int = Field(examples=[17])
    start: float = Field(examples=[12.0])
    end: float = Field(examples=[15.5])
    withheld: bool
    text: str = Field(examples=["Så siger Hansen, at taget er utæt."])
    original_text: str | None = None
    speaker: str | None = Field(default=None, examples=["S2"])
    item_id: str | None = Field(default=None, examples=["punkt-3"])
    dropped: DropReason | None = None
    words: list[ShownWord]


class ShownStretch(BaseModel):
    """A stretch of the recording and what became of it."""

    start: float
    end: float
    kind: StretchKind
    reason: DropReason | None = None


class ShownTranscript(BaseModel):
    """A version of the talk. `coverage` accounts for every second of a recording."""

    version: int = Field(examples=[1])
    change: TranscriptChange
    author: str = Field(examples=["whisper-base-da"])
    created_at: datetime
    language: str = Field(examples=["da"])
    duration: float = Field(description="seconds", examples=[412.8])
    utterances: list[ShownUtterance]
    coverage: list[ShownStretch] | None

    @classmethod
    def of(cls, seen: Heard, *, words: bool) -> ShownTranscript:
        """The transcript as the person may see it."""
        stored = seen.stored
        return cls(
            version=stored.version,
            change=stored.change,
            author=stored.author,
            created_at=stored.created_at,
            language=stored.transcript.language,
            duration=stored.transcript.duration,
            utterances=[_utterance(one, seen, words=words) for one in seen.utterances],
            coverage=_stretches(seen.coverage),
        )


class ShownSpan(BaseModel):
    """Utterances in a row, both ends included."""

    first_utterance: int = Field(examples=[17])
    last_utterance: int = Field(examples=[27])


class ShownDiscussion(BaseModel):
    """The talk of an item. `confidence`: the share of it that is expected to belong there, 0 to 1."""

    item_id: str = Field(examples=["punkt-3"])
    spans: list[ShownSpan]
    confidence: float = Field(examples=[0.93])


class ShownBoundary(BaseModel):
    """Where the talk passes to another item, or to none, and the words that say so."""

    utterance_id: int = Field(examples=[17])
    item_id: str | None = Field(examples=["punkt-3"])
    evidence: str = Field(examples=["»Punkt tre, det nye tag på Skovsund Hallen.«"])


class ShownPlacement(BaseModel):
    """An utterance that a person put under an item, or under none."""

    utterance_id: int = Field(examples=[17])
    item_id: str | None = Field(examples=["punkt-3"])


class ShownSegmentation(BaseModel):
    """A version of the division. Of the items in `withheld` the person may see nothing."""

    version: int = Field(examples=[1])
    author: str
    discussions: list[ShownDiscussion]
    boundaries: list[ShownBoundary]
    unplaced: list[int]
    fixed: list[ShownPlacement]
    withheld: list[str]

    @classmethod
    def of(cls, seen: DividedTalk) -> ShownSegmentation:
        """The division as the person may see it."""
        return cls(
            version=seen.version,
            author=seen.author,
            discussions=[
                ShownDiscussion(
                    item_id=one.item_id,
                    spans=[
                        ShownSpan(first_utterance=span.first_utterance, last_utterance=span.last_utterance)
                        for span in one.spans
                    ],
                    confidence=one.confidence,
                )
                for one in seen.discussions
            ],
            boundaries=[
                ShownBoundary(utterance_id=one.utterance_id, item_id=one.item_id, evidence=one.evidence)
                for one in seen.boundaries
            ],
            unplaced=list(seen.unplaced),
            fixed=[ShownPlacement(utterance_id=i, item_id=item) for i, item in sorted(seen.fixed.items())],
            withheld=sorted(seen.withheld),
        )


@router.get(f"{MEETING}/transcript", **needs(Permission.READ))
def read_transcript(
    meeting_id: str,
    here: Here,
    who: Who,
    response: Response,
    words: Annotated[bool, Query(description="with each word's times and probability")] = True,
) -> ShownTranscript:
    """What was said. The ETag is the meeting's: send it back with a correction."""
    seen = heard.transcript(here.database, who, meeting_id)
    response.headers["ETag"] = etag(seen.row_version)
    return ShownTranscript.of(seen, words=words)


@router.get(f"{MEETING}/segmentation", **needs(Permission.READ))
def read_segmentation(meeting_id: str, here: Here, who: Who, response: Response) -> ShownSegmentation:
    """Which talk belongs to which item. The ETag is the meeting's: send it back with a correction."""
    seen = heard.division(here.database, who, meeting_id)
    response.headers["ETag"] = etag(seen.row_version)
    return ShownSegmentation.of(seen)


def _utterance(one: Utterance, seen: Heard, *, words: bool) -> ShownUtterance:
    return ShownUtterance(
        id=one.id,
        start=one.start,
        end=one.end,
        withheld=one.id in seen.hidden,
        text=one.text,
        original_text=one.original_text,
        speaker=one.speaker,
        item_id=seen.items.get(one.id),
        dropped=one.dropped,
        words=[
            ShownWord(start=word.start, end=word.end, text=word.text, probability=word.probability)
            for word in (one.words if words else ())
        ],
    )


def _stretches(coverage: Coverage | None) -> list[ShownStretch] | None:
    if coverage is None:
        return None
    return [
        ShownStretch(start=one.start, end=one.end, kind=one.kind, reason=one.reason)
        for one in coverage.stretches
    ]
