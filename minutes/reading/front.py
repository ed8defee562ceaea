"""A document's head: kind and body, date, time, place and people. What no rule places is handed back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from minutes.agenda import Meeting, Participant
from minutes.reading.dates import find_date, find_time, start_of
from minutes.reading.lines import Line
from minutes.reading.people import as_substitutes, read_people
from minutes.reading.printed_words import (
    BODY_AND_KIND,
    IN_ROOM,
    LABELS,
    LETTERHEAD,
    MEETING_LEAD,
    MEETING_OF,
    PRINTED_DATE,
    ROOM_AFTER_TIME,
    ROOM_LABELS,
    TITLE,
    TITLE_DATE,
    TITLE_LEAD,
    TRAILING_KIND,
)
from minutes.vocabulary import (
    APPROVED_BY,
    CLOSED_INCLUDED_NOTE,
    DRAFT_MARK,
    DRAFT_NOTE,
    INTERNAL_NOTE,
    ITEM_APPROVED_BY,
)

_LABEL = re.compile(
    rf"^(?P<label>{'|'.join(sorted((re.escape(label) for label in LABELS), key=len, reverse=True))})"
    r"(?P<colon>\s*:\s*|\s+|$)(?P<value>.*)$",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(
    rf"(?:\t|\s{{2,}})(?=(?:{'|'.join(map(str.capitalize, LABELS))})(?:\s*:|\t|\s{{2,}}))"
    rf"|\s(?=(?:{'|'.join(map(str.capitalize, LABELS))}):\s)"
)
_ONLY_DATE = re.compile(rf"^{PRINTED_DATE}[\s,]*(?:kl\..*|\d{{1,2}}[:.]\d{{2}}.*)?$", re.IGNORECASE)
_NOTES = frozenset({DRAFT_MARK, DRAFT_NOTE, INTERNAL_NOTE, CLOSED_INCLUDED_NOTE})
_APPROVED = re.compile(
    "|".join(
        "^" + re.sub(r"\\\{\w+\\\}", ".+", re.escape(template)) + "$"
        for template in (APPROVED_BY, ITEM_APPROVED_BY)
    )
)
_LONGEST_TITLE = 300
_PERSON = re.compile(r"^[A-ZÆØÅ][^(:]{2,60}\([^)]+\)")
_SLUG = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "o", "ä": "a"})
_PRESENCE: dict[str, bool | None] = {"people": None, "present": True, "absent": False, "substitutes": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The meeting, the lines that told of it, and the lines that no rule could place."""

    meeting: Meeting
    used: tuple[str, ...]
    unplaced: tuple[str, ...]


class _Found:
    """What has been found so far, line by line."""

    def __init__(self) -> None:
        self.body = ""
        self.day: date | None = None
        self.clock: time | None = None
        self.place: str | None = None
        self.people: list[Participant] = []

    def take_when(self, text: str) -> bool:
        day, clock = find_date(text), find_time(text)
        self.day = self.day or day
        self.clock = self.clock or clock
        return day is not None or clock is not None

    def take(self, label: str, value: str) -> bool:
        meaning = LABELS[label]
        if meaning == "date":
            return self.take_when(value)
        if meaning == "place":
            self.place = self.place or value
            return self.place == value
        if meaning == "body":
            self.body = self.body or value
            return self.body == value
        people = read_people(value, present=_PRESENCE.get(meaning))
        if meaning == "substitutes":
            people = as_substitutes(people)
        for person in people:
            if meaning == "duty":
                self._charge(person, label)
            else:
                self._add(person)
        return True

    def take_room(self, text: str) -> None:
        """The place that follows the time ("kl. 19.00 i Byrådssalen")."""
        room = ROOM_AFTER_TIME.search(text)
        self.place = self.place or (room["place"] if room else None)

    def _charge(self, person: Participant, duty: str) -> None:
        """A person with a duty at the meeting ("Referent"); a title that is printed stays the role."""
        for i, known in enumerate(self.people):
            if known.name == person.name:
                self.people[i] = replace(known, role=known.role or person.role or duty)
                return
        self.people.append(replace(person, role=person.role or duty))

    def _add(self, person: Participant) -> None:
        """A person; one who is on the roster and again among the absent is one person."""
        for i, known in enumerate(self.people):
            if known.name == person.name and person.role in (None, known.role):
                self.people[i] = replace(known, present=person.present)
                return
        self.people.append(person)


