"""A synthetic meeting of any length, with pauses, from the demo's recording and `bench/speech_set`.

The demo, a break, the clips with a few seconds between them, a longer break, and so again. The breaks are not
silent: they hold the demo's own room, a quiet noise.
"""

from __future__ import annotations

import tomllib
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from transcribe.audio import decode
from transcribe.engine import SAMPLE_RATE_HZ

SPEECH_SET = Path(__file__).parent / "speech_set"
DEMO = Path(__file__).parents[1] / "workflow" / "demo"
BREAKS_SECONDS = (40.0, 90.0)
BETWEEN_CLIPS_SECONDS = (0.6, 4.0)
LONG_PAUSE_SECONDS = 3.0
ROOM_LEVEL = 0.0012
"""As in the demo's recording (`workflow/demo/make_recording.py`)."""

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpokenMeeting:
    """The sound (mono, 16 kHz), what is said in it, and the share of it that is long pauses."""

    samples: Sound
    text: str
    silence: float


def spoken_meeting(seconds: float) -> SpokenMeeting:
    """A meeting of this many seconds or some more: it ends after a whole clip."""
    sounds: list[Sound] = []
    texts: list[str] = []
    total = pauses = 0
    for sound, text in _parts():
        sounds.append(sound)
        texts.append(text)
        total += len(sound)
        pauses += 0 if text or len(sound) < LONG_PAUSE_SECONDS * SAMPLE_RATE_HZ else len(sound)
        if text and total >= seconds * SAMPLE_RATE_HZ:
            break
    said = " ".join(text for text in texts if text)
    return SpokenMeeting(samples=np.concatenate(sounds), text=said, silence=pauses / total)


def write_wav(path: Path, samples: Sound) -> None:
    """The samples as a WAV file of 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def read(path: Path) -> Sound:
    """A whole short recording."""
    return np.concatenate([piece.samples for piece in decode(path)])


def _parts() -> Iterator[tuple[Sound, str]]:
    """(sound, what is said in it) without end; a pause says nothing."""
    random = np.random.default_rng(2027)
    talk = tomllib.loads((DEMO / "talk.toml").read_text(encoding="utf-8"))["utterance"]
    clips = tomllib.loads((SPEECH_SET / "manifest.toml").read_text(encoding="utf-8"))["clip"]
    demo = (read(DEMO / "recording.ogg"), " ".join(utterance["text"] for utterance in talk))
    spoken = [(read(SPEECH_SET / clip["file"]), clip["text"]) for clip in clips]
    for round_number in count():
        if round_number % 2:
            yield demo
            yield _room(BREAKS_SECONDS[0], random)
        for clip in (spoken[place] for place in random.permutation(len(spoken))):
            yield clip
            yield _room(random.uniform(*BETWEEN_CLIPS_SECONDS), random)
        yield _room(BREAKS_SECONDS[1], random)


def _room(seconds: float, random: np.random.Generator) -> tuple[Sound, str]:
    noise = random.normal(size=int(seconds * SAMPLE_RATE_HZ)) * ROOM_LEVEL
    return noise.astype(np.float32), ""
