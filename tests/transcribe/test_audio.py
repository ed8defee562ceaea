import struct
import zlib

import av
import numpy as np
import pytest
from soundfiles import CLIP, tone, write_sound

from minutes.errors import InputError
from transcribe.audio import STRETCH_SECONDS, declared_seconds, decode
from transcribe.engine import SAMPLE_RATE_HZ


def seconds(pieces, *, missing=None):
    return sum(len(p.samples) for p in pieces if missing in (None, p.missing)) / SAMPLE_RATE_HZ


@pytest.mark.parametrize(
    ("name", "codec", "rate", "channels"),
    [
        ("a.wav", "pcm_s16le", 8_000, 1),
        ("a.wav", "pcm_s24le", 96_000, 2),
        ("a.flac", "flac", 44_100, 2),
        ("a.mp3", "libmp3lame", 44_100, 1),
        ("a.m4a", "aac", 48_000, 6),
        ("a.mp4", "aac", 48_000, 2),
        ("a.mkv", "flac", 16_000, 1),
        ("a.webm", "libopus", 48_000, 2),
        ("a.ogg", "libopus", 16_000, 1),
    ],
)
def test_every_form_becomes_the_same_sound(tmp_path, name, codec, rate, channels):
    path = write_sound(tmp_path / name, tone(3.0, rate=rate), rate=rate, codec=codec, channels=channels)

    pieces = list(decode(path))
    sound = np.concatenate([piece.samples for piece in pieces])

    assert sound.dtype == np.float32
    assert not any(piece.missing for piece in pieces)
    assert seconds(pieces) == pytest.approx(3.0, abs=0.1)
    loudest = np.abs(np.fft.rfft(sound[8_000:40_000])).argmax() / 2.0
    assert loudest == pytest.approx(440, abs=2)


def test_long_sound_comes_in_stretches(tmp_path):
    pieces = list(decode(write_sound(tmp_path / "long.wav", tone(45.0))))

    assert len(pieces) >= 4
    assert max(len(piece.samples) for piece in pieces) <= (STRETCH_SECONDS + 1) * SAMPLE_RATE_HZ
    assert seconds(pieces) == pytest.approx(45.0, abs=0.01)


def test_the_suffix_does_not_matter(tmp_path):
    wav = write_sound(tmp_path / "a.wav", tone(1.0))
    mislabelled = wav.rename(tmp_path / "a.mp3")

    assert seconds(decode(mislabelled)) == pytest.approx(1.0, abs=0.01)


def test_what_a_cut_off_file_still_promises_is_missing(tmp_path):
    whole = write_sound(tmp_path / "a.flac", tone(10.0), codec="flac").read_bytes()
    cut = tmp_path / "cut.flac"
    cut.write_bytes(whole[: len(whole) * 6 // 10])

    pieces = list(decode(cut))

    assert seconds(pieces) == pytest.approx(10.0, abs=0.1)
    assert seconds(pieces, missing=True) == pytest.approx(4.0, abs=1.0)


def test_a_hole_in_the_file_is_filled_with_silence_of_its_length(tmp_path):
    holed = tmp_path / "holed.ogg"
    pages = [b"OggS" + page for page in CLIP.read_bytes().split(b"OggS")[1:]]
    kept = pages[: len(pages) // 3] + pages[len(pages) // 3 + 4 :]
    holed.write_bytes(b"".join(kept))
    whole = seconds(decode(CLIP))

    pieces = list(decode(holed))

    assert seconds(pieces) == pytest.approx(whole, abs=0.3)
    assert seconds(pieces, missing=True) > 1.0
    assert not any(piece.samples.any() for piece in pieces if piece.missing)


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Dagsorden for teknisk udvalg\n" * 50, "not audio"),
        (bytes(range(256)) * 40, "not audio"),
        (png(), "no sound track"),
        (b"RIFF\x24\x00\x00\x00WAVE", "not audio|no sound"),
    ],
)
def test_what_is_not_a_recording_is_refused(tmp_path, content, said):
    path = tmp_path / "møde.wav"
    path.write_bytes(content)

    with pytest.raises(InputError, match=said) as refusal:
        list(decode(path))

    assert refusal.value.where == str(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "nowhere.wav", tmp_path):
        with pytest.raises(InputError, match="no such file"):
            declared_seconds(path)


def test_an_m4a_that_was_cut_off_before_its_index_is_refused(tmp_path):
    whole = write_sound(tmp_path / "a.m4a", tone(5.0), codec="aac").read_bytes()
    cut = tmp_path / "cut.m4a"
    cut.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(InputError, match="damaged or cut off"):
        list(decode(cut))


def test_a_video_without_sound_is_refused(tmp_path):
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    with pytest.raises(InputError, match="no sound track"):
        list(decode(path))
