"""The whole path of this room with engines that do as they are told, and with ones that misbehave."""

import numpy as np
import pytest
from soundfiles import CLIP, tone, write_sound

from minutes.agenda import Agenda, AgendaItem, Meeting, Participant
from minutes.errors import EngineError, InputError
from minutes.transcript import DropReason, StretchKind
from tests.engines import Scripted, crashing, echoing, inventing, looping, skipping, straying
from transcribe.engine import TranscribeOptions
from transcribe.recording import check_recording, transcribe_recording

AGENDA = Agenda(
    meeting=Meeting(id="m", body="Teknisk Udvalg", participants=(Participant(name="Kirsten Thygesen"),)),
    items=(AgendaItem(id="1", number=1, title="Cykelsti langs åen"),),
    source_sha256="",
)


def balanced(transcript):
    total = sum(transcript.coverage.seconds(kind) for kind in StretchKind)
    return total == pytest.approx(transcript.duration)


def test_each_window_is_heard_once_and_the_ledger_balances():
    engine = Scripted(["Velkommen.", "Så er det udsat."])
    told = []

    transcript = transcribe_recording(CLIP, engine=engine, on_progress=told.append)

    assert [(u.id, u.text) for u in transcript.utterances] == [(0, "Velkommen."), (1, "Så er det udsat.")]
    assert transcript.duration == pytest.approx(24.0, abs=1.5)
    assert sum(transcript.coverage.seconds(kind) for kind in StretchKind) == pytest.approx(
        transcript.duration
    )
    heard = sum(window.end - window.start for window in engine.heard)
    assert transcript.coverage.seconds(StretchKind.HEARD) == pytest.approx(heard)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert transcript.provenance.model == "scripted"


def test_an_engine_is_asked_one_batch_at_a_time():
    engine = Scripted(["Ja."])

    transcribe_recording(CLIP, engine=engine, options=TranscribeOptions(batch_windows=1))

    assert len(engine.prompts) == len(engine.heard) == 2


def test_the_agenda_is_the_engines_hint_and_corrects_the_names():
    engine = Scripted(["Kirsten Tygesen har ordet."])

    transcript = transcribe_recording(CLIP, engine=engine, agenda=AGENDA)

    assert "Kirsten Thygesen" in engine.prompts[0]
    assert transcript.utterances[0].text == "Kirsten Thygesen har ordet."
    assert transcript.utterances[0].original_text == "Kirsten Tygesen har ordet."


def test_a_window_in_which_nothing_was_said_is_silent():
    transcript = transcribe_recording(CLIP, engine=Scripted(["Ja.", ""]))

    assert len(transcript.utterances) == 1
    assert transcript.coverage.seconds(StretchKind.HEARD) < transcript.coverage.seconds(StretchKind.SILENT)


@pytest.mark.parametrize("kind", ["silence", "noise", "tone", "clicks"])
def test_a_recording_without_speech_is_refused_before_the_engine_invents(tmp_path, kind):
    random = np.random.default_rng(1)
    sound = {
        "silence": np.zeros(320_000, np.float32),
        "noise": random.normal(0, 0.05, 320_000).astype(np.float32),
        "tone": tone(20.0),
        "clicks": (random.random(320_000) > 0.9998).astype(np.float32),
    }[kind]
    path = write_sound(tmp_path / "a.wav", sound)
    engine = Scripted(["Tak fordi I så med."])

    with pytest.raises(InputError, match="no speech was found"):
        transcribe_recording(path, engine=engine)
    assert engine.heard == []


def test_a_file_that_is_no_recording_is_refused_before_an_engine_is_needed(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_text("Dagsorden")

    with pytest.raises(InputError, match="not audio"):
        check_recording(path)


def test_a_crash_of_the_engine_is_passed_on():
    with pytest.raises(EngineError, match="the speech model failed"):
        transcribe_recording(CLIP, engine=crashing())


def test_an_engine_that_forgets_a_window_is_not_believed():
    with pytest.raises(EngineError, match="answered 1 of 2 windows"):
        transcribe_recording(CLIP, engine=skipping())


def test_times_outside_of_a_window_are_held_to_it():
    transcript = transcribe_recording(CLIP, engine=straying())

    first, second = transcript.utterances
    assert 0 <= first.start < first.end <= second.start < second.end <= transcript.duration


def test_an_engine_that_loops_keeps_its_real_words():
    transcript = transcribe_recording(CLIP, engine=looping())

    assert all("tager punktet til efterretning" in u.text for u in transcript.utterances)
    assert all(u.text.count("det er det") <= 1 for u in transcript.utterances)


@pytest.mark.parametrize("engine", [echoing(), inventing()], ids=["echoing", "inventing"])
def test_when_all_was_invented_no_speech_was_found(engine):
    with pytest.raises(InputError, match="no speech was found"):
        transcribe_recording(CLIP, engine=engine, agenda=AGENDA)


def test_what_was_invented_beside_speech_is_kept_as_dropped():
    engine = Scripted(["Undertekster af Amara.org", "Så er det udsat."])

    transcript = transcribe_recording(CLIP, engine=engine)

    assert [u.dropped for u in transcript.utterances] == [DropReason.STOCK_CAPTION, None]
    dropped = [s for s in transcript.coverage.stretches if s.kind is StretchKind.DROPPED]
    assert [s.reason for s in dropped] == [DropReason.STOCK_CAPTION]


def test_lost_sound_is_missing_in_the_ledger(tmp_path):
    pages = CLIP.read_bytes().split(b"OggS")[1:]
    middle = len(pages) // 3
    holed = tmp_path / "holed.ogg"
    holed.write_bytes(b"".join(b"OggS" + page for page in pages[:middle] + pages[middle + 3 :]))

    transcript = transcribe_recording(holed, engine=Scripted(["Ja."]))

    assert transcript.coverage.seconds(StretchKind.MISSING) > 1.0
    assert sum(transcript.coverage.seconds(kind) for kind in StretchKind) == pytest.approx(
        transcript.duration
    )
