"""Sound files of any container and codec for the tests, written by PyAV."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

CLIP = Path(__file__).resolve().parents[1] / "data" / "speech" / "clip.ogg"


def tone(seconds: float, *, rate: int = 16_000, level: float = 0.3) -> np.ndarray:
    return (level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def write_sound(
    path: Path,
    samples: np.ndarray,
    *,
    rate: int = 16_000,
    codec: str = "pcm_s16le",
    channels: int = 1,
    form: str = "fltp",
) -> Path:
    """`samples` in [-1, 1] as one file; the container follows the suffix."""
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
        frame = av.AudioFrame.from_ndarray(np.tile(samples, (channels, 1)), format=form, layout=layout)
        frame.sample_rate = rate
        fifo = av.AudioFifo()
        for resampled in resampler.resample(frame):
            fifo.write(resampled)
        size = stream.codec_context.frame_size or 1024
        while (part := fifo.read(size, partial=True)) is not None:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path
