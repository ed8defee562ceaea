"""Sounds of meeting rooms in which nobody speaks, 20 s each, made by arithmetic."""

from __future__ import annotations

import numpy as np

from transcribe.engine import SAMPLE_RATE_HZ

COUNT = 20 * SAMPLE_RATE_HZ
_CLOCK = np.arange(COUNT) / SAMPLE_RATE_HZ


def _sine(hertz: float) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * _CLOCK)


def _bursts(random: np.random.Generator, a_second: float, fade_seconds: float) -> np.ndarray:
    """Short noises that fade, at random moments."""
    sound = np.zeros(COUNT)
    length = int(6 * fade_seconds * SAMPLE_RATE_HZ)
    fade = np.exp(-np.arange(length) / (fade_seconds * SAMPLE_RATE_HZ))
    for start in random.integers(0, COUNT - length, int(a_second * COUNT / SAMPLE_RATE_HZ)):
        sound[start : start + length] += random.normal(size=length) * fade * random.uniform(0.3, 1)
    return sound


def sounds() -> dict[str, np.ndarray]:
    """Name -> samples, mono, 16 kHz, -1 to 1."""
    random = np.random.default_rng(4)
    noise = random.normal(size=COUNT)
    melody = np.concatenate(
        [
            np.sin(2 * np.pi * hertz * _CLOCK[: COUNT // 40])
            for hertz in random.choice([262, 330, 392, 440, 523], 40)
        ]
    )
    made = {
        "silence": 0 * noise,
        "noise": 0.05 * noise,
        "quiet noise": 0.001 * noise,
        "tone": 0.3 * _sine(440),
        "chord": 0.1 * (_sine(262) + _sine(330) + _sine(392)) * (0.6 + 0.4 * _sine(0.5)),
        "melody": 0.2 * np.pad(melody, (0, COUNT - len(melody))),
        "hum": 0.1 * (_sine(50) + 0.5 * _sine(100) + 0.3 * _sine(150)) + 0.002 * noise,
        "keyboard": 0.3 * _bursts(random, 7, 0.004) + 0.001 * noise,
        "applause": 0.03 * _bursts(random, 300, 0.01),
    }
    return {name: sound.astype(np.float32) for name, sound in made.items()}
