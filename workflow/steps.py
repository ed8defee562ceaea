"""The steps of a meeting's job. Each is kept under its own key and not done twice; any may be repeated.

Every write begins with `jobs.hold`: a cancelled job stops at its next step and leaves nothing behind.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from minutes.errors import InputError
from summarise.segment import segment
from transcribe.joining import join
from transcribe.plan import make_plan
from transcribe.recording import PLANNING_SHARE, WindowResult, heard_share, require_speech
from workflow import peaks, redrafting
from workflow.cases import material_of
from workflow.listening import Source, open_source
from workflow.peaks import PeakMeter
from workflow.phases import Phase
from workflow.progress import Stage
from workflow.stages import warnings
from workflow.store import audit, jobs, meetings, work
from workflow.store.database import Transaction
from workflow.store.jobs import Job
from workflow.store.meetings import FileKind
from workflow.store.work import TranscriptChange
from workflow.workshop import Workshop

PROGRESS_SECONDS = 1.0
"""Progress within a step is written down no more often than this."""


def begin(shop: Workshop, job: Job) -> tuple[str, ...]:
    """Take the job up; gives the recordings that are to be heard: none where there is a transcript.

    Raises:
        InputError: the meeting has neither.
        JobOver: nobody asks for the job any more.
    """
    with _kept(shop, job) as tx:
        _record(tx, job, "job.started")
        if meetings.get(tx, job.meeting_id).phase is not Phase.RECEIVED:
            return ()
        recordings = meetings.files(tx, job.meeting_id, FileKind.RECORDING)
        _note(tx, job, Stage.TRANSCRIBING, 0.0, anew=True)
    if not recordings:
        raise InputError(
            "the meeting has no recording and no transcript",
            where=f"meeting {job.meeting_id}",
            remedy="Upload one, then start again",
        )
    return tuple(file.id for file in recordings)


def plan(shop: Workshop, job: Job, file_id: str, place: int, recordings: int) -> int:
    """Find the windows of a recording, the `place`-th of all; gives the number of batches that it makes.

    Raises:
        InputError: it is no recording.
        JobOver: nobody asks for the job any more.
    """
    with shop.database.read() as tx:
        made = jobs.plan(tx, file_id)
    if made is None:
        tell = _teller(shop, job, lambda share: PLANNING_SHARE * (place + share) / recordings)
        meter = PeakMeter()
        made = make_plan(shop.files.path(file_id), on_progress=tell, on_piece=meter.hear)
        peaks.keep(shop.files, file_id, meter.peaks())
    with _kept(shop, job) as tx:
        jobs.save_plan(tx, file_id, made)
    return len(made.batches(shop.options.batch_windows))


def hear(shop: Workshop, job: Job, file_id: str, number: int, done: int, batches: int) -> None:
    """Hear one batch of a recording; `done` of all the meeting's `batches` are heard before it.

    Raises:
        InputError: the recording cannot be read any more.
        EngineError: the engine failed.
        ModelError: the engine's weights are absent or damaged.
        JobOver: nobody asks for the job any more.
    """
    with _held(shop, job) as tx:
        _note(tx, job, Stage.TRANSCRIBING, heard_share(done, batches))
    _hear(shop, job, open_source(shop, job.meeting_id, file_id), number)


def assemble(shop: Workshop, job: Job, file_ids: tuple[str, ...]) -> None:
    """The meeting's transcript from all batches of all its recordings, joined in their order.

    A batch that is missing, because the engine was exchanged half way, is heard here.

    Raises:
        InputError: no speech was found in any of them.
        JobOver: nobody asks for the job any more.
    """
    parts = []
    for file_id in file_ids:
        source = open_source(shop, job.meeting_id, file_id)
        parts.append(source.transcript(_hear(shop, job, source, n) for n in range(source.batches)))
    transcript = join(parts)
    require_speech(transcript, where=f"meeting {job.meeting_id}")
    with _kept(shop, job) as tx:
        if meetings.get(tx, job.meeting_id).phase is not Phase.RECEIVED:
            return
        work.save_transcript(
            tx, job.meeting_id, transcript, author=shop.engine.name, change=TranscriptChange.HEARD
        )
        _move(tx, job, Phase.TRANSCRIBED)


def divide(shop: Workshop, job: Job) -> tuple[str, ...]:
    """Divide the talk among the items, if that is not done; gives the items that are to be drafted.

    Raises:
        StateError: there is no transcript (any more).
        JobOver: nobody asks for the job any more.
    """
    with _held(shop, job) as tx:
        heard = meetings.get(tx, job.meeting_id).phase is Phase.TRANSCRIBED
        if heard:
            _note(tx, job, Stage.SEGMENTING, 0.0)
    if heard:
        with shop.database.read() as tx:
            work.transcript(tx, job.meeting_id)  # refuses where there is none; the material would be empty
            material = material_of(tx, job.meeting_id)
        segmentation = segment(material.agenda, material.transcript)
        with _kept(shop, job) as tx:
            if meetings.get(tx, job.meeting_id).phase is Phase.TRANSCRIBED:
                work.save_segmentation(tx, job.meeting_id, segmentation, fixed={}, author=audit.SYSTEM)
                _move(tx, job, Phase.SEGMENTED)
    with shop.database.read() as tx:
        return redrafting.items_to_draft(tx, job.meeting_id)


def draft(shop: Workshop, job: Job, item_id: str, place: int, items: int) -> None:
    """Draft the `place`-th of the items that are to be drafted; what a person writes meanwhile stays.

    Raises:
        InputError: this drafter cannot follow the secretary's instruction.
        EngineError: the language model failed.
        ModelError: its weights are absent or damaged.
        SettingsError: the settings name no language model where one is needed.
        JobOver: nobody asks for the job any more.
    """
    with _held(shop, job) as tx:
        _note(tx, job, Stage.DRAFTING, place / items)
    with shop.database.read() as tx:
        task = redrafting.task(tx, job.meeting_id, item_id)
    if task is None:
        return
    made = shop.drafter.draft(task.case)
    with _kept(shop, job) as tx:
        redrafting.keep(tx, job.meeting_id, made, task)


def finish(shop: Workshop, job: Job) -> None:
    """All is drafted: a person takes over.

    Raises:
        JobOver: nobody asks for the job any more.
    """
    with shop.database.read() as tx:
        material = material_of(tx, job.meeting_id)
    found = tuple(warnings(material.agenda, material.transcript)) if material.talk_kept else ()
    with _kept(shop, job) as tx:
        if meetings.get(tx, job.meeting_id).phase is Phase.SEGMENTED:
            _move(tx, job, Phase.DRAFTED)
        jobs.finish(tx, job, warnings=found)


def fail(shop: Workshop, job: Job, reason: str) -> None:
    """The job cannot go on: say why. What it did so far is kept, and a retry goes on from there."""
    with shop.database.write() as tx:
        if jobs.fail(tx, job, reason):
            _record(tx, job, "job.failed")


def _hear(shop: Workshop, job: Job, source: Source, number: int) -> tuple[WindowResult, ...]:
    with shop.database.read() as tx:
        known = work.batch(tx, file_id=source.file_id, recipe=source.recipe, number=number)
    if known is not None:
        return known
    results = source.hear(number)
    with _kept(shop, job) as tx:
        work.save_batch(tx, file_id=source.file_id, recipe=source.recipe, number=number, results=results)
    return results


@contextmanager
def _held(shop: Workshop, job: Job) -> Iterator[Transaction]:
    with shop.database.write() as tx:
        jobs.hold(tx, job)
        yield tx


@contextmanager
def _kept(shop: Workshop, job: Job) -> Iterator[Transaction]:
    """A write that ends a piece of work."""
    with _held(shop, job) as tx:
        yield tx
        jobs.note_step(tx, job)


def _move(tx: Transaction, job: Job, phase: Phase) -> None:
    meetings.move(tx, job.meeting_id, phase)
    _record(tx, job, f"meeting.{phase}")


def _record(tx: Transaction, job: Job, action: str) -> None:
    detail = {"revision": job.revision}
    audit.record(tx, actor=audit.SYSTEM, action=action, meeting_id=job.meeting_id, detail=detail)


def _note(tx: Transaction, job: Job, stage: Stage, fraction: float, *, anew: bool = False) -> None:
    meeting = meetings.get(tx, job.meeting_id)
    same = meeting.stage == stage and meeting.stage_started_at is not None and not anew
    started = meeting.stage_started_at if same else meetings.now()
    assert started is not None
    work.note_progress(tx, job.meeting_id, stage=stage, fraction=fraction, started_at=started)


def _teller(shop: Workshop, job: Job, share: Callable[[float], float]) -> Callable[[float], None]:
    """Writes progress down now and then while a long step runs; by a clock that nobody can set back."""
    last = time.monotonic()

    def tell(fraction: float) -> None:
        nonlocal last
        if time.monotonic() - last >= PROGRESS_SECONDS:
            last = time.monotonic()
            with _held(shop, job) as tx:
                _note(tx, job, Stage.TRANSCRIBING, share(fraction))

    return tell
