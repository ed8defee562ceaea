"""Whatever a file lost is missing in the ledger, to the second, and the rest is heard."""

import numpy as np
import pytest
from soundfiles import CLIP, write_sound

from minutes.agenda import Agenda, Meeting
from minutes.transcript import StretchKind
from tests.engines import Scripted
from transcribe.audio import decode
from transcribe.recording import transcribe_recording
from workflow.stages import warnings

FORMS = {
    "a.ogg": ("libopus", 48_000),
    "a.webm": ("libopus", 48_000),
    "a.mp3": ("libmp3lame", 44_100),
    "a.m4a": ("aac", 48_000),
    "a.flac": ("flac", 16_000),
}


@pytest.fixture(scope="module")
def talk():
    """72 seconds, so that a file has many parts to lose."""
    clip = np.concatenate([piece.samples for piece in decode(CLIP)])
    return np.tile(clip, 3)


def recorded(folder, name, talk):
    codec, rate = FORMS[name]
    sound = np.interp(np.arange(int(len(talk) * rate / 16_000)) * 16_000 / rate, np.arange(len(talk)), talk)
    return write_sound(folder / name, sound.astype(np.float32), rate=rate, codec=codec)


def overwritten(content):
    """A tenth in the middle of the file is nonsense, as after a bad transfer."""
    start, end = len(content) * 45 // 100, len(content) * 55 // 100
    nonsense = np.random.default_rng(0).integers(0, 256, end - start, np.uint8).tobytes()
    return content[:start] + nonsense + content[end:]


@pytest.mark.parametrize("name", FORMS)
def test_nonsense_in_the_middle_costs_no_more_than_itself_and_is_accounted_for(tmp_path, talk, name):
    path = recorded(tmp_path, name, talk)
    path.write_bytes(overwritten(path.read_bytes()))

    transcript = transcribe_recording(path, engine=Scripted(["Ja."]))
    seconds = {kind: transcript.coverage.seconds(kind) for kind in StretchKind}

    assert sum(seconds.values()) == pytest.approx(transcript.duration)
    assert transcript.duration == pytest.approx(len(talk) / 16_000, rel=0.02)
    assert 0.08 < seconds[StretchKind.MISSING] / transcript.duration < 0.2
    assert seconds[StretchKind.HEARD] > 0.5 * transcript.duration


@pytest.mark.parametrize("name", ["a.ogg", "a.webm", "a.flac"])
def test_a_recording_cut_off_at_its_end_is_heard_as_far_as_it_goes(tmp_path, talk, name):
    path = recorded(tmp_path, name, talk)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 7 // 10])

    transcript = transcribe_recording(path, engine=Scripted(["Ja."]))
    missing = transcript.coverage.seconds(StretchKind.MISSING)

    assert transcript.duration - missing == pytest.approx(0.7 * len(talk) / 16_000, rel=0.1)
    if missing:
        agenda = Agenda(meeting=Meeting(id="m", body="Udvalg"), items=(), source_sha256="")
        assert any("missing from the recording file" in text for text in warnings(agenda, transcript))
