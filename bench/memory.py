"""Whether hearing a long meeting takes more memory than a short one: `python -m bench.memory [--hours N]`.

Recordings of 10 minutes, of N hours (4) and of twice that pass the whole speech room, each in a process of
its own. Only the engine is a stand-in that answers at once, so that this takes minutes; what a real one needs
beside it is its weights and one batch, however long the meeting is.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.report import print_table, write_json
from bench.spoken_meeting import DEMO, read
from minutes.transcript import Transcript, Utterance, Word
from transcribe.checkpoint import Checkpoint
from transcribe.engine import SAMPLE_RATE_HZ, Hints, Window
from transcribe.recording import transcribe_recording

SHORT_HOURS = 1 / 6
WORDS_A_SECOND = 2.5
SECONDS_AN_UTTERANCE = 4.0


class Instant:
    """Says as many words as a person would in each window, with times and probabilities."""

    name = "instant"
    prompt_tokens = 0

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        """Utterances side by side, each of other words."""
        for window in windows:
            starts = np.arange(window.start, window.end - 0.5, SECONDS_AN_UTTERANCE)
            yield tuple(self._utterance(float(start), window.end) for start in starts)

    def _utterance(self, start: float, latest: float) -> Utterance:
        end = min(start + SECONDS_AN_UTTERANCE, latest)
        count = max(1, int((end - start) * WORDS_A_SECOND))
        step = (end - start) / count
        words = tuple(
            Word(
                start=start + i * step,
                end=start + (i + 1) * step,
                text=f"ord{start:.0f}-{i}",
                probability=0.9,
            )
            for i in range(count)
        )
        return Utterance(id=0, start=start, end=end, text=" ".join(word.text for word in words), words=words)


def write_recording(path: Path, hours: float) -> None:
    """The demo's meeting over and over as a WAV file."""
    part = (read(DEMO / "recording.ogg") * 32767).astype("<i2").tobytes()
    left = int(hours * 3600 * SAMPLE_RATE_HZ) * 2
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        while left > 0:
            file.writeframes(part[:left])
            left -= len(part)


def hear(audio: Path) -> dict[str, float]:
    """In a process of its own: hear the recording, keep its batches, tell what it took."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as aside:
        kept = Checkpoint(Path(aside) / "unfinished", "recipe")
        transcript: Transcript = transcribe_recording(audio, engine=Instant(), kept=kept)
    return {
        "seconds": time.process_time() - began,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "hours": transcript.duration / 3600,
        "utterances": len(transcript.utterances),
    }


def measured(hours: float) -> dict[str, float]:
    """What `hear` says of a recording of this length."""
    with tempfile.TemporaryDirectory() as aside:
        audio = Path(aside) / "meeting.wav"
        write_recording(audio, hours)
        command = [sys.executable, "-m", "bench.memory", "--hear", str(audio)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    report: dict[str, float] = json.loads(out)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=4.0, help="the long meeting (default: 4)")
    parser.add_argument("--json", type=Path, help="write the measures here")
    parser.add_argument("--hear", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.hear:
        print(json.dumps(hear(arguments.hear)))
        return
    short, long, double = (measured(h) for h in (SHORT_HOURS, arguments.hours, 2 * arguments.hours))
    header = ["hours", "peak memory (MB)", "processor seconds", "utterances"]
    rows: list[list[str | float]] = [
        [f"{run['hours']:.2f}", f"{run['rss_mb']:.0f}", f"{run['seconds']:.0f}", f"{run['utterances']:.0f}"]
        for run in (short, long, double)
    ]
    print_table(header, rows)
    measures = {
        "hours": arguments.hours,
        "rss_growth_mb": long["rss_mb"] - short["rss_mb"],
        "time_ratio_8h_4h": double["seconds"] / long["seconds"],
    }
    print()
    print_table(["measure", "value"], [[name, value] for name, value in measures.items()])
    write_json(arguments.json, "memory", measures)


if __name__ == "__main__":
    main()
