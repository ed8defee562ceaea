"""A run that is killed goes on where it was: same transcript, nothing heard twice but the batch in hand."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from killed_run import OPTIONS, SCRIPT
from soundfiles import CLIP, write_sound

from api.cli import cli
from minutes.errors import EngineError, OutputError
from tests.engines import Scripted, Slow
from transcribe.audio import decode
from transcribe.checkpoint import ABANDONED_SECONDS, Checkpoint
from transcribe.engine import TranscribeOptions
from transcribe.recording import transcribe_recording

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def meeting(tmp_path_factory):
    """Four windows of speech with breaks between them."""
    clip = np.concatenate([*(piece.samples for piece in decode(CLIP)), np.zeros(80_000, np.float32)])
    return write_sound(tmp_path_factory.mktemp("m") / "meeting.wav", np.concatenate([clip, clip]))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "unfinished"


def killed_after(batches, meeting, folder):
    command = [sys.executable, str(ROOT / "tests/transcribe/killed_run.py"), str(meeting), str(folder)]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests/transcribe")])
    run = subprocess.run([*command, str(batches)], env={**os.environ, "PYTHONPATH": paths}, check=False)
    assert run.returncode == -9


@pytest.mark.parametrize("batches", [1, 3])
def test_a_killed_run_goes_on_and_hears_what_an_undisturbed_one_hears(meeting, folder, batches):
    undisturbed = transcribe_recording(meeting, engine=Scripted(SCRIPT), options=OPTIONS)
    killed_after(batches, meeting, folder)
    engine, told = Scripted(SCRIPT[batches:]), []

    transcript = transcribe_recording(
        meeting,
        engine=engine,
        options=OPTIONS,
        kept=Checkpoint(folder, "recipe"),
        on_resume=lambda known, of: told.append((known, of)),
    )

    assert transcript.utterances == undisturbed.utterances
    assert transcript.coverage == undisturbed.coverage
    assert told == [(batches, 4)]
    assert len(engine.heard) == 4 - batches


def test_what_another_recipe_heard_is_not_used(meeting, folder):
    transcribe_recording(
        meeting, engine=Scripted(SCRIPT), options=OPTIONS, kept=Checkpoint(folder, "one engine")
    )
    other = Scripted(["Noget andet."])

    transcribe_recording(meeting, engine=other, options=OPTIONS, kept=Checkpoint(folder, "another engine"))

    assert len(other.heard) == 4


@pytest.mark.parametrize("content", [b"", b'[{"start": 0.', b"[]"])
def test_a_damaged_batch_is_heard_again(meeting, folder, content):
    kept = Checkpoint(folder, "recipe")
    transcribe_recording(meeting, engine=Scripted(SCRIPT), options=OPTIONS, kept=kept)
    (folder / "recipe" / "00002.json").write_bytes(content)
    again = Scripted(SCRIPT[2:])

    transcript = transcribe_recording(meeting, engine=again, options=OPTIONS, kept=kept)

    assert len(again.heard) == 1
    assert [u.text for u in transcript.utterances] == list(SCRIPT[:4])


def test_other_batches_than_were_planned_are_not_used(meeting, folder):
    kept = Checkpoint(folder, "recipe")
    transcribe_recording(
        meeting, engine=Scripted(SCRIPT), options=TranscribeOptions(batch_windows=2), kept=kept
    )
    again = Scripted(SCRIPT)

    transcribe_recording(meeting, engine=again, options=OPTIONS, kept=kept)

    assert len(again.heard) == 4


def test_a_disk_that_takes_no_more_is_said_and_nothing_half_written_is_left(meeting, folder, monkeypatch):
    full = os.open("/dev/full", os.O_WRONLY)
    monkeypatch.setattr("minutes.files.tempfile.mkstemp", lambda dir, prefix: (full, str(dir / f"{prefix}x")))

    with pytest.raises(OutputError, match="No space left"):
        transcribe_recording(
            meeting, engine=Scripted(SCRIPT), options=OPTIONS, kept=Checkpoint(folder, "recipe")
        )

    assert not list((folder / "recipe").iterdir())


def test_only_the_owner_can_read_it_and_it_goes_with_the_transcript(meeting, folder):
    kept = Checkpoint(folder, "recipe")
    transcribe_recording(meeting, engine=Scripted(SCRIPT), options=OPTIONS, kept=kept)
    assert (folder / "recipe").stat().st_mode & 0o077 == 0

    kept.clear()

    assert not folder.exists()


def test_what_nobody_went_on_with_is_destroyed_by_the_next_run(folder):
    Checkpoint(folder, "abandoned").keep(0, ())
    Checkpoint(folder, "recent").keep(0, ())
    long_ago = time.time() - ABANDONED_SECONDS - 1
    os.utime(folder / "abandoned", (long_ago, long_ago))

    Checkpoint(folder, "new").keep(0, ())

    assert sorted(path.name for path in folder.iterdir()) == ["new", "recent"]


@dataclass
class Fails(Scripted):
    """Fails at its batch number `at`, counted from 0."""

    at: int = -1

    def transcribe(self, windows, hints):
        if len(self.prompts) == self.at:
            raise EngineError("the speech model failed", where="fails", remedy="Try again")
        yield from super().transcribe(windows, hints)


def test_the_command_line_goes_on_by_itself_and_says_so(meeting, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long = np.concatenate([piece.samples for piece in decode(meeting)] * 3)
    audio = write_sound(tmp_path / "long.wav", long)  # twelve windows, two batches
    engines = [Fails(SCRIPT, at=1), Fails(SCRIPT)]
    monkeypatch.setattr("workflow.wiring.open_transcriber", lambda settings, options: engines.pop(0))

    first = CliRunner().invoke(cli, ["transcribe", str(audio), "-o", "talk.json"])
    kept = list((tmp_path / "referent-data" / "unfinished").glob("*/*.json"))
    second = CliRunner().invoke(cli, ["transcribe", str(audio), "-o", "talk.json"])

    assert isinstance(first.exception, EngineError)
    assert len(kept) == 1
    assert "Resuming: 1 of 2 batches" in second.output
    assert (tmp_path / "talk.json").is_file()
    assert not (tmp_path / "referent-data").exists()


def test_a_slow_engine_changes_nothing(meeting):
    slow = transcribe_recording(meeting, engine=Slow(SCRIPT), options=OPTIONS)

    assert (
        slow.utterances == transcribe_recording(meeting, engine=Scripted(SCRIPT), options=OPTIONS).utterances
    )
