"""What a sentence may rest on: the talk near its citations, the rest of the discussion, the agenda."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from minutes.draft import Sentence
from minutes.transcript import Utterance
from minutes.vocabulary import SectionKind
from summarise.drafter import Case
from summarise.facts import Clock, Date, Facts, Number, facts
from summarise.number_words import ORDINALS, SCALES
from summarise.numerals import written
from summarise.prompting import PROMPTS
from summarise.words import stem, tokenise

NEIGHBOURS = 2
"""Utterances before and after a cited one that still count as near it."""
TELLING = 100
"""From this size on a number seldom stands in a text by chance."""
LARGE = 20
"""From this size on it seldom stands near the cited words by chance."""
FAR_WORDS = 2
"""Words of the same matter that a small number needs beside it where it was said far from the cited words."""
AROUND = 60
"""Characters before and after a figure in which the words say what it counts."""
_LETTERS = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    (
        *(
            "kroner",
            "millioner",
            "million",
            "procent",
            "mio",
            "mia",
            "tusind",
            "skal",
            "bliver",
            "blev",
            "vil",
        ),
        *("have", "havde", "eller", "efter", "være", "siger", "også", "altså", "godt", "ikke", "udvalget"),
        *(
            "godkendte",
            "videre",
            "punkt",
            "mødet",
            "senest",
            "sagen",
            "fordi",
            "hvor",
            "hvad",
            "denne",
            "dette",
        ),
    )
)
_FIGURES = re.compile(r"(?<![\d.,])\d{1,4}(?![\d])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Read text: its facts, its words and their stems. Built once for each utterance or section."""

    raw: str
    facts: Facts
    words: frozenset[str]
    stems: frozenset[str]
    figures: frozenset[int]

    def has_number(self, number: Number) -> bool:
        """Whether the value stands here, with no other unit than the number's."""
        return any(_same(found, number) for found in self.facts.numbers) or self.has_ordinal(number)

    def has_number_about(self, number: Number, matter: frozenset[str], *, least: int = 1) -> bool:
        """Whether it stands here near at least so many words of the same matter, a unit counting as one."""
        return self.has_ordinal(number) or any(
            0 < len(shared) >= least - (found.unit is not None)
            for found in self.facts.numbers
            if _same(found, number)
            for shared in (matter & matter_around(self.raw, found.start),)
        )

    def has_date_about(self, day: int, month: int, matter: frozenset[str]) -> bool:
        """Whether the date stands here near a word of the same matter."""
        return any(
            (found.day, found.month) == (day, month) and matter & matter_around(self.raw, found.start)
            for found in self.facts.dates
        )

    def has_unscaled(self, number: Number) -> bool:
        """Whether millions were said by their number alone."""
        bare = number.value / SCALES["million"]
        return bare >= 1 and any(found.value == bare and not found.unit for found in self.facts.numbers)

    def has_ordinal(self, number: Number) -> bool:
        """Whether it is said here as an ordinal ("anden behandling")."""
        return number.ordinal and int(number.value) in self.facts.ordinals


def _same(one: Number, other: Number) -> bool:
    return one.value == other.value and (one.unit == other.unit or not (one.unit and other.unit))


@lru_cache(maxsize=8192)
def matter_around(raw: str, place: int) -> frozenset[str]:
    """The beginnings of the longer words around a place of the written text."""
    text = written(raw)
    start, end = max(0, place - AROUND), place + AROUND
    words = _LETTERS.findall(text[start:end].lower())
    return frozenset(word[:5] for word in words if len(word) >= 4 and word not in _COMMON)


