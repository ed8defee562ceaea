"""Training windows: several sentences on one clock, spoilt a little, and what Whisper should say to them.

Mels are added in the power domain, so that level, noise and reverberation are multiplications and sums.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch.nn import functional
from whisper.audio import mel_filters
from whisper.tokenizer import Tokenizer

FRAMES_PER_S = 100
MEL_BANDS = 80
FLOOR = 1e-10
EMPTY = 0.04  # of the windows hold no speech
IGNORE = -100  # cross_entropy's label for positions that teach nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spoken:
    """A sentence: its tokens and its mel power (80 bands x frames of 10 ms)."""

    tokens: list[int]
    power: torch.Tensor

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.power.shape[1] / FRAMES_PER_S


Placed = list[tuple[Spoken, float]]
"""Sentences and their start in seconds from the start of the window."""


def mel_power(samples: torch.Tensor) -> torch.Tensor:
    """Whisper's mel spectrogram before its logarithm: 16 kHz samples -> (80, frames)."""
    window = torch.hann_window(400)
    spectrum = torch.stft(samples, 400, 160, window=window, return_complex=True)[:, :-1].abs() ** 2
    filters: torch.Tensor = mel_filters(torch.device("cpu"), MEL_BANDS)
    return filters @ spectrum


def fill(seconds: float, pick: Callable[[], Spoken], chance: random.Random) -> Placed:
    """Sentences one after the other with pauses, until the window is full; a few windows stay empty."""
    placed: Placed = []
    if chance.random() < EMPTY:
        return placed
    at = chance.uniform(0, 0.6)
    for _ in range(40):
        spoken = pick()
        if at + spoken.seconds > seconds - 0.05:
            if placed:
                break
            continue
        placed.append((spoken, at))
        at += spoken.seconds + chance.choice([0.1, 0.3, 0.6, 1.2]) * chance.uniform(0.5, 1.3)
        if chance.random() < 0.12:
            break
    return placed


def sound(windows: Sequence[Placed], seconds: float, chance: random.Random) -> torch.Tensor:
    """What Whisper's encoder is given: (windows, 80, frames), log mel scaled as Whisper scales it."""
    frames = int(seconds * FRAMES_PER_S)
    power = torch.full((len(windows), MEL_BANDS, frames), FLOOR)
    ends = []
    for row, placed in zip(power, windows, strict=True):
        end = 0
        for spoken, at in placed:
            first = int(at * FRAMES_PER_S)
            voice = _warped(spoken.power, chance)[:, : frames - first] * 10 ** chance.uniform(-0.35, 0.35)
            row[:, first : first + voice.shape[1]] += voice
            end = first + voice.shape[1]
        ends.append(min(frames, end + chance.randint(10, 60)))
    power = torch.stack([_in_a_room(row, chance) for row in power])
    logs = power.clamp(min=FLOOR).log10()
    logs = (torch.maximum(logs, logs.amax((1, 2), keepdim=True) - 8) + 4) / 4
    for row, end in zip(logs, ends, strict=True):
        if chance.random() < 0.5:
            row[:, end:] = row.min()  # as padding to 30 s looks
    return logs


def _warped(power: torch.Tensor, chance: random.Random) -> torch.Tensor:
    """Half of the voices with a longer or shorter throat: the bands stretched by up to 12 %."""
    if chance.random() < 0.5:
        return power
    source = (torch.arange(MEL_BANDS) * chance.uniform(0.9, 1.12)).clamp(0, MEL_BANDS - 1.01)
    low = source.long()
    share = (source - low)[:, None]
    return power[low] * (1 - share) + power[low + 1] * share


def _in_a_room(power: torch.Tensor, chance: random.Random) -> torch.Tensor:
    """Reverberation in 30 % of windows, coloured noise in 70 %, any level."""
    bands, frames = power.shape
    if chance.random() < 0.3:
        tail = torch.exp(-torch.arange(1, 41) / chance.uniform(8, 25)) * chance.uniform(0.01, 0.12)
        power = power + functional.conv1d(power[:, None], tail.flip(0)[None, None], padding=40)[:, 0, :frames]
    if chance.random() < 0.7:
        colour = torch.exp(torch.cumsum(torch.randn(bands) * 0.25, 0))
        noise = torch.empty_like(power).exponential_() * (colour / colour.mean())[:, None]
        power = power + noise * 10 ** chance.uniform(-6.5, -2.3)
    return power * 10 ** chance.uniform(-0.8, 0.5)


def targets(
    windows: Sequence[Placed],
    pick: Callable[[], Spoken],
    tokenizer: Tokenizer,
    chance: random.Random,
    language: str,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Decoder inputs and labels, (windows, tokens); 40 % with timestamps, 15 % after an earlier text."""
    rows = [_target(placed, pick, tokenizer, chance, language) for placed in windows]
    width = max(len(tokens) for tokens, _ in rows)
    inputs = torch.full((len(rows), width), tokenizer.eot)
    labels = torch.full((len(rows), width), IGNORE)
    for i, (tokens, label) in enumerate(rows):
        inputs[i, : len(tokens)] = torch.tensor(tokens)
        labels[i, : len(label)] = torch.tensor(label)
    return inputs, labels


def _target(
    placed: Placed, pick: Callable[[], Spoken], tokenizer: Tokenizer, chance: random.Random, language: str
) -> tuple[list[int], list[int]]:
    before: list[int] = []
    if chance.random() < 0.15:
        earlier = [token for _ in range(chance.randint(1, 3)) for token in pick().tokens]
        before = [tokenizer.sot_prev, *earlier[-223:]]
    silent = [IGNORE] * len(before)
    if not placed:
        return [*before, tokenizer.sot], [*silent, tokenizer.no_speech]
    timed = chance.random() < 0.4
    start = [tokenizer.sot, tokenizer.to_language_token(language), tokenizer.transcribe]
    said: list[int] = [] if timed else [tokenizer.no_timestamps]
    silent += [IGNORE] * (len(start) - 1 + len(said))
    first_taught = len(said)
    for spoken, at in placed:
        words = spoken.tokens
        if timed:
            words = [_time(at, tokenizer), *words, _time(at + spoken.seconds - 0.1, tokenizer)]
        said += words
    whole = [*before, *start, *said, tokenizer.eot]
    return whole[:-1][:447], [*silent, *said[first_taught:], tokenizer.eot][:447]


def _time(seconds: float, tokenizer: Tokenizer) -> int:
    first: int = tokenizer.timestamp_begin
    return first + round(min(30.0, seconds) / 0.02)
