"""Finds what a sentence that a person wrote may rest on: remarks of the item's talk, and its agenda.

The search only says where to look. Whether the words there carry the sentence is for `grounding` to judge: it
looks for the same words, and never for the set of citations that would silence a check.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from minutes.draft import Evidence
from minutes.transcript import Utterance
from minutes.vocabulary import SectionKind
from summarise.closed_doors import closed_stretches
from summarise.cues import load_cues
from summarise.drafter import Case
from summarise.facts import Date
from summarise.listening import outcomes, words
from summarise.outcome_checks import affirms, stated_outcomes
from summarise.roles import roster_names
from summarise.salience import score
from summarise.sources import LARGE, TELLING, Text, counts, read_text
from summarise.spelt_names import is_known, tokens
from summarise.talk import read_item
from summarise.words import stem, tokenise

MOST_CITED = 4
LEAST_FIRST = 0.75
"""What the first remark must answer of a sentence to be cited at all: about one rare word, or any number."""
LEAST_MORE = 0.6
"""What each further one must add."""
LEAST_DECISIVE = 0.3
"""How likely a remark must carry a decision to be cited for an outcome whose own words were not heard."""
LONG_WORD = 6
"""The length in letters from which a word counts fully."""
_SHORTEST = 3
_PREFIX = 5
_OUTCOME, _FACT, _MIDDLING, _SMALL = 3.0, 2.0, 1.0, 0.7

ACTS = (("unanimous", "written"), ("absent", "negated"))
"""What is said in other words than it is written: tables of `prompts/grounding.toml`, and their key."""
_NAME = re.compile(r"[A-ZÆØÅ][\w-]+")

Claim = tuple[Any, ...]
"""Something that a sentence says: its kind and its value."""
Claims = Mapping[Claim, float]
"""What a sentence says, each with its weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A text that a sentence may cite."""

    text: Text
    beginnings: frozenset[str]

    def answers(self, claims: Iterable[Claim]) -> frozenset[Claim]:
        """The claims that stand in this text."""
        return frozenset(claim for claim in claims if self._has(*claim))

    def _has(self, kind: str, value: Any) -> bool:
        text = self.text
        if kind == "word":
            return value in text.stems or (len(value) >= _PREFIX and value[:_PREFIX] in self.beginnings)
        if kind == "number":
            return text.has_number(value) or (not value.unit and _figure(value.value) in text.figures)
        if kind == "day":
            return any(_same_day(found, value) for found in text.facts.dates)
        if kind == "clock":
            return value in text.facts.clocks
        if kind == "person":
            return any(is_known(part, text.words) for part in value)
        if kind == "act":
            return words(value, "heard").search(text.raw.lower()) is not None
        return affirms(outcomes()[value].firm, text)


class EvidenceSearch:
    """Searches one item's talk and agenda, for any number of sentences."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._remarks = tuple(_citable(case))
        self._places = tuple(_place(utterance.text) for utterance in self._remarks)
        self._lines = tuple(_lines(case))
        self._spread = Counter(found for place in self._places for found in place.text.stems)

    def of(self, text: str) -> tuple[Evidence, ...]:
        """The remarks, and the line of the agenda, that answer most of what the sentence says; maybe none."""
        claims = self._claims(text)
        chosen = _chosen([place.answers(claims) for place in self._places], claims)
        left = claims.keys() - {claim for k in chosen for claim in self._places[k].answers(claims)}
        if self._decisive is not None and any(kind == "outcome" for kind, _ in left):
            chosen.append(self._decisive)
        printed = self._printed({claim: claims[claim] for claim in left})
        if not chosen:
            return printed
        best = max(chosen, key=lambda k: _worth(self._places[k].answers(claims), claims))
        ids = tuple(sorted({self._remarks[k].id for k in chosen}))
        return (Evidence(utterance_ids=ids, quote=self._remarks[best].text), *printed)

    def _claims(self, text: str) -> dict[Claim, float]:
        """Rare words, numbers, dates, clock times and outcomes."""
        claims: dict[Claim, float] = {}
        count = math.log(len(self._places) + 2)
        for word in tokenise(text):
            if len(word) >= _SHORTEST and not word[0].isdigit() and word not in load_cues().function_words:
                root = stem(word)
                rare = 1 - math.log(self._spread[root] + 1) / count
                claims["word", root] = rare * min((len(word) - 1) / (LONG_WORD - 1), 1.0)
        facts = read_text(text).facts
        for number in facts.numbers:
            telling = _FACT if number.value >= TELLING else _MIDDLING if number.value >= LARGE else _SMALL
            claims["number", number] = telling
        claims |= {("day", day): _FACT for day in facts.dates}
        claims |= {("clock", clock): _FACT for clock in facts.clocks}
        claims |= {("person", parts): _MIDDLING for parts in self._named(text)}
        claims |= {("act", act): _MIDDLING for act, key in ACTS if words(act, key).search(text.lower())}
        for stated in stated_outcomes(text):
            claims["outcome", "rejected" if stated.denied else stated.name] = _OUTCOME
        return claims

    def _named(self, text: str) -> Iterator[tuple[str, ...]]:
        """The names, in their parts, of those on the roster whom the sentence names."""
        written = set(_NAME.findall(text))
        for person in self._case.meeting.participants:
            if written.intersection(person.name.split()):
                yield tuple(part for part in tokens(person.name) if len(part) >= _SHORTEST)

    @cached_property
    def _decisive(self) -> int | None:
        """The place of the remark that most likely carries the item's decision."""
        talk = read_item(self._case)
        if not talk.remarks:
            return None
        scored = score(talk, self._case.item, roster_names(self._case.meeting))
        best = max(scored, key=lambda one: one.cited)
        place = {utterance.id: k for k, utterance in enumerate(self._remarks)}
        return place.get(best.remark.utterance_id) if best.cited >= LEAST_DECISIVE else None

    def _printed(self, left: Claims) -> tuple[Evidence, ...]:
        """The line of the agenda that answers most of what the talk left open; it decides nothing."""
        claims = {claim: weight for claim, weight in left.items() if claim[0] != "outcome"}
        worth = [_worth(place.answers(claims), claims) for _, place in self._lines]
        if not worth or max(worth) < LEAST_FIRST:
            return ()
        kind, line = self._lines[worth.index(max(worth))]
        return (Evidence(agenda_section=kind, quote=line.text.raw),)


