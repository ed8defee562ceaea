"""A worker for `bench.faults`: production's own, but its engine says fixed lines and notes what it hears.

`python -m bench.faults_worker --heard FILE [--batch-seconds S]`; settings come from the environment.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from minutes.transcript import Utterance
from transcribe.engine import Hints, TranscribeOptions, Transcriber, Window
from workflow.jobs import WorkerOptions, run_worker
from workflow.settings import Settings, load_settings
from workflow.worker import log_to_stderr

TALK = Path(__file__).parents[1] / "workflow" / "demo" / "talk.toml"
LINES_A_WINDOW = 4
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
                Utterance(id=0, start=window.start + i * step, end=window.start + (i + 1) * step, text=line)
                for i, line in enumerate(self._lines[first : first + LINES_A_WINDOW])
            )


def note(heard: Path, line: str) -> None:
    """Append a line at once: it survives a kill."""
    file = os.open(heard, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(file, f"{line}\n".encode())
    os.close(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heard", type=Path, required=True, help="batches heard are noted here")
    parser.add_argument("--batch-seconds", type=float, default=0.1, help="how long a batch takes")
    parser.add_argument("--version", default=WorkerOptions().version, help="the version that it says it is")
    arguments = parser.parse_args()
    log_to_stderr()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())

    def open_engine(settings: Settings, options: TranscribeOptions) -> Transcriber:
        return Fixed(arguments.heard, arguments.batch_seconds)

    note(arguments.heard, STARTED)
    options = WorkerOptions(
        poll_seconds=0.1,
        watch_seconds=0.3,
        retry_seconds=0.1,
        open_engine=open_engine,
        transcribe=TranscribeOptions(batch_windows=1),
        version=arguments.version,
    )
    run_worker(load_settings(), stop=stop, options=options)


if __name__ == "__main__":
    main()