def read_front(lines: Sequence[Line]) -> Front:
    """The head of a document, its contents list already taken out."""
    lines = [cell for line in lines for cell in _cells(line)]
    found = _Found()
    used: list[str] = []
    unplaced: list[str] = []
    at = 0
    while at < len(lines):
        words = lines[at].words
        label = _label(words)
        if label is not None and _is_label(label, lines, at):
            value, after = _value(lines, at, label)
            placed = found.take(label["label"].lower(), value) if value else True
        else:
            after = at + 1
            placed = _is_furniture(words) or _take_title(found, lines[at])
        (used if placed else unplaced).extend(line.words for line in lines[at:after])
        at = after
    return _with_body(found, used, unplaced)


def _cells(line: Line) -> list[Line]:
    """A line that tells several things ("Dato: 3. marts 2027  Sted: Havnen") as one line for each."""
    pieces = _NEXT_LABEL.split(line.text)
    return [
        replace(line, text=piece.strip(), gap=line.gap or i > 0)
        for i, piece in enumerate(pieces)
        if piece.strip()
    ]


def _label(words: str) -> re.Match[str] | None:
    return _LABEL.match(words)


def _is_label(label: re.Match[str], lines: Sequence[Line], at: int) -> bool:
    """A label is followed by a value; one without a colon is written with a capital."""
    return bool(label["label"][:1].isupper() and (label["value"] or at + 1 < len(lines)))


def _value(lines: Sequence[Line], at: int, label: re.Match[str]) -> tuple[str, int]:
    """The label's value and the place after it; a roster may go on over the next lines."""
    whole = label["label"].lower() in ROOM_LABELS and not label["colon"].strip()
    value, after = (lines[at].words if whole else label["value"].strip()), at + 1
    meaning = LABELS[label["label"].lower()]
    many = meaning in _PRESENCE
    while after < len(lines) and (many or not value):
        words = lines[after].words
        continues = not value or (
            many and (not lines[after].gap or value.endswith(",") or _PERSON.match(words))
        )
        if _starts_something(words, place=meaning == "place") or not continues:
            break
        separator = " " if value.endswith(",") or (value and words[:1].islower()) else "\n"
        value = f"{value}{separator}{words}" if value else words
        after += 1
    return value, after


def _starts_something(words: str, *, place: bool) -> bool:
    """Another label, a title or a mark; under a label for a place, "Lokale 4" is the place itself."""
    label = _label(words)
    room = place and label is not None and label["label"].lower() in ROOM_LABELS
    other = label is not None and not room
    return bool(other or TITLE.match(words) or _is_furniture(words))


def _is_furniture(words: str) -> bool:
    """What our own minutes print over the head, and the municipality's name, which a letterhead prints."""
    return words in _NOTES or bool(_APPROVED.match(words) or LETTERHEAD.match(words))


def _take_title(found: _Found, line: Line) -> bool:
    """A title line ("REFERAT Chefforum d. 06-05-2026"), a line of body and date, or a date alone."""
    words = line.words
    if len(words) > _LONGEST_TITLE:
        return False
    if _ONLY_DATE.match(words):
        found.take_room(words)
        return found.take_when(words)
    title = TITLE.match(words)
    rest = title["rest"] if title else words
    dated = TITLE_DATE.search(rest)
    if title is None and dated is None:
        room = IN_ROOM.match(words)
        if room and found.place is None:
            found.place = room["place"]
            return True
        named = MEETING_LEAD.match(words) or MEETING_OF.match(words) or BODY_AND_KIND.match(words)
        if named and not found.body:
            found.body = named["body"].strip()
            return True
        return False
    if dated:
        found.take_when(rest[dated.start() :])
        found.take_room(rest[dated.start() :])
        rest = rest[: dated.start()]
    body = TITLE_LEAD.sub("", rest.strip(" ,:–-"), count=1)
    body = TRAILING_KIND.sub("", body).strip(" ,:–-")
    genitive = MEETING_OF.match(body)
    body = genitive["body"] if genitive else body
    if not found.body:
        found.body = body
    return title is not None or found.body == body


def _with_body(found: _Found, used: list[str], unplaced: list[str]) -> Front:
    """A body that no title named is the first line that no rule placed, where it reads like a name."""
    named = [line for line in unplaced if re.match(r"^[A-ZÆØÅ§][^.:]{2,80}$", line)]
    if not found.body and named:
        found.body = named[0]
        unplaced.remove(found.body)
        used.append(found.body)
    meeting = Meeting(
        id=meeting_id(found.body, found.day),
        body=found.body,
        starts_at=start_of(found.day, found.clock),
        place=found.place,
        participants=tuple(found.people),
    )
    return Front(meeting=meeting, used=tuple(used), unplaced=tuple(unplaced))


def meeting_id(body: str, day: date | None) -> str:
    """A stable id of the body's name and the day: "chefforum-2026-05-06"."""
    name = re.sub(r"[^a-z0-9]+", "-", body.lower().translate(_SLUG)).strip("-") or "moede"
    return f"{name}-{day.isoformat()}" if day else name
