"""English speech beside the Danish, so that what the base knew of it is not forgotten.

The base itself is the teacher: on English windows the adapted model is held to the base's own probabilities
(learning without forgetting, Li and Hoiem 2016), whatever it makes of the synthetic voices.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
import torch
from numpy.typing import NDArray
from whisper.tokenizer import Tokenizer

from models.demo.train import voices, windows

ESPEAK = ("en", "en-us", "en+f2", "en-us+m3", "en-us+steph", "en-gb-scotland")
FLITE = ("slt", "rms", "awb", "kal16")
"""Voices made from recordings of people (Debian: `apt-get install flite`)."""
FLITE_SHARE = 0.7
LEVEL = 0.075


def spoken_english(
    lines: Sequence[str], tokenizer: Tokenizer, chance: random.Random
) -> Iterator[windows.Spoken]:
    """Lines drawn at random, each in a random voice; what outlasts a window is left out."""
    while True:
        text = chance.choice(lines)
        samples = torch.from_numpy(_speak(text, chance))
        power = windows.mel_power(samples * LEVEL / samples.square().mean().sqrt())
        if power.shape[1] < 27 * windows.FRAMES_PER_S:
            yield windows.Spoken(tokens=tokenizer.encode(" " + text), power=power.half().float())


def _speak(text: str, chance: random.Random) -> NDArray[np.float32]:
    if chance.random() < FLITE_SHARE:
        return _flite(text, chance.choice(FLITE))
    return voices.speak(text, voices.Voice(name=chance.choice(ESPEAK), rate=chance.randint(145, 185)))


def _flite(text: str, voice: str) -> NDArray[np.float32]:
    with tempfile.TemporaryDirectory() as aside:
        file = Path(aside) / "speech.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(file)], check=True)
        with av.open(str(file)) as container:
            pieces = [frame.to_ndarray() for frame in container.decode(audio=0)]
            rate = container.streams.audio[0].rate
    return voices.resample(np.concatenate(pieces, axis=1).ravel(), rate)
