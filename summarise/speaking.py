"""Whose remarks a sentence cites: people who speak of themselves as "jeg" are seldom named by anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from minutes.agenda import Meeting, Participant
from minutes.transcript import Transcript, Utterance
from summarise.listening import words
from summarise.roles import LEAST_VOTES, Roster, speakers
from summarise.talk import find_chair

_FIRST_PERSON = re.compile(r"\b(?:jeg|mig|min|mit|mine|undertegnede)\b|^(?:ja|jo|jamen|okay|gerne|det kan)\b")
_PART = 200
"""Utterances, about a quarter of an hour, that are searched as one for forms of address."""
_VICE_CHAIR = re.compile(r"næstformand|viceformand|viceborgmester", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """Who speaks in the cited remarks: all who are known, those who say "jeg", and whether one unknown does.

    `labelled`: the talk tells its speakers apart. `turns` holds the known speaker of each remark. `elsewhere`
    are people surely known by their labels who say nothing there: the unknown one is none of them.
    """

    labelled: bool
    turns: tuple[str | None, ...]
    people: frozenset[str]
    selves: frozenset[str]
    unknown: bool
    elsewhere: frozenset[str]


class _Heard:
    """A part of a meeting's talk, the same only as itself: comparing words would take too long."""

    __slots__ = ("meeting", "part", "transcript")

    def __init__(self, transcript: Transcript, meeting: Meeting, part: int = 0) -> None:
        self.transcript, self.meeting, self.part = transcript, meeting, part

    def __hash__(self) -> int:
        return hash((id(self.transcript), id(self.meeting), self.part))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Heard)
            and self.transcript is other.transcript
            and self.meeting is other.meeting
            and self.part == other.part
        )

    def around(self) -> Transcript:
        """The part and as much talk before and after it."""
        start = max(0, (self.part - 1) * _PART)
        turns = self.transcript.utterances[start : (self.part + 2) * _PART]
        return replace(self.transcript, utterances=turns)


def speaking(cited: Sequence[Utterance], transcript: Transcript, meeting: Meeting) -> Speaking:
    """Who speaks in the cited remarks, as far as labels and forms of address tell.

    Args:
        cited: the remarks.
        transcript: the meeting's whole talk, by which the labels are told apart.
        meeting: its people.
    """
    labelled = any(turn.speaker for turn in cited)
    heard = _Heard(transcript, meeting, cited[0].id // _PART if cited else 0)
    known = _known(heard, 1) if labelled else {}
    selves = [turn.speaker for turn in cited if _FIRST_PERSON.search(turn.text.lower())]
    turns = tuple(known[turn.speaker].name if turn.speaker in known else None for turn in cited)
    people = frozenset(name for name in turns if name is not None)
    unknown = any(label not in known for label in selves)
    sure = _known(heard, LEAST_VOTES) if labelled and unknown else {}
    return Speaking(
        labelled=labelled,
        turns=turns,
        people=people,
        selves=frozenset(known[label].name for label in selves if label in known),
        unknown=unknown,
        elsewhere=frozenset(person.name for person in sure.values()) - people,
    )


def stands_in(person: Participant, transcript: Transcript, meeting: Meeting) -> bool:
    """Whether the person, second in rank, leads the meeting since its chair is absent."""
    return _VICE_CHAIR.search(person.role or "") is not None and _chair_away(_Heard(transcript, meeting))


@lru_cache(maxsize=8)
def _known(heard: _Heard, least_votes: int) -> Mapping[str | None, Participant]:
    """Speaker label -> person: a label that is a name, or one that was addressed by name and answered."""
    roster = Roster.of(heard.meeting)
    by_name = {person.name: person for person in heard.meeting.participants}
    talk = heard.around()
    labels = {turn.speaker for turn in talk.utterances if turn.speaker}
    named = {label: by_name[label] for label in labels if label in by_name}
    addressed = {} if named else speakers(talk, roster, least_votes=least_votes)
    found: dict[str | None, Participant] = dict([*addressed.items(), *named.items()])
    label, chair = find_chair(talk), roster.chair()
    if not named and label is not None and _chair_away(_Heard(heard.transcript, heard.meeting)):
        found = {label: person for label, person in found.items() if person != chair}
        vice = [person for person in heard.meeting.participants if _VICE_CHAIR.search(person.role or "")]
        if len(vice) == 1:
            found[label] = vice[0]
    return found


@lru_cache(maxsize=8)
def _chair_away(heard: _Heard) -> bool:
    """Whether the roster or a remark of the meeting's beginning says that the chair is not there."""
    roster = Roster.of(heard.meeting)
    chair = roster.chair()
    if chair is None:
        return False
    away = words("away", "heard")
    if chair.present is False or away.search((chair.role or "").lower()):
        return True
    return any(
        away.search(turn.text.lower()) is not None and chair in roster.named_in(turn.text)
        for turn in heard.transcript.utterances[:_PART]
        if turn.dropped is None
    )
