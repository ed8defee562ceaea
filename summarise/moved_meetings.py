"""Meetings of the body that were moved: what was put off to the old date is not put off to that date."""

from __future__ import annotations

import re
from collections.abc import Mapping

from minutes.transcript import Transcript
from minutes.vocabulary import MONTHS
from summarise.numerals import written

Date = tuple[str, str]
"""The day in figures and the month in lower case."""
MONTH_MEETING = re.compile(rf"\b({'|'.join(MONTHS)})mød", re.I)
MOVES = re.compile(r"\b(?:flyt|ryk)\w*", re.I)
DATE = re.compile(rf"\b(\d{{1,2}})\. ({'|'.join(MONTHS)})\b", re.I)
OF_MEETING = re.compile(r"\bmød|\bigen\b|^(?:\w+dag )?(?:den )?\d{1,2}\. \w+$", re.I)
"""A clause whose date may be that of a meeting: it says so, or it is nothing but the date."""


def moved_meetings(transcript: Transcript) -> Mapping[str, frozenset[Date]]:
    """Month -> the dates to which that month's meeting was moved ("så flytter vi februarmødet til …")."""
    found: dict[str, frozenset[Date]] = {}
    for utterance in transcript.utterances:
        text = written(utterance.text)
        months = {month.casefold() for month in MONTH_MEETING.findall(text)}
        if utterance.dropped is None and months and MOVES.search(text):
            new = dates_of(text)
            found |= {month: new for month in months if new}
    return found


def is_moved(clause: str, moved: Mapping[str, frozenset[Date]]) -> bool:
    """True where the clause has a date of a meeting that was moved to another one."""
    return OF_MEETING.search(clause) is not None and any(
        date[1] in moved and date not in moved[date[1]] for date in dates_of(clause)
    )


def dates_of(text: str) -> frozenset[Date]:
    """The days of a month that stand in a text."""
    return frozenset((day, month.casefold()) for day, month in DATE.findall(text))
