"""Does a recording belong to an agenda? A person is asked where few of the agenda's words were said."""

import tomllib
from pathlib import Path

import pytest

from minutes.reading.agenda_file import read_agenda
from minutes.transcript import Transcript, Utterance
from summarise.match import belong_together, share_heard
from transcribe.imported import read_transcript
from workflow.demo_meeting import AGENDA
from workflow.stages import undecided

MEETINGS = Path(__file__).resolve().parents[3] / "shared" / "bench" / "meetings"


@pytest.mark.skipif(not MEETINGS.is_dir(), reason="the development meetings are not beside the repository")
@pytest.mark.parametrize("form", ["transcript.json", "transcript_asr.json"])
@pytest.mark.parametrize("meeting", ["m1", "m2", "m3"])
def test_an_agenda_belongs_to_its_own_talk_and_not_to_the_demo_meetings(meeting, form):
    agenda = undecided(read_agenda(MEETINGS / meeting / "dagsorden.txt"))
    assert belong_together(agenda, read_transcript(MEETINGS / meeting / form))
    assert not belong_together(agenda, demo_talk())


def demo_talk():
    script = tomllib.loads(AGENDA.with_name("talk.toml").read_text(encoding="utf-8"))["utterance"]
    utterances = tuple(
        Utterance(id=i, start=5.0 * i, end=5.0 * i + 4, text=row["text"]) for i, row in enumerate(script)
    )
    return Transcript(language="da", duration=5.0 * len(utterances), utterances=utterances)


def test_the_demo_agenda_belongs_to_the_demo_talk():
    assert belong_together(read_agenda(AGENDA), demo_talk())


def test_nothing_said_shares_nothing_with_an_agenda():
    silence = Transcript(language="da", duration=1.0, utterances=())
    assert share_heard(read_agenda(AGENDA), silence) == 0.0
