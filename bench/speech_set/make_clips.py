"""Speak manifest.toml into the clips beside it.

Run `python -m bench.speech_set.make_clips`. Needs espeak-ng (see models/demo/train/voices.py).
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np

from minutes.files import write_atomically
from models.demo.train.voices import SAMPLE_RATE_HZ, Voice, speak
from workflow.demo.make_recording import encode_opus

FOLDER = Path(__file__).parent
LEVEL = 0.06  # root mean square, full scale 1
MARGIN_S = 0.3


def main() -> None:
    """One Ogg Opus file a clip, with a little silence around the speech."""
    margin = np.zeros(int(MARGIN_S * SAMPLE_RATE_HZ), dtype=np.float32)
    for clip in tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))["clip"]:
        voice = speak(clip["text"], Voice(name=clip["voice"], rate=clip["rate"], pitch=clip["pitch"]))
        level = LEVEL / np.sqrt(np.mean(voice**2))
        samples = np.concatenate([margin, voice * level, margin]).astype(np.float32)
        write_atomically(FOLDER / clip["file"], encode_opus(samples, bit_rate=24_000))


if __name__ == "__main__":
    main()
