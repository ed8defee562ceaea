"""A recording of a meeting with all that it takes to hear it: its windows, the engine, what to expect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minutes.agenda import Agenda
from minutes.errors import StateError
from minutes.transcript import Transcript
from transcribe.engine import Hints, TranscribeOptions, Transcriber
from transcribe.plan import Plan, WindowReader
from transcribe.recording import WindowResult, assemble, expectations, hear_batch, recipe
from workflow.store import jobs, meetings
from workflow.store.meetings import FileKind
from workflow.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A planned recording. `recipe` is the key under which its heard batches are kept."""

    file_id: str
    recipe: str
    plan: Plan
    agenda: Agenda
    reader: WindowReader
    engine: Transcriber
    expected: Hints
    options: TranscribeOptions

    @property
    def batches(self) -> int:
        """How many batches its windows make."""
        return len(self.plan.batches(self.options.batch_windows))

    def hear(self, number: int) -> tuple[WindowResult, ...]:
        """What is said in one batch.

        Raises:
            InputError: the recording cannot be read any more.
            EngineError: the engine failed.
        """
        windows = self.reader.read(self.plan.batches(self.options.batch_windows)[number])
        return hear_batch(windows, self.engine, self.expected)

    def transcript(self, batches: Iterable[tuple[WindowResult, ...]]) -> Transcript:
        """The recording's transcript from all its batches in order."""
        results = (result for batch in batches for result in batch)
        return assemble(self.plan, results, engine=self.engine, agenda=self.agenda, options=self.options)


def open_source(shop: Workshop, meeting_id: str, file_id: str) -> Source:
    """A recording of a meeting, planned before.

    Raises:
        StateError: the recording was destroyed in the meantime, or was never planned.
        ModelError: the engine's weights are absent or damaged.
    """
    with shop.database.read() as tx:
        agenda = meetings.get(tx, meeting_id).agenda
        recordings = meetings.files(tx, meeting_id, FileKind.RECORDING)
        plan = jobs.plan(tx, file_id)
    file = next((file for file in recordings if file.id == file_id), None)
    if file is None or plan is None:
        raise StateError(
            "a recording of the meeting is gone",
            where=f"meeting {meeting_id}",
            remedy="Upload it again, or give the meeting's transcript",
        )
    expected = expectations(shop.engine, agenda)
    return Source(
        file_id=file_id,
        recipe=recipe(file.sha256, engine=shop.engine, expected=expected, options=shop.options),
        plan=plan,
        agenda=agenda,
        reader=shop.reader(file_id),
        engine=shop.engine,
        expected=expected,
        options=shop.options,
    )
