"""Who is who: the roster's names, and which speaker label is which person where the talk itself says so."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from minutes.agenda import Meeting, Participant
from minutes.transcript import Transcript
from summarise.subjects import office_subject
from summarise.talk import find_chair

LEAST_VOTES = 2
LEAST_SHARE = 0.6
CHAIR_ROLE = re.compile(r"\bformand\b|\bmødeleder\b|\bordstyrer\b", re.I)
NOT_CHAIR = re.compile(r"næstformand|viceformand", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The people of a meeting, by the ways in which they are spoken of."""

    people: tuple[Participant, ...]
    by_first_name: Mapping[str, Participant]
    by_two_names: Mapping[tuple[str, str], Participant]
    """Two names in a row, or the first name and the last one's initial ("Emma K")."""

    @classmethod
    def of(cls, meeting: Meeting) -> Roster:
        """The roster; a name that two people share stands for nobody."""
        first: dict[str, list[Participant]] = defaultdict(list)
        two: dict[tuple[str, str], list[Participant]] = defaultdict(list)
        for person in meeting.participants:
            parts = person.name.casefold().split()
            if parts:
                first[parts[0]].append(person)
            if parts[1:]:
                two[parts[0], parts[1]].append(person)
                two[parts[0], parts[-1][0]].append(person)
        return cls(
            people=meeting.participants,
            by_first_name={name: people[0] for name, people in first.items() if len(people) == 1},
            by_two_names={names: people[0] for names, people in two.items() if len(people) == 1},
        )

    def named_in(self, text: str) -> tuple[Participant, ...]:
        """People whose unambiguous first name, or two first names in a row, stand in the text, each once."""
        found: dict[str, Participant] = {}
        words = [word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)]
        for word, after in itertools.zip_longest(words, words[1:]):
            person = self.by_first_name.get(word) or self.by_two_names.get((word, after or ""))
            if person is not None:
                found.setdefault(person.name, person)
        return tuple(found.values())

    def chair(self) -> Participant | None:
        """The person whose role says that they chair, if exactly one does."""
        chairs = [p for p in self.people if p.role and CHAIR_ROLE.search(NOT_CHAIR.sub("", p.role))]
        return chairs[0] if len(chairs) == 1 else None


def roster_names(meeting: Meeting) -> frozenset[str]:
    """Every part of every name on the roster, lower case."""
    return frozenset(part.casefold() for person in meeting.participants for part in person.name.split())


def speakers(
    transcript: Transcript, roster: Roster, *, least_votes: int = LEAST_VOTES
) -> Mapping[str, Participant]:
    """Speaker label -> person, where `least_votes` turns or more addressed the person and the label answered.

    Labels that are addressed by several names stay unknown.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    people = {person.name: person for person in roster.people}
    turns = [u for u in transcript.utterances if u.dropped is None]
    for here, following in itertools.pairwise(turns):
        if not here.speaker or not following.speaker or here.speaker == following.speaker:
            continue
        addressed = _addressed(here.text, roster)
        if len(addressed) == 1:
            votes[following.speaker][addressed[0].name] += 1
        for person in roster.named_in(here.text):
            votes[here.speaker][person.name] -= 1
    return _settle(votes, people, find_chair(transcript), roster.chair(), least_votes)


def _addressed(text: str, roster: Roster) -> tuple[Participant, ...]:
    """People spoken to: their name stands alone between marks, at the start or at the end."""
    parts = re.split(r"[,.?!]", text)
    alone = [p.strip() for p in parts if 0 < len(p.split()) <= 2]
    return tuple({person.name: person for part in alone for person in roster.named_in(part)}.values())


def _settle(
    votes: Mapping[str, Counter[str]],
    people: Mapping[str, Participant],
    chair_label: str | None,
    chair: Participant | None,
    least_votes: int,
) -> Mapping[str, Participant]:
    settled: dict[str, Participant] = {}
    if chair_label and chair:
        settled[chair_label] = chair
    taken = {person.name for person in settled.values()}
    ranked = sorted(
        (
            (count, label, name)
            for label, names in votes.items()
            for name, count in names.items()
            if count > 0
        ),
        reverse=True,
    )
    for count, label, name in ranked:
        total = sum(c for c in votes[label].values() if c > 0)
        if label in settled or name in taken or count < least_votes or count < LEAST_SHARE * total:
            continue
        settled[label] = people[name]
        taken.add(name)
    return settled


def as_subject(person: Participant) -> str:
    """How the beslutning names the person: an office by its title, anybody else by name."""
    office = office_subject(person.role) if person.role else None
    return office or person.name
