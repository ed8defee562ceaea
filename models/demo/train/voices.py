"""Danish speech from espeak-ng, driven as a library through ctypes: some 400 times real time on one core.

Needs `libespeak-ng.so.1` (Debian: `apt-get install espeak-ng`). Training and the making of the demo use it,
running does not.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache

import av
import numpy as np
from numpy.typing import NDArray

from minutes.errors import EngineError

SAMPLE_RATE_HZ = 16_000

_VARIANTS = """
    m1 m2 m3 m4 m6 m7 f1 f2 f3 f5 steph linda anika adam michel pablo Mario Gene Diogo Andy Annie ed benjamin
    quincy Alicia Hugo klatt klatt3 edward belinda max
"""
TRAINED = ("da", *(f"da+{name}" for name in _VARIANTS.split()))
HELD_OUT = ("da+m5", "da+f4")
"""Voices never trained on: what the adapter does with a stranger is measured with these."""

_SYNCHRONOUS, _UTF8 = 2, 1
_RATE, _PITCH, _RANGE = 1, 3, 4  # espeak_PARAMETER


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """An espeak-ng voice and how it speaks: words a minute, pitch and its range from 0 to 100."""

    name: str
    rate: int = 160
    pitch: int = 50
    range: int = 50


class _Espeak:
    """The one speaker of this process: the library keeps global state."""

    def __init__(self) -> None:
        try:
            self._library = ctypes.CDLL("libespeak-ng.so.1")
        except OSError as error:
            raise EngineError(
                "espeak-ng is not installed", where="libespeak-ng.so.1", remedy="apt-get install espeak-ng"
            ) from error
        self.rate_hz = int(self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, 0))
        self._heard: list[NDArray[np.int16]] = []
        callback = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
        )
        self._callback = callback(self._receive)  # kept: the library holds only the pointer
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            *[ctypes.c_uint] * 4,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]

    def _receive(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if count > 0:
            self._heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def speak(self, text: str, voice: Voice) -> NDArray[np.int16]:
        """Samples at `rate_hz`."""
        if self._library.espeak_SetVoiceByName(voice.name.encode()) != 0:
            raise EngineError(
                "espeak-ng has no such voice", where=voice.name, remedy="See `espeak-ng --voices=variant`"
            )
        for parameter, value in ((_RATE, voice.rate), (_PITCH, voice.pitch), (_RANGE, voice.range)):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._heard.clear()
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, _UTF8, None, None)
        return np.concatenate(self._heard)


@cache
def _espeak() -> _Espeak:
    return _Espeak()


def speak(text: str, voice: Voice) -> NDArray[np.float32]:
    """The text as speech: mono, 16 kHz, -1 to 1, silence at both ends cut to 0.15 s at most.

    Raises:
        EngineError: espeak-ng or the voice is missing.
    """
    speaker = _espeak()
    samples = resample(speaker.speak(text, voice), speaker.rate_hz)
    loud = np.flatnonzero(np.abs(samples) > 1e-3)
    margin = int(0.15 * SAMPLE_RATE_HZ)
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def resample(samples: NDArray[np.int16], rate_hz: int) -> NDArray[np.float32]:
    """Mono 16-bit samples at any rate as float32 at 16 kHz."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE_HZ)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate_hz
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([f.to_ndarray().ravel() for f in frames]).astype(np.float32)
