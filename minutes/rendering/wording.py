"""The fixed parts of a page in words: title, date, roster, who approved."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, time
from enum import Enum
from itertools import groupby
from typing import Any, TypeVar, cast

from minutes.agenda import Meeting, Participant
from minutes.reading.dates import COPENHAGEN
from minutes.vocabulary import (
    ABSENT,
    ATTENDEES,
    INITIALS,
    MEETING_DATE,
    MEETING_PLACE,
    MONTHS,
    PRESENT,
    WEEKDAYS,
)

T = TypeVar("T")
_LABELS = {None: ATTENDEES, True: PRESENT, False: ABSENT}
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def title(kind: str, meeting: Meeting) -> str:
    """The title line: "REFERAT Chefforum d. 06-05-2026"."""
    words = f"{kind} {meeting.body}".strip()
    start = _local(meeting.starts_at)
    return f"{words} d. {start:%d-%m-%Y}" if start else words


def facts(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Label and text of what the page's head tells of the meeting; what is not known is not there."""
    found: list[tuple[str, str]] = []
    start = _local(meeting.starts_at)
    if start:
        found.append((MEETING_DATE, _day(start)))
    if meeting.place:
        found.append((MEETING_PLACE, meeting.place))
    return (*found, *_roster(meeting.participants))


def _day(start: datetime) -> str:
    """A start as "Onsdag d. 06. maj 2026 kl. 09:00". Midnight stands for a time of day that is not known."""
    day = f"{WEEKDAYS[start.weekday()].capitalize()} d. {start:%d}. {MONTHS[start.month - 1]} {start.year}"
    return day if start.timetz().replace(tzinfo=None) == time() else f"{day} kl. {start:%H:%M}"


def moment(at: datetime) -> str:
    """When something was approved, in Danish time: "7. maj 2026 kl. 10:15"."""
    local = at.astimezone(COPENHAGEN)
    return f"{local.day}. {MONTHS[local.month - 1]} {local.year} kl. {local:%H:%M}"


def day(at: datetime) -> str:
    """A day in Denmark: "onsdag den 6. maj 2026"."""
    local = at.astimezone(COPENHAGEN)
    return f"{WEEKDAYS[local.weekday()]} den {local.day}. {MONTHS[local.month - 1]} {local.year}"


def _local(at: datetime | None) -> datetime | None:
    return at.astimezone(COPENHAGEN) if at else None


def _roster(people: tuple[Participant, ...]) -> tuple[tuple[str, str], ...]:
    """One line per kind of presence; an absence that the person's own title tells stays in its place."""

    def presence(person: Participant) -> bool | None:
        told = person.present is False and ABSENT.lower() in (person.role or "").lower()
        return None if told else person.present

    kinds = list(dict.fromkeys(presence(person) for person in people))
    ordered = sorted(people, key=lambda person: kinds.index(presence(person)))
    return tuple(
        (_LABELS[kind], ", ".join(_person(person) for person in group))
        for kind, group in groupby(ordered, key=presence)
    )


def _person(person: Participant) -> str:
    initials = INITIALS.format(initials=person.initials) if person.initials else None
    told = ", ".join(part for part in (person.role, initials) if part)
    return f"{person.name} ({told})" if told else person.name


def printable(value: T) -> T:
    """The same value without control characters, which no document format may hold."""
    cleaned: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        cleaned = _UNPRINTABLE.sub("", value)
    elif isinstance(value, tuple):
        cleaned = tuple(printable(part) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        cleaned = replace(value, **{f.name: printable(getattr(value, f.name)) for f in fields(value)})
    return cast(T, cleaned)


def kept_together(words: str) -> str:
    """A title whose date does not break away from its "d."."""
    return words.replace(" d. ", " d.\u00a0")


def length(seconds: float) -> str:
    """Rounded: "12 sekunder" or "3 minutter"."""
    count, unit = (round(seconds), "sekund") if seconds < 90 else (round(seconds / 60), "minut")
    plural = {"sekund": "sekunder", "minut": "minutter"}[unit]
    return f"{count} {unit if count == 1 else plural}"
