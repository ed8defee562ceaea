"""From a recording to a transcript: windows, engine, cleaning, ledger. One batch of windows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from minutes.agenda import Agenda
from minutes.errors import EngineError, InputError
from minutes.transcript import SpeechProvenance, Transcript, Utterance
from transcribe.audio import Piece, declared_seconds, decode
from transcribe.cleaning import clean
from transcribe.coverage import balance
from transcribe.engine import SAMPLE_RATE_HZ, Hints, TranscribeOptions, Transcriber, Window
from transcribe.hints import hints
from transcribe.names import repair_names
from transcribe.windows import cut_windows


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowResult:
    """What was said in the window from `start` to `end` (seconds), cleaned."""

    start: float
    end: float
    utterances: tuple[Utterance, ...]


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
    on_progress: Callable[[float], None] = lambda fraction: None,
) -> Transcript:
    """The whole recording's transcript; `on_progress` is told the share of the recording that is done.

    Raises:
        InputError: not a recording, or no speech was found in it.
        EngineError: the engine failed, or did not answer every window.
    """
    declared = declared_seconds(audio)
    clock = _Clock()
    expected = hints(agenda, engine.prompt_tokens) if agenda else Hints()
    results = []
    for result in hear_windows(cut_windows(clock.watch(decode(audio))), engine, expected, options):
        results.append(result)
        if declared:
            on_progress(min(1.0, result.end / declared))
    spoken = [u for result in results for u in result.utterances]
    if not any(u.dropped is None for u in spoken):
        raise InputError(
            "no speech was found in the recording",
            where=str(audio),
            remedy="Check that it is the right file and that the microphone was on",
        )
    on_progress(1.0)
    numbered = [replace(u, id=i) for i, u in enumerate(spoken)]
    utterances = repair_names(numbered, agenda) if agenda else tuple(numbered)
    windows = [(result.start, result.end) for result in results]
    return Transcript(
        language=options.language,
        duration=clock.seconds,
        utterances=utterances,
        coverage=balance(clock.seconds, windows, utterances, clock.missing),
        provenance=SpeechProvenance(
            engine=type(engine).__name__, model=engine.name, language=options.language
        ),
    )


def hear_windows(
    windows: Iterable[Window], engine: Transcriber, expected: Hints, options: TranscribeOptions
) -> Iterator[WindowResult]:
    """The windows' results in order, one engine batch at a time: the unit of progress and of resuming."""
    for batch in _batches(windows, options.batch_windows):
        answers = list(engine.transcribe(batch, expected))
        if len(answers) != len(batch):
            raise EngineError(
                f"the engine answered {len(answers)} of {len(batch)} windows",
                where=f"{engine.name}, {batch[0].start:.0f} s into the recording",
                remedy="Use another model",
            )
        for window, heard in zip(batch, answers, strict=True):
            cleaned = clean([_within(u, window) for u in heard], expected.prompt)
            yield WindowResult(start=window.start, end=window.end, utterances=cleaned)


def _within(utterance: Utterance, window: Window) -> Utterance:
    """An engine may guess times; none lies outside the window that it heard."""
    start = min(max(utterance.start, window.start), window.end)
    return replace(utterance, start=start, end=min(max(utterance.end, start), window.end))


def _batches(windows: Iterable[Window], size: int) -> Iterator[Sequence[Window]]:
    waiting = iter(windows)
    while batch := list(islice(waiting, size)):
        yield batch


class _Clock:
    """Counts the seconds that pass and remembers those that the file lost."""

    def __init__(self) -> None:
        self.samples = 0
        self.missing: list[tuple[float, float]] = []

    @property
    def seconds(self) -> float:
        return self.samples / SAMPLE_RATE_HZ

    def watch(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            start = self.seconds
            self.samples += len(piece.samples)
            if piece.missing:
                self.missing.append((start, self.seconds))
            yield piece
