"""Where the windows of a recording lie, found once; and their sound, read in order when they are heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transcribe.audio import Piece, declared_seconds, decode
from transcribe.engine import SAMPLE_RATE_HZ, Window
from transcribe.loudness import level
from transcribe.windows import WindowOptions, cut_windows


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWindow:
    """A window's place, in samples from the start of the recording."""

    first: int
    count: int

    @property
    def start(self) -> float:
        """Seconds from the start of the recording."""
        return self.first / SAMPLE_RATE_HZ

    @property
    def end(self) -> float:
        """Seconds from the start of the recording."""
        return (self.first + self.count) / SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All windows of a recording of `samples` samples, and the stretches (seconds) that the file lost."""

    samples: int
    windows: tuple[PlannedWindow, ...]
    missing: tuple[tuple[float, float], ...] = ()

    @property
    def seconds(self) -> float:
        """How long the recording is."""
        return self.samples / SAMPLE_RATE_HZ

    def batches(self, size: int) -> tuple[tuple[PlannedWindow, ...], ...]:
        """The windows in batches of `size`: the unit of progress and of resuming."""
        return tuple(self.windows[i : i + size] for i in range(0, len(self.windows), size))


def make_plan(
    audio: Path,
    *,
    options: WindowOptions = WindowOptions(),
    on_progress: Callable[[float], None] = lambda fraction: None,
    on_piece: Callable[[Piece], None] = lambda piece: None,
) -> Plan:
    """One pass over the recording: decoded, speech found, windows placed. No sound is kept.

    `on_piece` is told every piece of it, in order.

    Raises:
        InputError: not a recording.
    """
    declared = declared_seconds(audio)
    clock = _Clock(lambda seconds: on_progress(min(1.0, seconds / declared)) if declared else None, on_piece)
    windows = tuple(
        PlannedWindow(first=round(window.start * SAMPLE_RATE_HZ), count=len(window.samples))
        for window in cut_windows(level(clock.watch(decode(audio))), options)
    )
    return Plan(samples=clock.samples, windows=windows, missing=tuple(clock.missing))


class WindowReader:
    """The sound of planned windows. Reads on from the last one; going back opens the recording anew.

    Holds little more than the windows of one batch, however long the recording is.
    """

    def __init__(self, audio: Path) -> None:
        self.audio = audio
        self._pieces: Iterator[Piece] = iter(())
        self._first = 0
        self._held: list[Piece] | None = None

    def read(self, planned: Sequence[PlannedWindow]) -> tuple[Window, ...]:
        """The windows with their sound; silence stands where a window passes the recording's end.

        Raises:
            InputError: the recording cannot be read any more.
        """
        return tuple(self._window(one) for one in planned)

    def _window(self, planned: PlannedWindow) -> Window:
        held = self._held_for(planned)
        first = planned.first - self._first
        samples = np.concatenate([piece.samples for piece in held] or [np.zeros(0, np.float32)])
        samples = samples[first : first + planned.count]
        samples = np.pad(samples, (0, planned.count - len(samples)))
        return Window(
            start=planned.start, samples=samples, tracks=_tracks(held, first, first + planned.count)
        )

    def _held_for(self, planned: PlannedWindow) -> list[Piece]:
        """The pieces that reach into the window; those before it are let go."""
        if self._held is None or planned.first < self._first:
            self._pieces, self._first, self._held = level(decode(self.audio)), 0, []
        held = self._held
        end = self._first + sum(len(piece.samples) for piece in held)
        while end < planned.first + planned.count and (piece := next(self._pieces, None)) is not None:
            held.append(piece)
            end += len(piece.samples)
        while held and self._first + len(held[0].samples) <= planned.first:
            self._first += len(held.pop(0).samples)
        return held


def _tracks(pieces: Sequence[Piece], first: int, last: int) -> NDArray[np.float32] | None:
    """The channels of some samples; None where they are not as many all the time."""
    tracks = [piece.tracks for piece in pieces]
    if (
        not all(track is not None for track in tracks)
        or len({t.shape[1] for t in tracks if t is not None}) != 1
    ):
        return None
    return np.concatenate([track for track in tracks if track is not None])[first:last]


class _Clock:
    """Counts the samples that pass and remembers the seconds that the file lost."""

    def __init__(self, on_seconds: Callable[[float], None], on_piece: Callable[[Piece], None]) -> None:
        self.samples = 0
        self.missing: list[tuple[float, float]] = []
        self._tell = on_seconds
        self._show = on_piece

    def watch(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            start = self.samples / SAMPLE_RATE_HZ
            self.samples += len(piece.samples)
            end = self.samples / SAMPLE_RATE_HZ
            if piece.missing:
                self.missing.append((start, end))
            self._show(piece)
            yield piece
            self._tell(end)
