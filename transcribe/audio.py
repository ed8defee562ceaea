"""Any container with sound -> 16 kHz float32, in stretches, with the seconds that the file lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from minutes.errors import InputError
from transcribe.engine import SAMPLE_RATE_HZ

GAP_SECONDS = 0.25
"""A jump of the file's own clock by more than this is lost sound, filled with silence."""
END_SECONDS = 1.0
"""A file that ends this much before it declares is cut off."""
DAMAGED_PLACES = 1000
"""A container that cannot be read on so many times is given up."""
STRETCH_SECONDS = 10.0
LONGEST_GAP_SECONDS = 3600.0
"""A longer jump in a file that does not say its length is a damaged timestamp, not lost sound."""

_REMEDY = "Give an undamaged recording (wav, flac, mp3, m4a, ogg, webm or a video with sound)"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Consecutive samples, mono float32, 16 kHz. `missing`: silence that stands for lost sound.

    `tracks`: the recording's channels, (samples, channels), where it has more than one; mono is their mean.
    """

    samples: NDArray[np.float32]
    missing: bool = False
    tracks: NDArray[np.float32] | None = None


def declared_seconds(path: Path) -> float | None:
    """How long the file says that it is; None where it does not say.

    Raises:
        InputError: missing, empty, not audio, or without an audio stream.
    """
    with _open(path) as container:
        stream = container.streams.audio[0]
        if stream.duration is not None and stream.time_base is not None:
            return float(stream.duration * stream.time_base)
        return container.duration / av.time_base if container.duration else None


def decode(path: Path) -> Iterator[Piece]:
    """The recording's sound from its start, in stretches of some seconds; lost sound as silence.

    Damaged packets are skipped; the time that they should have filled is a missing piece.

    Raises:
        InputError: missing, empty, not audio, without an audio stream or without a single sound frame.
    """
    declared = declared_seconds(path)
    done = 0
    with _open(path) as container:
        for piece in _gathered(_frames(container, declared)):
            done += len(piece.samples)
            yield piece
    if done == 0:
        raise InputError("the file holds no sound that can be decoded", where=str(path), remedy=_REMEDY)
    if declared is not None and (lost := declared - done / SAMPLE_RATE_HZ) > END_SECONDS:
        yield from _silence(lost)


def _open(path: Path) -> av.container.InputContainer:
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), remedy="Check the path")
    if path.stat().st_size == 0:
        raise InputError("the file is empty", where=str(path), remedy=_REMEDY)
    try:
        container = av.open(str(path), metadata_errors="replace")
    except (FFmpegError, ValueError) as error:
        raise InputError(
            "this is not audio, or it is damaged or cut off", where=str(path), remedy=_REMEDY
        ) from error
    if not container.streams.audio:
        container.close()
        raise InputError("the file has no sound track", where=str(path), remedy=_REMEDY)
    return container


def _frames(container: av.container.InputContainer, declared: float | None) -> Iterator[Piece]:
    """Resampled frames, with silence where the file's clock jumps."""
    stream = container.streams.audio[0]
    resampler = _Resampler()
    first: float | None = None
    clock = 0.0
    for frame in _decoded(container, stream):
        if frame.time is not None:
            first = frame.time if first is None else first
            lost = frame.time - first - clock
            limit = LONGEST_GAP_SECONDS if declared is None else declared - clock + END_SECONDS
            if GAP_SECONDS < lost < limit:
                yield from resampler.rest()
                yield from _silence(lost)
                clock += lost
        clock += frame.samples / frame.sample_rate
        yield from resampler.resample(frame)
    yield from resampler.rest()


class _Resampler:
    """To 16 kHz; starts anew where the sound's format changes within a file."""

    def __init__(self) -> None:
        self._form: tuple[str, str, int] | None = None
        self._filter: av.AudioResampler | None = None
        self._channels = 1

    def resample(self, frame: av.AudioFrame) -> Iterator[Piece]:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            yield from self.rest()
            self._form = form
        if self._filter is None:
            self._filter = av.AudioResampler(format="flt", layout=frame.layout, rate=SAMPLE_RATE_HZ)
            self._channels = frame.layout.nb_channels
        frame.pts = None
        yield from self._pieces(frame)

    def rest(self) -> Iterator[Piece]:
        """What the filter still holds; it is not used again."""
        if self._filter is not None:
            yield from self._pieces(None)
            self._filter = None

    def _pieces(self, frame: av.AudioFrame | None) -> Iterator[Piece]:
        assert self._filter is not None
        for resampled in self._filter.resample(frame):
            tracks = resampled.to_ndarray().reshape(-1, self._channels)
            if self._channels == 1:
                yield Piece(samples=tracks[:, 0])
            else:
                yield Piece(samples=tracks.mean(axis=1), tracks=tracks)


def _decoded(
    container: av.container.InputContainer, stream: av.audio.stream.AudioStream
) -> Iterator[av.AudioFrame]:
    for packet in _packets(container, stream):
        try:
            yield from packet.decode()
        except FFmpegError:
            continue  # one damaged packet: the jump of the clock accounts for it


def _packets(
    container: av.container.InputContainer, stream: av.audio.stream.AudioStream
) -> Iterator[av.Packet]:
    """What can be read of the container: behind a damaged place it is taken up again."""
    for _ in range(DAMAGED_PLACES):
        try:
            yield from container.demux(stream)
        except FFmpegError:
            continue  # the jump of the clock accounts for it, or the declared duration
        return


def _gathered(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Small pieces joined into stretches; missing ones kept apart."""
    waiting: list[Piece] = []
    for piece in pieces:
        long = sum(len(one.samples) for one in waiting) >= STRETCH_SECONDS * SAMPLE_RATE_HZ
        if waiting and (piece.missing or long or _channels(piece) != _channels(waiting[0])):
            yield _joined(waiting)
            waiting = []
        if piece.missing:
            yield piece
        else:
            waiting.append(piece)
    if waiting:
        yield _joined(waiting)


def _channels(piece: Piece) -> int:
    return 1 if piece.tracks is None else piece.tracks.shape[1]


def _joined(pieces: list[Piece]) -> Piece:
    tracks = [piece.tracks for piece in pieces if piece.tracks is not None]
    return Piece(
        samples=np.concatenate([piece.samples for piece in pieces]),
        tracks=np.concatenate(tracks) if tracks else None,
    )


def _silence(seconds: float) -> Iterator[Piece]:
    left = round(seconds * SAMPLE_RATE_HZ)
    while left > 0:
        count = min(left, int(STRETCH_SECONDS * SAMPLE_RATE_HZ))
        yield Piece(samples=np.zeros(count, np.float32), missing=True)
        left -= count
