"""Whether a window holds as much speech as a text takes to say: what the sound says of a text."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from transcribe.detection import FRAME, SpeechDetector
from transcribe.engine import SAMPLE_RATE_HZ, Window

SPEECH_PROBABILITY = 0.5
FRAME_SECONDS = FRAME / SAMPLE_RATE_HZ
SLOWEST_LETTERS = 6.0
FASTEST_LETTERS = 25.0
"""Letters that Danish has in a second of speech, pauses left out: about 12, seldom under 8 or over 20."""
MOST_LETTERS = 60.0
"""More letters than this for a second of detected speech were not said in it."""
MARGIN_SECONDS = 0.5
"""A recogniser's times may be off by this."""


class Acoustics:
    """The speech in one window, found when it is first asked for."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def bear_out(self, text: str, start: float | None = None, end: float | None = None) -> bool:
        """Whether the text can have been said from `start` to `end` (seconds of the recording), or anywhere.

        It cannot where there is no speech, nor where there is much more of it than the text would fill.
        """
        seconds = self._speech_seconds(start, end)
        return SLOWEST_LETTERS * seconds <= _letters(text) <= FASTEST_LETTERS * seconds

    def has_room_for(self, text: str) -> bool:
        """Whether there is speech enough for the text, counted generously: quiet speech is easily missed."""
        return _letters(text) <= MOST_LETTERS * self._speech_seconds(None, None)

    def _speech_seconds(self, start: float | None, end: float | None) -> float:
        first = 0 if start is None else self._frame(start - MARGIN_SECONDS)
        last = None if end is None else self._frame(end + MARGIN_SECONDS)
        return float(self._spoken[first:last].sum()) * FRAME_SECONDS

    def _frame(self, moment: float) -> int:
        return max(0, round((moment - self._window.start) / FRAME_SECONDS))

    @cached_property
    def _spoken(self) -> NDArray[np.bool_]:
        whole = len(self._window.samples) // FRAME * FRAME
        frames = self._window.samples[:whole].reshape(-1, FRAME)
        spoken: NDArray[np.bool_] = SpeechDetector().probabilities(frames) >= SPEECH_PROBABILITY
        return spoken


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)
