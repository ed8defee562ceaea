"""The path of one recording: heard, divided, drafted. Reads as the table of contents of Referent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from minutes.agenda import Agenda, AgendaItem
from minutes.discussion import Segmentation
from minutes.draft import Draft
from minutes.transcript import StretchKind, Transcript
from minutes.vocabulary import SectionKind
from summarise.drafter import Case, Drafter
from summarise.match import belong_together
from summarise.segment import segment
from transcribe.checkpoint import Checkpoint
from transcribe.engine import TranscribeOptions, Transcriber
from transcribe.recording import expectations, recipe, transcribe_recording
from workflow.progress import Progress, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedMeeting:
    """All that the machine can do before a person takes over."""

    agenda: Agenda
    transcript: Transcript
    segmentation: Segmentation
    drafts: tuple[Draft, ...]
    warnings: tuple[str, ...] = ()


def undecided(agenda: Agenda) -> Agenda:
    """The agenda without any beslutning that it already carries: a draft may rest on the talk only."""
    return replace(agenda, items=tuple(_without_decision(item) for item in agenda.items))


def _without_decision(item: AgendaItem) -> AgendaItem:
    return replace(item, sections=tuple(s for s in item.sections if s.kind is not SectionKind.DECISION))


@contextmanager
def resumable(
    audio: Path, agenda: Agenda | None, engine: Transcriber, options: TranscribeOptions, folder: Path
) -> Iterator[Checkpoint]:
    """What a killed run heard of the recording, kept below `folder`; destroyed where the block ends well."""
    with audio.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    expected = expectations(engine, agenda)
    kept = Checkpoint(folder, recipe(sha256, engine=engine, expected=expected, options=options))
    yield kept
    kept.clear()


def hear(
    audio: Path,
    agenda: Agenda | None,
    engine: Transcriber,
    options: TranscribeOptions,
    progress: Progress,
    *,
    kept: Checkpoint,
    on_resume: Callable[[int, int], None],
) -> Transcript:
    """The recording's transcript; `on_resume` is told how many batches, and of how many, were kept before.

    Raises:
        InputError: the file holds no audio or no speech.
        EngineError: the engine failed.
        OutputError: what was heard cannot be kept.
    """
    return transcribe_recording(
        audio,
        engine=engine,
        agenda=agenda,
        options=options,
        kept=kept,
        on_resume=on_resume,
        on_progress=lambda fraction: progress(Stage.TRANSCRIBING, fraction),
    )


def prepare(agenda: Agenda, transcript: Transcript, drafter: Drafter, progress: Progress) -> PreparedMeeting:
    """Divide the talk among the items and draft each item's beslutning."""
    agenda = undecided(agenda)
    progress(Stage.SEGMENTING, 0.0)
    segmentation = segment(agenda, transcript)
    progress(Stage.SEGMENTING, 1.0)
    drafts = draft_items(agenda, transcript, segmentation, drafter, progress)
    return PreparedMeeting(
        agenda=agenda,
        transcript=transcript,
        segmentation=segmentation,
        drafts=drafts,
        warnings=tuple(warnings(agenda, transcript)),
    )


def warnings(agenda: Agenda, transcript: Transcript) -> Iterator[str]:
    """What a person should know before trusting the drafts, one sentence each."""
    if not belong_together(agenda, transcript):
        yield (
            "Few words of the agenda were heard: check that the recording and the agenda are of "
            "the same meeting."
        )
    coverage = transcript.coverage
    if coverage and (missing := coverage.seconds(StretchKind.MISSING)):
        yield f"{missing:.0f} seconds are missing from the recording file: ask for an undamaged copy."


def draft_items(
    agenda: Agenda,
    transcript: Transcript,
    segmentation: Segmentation,
    drafter: Drafter,
    progress: Progress,
) -> tuple[Draft, ...]:
    """One draft per item, in the agenda's order."""
    drafts: list[Draft] = []
    for done, item in enumerate(agenda.items):
        progress(Stage.DRAFTING, done / len(agenda.items))
        case = Case(
            meeting=agenda.meeting,
            item=item,
            transcript=transcript,
            discussion=segmentation.discussion(item.id),
            others=tuple(other for other in agenda.items if other.id != item.id),
        )
        drafts.append(drafter.draft(case))
    progress(Stage.DRAFTING, 1.0)
    return tuple(drafts)


def items_to_check(meeting: PreparedMeeting) -> Sequence[tuple[AgendaItem, Draft]]:
    """The items whose draft carries a Concern, in the agenda's order."""
    return [
        (item, draft)
        for item, draft in zip(meeting.agenda.items, meeting.drafts, strict=True)
        if draft.all_concerns()
    ]
