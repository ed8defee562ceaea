"""A worker for `bench.faults`: production's own, but its engine says fixed lines and notes what it hears."""

from __future__ import annotations

import os
import signal
import threading
import time
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from minutes.transcript import Utterance
from transcribe.engine import Hints, TranscribeOptions, Window
from workflow.jobs import WorkerOptions, run_worker
from workflow.settings import Settings
from workflow.worker import log_to_stderr

TALK = Path(__file__).parents[1] / "workflow" / "demo" / "talk.toml"
LINES_A_WINDOW = 4
LETTERS_A_SECOND = 12
"""More than can be spoken would be dropped as invented."""
STARTED = "started"


class Fixed:
    """Hears in each window what its sound decides, so that hearing it twice gives the same."""

    name = "fixed"
    prompt_tokens = 223

    def __init__(self, heard: Path, batch_seconds: float) -> None:
        talk = tomllib.loads(TALK.read_text(encoding="utf-8"))["utterance"]
        self._lines = [line["text"] for line in talk]
        self._heard = heard
        self._batch_seconds = batch_seconds

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        """One utterance for each line, side by side."""
        note(self._heard, f"{zlib.crc32(windows[0].samples.tobytes())}")
        time.sleep(self._batch_seconds)
        for window in windows:
            first = zlib.crc32(window.samples.tobytes()) % (len(self._lines) - LINES_A_WINDOW)
            step = (window.end - window.start) / LINES_A_WINDOW
            yield tuple(
                Utterance(
                    id=0,
                    start=window.start + i * step,
                    end=window.start + (i + 1) * step,
                    text=line[: round(step * LETTERS_A_SECOND)],
                )
                for i, line in enumerate(self._lines[first : first + LINES_A_WINDOW])
            )


def note(heard: Path, line: str) -> None:
    """Append a line at once: it survives a kill."""
    file = os.open(heard, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(file, f"{line}\n".encode())
    os.close(file)


def work(settings: Settings, heard: Path, log: Path, batch_seconds: float) -> None:
    """The whole life of the process: jobs, until it is killed or told to stop."""
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    log_to_stderr()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    note(heard, STARTED)
    options = WorkerOptions(
        poll_seconds=0.1,
        watch_seconds=0.3,
        retry_seconds=0.1,
        open_engine=lambda settings, options: Fixed(heard, batch_seconds),
        transcribe=TranscribeOptions(batch_windows=1),
    )
    run_worker(settings, stop=stop, options=options)
