"""Quiet recordings are heard like loud ones; pauses, noise and loud recordings stay as they are."""

import numpy as np
import pytest
from soundfiles import CLIP, tone, write_sound

from tests.engines import Scripted
from transcribe.audio import Piece, decode
from transcribe.engine import SAMPLE_RATE_HZ
from transcribe.loudness import MOST_GAIN, SPEECH_LEVEL, level
from transcribe.plan import WindowReader, make_plan
from transcribe.recording import transcribe_recording


def loudness(samples):
    return float(np.sqrt(np.mean(samples**2)))


@pytest.fixture(scope="module")
def talk():
    return np.concatenate([piece.samples for piece in decode(CLIP)])


@pytest.mark.parametrize("factor", [1.0, 0.1, 0.02], ids=["as it is", "20 dB down", "34 dB down"])
def test_a_quiet_recording_gives_the_windows_of_a_loud_one(tmp_path, talk, factor):
    plan = make_plan(write_sound(tmp_path / "quiet.flac", talk * factor, codec="flac"))
    loud = make_plan(CLIP)

    assert len(plan.windows) == len(loud.windows)
    for one, other in zip(plan.windows, loud.windows, strict=True):
        assert one.start == pytest.approx(other.start, abs=0.2)
        assert one.end == pytest.approx(other.end, abs=0.2)


def test_the_engine_hears_it_at_the_level_of_speech(tmp_path, talk):
    path = write_sound(tmp_path / "quiet.flac", talk * 0.05, codec="flac")

    windows = WindowReader(path).read(make_plan(path).windows)

    assert all(0.4 * SPEECH_LEVEL < loudness(window.samples) < 4 * SPEECH_LEVEL for window in windows)


def test_a_clipped_recording_is_not_made_louder(tmp_path, talk):
    clipped = np.clip(talk * 30, -1, 1)
    path = write_sound(tmp_path / "clipped.wav", clipped)

    transcript = transcribe_recording(path, engine=Scripted(["Ja."]))

    assert max(np.abs(w.samples).max() for w in WindowReader(path).read(make_plan(path).windows)) <= 1.0
    assert transcript.utterances


def test_loud_sound_is_left_alone_and_faint_noise_stays_faint():
    loud = Piece(samples=tone(10.0))
    faint = Piece(samples=np.random.default_rng(0).normal(0, 1e-4, 10 * SAMPLE_RATE_HZ).astype(np.float32))

    same, noise = level([loud, faint])

    assert same.samples is loud.samples
    assert loudness(noise.samples) < 2 * MOST_GAIN * 1e-4


def test_lost_sound_stays_missing():
    lost = Piece(samples=np.zeros(SAMPLE_RATE_HZ, np.float32), missing=True)

    assert list(level([lost])) == [lost]
