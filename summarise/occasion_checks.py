"""Whether the day on which a sentence says that something was decided is the day on which it was.

An outcome and a date may both have been said and yet not of each other: a deadline that was heard beside an
approval does not make "godkendte den 14. april". A date that stands as the outcome's own day must be the
meeting's, or be said with the outcome in one clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.draft import Concern
from minutes.vocabulary import WEEKDAYS, ConcernKind
from summarise.fact_checks import block
from summarise.facts import Date, facts
from summarise.listening import OutcomeWords, outcomes
from summarise.numerals import written
from summarise.sources import Source

_LEAD = re.compile(rf"(?:\b(?:{'|'.join(WEEKDAYS)})\s+)?\b(?:den|d\.)\s+$")
_CLAUSE = re.compile(r"[,.;:()]\s|\b(?:at|og|som|der|hvor|når|hvis|men|fordi)\b")
_OBJECT = re.compile(r"\s*(?:\w+\s+){0,3}$")
"""What may stand between the outcome and its day: a short object ("indstillingen")."""
_BETWEEN = re.compile(
    r"\b(?:til|fra|senest|inden|før|efter|pr|om|for|på|af|med|siden|mellem|i|ved|under|hos|mod|frem)\b"
)
"""A preposition ties the date to something else: "til den 3. maj"."""
_AHEAD = "recommended"
"""A recommendation names the day on which another body will take it up."""


def occasion_concerns(text: str, source: Source) -> Iterator[Concern]:
    """A concern for each date that stands as the day of an outcome and was not said of it."""
    low = written(text).lower()
    for day in facts(text).dates:
        if day.day is None or _is_meeting_day(day, source):
            continue
        stated = [
            form for name, form in outcomes().items() if name != _AHEAD and _dates_outcome(low, day, form)
        ]
        if stated and not any(_said_together(day, form, source) for form in stated):
            yield block(ConcernKind.UNSUPPORTED_DATE, day.text)


def _dates_outcome(low: str, day: Date, form: OutcomeWords) -> bool:
    """Whether the date is the outcome's own: "godkendte den 14. april", "den 14. april vedtog"."""
    lead = _LEAD.search(low[: day.start])
    if lead is None:
        return False
    before = _CLAUSE.split(low[: lead.start()])[-1]
    if not before.strip():
        return form.written.match(low[day.start + len(day.text) :].lstrip()) is not None
    for match in form.written.finditer(before):
        between = before[match.end() :]
        if _OBJECT.fullmatch(between) and not _BETWEEN.search(between):
            return True
    return False


def _is_meeting_day(day: Date, source: Source) -> bool:
    held = source.meeting_day
    return held is not None and (day.day, day.month or held.month) == (held.day, held.month)


def _said_together(day: Date, form: OutcomeWords, source: Source) -> bool:
    """Whether one clause holds both and no preposition ties the date to something else."""
    for text in source.all:
        for clause in _CLAUSE.split(written(text.raw).lower()):
            if (form.firm.search(clause) or form.written.search(clause)) and any(
                other.day == day.day and other.month in (None, day.month) and not _is_tied(clause, other)
                for other in facts(clause).dates
            ):
                return True
    return False


def _is_tied(clause: str, day: Date) -> bool:
    before = _LEAD.sub("", clause[: day.start]).split()
    return _BETWEEN.search(" ".join(before[-2:])) is not None
