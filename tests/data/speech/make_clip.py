"""Speak the sentences of clip.toml into clip.ogg. Needs espeak-ng."""

import tomllib
from pathlib import Path

import numpy as np

from models.demo.train.voices import SAMPLE_RATE_HZ, Voice, speak
from workflow.demo.make_recording import encode_opus

FOLDER = Path(__file__).parent
PAUSE_S = 0.7
BREAK_S = 6.0


def silence(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * SAMPLE_RATE_HZ), np.float32)


def main() -> None:
    sentences = tomllib.loads((FOLDER / "clip.toml").read_text(encoding="utf-8"))["sentence"]
    parts = [silence(1.0)]
    for sentence in sentences:
        parts.append(silence(BREAK_S if sentence.get("after_break") else PAUSE_S))
        parts.append(
            0.3 * speak(sentence["text"], Voice(name=sentence["voice"], rate=150)).astype(np.float32)
        )
    samples = np.concatenate([*parts, silence(1.0)])
    (FOLDER / "clip.ogg").write_bytes(encode_opus(samples, bit_rate=16_000))


if __name__ == "__main__":
    main()
