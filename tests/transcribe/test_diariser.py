"""A recording with a channel for each microphone says who speaks; any other says nothing about it."""

import av
import numpy as np
import pytest
from soundfiles import CLIP, tone, write_sound

from tests.engines import Scripted
from transcribe.audio import decode
from transcribe.engine import SAMPLE_RATE_HZ, TranscribeOptions
from transcribe.recording import transcribe_recording

LAYOUTS = {2: "stereo", 6: "5.1", 8: "7.1"}


def write_tracks(path, tracks):
    """(channels, samples) as a WAV file with that many channels."""
    layout = LAYOUTS[len(tracks)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE_HZ, layout=layout)
        packed = (np.clip(tracks, -1, 1) * 32767).astype("<i2").T.reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(packed), format="s16", layout=layout)
        frame.sample_rate = SAMPLE_RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def talk():
    return np.concatenate([piece.samples for piece in decode(CLIP)])


def speakers(path):
    transcript = transcribe_recording(
        path, engine=Scripted(["Velkommen.", "Tak."]), options=TranscribeOptions(batch_windows=1)
    )
    return [u.speaker for u in transcript.utterances]


@pytest.mark.parametrize(("channels", "first", "second"), [(2, 0, 1), (6, 3, 5), (8, 7, 0)])
def test_each_remark_is_its_microphones(tmp_path, talk, channels, first, second):
    half = len(talk) // 2
    tracks = np.tile(talk * 0.1, (channels, 1))  # everybody is heard a little in every microphone
    tracks[first, :half], tracks[second, half:] = talk[:half], talk[half:]

    found = speakers(write_tracks(tmp_path / "a.wav", tracks))

    assert found == [f"Mikrofon {first + 1}", f"Mikrofon {second + 1}"]


def test_stereo_of_one_room_names_nobody(tmp_path, talk):
    assert speakers(write_tracks(tmp_path / "a.wav", np.stack([talk, 0.8 * talk]))) == [None, None]


def test_mono_names_nobody():
    assert speakers(CLIP) == [None, None]


def test_every_channel_is_heard_in_the_mono_sound(tmp_path):
    tracks = np.zeros((6, SAMPLE_RATE_HZ), np.float32)
    tracks[3] = tone(1.0)  # of 5.1, the channel that mixing down customarily leaves out

    (piece,) = decode(write_tracks(tmp_path / "a.wav", tracks))

    assert np.abs(piece.samples).max() == pytest.approx(0.3 / 6, rel=0.05)


def test_a_recording_that_changes_from_mono_to_stereo_is_read_on(tmp_path):
    parts = [write_sound(tmp_path / f"{n}.mp3", tone(3.0), codec="libmp3lame", channels=n) for n in (1, 2)]
    both = tmp_path / "both.mp3"
    both.write_bytes(b"".join(part.read_bytes() for part in parts))

    pieces = [piece for piece in decode(both) if not piece.missing]

    assert sum(len(piece.samples) for piece in pieces) / SAMPLE_RATE_HZ == pytest.approx(6.0, abs=0.3)
