"""A short piece of a recording as WAV, for listening to a single remark."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from minutes.errors import InputError
from transcribe.engine import SAMPLE_RATE_HZ


def clip(recording: Path, start: float, end: float) -> bytes:
    """The sound from `start` to `end` (seconds) as a WAV file: mono, 16 kHz, 16 bits.

    Raises:
        InputError: the recording cannot be read there.
    """
    samples: list[np.ndarray[tuple[int, ...], np.dtype[np.int16]]] = []
    begins: float | None = None
    try:
        with av.open(str(recording)) as container:
            stream = container.streams.audio[0]
            # The recording begins with its first sample, whatever its own clock says then.
            zero = float((stream.start_time or 0) * (stream.time_base or 0))
            container.seek(int(max(0.0, start + zero - 1.0) * av.time_base))
            resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
            for frame in container.decode(stream):
                if frame.time is None or frame.time - zero + 1.0 < start:
                    continue
                if frame.time - zero > end:
                    break
                begins = frame.time - zero if begins is None else begins
                samples += [made.to_ndarray()[0] for made in resampler.resample(frame)]
    except (FFmpegError, IndexError) as error:
        raise InputError(
            "the recording cannot be read here", where=f"{start:.0f} s", remedy="Ask for an undamaged copy"
        ) from error
    if begins is None:
        raise InputError(
            "the recording ends before this", where=f"{start:.0f} s", remedy="Choose an earlier place"
        )
    whole = np.concatenate(samples)
    first = max(0, round((start - begins) * SAMPLE_RATE_HZ))
    return _wav(whole[first : first + round((end - start) * SAMPLE_RATE_HZ)])


def _wav(samples: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()
