"""How fast Referent hears, beside its peers on the same weights: `python -m bench.speed [--minutes N]`.

Stock openai-whisper, faster-whisper (sequential and batched, int8) and Referent with both engines hear the
same synthetic meeting in one process, greedily and with as many threads. README.md beside this file explains
every measure.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
import whisper
from numpy.typing import NDArray

from bench.report import print_table, write_json
from bench.small_speed import small_ratio
from bench.speech import word_error_rate
from bench.spoken_meeting import SpokenMeeting, spoken_meeting, write_wav
from models.layout import CHECKPOINT
from models.weights import require
from transcribe.engine import SAMPLE_RATE_HZ, TranscribeOptions
from transcribe.engines.kinds import EngineKind
from transcribe.engines.registry import open_engine
from transcribe.recording import transcribe_recording
from workflow.settings import load_settings

MODEL = "whisper-base-da"
BATCH = 8
"""Windows that faster-whisper's batched pipeline hears at once: its own default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one subject took, in seconds by the clock and of the processors, and how much it misheard."""

    elapsed: float
    processor: float
    wer: float


def timed(hear: Callable[[], str], reference: str) -> Run:
    """Hear the meeting once; opening the model is not counted."""
    began, before = time.monotonic(), time.process_time()
    heard = hear()
    elapsed, processor = time.monotonic() - began, time.process_time() - before
    return Run(elapsed=elapsed, processor=processor, wer=word_error_rate([reference], [heard]))


def stock(folder: Path, samples: NDArray[np.float32]) -> Callable[[], str]:
    """`whisper.transcribe` with its own defaults."""
    model = whisper.load_model(str(folder / CHECKPOINT))

    def hear() -> str:
        return str(whisper.transcribe(model, samples, language="da", fp16=False)["text"])

    return hear


def sequential(folder: Path, samples: NDArray[np.float32], threads: int) -> Callable[[], str]:
    """faster-whisper window after window, on its own clock as stock does."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)

    def hear() -> str:
        segments, _ = model.transcribe(samples, language="da", beam_size=1)
        return " ".join(segment.text for segment in segments)

    return hear


def batched(folder: Path, samples: NDArray[np.float32], threads: int) -> Callable[[], str]:
    """faster-whisper's batched pipeline with its own speech detection."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)
    pipeline = BatchedInferencePipeline(model)

    def hear() -> str:
        segments, _ = pipeline.transcribe(samples, language="da", beam_size=1, batch_size=BATCH)
        return " ".join(segment.text for segment in segments)

    return hear


def ours(models_dir: Path, audio: Path, kind: EngineKind) -> Callable[[], str]:
    """The whole speech room: decoding the file, finding speech, hearing, cleaning."""
    options = TranscribeOptions()
    engine = open_engine(MODEL, models_dir, options, kind)

    def hear() -> str:
        transcript = transcribe_recording(audio, engine=engine, options=options)
        return " ".join(u.text for u in transcript.utterances if u.dropped is None)

    return hear


def run_all(meeting: SpokenMeeting, threads: int) -> dict[str, Run]:
    """Every subject, one after the other."""
    models_dir = load_settings().models_dir
    folder = require(MODEL, models_dir)
    with tempfile.TemporaryDirectory() as aside:
        audio = Path(aside) / "meeting.wav"
        write_wav(audio, meeting.samples)
        subjects: dict[str, Callable[[], Callable[[], str]]] = {
            "openai-whisper": partial(stock, folder, meeting.samples),
            "faster-whisper": partial(sequential, folder, meeting.samples, threads),
            "faster-whisper, batched": partial(batched, folder, meeting.samples, threads),
            "Referent, openai": partial(ours, models_dir, audio, EngineKind.OPENAI),
            "Referent, faster": partial(ours, models_dir, audio, EngineKind.FASTER),
        }
        runs = {}
        for name, open_subject in subjects.items():
            hear = open_subject()
            torch.set_num_threads(threads)  # a package may have set another number when it was imported
            runs[name] = timed(hear, meeting.text)
            print(f"{name}: {runs[name].processor:.0f} processor seconds", flush=True)
    return runs


def measures_of(runs: dict[str, Run]) -> dict[str, float]:
    """The ratios of bench/README.md under "speed"."""
    plain, pipeline = runs["openai-whisper"], runs["faster-whisper, batched"]
    openai, faster = runs["Referent, openai"], runs["Referent, faster"]
    return {
        "ratio_openai_over_stock": plain.elapsed / openai.elapsed,
        "wer_openai_minus_stock": openai.wer - plain.wer,
        "ratio_faster_over_batched": pipeline.elapsed / faster.elapsed,
        "wer_faster_minus_batched": faster.wer - pipeline.wer,
        "processor_ratio_openai_over_stock": plain.processor / openai.processor,
        "processor_ratio_faster_over_batched": pipeline.processor / faster.processor,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="length of the meeting (default: 20)")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="default: all cores")
    parser.add_argument("--small-windows", type=int, default=4, help="of the random model; 0: leave it out")
    parser.add_argument("--json", type=Path, help="write the measures here")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    meeting = spoken_meeting(arguments.minutes * 60)
    seconds = len(meeting.samples) / SAMPLE_RATE_HZ
    runs = run_all(meeting, arguments.threads)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{MODEL}, {seconds / 60:.1f} minutes, {meeting.silence:.0%} of them pauses of 3 s and more;")
    print(f"{arguments.threads} threads, load average at the end {load}\n")
    header = ["subject", "seconds", "processor seconds", "times as fast as speech", "WER"]
    rows: list[list[str | float]] = [
        [name, run.elapsed, run.processor, seconds / run.elapsed, run.wer] for name, run in runs.items()
    ]
    print_table(header, rows)
    measures = measures_of(runs)
    torch.set_num_threads(arguments.threads)
    if arguments.small_windows:
        measures["small_ratio_openai_over_stock"] = small_ratio(arguments.small_windows)
    print()
    print_table(["measure", "value"], [[name, value] for name, value in measures.items()])
    write_json(arguments.json, "speed", measures)


if __name__ == "__main__":
    main()
