"""Danish dates and times as printed, to an aware time in Denmark."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from minutes.vocabulary import MONTHS

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_WORDED = re.compile(rf"\b(\d{{1,2}})\.?\s*({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b(\d{1,2})[-./](\d{1,2})[-./ ](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_CLOCK = re.compile(r"\bkl\.?\s*(\d{1,2})(?:[:.](\d{2}))?", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"(?<![\d.-])(\d{1,2})[:.](\d{2})(?![\d.]\d|-\d+(?![\d:.]))")


def find_date(text: str) -> date | None:
    """The first date in the text that exists in the calendar."""
    for pattern, order in ((_ISO, (0, 1, 2)), (_WORDED, (2, 1, 0)), (_FIGURES, (2, 1, 0))):
        for match in pattern.finditer(text):
            year, month, day = (match.groups()[i] for i in order)
            number = MONTHS.index(month.lower()) + 1 if month.lower() in MONTHS else int(month)
            try:
                return date(int(year), number, int(day))
            except ValueError:
                continue
    return None


def find_time(text: str) -> time | None:
    """The first time of day in the text ("kl. 09:00", "kl. 9", "15.45"); dates are not taken for times."""
    without_dates = _ISO.sub(" ", _FIGURES.sub(" ", _WORDED.sub(" ", text)))
    match = _CLOCK.search(without_dates) or _BARE_CLOCK.search(without_dates)
    if match is None:
        return None
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def start_of(day: date | None, clock: time | None) -> datetime | None:
    """The aware start; a day without a time of day starts at midnight, and no day gives None."""
    return None if day is None else datetime.combine(day, clock or time(), tzinfo=COPENHAGEN)
