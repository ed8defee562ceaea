"""Speak talk.toml with synthetic Danish voices into recording.ogg.

Run `python -m workflow.demo.make_recording`. Needs espeak-ng (see models/demo/train/voices.py).
The same talk gives the same file.
"""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from minutes.files import write_atomically
from models.demo.train.voices import SAMPLE_RATE_HZ, Voice, speak

FOLDER = Path(__file__).parent
SPEECH_LEVEL = 0.06  # root mean square of a voice, full scale 1
ROOM_LEVEL = 0.0012  # a quiet room, some 34 dB below the voices
PAUSE_SAME_SPEAKER_S = (0.4, 0.8)
PAUSE_NEXT_SPEAKER_S = (0.6, 1.3)
PAUSE_NEXT_ITEM_S = (1.4, 2.4)


def spoken_meeting(talk: Path) -> NDArray[np.float32]:
    """The whole meeting as heard in the room: mono, 16 kHz, -1 to 1."""
    script = tomllib.loads(talk.read_text(encoding="utf-8"))
    voices = {s["name"]: Voice(name=s["voice"], rate=s["rate"], pitch=s["pitch"]) for s in script["speaker"]}
    random = np.random.default_rng(2027)
    parts: list[NDArray[np.float32]] = [_silence(1.5)]
    previous = script["utterance"][0]
    for utterance in script["utterance"]:
        if utterance["item"] != previous["item"]:
            pause = PAUSE_NEXT_ITEM_S
        elif utterance["speaker"] != previous["speaker"]:
            pause = PAUSE_NEXT_SPEAKER_S
        else:
            pause = PAUSE_SAME_SPEAKER_S
        voice = speak(utterance["text"], voices[utterance["speaker"]])
        level = SPEECH_LEVEL * random.uniform(0.8, 1.2) / np.sqrt(np.mean(voice**2))
        parts += [_silence(random.uniform(*pause)), (voice * level).astype(np.float32)]
        previous = utterance
    heard = np.concatenate([*parts, _silence(2.0)])
    return np.clip(heard + _room(len(heard), random), -1.0, 1.0).astype(np.float32)


def encode_opus(samples: NDArray[np.float32], bit_rate: int = 28_000) -> bytes:
    """16 kHz mono samples as an Ogg Opus file."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg", options={"fflags": "+bitexact", "serial_offset": "1"}) as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE_HZ, layout="mono")
        stream.bit_rate = bit_rate
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def _silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(int(seconds * SAMPLE_RATE_HZ), dtype=np.float32)


def _room(count: int, random: np.random.Generator) -> NDArray[np.float32]:
    """Ventilation: white noise with its high notes taken off by a moving average."""
    noise = np.convolve(random.normal(size=count), np.ones(8) / np.sqrt(8), mode="same")
    return (noise * ROOM_LEVEL).astype(np.float32)


if __name__ == "__main__":
    write_atomically(FOLDER / "recording.ogg", encode_opus(spoken_meeting(FOLDER / "talk.toml")))
