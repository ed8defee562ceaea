"""Who speaks, without voiceprints: by the channel of a recording that has one for each microphone.

A site may put a local diariser behind the same protocol. It is given one window at a time, and nothing that
it computes is kept but the names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from minutes.transcript import Utterance
from transcribe.engine import SAMPLE_RATE_HZ, Window
from transcribe.hearing import phrases

STEP = SAMPLE_RATE_HZ // 10
"""Samples over which channels are compared: 0.1 s."""
LEAST_RATIO = 4.0
"""Power of a speaker's own microphone over the next one: 6 dB. Less is a stereo recording of one room."""
LEAST_SHARE = 0.7
"""Of an utterance's steps, weighted by their power, in which one microphone leads so."""


class Diariser(Protocol):
    """Says who speaks."""

    def attribute(self, window: Window, utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
        """The utterances of a window, each with its speaker or with none."""
        ...


class ByChannel:
    """The microphone that is clearly the loudest; nobody in mono, or where two are about as loud."""

    def attribute(self, window: Window, utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
        """See `Diariser`. Speakers are called by the number of their channel, from 1."""
        if window.tracks is None:
            return tuple(utterances)
        power = _power(window.tracks)
        return tuple(replace(u, speaker=_speaker(u, window, power)) for u in utterances)


BY_CHANNEL = ByChannel()


def _power(tracks: NDArray[np.float32]) -> NDArray[np.float64]:
    """(samples, channels) -> (steps, channels)."""
    whole = len(tracks) // STEP * STEP
    steps = tracks[:whole].astype(np.float64).reshape(-1, STEP, tracks.shape[1])
    power: NDArray[np.float64] = np.mean(steps**2, axis=1)
    return power


def _speaker(utterance: Utterance, window: Window, power: NDArray[np.float64]) -> str | None:
    first = int((utterance.start - window.start) * SAMPLE_RATE_HZ / STEP)
    last = int(np.ceil((utterance.end - window.start) * SAMPLE_RATE_HZ / STEP))
    steps = power[first:last]
    total = float(steps.max(axis=1).sum()) if len(steps) else 0.0
    if total == 0.0:
        return None
    second, loudest = np.sort(steps, axis=1)[:, -2:].T
    clear = loudest >= LEAST_RATIO * second
    for channel in range(power.shape[1]):
        leads = clear & (steps.argmax(axis=1) == channel)
        if float(loudest[leads].sum()) >= LEAST_SHARE * total:
            return phrases().channel.format(number=channel + 1)
    return None
