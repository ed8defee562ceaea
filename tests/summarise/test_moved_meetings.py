"""Dates of meetings that were moved."""

from __future__ import annotations

import pytest

from minutes.transcript import Transcript, Utterance
from summarise.moved_meetings import is_moved, moved_meetings


def heard(*texts: str) -> Transcript:
    utterances = tuple(
        Utterance(id=k, start=float(k), end=k + 1.0, text=text, speaker=None) for k, text in enumerate(texts)
    )
    return Transcript(language="da", duration=float(len(texts)), utterances=utterances)


MOVED = moved_meetings(heard("Vi ses.", "Så flytter vi februarmødet til den femte marts klokken tretten."))


@pytest.mark.parametrize("clause", ["udsætte sagen til mødet den 26. februar", "den 26. februar"])
def test_the_old_date_of_a_moved_meeting_is_known(clause: str) -> None:
    assert is_moved(clause, MOVED)


@pytest.mark.parametrize(
    "clause",
    [
        "mødet den 5. marts",
        "kajen lukker den 26. februar",
        "mødet den 26. januar",
        "fremmøde fra den 1. februar",
    ],
)
def test_other_dates_stand(clause: str) -> None:
    assert not is_moved(clause, MOVED)


def test_talk_of_moving_something_else_moves_no_meeting() -> None:
    assert not moved_meetings(heard("Så flytter vi bænken den 5. marts.", "Februarmødet er den 26. februar."))
