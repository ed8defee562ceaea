"""Speech detection (silero-vad) and cutting into windows of at most 30 s, in pauses, on our own clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcribe.audio import Piece
from transcribe.detection import FRAME, SpeechDetector
from transcribe.engine import SAMPLE_RATE_HZ, Window

FRAME_SECONDS = FRAME / SAMPLE_RATE_HZ

Frame = tuple[float, NDArray[np.float32], float]
"""Start in seconds, `FRAME` samples, probability of speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """How speech is found and cut. Seconds unless named otherwise.

    A pause is `least_pause` or more below the threshold. Windows end at their widest pause after
    `least_length`; silence of `longest_silence` or more is left out between windows.
    """

    speech_probability: float = 0.5
    least_pause: float = 0.25
    least_speech: float = 0.1
    margin: float = 0.25
    least_length: float = 14.0
    longest_length: float = 29.0
    longest_silence: float = 4.0


@dataclass(frozen=True, slots=True)
class _Speech:
    start: float
    end: float


def cut_windows(pieces: Iterable[Piece], options: WindowOptions = WindowOptions()) -> Iterator[Window]:
    """Windows with speech in them, in order; holds little more than one window of sound at a time."""
    yield from pack(_frames(pieces), options)


def pack(frames: Iterable[Frame], options: WindowOptions = WindowOptions()) -> Iterator[Window]:
    """Windows from frames that follow each other and their probabilities of speech."""
    packer = _Packer(options)
    for frame in frames:
        yield from packer.push(*frame)
    yield from packer.finish()


def _frames(pieces: Iterable[Piece]) -> Iterator[Frame]:
    """Every frame; the last one is padded with silence."""
    detector = SpeechDetector()
    rest = np.zeros(0, np.float32)
    count = 0
    for piece in _with_end(pieces):
        if piece is None:
            rest = np.pad(rest, (0, -len(rest) % FRAME))
        else:
            rest = np.concatenate([rest, piece.samples])
        whole = len(rest) // FRAME
        frames = rest[: whole * FRAME].reshape(whole, FRAME)
        for frame, probability in zip(frames, detector.probabilities(frames).tolist(), strict=True):
            yield count * FRAME_SECONDS, frame, probability
            count += 1
        rest = rest[whole * FRAME :]


def _with_end(pieces: Iterable[Piece]) -> Iterator[Piece | None]:
    yield from pieces
    yield None


class _Packer:
    """Joins stretches of speech into windows, frame by frame."""

    def __init__(self, options: WindowOptions) -> None:
        self.options = options
        self.buffer_start = 0.0
        self.last_end = 0.0
        self.frames: list[NDArray[np.float32]] = []
        self.speeches: list[_Speech] = []
        self.speech_start: float | None = None
        self.last_voiced = 0.0
        self.quietest: list[float] = []

    def push(self, start: float, samples: NDArray[np.float32], probability: float) -> Iterator[Window]:
        self.frames.append(samples)
        self.quietest.append(probability)
        end = start + FRAME_SECONDS
        if probability >= self.options.speech_probability:
            self.speech_start = start if self.speech_start is None else self.speech_start
            self.last_voiced = end
        elif self.speech_start is not None and end - self.last_voiced >= self.options.least_pause:
            self._close_speech()
        yield from self._full_windows(end)
        self._forget(end)

    def finish(self) -> Iterator[Window]:
        if self.speech_start is not None:
            self._close_speech()
        if self.speeches:
            yield self._window(len(self.speeches))

    def _close_speech(self) -> None:
        assert self.speech_start is not None
        if self.last_voiced - self.speech_start >= self.options.least_speech:
            self.speeches.append(_Speech(self.speech_start, self.last_voiced))
        self.speech_start = None

    def _full_windows(self, now: float) -> Iterator[Window]:
        first = self.speeches[0].start if self.speeches else self.speech_start
        if first is None:
            return
        last_end = self.last_voiced
        if self.speeches and self.speech_start is None and now - last_end >= self.options.longest_silence:
            yield self._window(len(self.speeches))
        elif now - first + 2 * self.options.margin >= self.options.longest_length:
            if not self.speeches:
                self._split_speech(now)
            yield self._window(self._best_cut(first))

    def _best_cut(self, first: float) -> int:
        """How many speeches to take: those before the widest pause that leaves a window of good length."""
        ends = [s.end for s in self.speeches]
        following = [s.start for s in self.speeches[1:]]
        following.append(self.speech_start if self.speech_start is not None else ends[-1] + 1.0)
        long_enough = [i for i, end in enumerate(ends) if end - first >= self.options.least_length]
        candidates = long_enough or [len(ends) - 1]
        return 1 + max(candidates, key=lambda i: following[i] - ends[i])

    def _split_speech(self, now: float) -> None:
        """Speech without a pause: cut where the detector was least sure in the last third."""
        assert self.speech_start is not None
        span = int(self.options.longest_length / 3 / FRAME_SECONDS)
        back = span - int(np.argmin(self.quietest[-span:]))
        cut = now - back * FRAME_SECONDS
        self.speeches.append(_Speech(self.speech_start, cut))
        self.speech_start = cut

    def _window(self, count: int) -> Window:
        taken, self.speeches = self.speeches[:count], self.speeches[count:]
        margin = self.options.margin
        following = self.speeches[0].start if self.speeches else self.speech_start
        start = max(self.last_end, self.buffer_start, taken[0].start - margin)
        end = taken[-1].end + margin
        if following is not None:
            end = min(end, (taken[-1].end + following) / 2) if following > taken[-1].end else taken[-1].end
        samples = np.concatenate(self.frames)
        first = round((start - self.buffer_start) * SAMPLE_RATE_HZ)
        last = round((end - self.buffer_start) * SAMPLE_RATE_HZ)
        window = Window(start=start, samples=samples[first:last])
        self.last_end = window.end
        self._drop_until(end)
        return window

    def _forget(self, now: float) -> None:
        if not self.speeches and self.speech_start is None:
            self._drop_until(now - 2 * self.options.margin)

    def _drop_until(self, seconds: float) -> None:
        count = int((seconds - self.buffer_start) / FRAME_SECONDS + 1e-6)
        if count > 0:
            del self.frames[:count]
            del self.quietest[:count]
            self.buffer_start += count * FRAME_SECONDS
