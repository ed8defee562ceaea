"""Unpunctuated talk made readable: dates get their marks, and misheard names those of the agenda."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from minutes.agenda import AgendaItem, Meeting
from minutes.vocabulary import MONTHS

DAY = re.compile(rf"\b(\d{{1,2}}) (?=(?:{'|'.join(MONTHS)})\b)")
CLOCK = re.compile(r"\b(?:kl|klokken)\.? (\d{1,2}) (00|15|30|45)\b")
CAPITAL = re.compile(r"(?<=[a-zæøå,] )[A-ZÆØÅ][\w-]+")
LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST_NAME = 5


def with_marks(text: str) -> str:
    """Makes "den 5 maj kl 16 30" -> "den 5. maj kl. 16.30"."""
    return re.sub(r"\bkl (?=\d)", "kl. ", CLOCK.sub(r"kl. \1.\2", DAY.sub(r"\1. ", text)))


def names_of(meeting: Meeting, item: AgendaItem) -> frozenset[str]:
    """Names on the roster, and words that the item writes with a capital in mid-sentence."""
    text = "\n".join([item.title, *(section.text for section in item.sections)])
    roster = (part for person in meeting.participants for part in person.name.split())
    return frozenset(roster) | frozenset(CAPITAL.findall(text))


def repairs(names: Iterable[str]) -> Mapping[str, str]:
    """Every word one letter away from one long name -> that name (SymSpell's deletions, Garbe 2012)."""
    found: dict[str, set[str]] = {}
    for name in names:
        if len(name) >= SHORTEST_NAME:
            for key in _deletions(name.casefold()):
                found.setdefault(key, set()).add(name)
    return {key: next(iter(owners)) for key, owners in found.items() if len(owners) == 1}


def repaired(text: str, table: Mapping[str, str], known: frozenset[str]) -> str:
    """The text with misheard names as they are written; words of the agenda stay as they are."""

    def name(match: re.Match[str]) -> str:
        word = match.group()
        low = word.casefold()
        if len(low) < SHORTEST_NAME or low in known:
            return word
        owners = {table[key] for key in _deletions(low) if key in table}
        return owners.pop() if len(owners) == 1 else word

    return LETTERS.sub(name, text)


def words_of(item: AgendaItem) -> frozenset[str]:
    """All words of the item, lower case."""
    text = "\n".join([item.title, *(section.text for section in item.sections)])
    return frozenset(word.casefold() for word in LETTERS.findall(text))


def _deletions(word: str) -> set[str]:
    return {word, *(word[:k] + word[k + 1 :] for k in range(len(word)))}
