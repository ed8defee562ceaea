"""What a speech engine is. No implementation lives here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from minutes.transcript import Utterance

SAMPLE_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """A stretch of the recording that an engine hears at once: at most 30 s, seldom under 8 s.

    `start` is in seconds from the start of the recording; `samples` is mono float32, 16 kHz, -1 to 1;
    `tracks` are the recording's channels, (samples, channels), where it has more than one.
    """

    start: float
    samples: NDArray[np.float32]
    tracks: NDArray[np.float32] | None = None

    @property
    def end(self) -> float:
        """Seconds from the start of the recording."""
        return self.start + len(self.samples) / SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Words that the engine should expect, most telling last: names and terms of the agenda."""

    prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeOptions:
    """What all engines share. A window that fails a check is decoded again at the next temperature."""

    language: str = "da"
    batch_windows: int = 8
    temperatures: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    compression_ratio_max: float = 2.0
    logprob_min: float = -1.0
    no_speech_max: float = 0.6
    seed: int = 0


class Transcriber(Protocol):
    """A speech engine: batches of windows in, what was said in each out.

    Times of the returned utterances are seconds from the start of the recording; their ids are
    placeholders that `transcribe.recording` replaces. An engine never drops a window silently:
    an empty tuple means that it heard no words.
    """

    @property
    def name(self) -> str:
        """The model's name as in `models/catalogue.toml`, or the folder's name."""
        ...

    @property
    def prompt_tokens(self) -> int:
        """How many tokens of hints the engine can take."""
        ...

    def transcribe(self, windows: Sequence[Window], hints: Hints) -> Iterator[tuple[Utterance, ...]]:
        """One tuple of utterances per window, in order.

        Raises:
            EngineError: the engine failed.
        """
        ...