@lru_cache(maxsize=4096)
def read_text(raw: str) -> Text:
    """A text with all that the checks ask of it."""
    found = facts(raw)
    words = frozenset(tokenise(raw))
    return Text(
        raw=raw,
        facts=found,
        words=words,
        stems=frozenset(stem(word) for word in words),
        figures=frozenset(int(figure) for figure in _FIGURES.findall(written(raw)))
        | {ORDINALS[word] for word in words if word in ORDINALS}
        | found.ordinals,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The texts that may support one sentence, from the nearest to the farthest; `turns` are the cited."""

    cited: tuple[Text, ...]
    near: tuple[Text, ...]
    discussion: tuple[Text, ...]
    agenda: tuple[Text, ...]
    meeting_day: date | None
    turns: tuple[Utterance, ...] = ()

    @property
    def talk(self) -> tuple[Text, ...]:
        """Everything said that may count."""
        return self.near + self.discussion

    @property
    def all(self) -> tuple[Text, ...]:
        """Talk and agenda."""
        return self.talk + self.agenda

    def has_number(self, number: Number, matter: frozenset[str]) -> bool:
        """Whether the number was said in the cited words, or said or printed elsewhere of the same matter.

        A small whole number stands in many places: away from the cited words it needs a word in common. An
        amount that was said without its scale ("fire komma to") counts in the cited words.
        """
        if any(text.has_number(number) or text.has_unscaled(number) for text in self.cited):
            return True
        if number.value >= TELLING or number.value != number.value.to_integral_value():
            return any(text.has_number(number) for text in self.all)
        if number.value >= LARGE and any(text.has_number(number) for text in self.near):
            return True
        if any(text.has_number_about(number, matter) for text in (*self.near, *self.agenda)):
            return True
        return any(text.has_number_about(number, matter, least=FAR_WORDS) for text in self.discussion)

    def dates(self) -> Iterable[Date]:
        """All dates that were said or printed."""
        for text in self.all:
            yield from text.facts.dates

    def clocks(self) -> Iterable[Clock]:
        """All clock times that were said or printed."""
        for text in self.all:
            yield from text.facts.clocks

    def says(self, pattern: re.Pattern[str], texts: Iterable[Text] | None = None) -> bool:
        """Whether a pattern over lower-case text occurs in the talk, or in the given texts."""
        return any(pattern.search(text.raw.lower()) for text in (self.talk if texts is None else texts))


def source_of(sentence: Sentence, case: Case) -> Source:
    """What the sentence may rest on. Utterances outside the transcript are ignored: they say nothing."""
    utterances = case.transcript.utterances
    inside = set(case.discussion.utterance_ids()) if case.discussion else set()
    cited = {i for i in sentence.citations() if 0 <= i < len(utterances)}
    near = cited | {
        j
        for i in cited
        for j in range(i - NEIGHBOURS, i + NEIGHBOURS + 1)
        if j in inside or j in (i - 1, i + 1)
    }
    heard = {i for i in near | inside if 0 <= i < len(utterances) and counts(utterances[i])}
    start = case.meeting.starts_at
    return Source(
        turns=tuple(utterances[i] for i in sorted(cited & heard)),
        cited=tuple(read_text(utterances[i].text) for i in sorted(cited & heard)),
        near=tuple(read_text(utterances[i].text) for i in sorted(near & heard)),
        discussion=tuple(read_text(utterances[i].text) for i in sorted(heard - near)),
        agenda=agenda_texts(case),
        meeting_day=start.date() if start else None,
    )


def counts(utterance: Utterance) -> bool:
    """Noise counts for nothing, and neither does an order to whoever writes the minutes."""
    return utterance.dropped is None and not orders().search(utterance.text.lower())


@cache
def support_table() -> Mapping[str, Any]:
    """The contents of `prompts/support.toml`."""
    return tomllib.loads((PROMPTS / "support.toml").read_text(encoding="utf-8"))


@cache
def orders() -> re.Pattern[str]:
    """Finds orders to the minutes in lower-case text."""
    return re.compile(r"\b(?:" + "|".join(support_table()["orders"]) + ")")


def agenda_texts(case: Case) -> tuple[Text, ...]:
    """The item's title and sections without its beslutning, which would be its own proof."""
    sections = tuple(s.text for s in case.item.sections if s.kind is not SectionKind.DECISION)
    return tuple(read_text(text) for text in (case.item.title, *sections, case.meeting.place or "") if text)
