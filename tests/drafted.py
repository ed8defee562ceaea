"""The demo meeting in the store as a worker leaves it: heard as its script says, divided, and drafted."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import groupby
from pathlib import Path

from minutes.agenda import Agenda
from minutes.discussion import Discussion, Segmentation
from minutes.draft import Draft
from minutes.reading.agenda_file import read_agenda
from minutes.transcript import Span, Transcript, Utterance, Word
from summarise.formula_drafter import FormulaDrafter
from workflow import demo_meeting
from workflow.cases import Material
from workflow.phases import Phase
from workflow.stages import undecided
from workflow.store import meetings, texts, work
from workflow.store.database import Database
from workflow.store.texts import AuthorKind
from workflow.store.work import TranscriptChange

TALK = Path(demo_meeting.__file__).parent / "demo" / "talk.toml"
BODY = "Kultur- og Fritidsudvalget"
ROOF, POLICY, CLOSED, POOL = "punkt-3", "punkt-4", "punkt-5", "punkt-6"
SECONDS = 5.0
"""Each utterance of the script takes as long."""


@cache
def material() -> Material:
    """What the drafts are made from."""
    said = tomllib.loads(TALK.read_text(encoding="utf-8"))["utterance"]
    agenda = undecided(read_agenda(demo_meeting.AGENDA))
    return Material(
        agenda=agenda,
        transcript=_transcript([one["text"] for one in said]),
        segmentation=_segmentation(agenda, [one["item"] for one in said]),
        talk_kept=True,
    )


@cache
def drafts() -> tuple[Draft, ...]:
    """One by the formulas for each item."""
    return tuple(FormulaDrafter().draft(material().case(item.id)) for item in material().agenda.items)


def add_drafted(database: Database, *, phase: Phase = Phase.DRAFTED) -> str:
    """Put the meeting into the store; gives its id."""
    meeting_id, made_of = meetings.new_id(), material()
    with database.write() as tx:
        meetings.add(
            tx,
            meeting_id=meeting_id,
            body=BODY,
            starts_at=made_of.agenda.meeting.starts_at,
            agenda=made_of.agenda,
            agenda_file_id="f",
            legal_basis="x",
            informed_by="p",
            created_by="p",
        )
        work.save_transcript(
            tx, meeting_id, made_of.transcript, author="whisper", change=TranscriptChange.HEARD
        )
        work.save_segmentation(tx, meeting_id, made_of.segmentation, fixed={}, author="referent")
        for draft in drafts():
            texts.save_text(tx, meeting_id, draft, author_kind=AuthorKind.FORMULA, author="formula")
        meetings.change(tx, meeting_id, phase=phase)
    return meeting_id


def _transcript(lines: list[str]) -> Transcript:
    utterances = tuple(
        Utterance(id=i, start=i * SECONDS, end=(i + 1) * SECONDS, text=line, words=_words(i * SECONDS, line))
        for i, line in enumerate(lines)
    )
    return Transcript(language="da", duration=len(lines) * SECONDS, utterances=utterances)


def _words(start: float, line: str) -> tuple[Word, ...]:
    parts = line.split()
    length = SECONDS / len(parts)
    return tuple(
        Word(start=start + k * length, end=start + (k + 1) * length, text=part, probability=0.9)
        for k, part in enumerate(parts)
    )


def _segmentation(agenda: Agenda, numbers: list[int]) -> Segmentation:
    spans: dict[int, list[Span]] = {}
    for number, group in groupby(enumerate(numbers), key=lambda pair: pair[1]):
        ids = [i for i, _ in group]
        spans.setdefault(number, []).append(Span(first_utterance=ids[0], last_utterance=ids[-1]))
    return Segmentation(
        discussions=tuple(
            Discussion(item_id=item.id, spans=tuple(spans[item.number]), confidence=0.9)
            for item in agenda.items
            if item.number in spans
        )
    )
