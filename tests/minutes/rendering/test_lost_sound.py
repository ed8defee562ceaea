"""Sound that the recording lost is told under the title of every draft, in every format."""

from dataclasses import replace

import pytest
from sample_minutes import AGENDA, DRAFTS, TRANSCRIPT

from minutes.rendering.formats import written
from minutes.rendering.look import PLAIN
from minutes.rendering.view import draft_view
from minutes.transcript import Coverage, Stretch, StretchKind


def lost(seconds):
    whole = TRANSCRIPT.duration
    kinds = ((0.0, whole - seconds, StretchKind.HEARD), (whole - seconds, whole, StretchKind.MISSING))
    stretches = tuple(Stretch(start=start, end=end, kind=kind) for start, end, kind in kinds if end > start)
    return replace(TRANSCRIPT, coverage=Coverage(duration=whole, stretches=stretches))


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 sekund."), (12, "12 sekunder."), (240, "4 minutter.")], ids=str
)
def test_a_draft_tells_what_the_recording_lost(seconds, said):
    (note,) = draft_view(AGENDA, DRAFTS, transcript=lost(seconds)).notes[1:]

    assert note.startswith(f"Optagelsen mangler {said}")


@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_it_is_printed(suffix):
    page = written(draft_view(AGENDA, DRAFTS, transcript=lost(12)), suffix, PLAIN).decode()

    assert "Optagelsen mangler 12 sekunder." in page


def test_a_whole_recording_needs_no_note():
    assert len(draft_view(AGENDA, DRAFTS, transcript=lost(0)).notes) == 1
    assert len(draft_view(AGENDA, DRAFTS).notes) == 1
