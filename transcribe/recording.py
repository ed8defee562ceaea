"""From a recording to a transcript: planned, heard batch by batch, assembled.

The command line does all three in one go (`transcribe_recording`); the worker keeps each batch as it comes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

from minutes.agenda import Agenda
from minutes.errors import EngineError, InputError
from minutes.transcript import SpeechProvenance, Transcript, Utterance
from transcribe.acoustics import Acoustics
from transcribe.audio import declared_seconds
from transcribe.cleaning import clean
from transcribe.coverage import balance
from transcribe.diariser import BY_CHANNEL, Diariser
from transcribe.engine import Hints, TranscribeOptions, Transcriber, Window
from transcribe.hints import hints
from transcribe.names import repair_names
from transcribe.plan import Plan, PlannedWindow, WindowReader, make_plan

PLANNING_SHARE = 0.05
"""About the share of the work that finding the windows takes, for progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowResult:
    """What was said in the window from `start` to `end` (seconds), cleaned."""

    start: float
    end: float
    utterances: tuple[Utterance, ...]


class Kept(Protocol):
    """Where heard batches are kept until the transcript is whole: see `transcribe.checkpoint`."""

    def read(self, number: int, planned: Sequence[PlannedWindow]) -> tuple[WindowResult, ...] | None:
        """What was heard in a batch of these windows; None where it must be heard."""
        ...

    def keep(self, number: int, results: tuple[WindowResult, ...]) -> None:
        """Keep what was heard in a batch."""
        ...


def check_recording(audio: Path) -> None:
    """Make sure, before a model is loaded, that the file can be opened and has a sound track.

    Raises:
        InputError: it cannot, or has none.
    """
    declared_seconds(audio)


def transcribe_recording(
    audio: Path,
    *,
    engine: Transcriber,
    agenda: Agenda | None = None,
    options: TranscribeOptions = TranscribeOptions(),
    kept: Kept | None = None,
    on_progress: Callable[[float], None] = lambda fraction: None,
    on_resume: Callable[[int, int], None] = lambda known, batches: None,
) -> Transcript:
    """The whole recording's transcript; `on_progress` is told the share of the work that is done.

    Batches that `kept` has are not heard again, and each that is heard is kept; `on_resume` is told how many
    were there, and of how many, where any was.

    Raises:
        InputError: not a recording, or no speech was found in it.
        EngineError: the engine failed, or did not answer every window.
        OutputError: a batch cannot be kept.
    """
    plan = make_plan(audio, on_progress=lambda fraction: on_progress(PLANNING_SHARE * fraction))
    reader, expected = WindowReader(audio), expectations(engine, agenda)
    batches = plan.batches(options.batch_windows)
    known = {n: kept.read(n, batch) if kept else None for n, batch in enumerate(batches)}
    if there := sum(results is not None for results in known.values()):
        on_resume(there, len(batches))
    for number, batch in enumerate(batches):
        on_progress(heard_share(number, len(batches)))
        if known[number] is None:
            heard = hear_batch(reader.read(batch), engine, expected)
            if kept:
                kept.keep(number, heard)
            known[number] = heard
    results = (result for batch_results in known.values() for result in batch_results or ())
    transcript = assemble(plan, results, engine=engine, agenda=agenda, options=options)
    require_speech(transcript, where=str(audio))
    on_progress(1.0)
    return transcript


def heard_share(done: int, batches: int) -> float:
    """The share of all the work when everything is planned and `done` of the batches are heard."""
    return PLANNING_SHARE + (1 - PLANNING_SHARE) * (done / batches if batches else 1.0)


def expectations(engine: Transcriber, agenda: Agenda | None) -> Hints:
    """What the engine should expect to hear at a meeting with this agenda."""
    return hints(agenda, engine.prompt_tokens) if agenda else Hints()


def recipe(sha256: str, *, engine: Transcriber, expected: Hints, options: TranscribeOptions) -> str:
    """A hash of all that decides what is heard in a recording: a batch kept under it need not be heard again.

    `sha256` is the recording's.
    """
    parts = {
        "audio": sha256,
        "engine": [type(engine).__name__, engine.name],
        "hints": expected.prompt,
        "options": asdict(options),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def hear_batch(
    windows: Sequence[Window],
    engine: Transcriber,
    expected: Hints,
    diariser: Diariser = BY_CHANNEL,
) -> tuple[WindowResult, ...]:
    """What was said in each window of one batch, in order, cleaned, with speakers where they are known.

    Raises:
        EngineError: the engine failed, or did not answer every window.
    """
    answers = list(engine.transcribe(windows, expected))
    if len(answers) != len(windows):
        raise EngineError(
            f"the engine answered {len(answers)} of {len(windows)} windows",
            where=f"{engine.name}, {windows[0].start:.0f} s into the recording",
            remedy="Use another model",
        )
    return tuple(
        WindowResult(
            start=window.start,
            end=window.end,
            utterances=diariser.attribute(
                window, clean([_within(u, window) for u in heard], expected.prompt, Acoustics(window))
            ),
        )
        for window, heard in zip(windows, answers, strict=True)
    )


def assemble(
    plan: Plan,
    results: Iterable[WindowResult],
    *,
    engine: Transcriber,
    agenda: Agenda | None,
    options: TranscribeOptions,
) -> Transcript:
    """The recording's transcript from what was heard in all its windows: names repaired, seconds balanced."""
    results = tuple(results)
    spoken = [u for result in results for u in result.utterances]
    numbered = [replace(u, id=i) for i, u in enumerate(spoken)]
    utterances = repair_names(numbered, agenda) if agenda else tuple(numbered)
    windows = [(result.start, result.end) for result in results]
    return Transcript(
        language=options.language,
        duration=plan.seconds,
        utterances=utterances,
        coverage=balance(plan.seconds, windows, utterances, plan.missing),
        provenance=SpeechProvenance(
            engine=type(engine).__name__, model=engine.name, language=options.language
        ),
    )


def require_speech(transcript: Transcript, *, where: str) -> None:
    """Make sure that somebody was heard.

    Raises:
        InputError: all that was heard was invented, or nothing was.
    """
    if not any(u.dropped is None for u in transcript.utterances):
        raise InputError(
            "no speech was found in the recording",
            where=where,
            remedy="Check that it is the right file and that the microphone was on",
        )


def _within(utterance: Utterance, window: Window) -> Utterance:
    """An engine may guess times; none lies outside the window that it heard."""
    start = min(max(utterance.start, window.start), window.end)
    return replace(utterance, start=start, end=min(max(utterance.end, start), window.end))