def _citable(case: Case) -> Iterator[Utterance]:
    """What was said of the item and may be cited: an open item cites nothing said behind closed doors."""
    withheld = () if case.item.closed else closed_stretches(case.transcript)
    for i in case.discussion.utterance_ids() if case.discussion else ():
        utterance = case.transcript.utterances[i]
        if counts(utterance) and utterance.text.strip() and not any(i in stretch for stretch in withheld):
            yield utterance


def _lines(case: Case) -> Iterator[tuple[SectionKind, Place]]:
    for section in case.item.sections:
        if section.kind is not SectionKind.DECISION:
            for line in section.text.splitlines():
                if line.strip():
                    yield section.kind, _place(line.strip())


def _place(raw: str) -> Place:
    text = read_text(raw)
    return Place(text=text, beginnings=frozenset(s[:_PREFIX] for s in text.stems if len(s) >= _PREFIX))


def _figure(value: Decimal) -> Decimal:
    """What is heard of a number: of a year often the last two digits."""
    return value % 100 if 1900 <= value <= 2100 else value


def _same_day(heard: Date, written: Date) -> bool:
    """A day is often said without its month."""
    return heard.day == written.day and heard.month in (written.month, None)


def _worth(answered: Iterable[Claim], claims: Claims) -> float:
    return sum(claims[claim] for claim in answered)


def _chosen(answers: Sequence[frozenset[Claim]], claims: Claims) -> list[int]:
    """The texts that together answer most: the one that adds most first, of equals the later one."""
    chosen: list[int] = []
    open_claims = frozenset(claims)
    while len(chosen) < MOST_CITED and answers:
        gains = [_worth(answered & open_claims, claims) for answered in answers]
        best = max(range(len(answers)), key=lambda k: (gains[k], k))
        if gains[best] < (LEAST_MORE if chosen else LEAST_FIRST):
            break
        chosen.append(best)
        open_claims -= answers[best]
    return chosen
