"""A house for `bench.faults` and the tests of the worker: meetings, worker processes, what came of them."""

from __future__ import annotations

import multiprocessing
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench.faults_worker import STARTED, work
from minutes.agenda import Agenda
from minutes.discussion import Segmentation
from minutes.draft import Draft
from minutes.reading.agenda_file import read_agenda
from minutes.transcript import Transcript
from transcribe.audio import decode
from transcribe.engine import SAMPLE_RATE_HZ
from transcribe.plan import Plan
from workflow.demo_meeting import AGENDA, RECORDING
from workflow.files import Files
from workflow.phases import JobState
from workflow.settings import Settings
from workflow.store import jobs, meetings, texts
from workflow.store import work as machine_work
from workflow.store.database import Database, Transaction
from workflow.store.meetings import FileKind, StoredFile, StoredMeeting

T = TypeVar("T")
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
PROCESSES = multiprocessing.get_context("forkserver")
"""Workers are forked from a process that has imported everything: starting one takes no time."""
PROCESSES.set_forkserver_preload(["bench.faults_worker", "transcribe.windows", "torch", "psycopg"])
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a meeting came to, without ids and times of day: two runs may be compared."""

    job: JobState
    transcript: Transcript
    segmentation: Segmentation
    drafts: tuple[Draft, ...]


class House:
    """A data folder with its database; workers are real processes that can be killed."""

    def __init__(self, data_dir: Path, database_url: str | None) -> None:
        self.data_dir = data_dir
        data_dir.mkdir(parents=True, exist_ok=True)
        given = {"database_url": database_url} if database_url else {}
        self.settings = Settings(data_dir=data_dir, **given)  # type: ignore[arg-type]
        self.database = Database(self.settings.database())
        self.database.migrate()
        self.files = Files(data_dir / "files")
        self.heard = data_dir / "heard.txt"
        self._workers: list[BaseProcess] = []

    def add_meeting(
        self, recordings: Sequence[Path], *, plan: Plan | None = None, priority: int = 5, start: bool = True
    ) -> str:
        """A meeting with the demo's agenda; gives its id. With a `plan`, nothing is searched for speech."""
        meeting_id = meetings.new_id()
        agenda = read_agenda(AGENDA)
        with self.database.write() as tx:
            _add(tx, meeting_id, agenda, priority)
        for position, path in enumerate(recordings):
            kept = self.files.receive(iter([path.read_bytes()]), limit_bytes=10**9)
            file = StoredFile(
                id=kept.id,
                meeting_id=meeting_id,
                kind=FileKind.RECORDING,
                name=path.name,
                size_bytes=kept.size_bytes,
                sha256=kept.sha256,
                position=position,
                created_at=meetings.now(),
            )
            with self.database.write() as tx:
                meetings.add_file(tx, file)
                if plan is not None:
                    jobs.save_plan(tx, file.id, plan)
        if start:
            self.start(meeting_id)
        return meeting_id

    def start(self, meeting_id: str) -> None:
        """Ask for the meeting's job: what start and retry do."""
        with self.database.write() as tx:
            revision = meetings.get(tx, meeting_id).revision + 1
            meetings.change(tx, meeting_id, job=JobState.WANTED, revision=revision, failure=None)

    def cancel(self, meeting_id: str) -> None:
        """Ask for the job to end."""
        with self.database.write() as tx:
            meetings.change(tx, meeting_id, job=JobState.CANCELLED)

    def worker(self, name: str = "one", *, batch_seconds: float = 0.1) -> BaseProcess:
        """Start a worker process; a batch takes it so long to hear."""
        settings = self.settings.model_copy(update={"executor_id": name})
        log = self.data_dir / f"{name}.log"
        process = PROCESSES.Process(target=work, args=(settings, self.heard, log, batch_seconds))
        process.start()
        self._workers.append(process)
        return process

    def meeting(self, meeting_id: str) -> StoredMeeting:
        """The meeting as it is now."""
        with self.database.read() as tx:
            return meetings.get(tx, meeting_id)

    def wait_until(self, ready: Callable[[], T], *, seconds: float = 60.0, every: float = 0.05) -> T:
        """Wait until `ready` gives something true."""
        until = time.monotonic() + seconds
        while not (found := ready()):
            if time.monotonic() > until:
                logs = "\n".join(path.read_text() for path in self.data_dir.glob("*.log"))
                raise TimeoutError(f"nothing came of it in {seconds:.0f} s; the workers said:\n{logs}")
            time.sleep(every)
        return found

    def wait_ended(self, meeting_id: str, *, seconds: float = 60.0) -> StoredMeeting:
        """Wait until the meeting's job has ended."""
        self.wait_until(lambda: self.meeting(meeting_id).job in ENDED, seconds=seconds)
        return self.meeting(meeting_id)

    def outcome(self, meeting_id: str) -> Outcome:
        """What the meeting came to."""
        with self.database.read() as tx:
            meeting = meetings.get(tx, meeting_id)
            drafts = tuple(texts.text(tx, meeting_id, item.id).draft for item in meeting.agenda.items)
            return Outcome(
                job=meeting.job,
                transcript=machine_work.transcript(tx, meeting_id).transcript,
                segmentation=machine_work.segmentation(tx, meeting_id).segmentation,
                drafts=tuple(replace(d, provenance=replace(d.provenance, made_at=NO_TIME)) for d in drafts),
            )

    def batches_heard(self) -> int:
        """How many batches were heard in all."""
        return sum(line != STARTED for line in self._notes())

    def batches_redone(self) -> int:
        """The most batches that were heard again after any one start of a worker."""
        known: set[str] = set()
        most = redone = 0
        for line in self._notes():
            redone = 0 if line == STARTED else redone + (line in known)
            most = max(most, redone)
            known |= {line} - {STARTED}
        return most

    def _notes(self) -> list[str]:
        return self.heard.read_text(encoding="utf-8").split() if self.heard.exists() else []

    def close(self) -> None:
        """End the workers that still run."""
        for process in self._workers:
            kill(process)
        self.database.close()


def kill(process: BaseProcess) -> None:
    """Kill -9, and wait until it is gone."""
    process.kill()
    process.join()


def cut_recordings(folder: Path, *, starts: Sequence[int], seconds: int) -> tuple[Path, ...]:
    """Stretches of the demo recording as files of their own."""
    samples = np.concatenate([piece.samples for piece in decode(RECORDING)])
    paths = []
    for start in starts:
        part = samples[start * SAMPLE_RATE_HZ : (start + seconds) * SAMPLE_RATE_HZ]
        paths.append(folder / f"part-{start}.wav")
        with wave.open(str(paths[-1]), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SAMPLE_RATE_HZ)
            file.writeframes((part * 32767).astype("<i2").tobytes())
    return tuple(paths)


def _add(tx: Transaction, meeting_id: str, agenda: Agenda, priority: int) -> None:
    meetings.add(
        tx,
        meeting_id=meeting_id,
        body=agenda.meeting.body,
        starts_at=None,
        agenda=agenda,
        agenda_file_id=meetings.new_id(),
        legal_basis="folkeoplysning",
        informed_by="bench",
        created_by="bench",
        priority=priority,
    )
