"""Recordings for meetings in the store, talk with all that can happen to it, and a meeting of four hours."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from api.house import House
from minutes.agenda import AgendaItem
from minutes.discussion import Discussion, Segmentation
from minutes.transcript import (
    Coverage,
    DropReason,
    Span,
    Stretch,
    StretchKind,
    Transcript,
    Utterance,
    Word,
)
from tests.drafted import BODY, material
from tests.held import add_meeting
from workflow.phases import Phase
from workflow.store import meetings, work
from workflow.store.database import Database
from workflow.store.meetings import FileKind, StoredFile, now
from workflow.store.work import TranscriptChange

RATE = 8000
UTTERANCES, ITEMS, EACH_SECONDS = 8000, 30, 1.8
"""A long evening: four hours."""


def tone(seconds: float) -> bytes:
    """A WAV file."""
    samples = 16000 * np.sin(np.arange(int(seconds * RATE)) * 0.3)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()


def add_recording(house: House, meeting_id: str, seconds: float, position: int = 0) -> str:
    """A tone as the meeting's recording; gives its id."""
    content = tone(seconds)
    received = house.files.receive([content], limit_bytes=len(content))
    with house.database.write() as tx:
        meetings.add_file(
            tx,
            StoredFile(
                id=received.id,
                meeting_id=meeting_id,
                kind=FileKind.RECORDING,
                name="optagelse.wav",
                size_bytes=received.size_bytes,
                sha256=received.sha256,
                position=position,
                seconds=seconds,
                created_at=now(),
            ),
        )
    return received.id


def hear_badly(database: Database, meeting_id: str, *, doubtful: int, dropped: int) -> None:
    """A new version of the talk: a word of one utterance was hardly heard, another utterance is not used."""
    with database.write() as tx:
        talk = work.transcript(tx, meeting_id).transcript
        said = list(talk.utterances)
        one = said[doubtful]
        said[doubtful] = replace(one, words=(replace(one.words[0], probability=0.2), *one.words[1:]))
        said[dropped] = replace(said[dropped], dropped=DropReason.STOCK_CAPTION)
        covered = Coverage(duration=talk.duration, stretches=tuple(_stretch(one) for one in said))
        changed = replace(talk, utterances=tuple(said), coverage=covered)
        work.save_transcript(tx, meeting_id, changed, author="whisper", change=TranscriptChange.HEARD)


def _stretch(one: Utterance) -> Stretch:
    kind = StretchKind.DROPPED if one.dropped else StretchKind.HEARD
    return Stretch(start=one.start, end=one.end, kind=kind, reason=one.dropped)


def add_long(database: Database) -> str:
    """A drafted meeting of four hours in which each item was talked of equally long; gives its id."""
    items = [
        AgendaItem(id=f"punkt-{n}", number=n, title=f"Sag nummer {n} om kommunens bygninger")
        for n in range(1, ITEMS + 1)
    ]
    with database.write() as tx:
        meeting_id = add_meeting(tx, BODY, items)
        work.save_transcript(tx, meeting_id, long_talk(), author="whisper", change=TranscriptChange.HEARD)
        work.save_segmentation(tx, meeting_id, _equal_parts(items), fixed={}, author="referent")
        meetings.change(tx, meeting_id, phase=Phase.DRAFTED)
    return meeting_id


def long_talk() -> Transcript:
    """The demo's lines over and over, every word with its time."""
    lines = [one.text for one in material().transcript.utterances]
    said = tuple(_utterance(i, lines[i % len(lines)]) for i in range(UTTERANCES))
    return Transcript(language="da", duration=UTTERANCES * EACH_SECONDS, utterances=said)


def _utterance(i: int, line: str) -> Utterance:
    start, parts = i * EACH_SECONDS, line.split()
    step = EACH_SECONDS / len(parts)
    words = tuple(
        Word(
            start=round(start + k * step, 2), end=round(start + (k + 1) * step, 2), text=part, probability=0.9
        )
        for k, part in enumerate(parts)
    )
    return Utterance(id=i, start=start, end=start + EACH_SECONDS, text=line, words=words)


def _equal_parts(items: Sequence[AgendaItem]) -> Segmentation:
    each = UTTERANCES // ITEMS
    return Segmentation(
        discussions=tuple(
            Discussion(
                item_id=item.id,
                spans=(Span(first_utterance=k * each, last_utterance=(k + 1) * each - 1),),
                confidence=0.9,
            )
            for k, item in enumerate(items)
        ),
        unplaced=(UTTERANCES - 1,),
    )
