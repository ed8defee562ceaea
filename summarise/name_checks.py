"""Whether the names of a sentence are those of people, places and bodies that were named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.draft import Concern
from minutes.vocabulary import MONTHS, WEEKDAYS, ConcernKind
from summarise.drafter import Case
from summarise.fact_checks import block
from summarise.facts import facts
from summarise.sources import Source, read_text

_NAME_TOKEN = re.compile(r"[^\W\d_]+")
_CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
_FUZZY_FROM = 5
"""Letters that a name must have before one misheard letter is forgiven; twice as many forgive two."""


def name_concerns(text: str, source: Source, case: Case) -> Iterator[Concern]:
    """One concern for each name that was neither said nor printed."""
    vocabulary = _vocabulary(source, case)
    for name in (*facts(text).names, *_opening_names(text, case)):
        if not _supported(name, vocabulary, source, case):
            yield block(ConcernKind.UNSUPPORTED_NAME, name)


def _vocabulary(source: Source, case: Case) -> frozenset[str]:
    words = frozenset().union(*(text.words for text in source.all))
    return words | read_text(case.meeting.body).words


def _opening_names(text: str, case: Case) -> Iterator[str]:
    """A single name from the roster that opens a sentence: "Katrine oplyste …"."""
    first = _NAME_TOKEN.match(text.strip())
    if first is None or not first.group()[0].isupper():
        return
    after = text.strip()[first.end() : first.end() + 2]
    if len(after) == 2 and after[1].isupper():
        return
    if any(first.group().casefold() in tokens(person.name) for person in case.meeting.participants):
        yield first.group()


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in lower case."""
    return tuple(word.casefold() for word in _NAME_TOKEN.findall(name))


def _supported(name: str, vocabulary: frozenset[str], source: Source, case: Case) -> bool:
    missing = [word for word in tokens(name) if not _heard(word, vocabulary)]
    if not missing:
        return True
    return all(_on_roster(word, name, vocabulary, case) for word in missing)


def _on_roster(word: str, name: str, vocabulary: frozenset[str], case: Case) -> bool:
    """The roster spells a name out for a person of whom a part was heard."""
    for person in case.meeting.participants:
        parts = tokens(person.name)
        if _bare(word) in parts or word in parts:
            others = [p for p in parts if p != word]
            named = set(tokens(name))
            if any(p in named and _heard(p, vocabulary) for p in others):
                return True
            if any(_heard(p, vocabulary) for p in parts):
                return True
            if person.role and any(_heard(w, vocabulary) for w in tokens(person.role) if len(w) > 5):
                return True
    return False


def _bare(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("s") else word


def _heard(word: str, vocabulary: frozenset[str]) -> bool:
    bare = _bare(word)
    if word in vocabulary or bare in vocabulary or f"{bare}s" in vocabulary or word in _CALENDAR:
        return True
    if len(bare) < _FUZZY_FROM:
        return False
    allowed = 1 if len(bare) < 2 * _FUZZY_FROM else 2
    return any(
        abs(len(other) - len(bare)) <= allowed and _within(bare, other, allowed) for other in vocabulary
    )


def _within(a: str, b: str, allowed: int) -> bool:
    """Whether two words are at most `allowed` edits apart (Levenshtein), computed row by row."""
    if a[0] != b[0] and a[-1] != b[-1]:
        return False
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        diagonal, row[0] = row[0], i
        for j, right in enumerate(b, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (left != right))
        if min(row) > allowed:
            return False
    return row[-1] <= allowed
