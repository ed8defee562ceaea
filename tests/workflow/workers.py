"""Workers in a thread of the test, and meetings of one small recording whose windows are known."""

import io
import threading
import wave
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.faults_house import House
from minutes.transcript import Utterance
from tests.engines import said
from transcribe.clip import clip
from transcribe.engine import SAMPLE_RATE_HZ, Hints, TranscribeOptions, Window
from transcribe.imported import read_transcript
from transcribe.plan import Plan, PlannedWindow
from workflow.demo_meeting import RECORDING
from workflow.jobs import WorkerOptions, run_worker
from workflow.phases import Phase
from workflow.store import meetings, work
from workflow.store.work import TranscriptChange

WINDOWS = 6
PLAN = Plan(
    samples=WINDOWS * SAMPLE_RATE_HZ,
    windows=tuple(PlannedWindow(first=i * SAMPLE_RATE_HZ, count=SAMPLE_RATE_HZ) for i in range(WINDOWS)),
)
LINES = (
    "Velkommen til mødet. Vi tager punkt et, godkendelse af dagsordenen.",
    "Dagsordenen er godkendt.",
    "Så er vi ved punkt to.",
    "Det tager vi til efterretning.",
    "Punkt tre. Er der bemærkninger?",
    "Så er det godkendt.",
)


SPOKEN = (6.5, 9.0, 16.0, 18.0, 27.5, 31.0)
"""Where seconds without a pause begin in the demo recording: each has room for any of the lines."""


def recording(folder: Path, name: str = "optagelse.wav") -> Path:
    """Six seconds of speech; of names of another length, other bytes."""
    path = folder / name
    samples = np.concatenate([_second(start) for start in SPOKEN])
    samples[::SAMPLE_RATE_HZ] = len(name)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.tobytes())
    return path


def _second(start: float) -> np.ndarray:
    with wave.open(io.BytesIO(clip(RECORDING, start, start + 1))) as spoken:
        return np.frombuffer(spoken.readframes(SAMPLE_RATE_HZ), np.int16)


@dataclass
class Listener:
    """Says a line for each window; waits before the ones that it is told to wait for, until let on."""

    waits_before: int | None = None
    fails_at: dict[int, Exception] = field(default_factory=dict)
    name: str = "listener"
    prompt_tokens: int = 223
    heard: list[int] = field(default_factory=list)
    waiting: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        number = round(windows[0].start)
        self.heard.append(number)
        if number == self.waits_before:
            self.waiting.set()
            assert self.go_on.wait(20)
        if number in self.fails_at:
            raise self.fails_at.pop(number)
        yield from ((said(window, LINES[number]),) for window in windows)


@contextmanager
def working(house: House, engine: Listener, *, version: str = "1", **options: float) -> Iterator[None]:
    """A worker that runs meanwhile; it is stopped at its next step at the end. Its errors are the test's."""
    stop = threading.Event()
    settings = {"poll_seconds": 0.05, "watch_seconds": 0.1, "retry_seconds": 0.02} | options
    given = WorkerOptions(
        open_engine=lambda settings, options: engine,
        transcribe=TranscribeOptions(batch_windows=1),
        version=version,
        **settings,
    )

    with ThreadPoolExecutor(1) as threads:
        run = threads.submit(run_worker, house.settings, stop=stop, options=given)
        try:
            yield
        finally:
            stop.set()
            engine.go_on.set()
        run.result()


def imported_meeting(house: House, folder: Path, **options: int) -> str:
    """A meeting whose transcript was uploaded: it starts at the division into items."""
    path = folder / "talk.vtt"
    cues = "\n\n".join(f"00:00:{i:02}.000 --> 00:00:{i + 1:02}.000\n{line}" for i, line in enumerate(LINES))
    path.write_text(f"WEBVTT\n\n{cues}\n", encoding="utf-8")
    meeting_id = house.add_meeting((), start=False, **options)
    with house.database.write() as tx:
        work.save_transcript(
            tx, meeting_id, read_transcript(path), author="a", change=TranscriptChange.IMPORTED
        )
        meetings.move(tx, meeting_id, Phase.TRANSCRIBED)
    house.start(meeting_id)
    return meeting_id
