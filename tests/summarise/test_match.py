"""Does a recording belong to an agenda? A person is asked where few of the agenda's words were said."""

from pathlib import Path

import pytest

from minutes.reading.agenda_file import read_agenda
from minutes.transcript import Transcript
from summarise.match import belong_together, share_heard
from transcribe.imported import read_transcript
from workflow.demo_meeting import AGENDA
from workflow.stages import undecided

MEETINGS = Path(__file__).resolve().parents[3] / "shared" / "bench" / "meetings"


@pytest.mark.skipif(not MEETINGS.is_dir(), reason="the development meetings are not beside the repository")
@pytest.mark.parametrize("form", ["transcript.json", "transcript_asr.json"])
@pytest.mark.parametrize("meeting", ["m1", "m2", "m3"])
def test_a_talk_belongs_to_its_own_agenda_and_not_to_the_demo_meetings(meeting, form):
    folder = MEETINGS / meeting
    talk = read_transcript(folder / form)
    assert belong_together(undecided(read_agenda(folder / "dagsorden.txt")), talk)
    assert not belong_together(read_agenda(AGENDA), talk)


def test_nothing_said_shares_nothing_with_an_agenda():
    silence = Transcript(language="da", duration=1.0, utterances=())
    assert share_heard(read_agenda(AGENDA), silence) == 0.0
