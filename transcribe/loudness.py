"""Quiet recordings are made louder before speech is looked for, piece by piece; nothing is made quieter.

Speech detection and Whisper both miss people who sit far from the microphone. The measure is the loud part of
the last pieces, so that a pause is not blown up and a loud word not cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from transcribe.audio import Piece
from transcribe.engine import SAMPLE_RATE_HZ

SPEECH_LEVEL = 0.05
"""Root mean square of speech in a good recording, full scale 1 (-26 dB)."""
MOST_GAIN = 20.0
"""26 dB: what is quieter still is noise."""
BLOCK = SAMPLE_RATE_HZ // 20
LOUD_SHARE = 0.9
FADING = 0.9
"""Of the loudest piece's level, this is left after each further piece (10 s)."""
RAMP = SAMPLE_RATE_HZ // 2
"""Samples in which one gain goes over into the next."""


def level(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with their speech at `SPEECH_LEVEL` or louder."""
    loudest = 0.0
    gain: float | None = None
    for piece in pieces:
        if piece.missing:
            yield piece
            continue
        loudest = max(_loudness(piece.samples), FADING * loudest)
        wanted = float(np.clip(SPEECH_LEVEL / max(loudest, 1e-9), 1.0, MOST_GAIN))
        yield replace(piece, samples=_louder(piece.samples, wanted if gain is None else gain, wanted))
        gain = wanted


def _loudness(samples: NDArray[np.float32]) -> float:
    """Root mean square of the blocks that nine of ten do not reach."""
    whole = len(samples) // BLOCK * BLOCK
    blocks = samples[:whole].reshape(-1, BLOCK) if whole else samples.reshape(1, -1)
    return float(np.quantile(np.sqrt(np.mean(blocks**2, axis=1)), LOUD_SHARE))


def _louder(samples: NDArray[np.float32], before: float, after: float) -> NDArray[np.float32]:
    if before == after == 1.0:
        return samples
    gains = np.full(len(samples), after, np.float32)
    ramp = min(RAMP, len(samples))
    gains[:ramp] = np.linspace(before, after, ramp, dtype=np.float32)
    made: NDArray[np.float32] = np.clip(samples * gains, -1.0, 1.0)
    return made
