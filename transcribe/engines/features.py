"""What Whisper's encoder is given: the log-mel spectra of a batch of windows, all of one length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from whisper.audio import N_SAMPLES, log_mel_spectrogram, pad_or_trim

from transcribe.engine import SAMPLE_RATE_HZ, Window

TAIL_SECONDS = 1.0
"""Silence behind the longest window of a batch, where windows keep their own length; else words are lost."""
CPU_WINDOWS = 4
"""Windows that a CPU hears at once: with more, it takes as long for each and pads more."""
_STEP = 320
"""Samples of one encoded frame: two of the spectrum, 20 ms."""


def by_length(windows: Sequence[Window], *, on_cpu: bool) -> Iterator[list[int]]:
    """The places of the windows in batches, longest first, so that a batch pads little."""
    size = CPU_WINDOWS if on_cpu else max(1, len(windows))
    order = sorted(range(len(windows)), key=lambda place: -len(windows[place].samples))
    for first in range(0, len(order), size):
        yield order[first : first + size]


def spectra(windows: Sequence[Window], mels: int, *, own_length: bool) -> torch.Tensor:
    """(windows, mels, frames of 10 ms): 3,000 frames, or as many as the longest window needs."""
    length = N_SAMPLES
    if own_length:
        longest = max(len(window.samples) for window in windows) + int(TAIL_SECONDS * SAMPLE_RATE_HZ)
        length = min(N_SAMPLES, -(-longest // _STEP) * _STEP)
    return torch.stack(
        [
            log_mel_spectrogram(pad_or_trim(torch.from_numpy(window.samples), length), mels)
            for window in windows
        ]
    )
