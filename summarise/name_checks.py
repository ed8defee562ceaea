"""Whether the names of a sentence are those of people, places and bodies that were named.

A person of the roster must have been spoken of near the cited words, or stand in the item's agenda: that
somebody is at the meeting does not tie them to what a sentence says. All other names need each of their
words in the talk, the agenda, the body's name or somebody's title. Misheard letters are forgiven in words of
five letters and more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from minutes.agenda import Meeting, Participant
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
_SOUND_FROM = 3
"""Letters from which a name may be known by its sound alone."""
_ALIKE = str.maketrans(
    {"b": "p", "d": "t", "g": "k", "c": "k", "q": "k", "z": "s", "w": "v", "æ": "e", "y": "i", "h": ""}
)
_DOUBLED = re.compile(r"(.)\1+")
_STEM = 5
"""Letters that a word and an inflection or compound of it share at least."""
_CHAIR = re.compile(r"(?<!næst)(?<!vice)formand|mødeleder|ordstyrer|borgmester")
_FIRST_PERSON = re.compile(r"\b(?:jeg|mig|min|mit|mine)\b")
"""Who says "jeg" is mostly named by the remark before or after."""
_SELF = re.compile(r"\b(?:mig|jeg selv|og jeg|os|undertegnede)\b")


def name_concerns(text: str, source: Source, case: Case) -> Iterator[Concern]:
    """One concern for each name that was neither said nor printed."""
    who_is_i = source.near if source.says(_FIRST_PERSON, source.cited) else source.cited
    near = frozenset().union(*(t.words for t in (*who_is_i, *source.agenda)))
    known = frozenset().union(*(t.words for t in source.all)) | _titles(case.meeting)
    for name in dict.fromkeys((*facts(text).names, *_opening_names(text, case.meeting))):
        person = _person(name, case.meeting)
        if person is None:
            supported = all(is_known(word, known) for word in tokens(name))
        else:
            parts = tokens(person.name)
            others = [word for word in tokens(name) if _bare(word) not in parts and word not in parts]
            supported = _spoken_of(person, near, source, case.meeting) and all(
                is_known(word, known) for word in others
            )
        if not supported:
            yield block(ConcernKind.UNSUPPORTED_NAME, name)


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in lower case."""
    return tuple(word.casefold() for word in _NAME_TOKEN.findall(name))


def _opening_names(text: str, meeting: Meeting) -> Iterator[str]:
    """A single name from the roster that opens a sentence: "Katrine oplyste …"."""
    first = _NAME_TOKEN.match(text.strip())
    if first is None or not first.group()[0].isupper():
        return
    after = text.strip()[first.end() : first.end() + 2]
    if len(after) == 2 and after[1].isupper():
        return
    if any(first.group().casefold() in tokens(person.name) for person in meeting.participants):
        yield first.group()


@lru_cache(maxsize=64)
def _titles(meeting: Meeting) -> frozenset[str]:
    """Words of the body, the place and all titles."""
    titles = ", ".join(person.role or "" for person in meeting.participants)
    return read_text(f"{meeting.body}, {meeting.place or ''}, {titles}").words


def _person(name: str, meeting: Meeting) -> Participant | None:
    """The person of the roster that the name most probably means."""
    named = {_bare(word) for word in tokens(name)} | set(tokens(name))
    shared = {person.name: len(named & set(tokens(person.name))) for person in meeting.participants}
    best = max(shared.values(), default=0)
    if best == 0:
        return None
    return next(person for person in meeting.participants if shared[person.name] == best)


def _spoken_of(person: Participant, near: frozenset[str], source: Source, meeting: Meeting) -> bool:
    """By a part of the name, by a title that no one else has, or, for the chair, by "mig"."""
    if any(_heard(part, near) for part in tokens(person.name) if len(part) > 1):
        return True
    if any(_heard(word, near) for word in _own_titles(meeting).get(person.name, ())):
        return True
    return bool(_CHAIR.search((person.role or "").lower())) and source.says(_SELF, source.near)


@lru_cache(maxsize=64)
def _own_titles(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    """For each person the longer words of the title that nobody else's has."""
    titles = {person.name: tokens(person.role or "") for person in meeting.participants}
    uses = Counter(word for title in titles.values() for word in set(title))
    return {
        name: tuple(word for word in title if len(word) > _STEM and uses[word] == 1)
        for name, title in titles.items()
    }


def _bare(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("s") else word


def is_known(word: str, vocabulary: frozenset[str]) -> bool:
    """Whether the word, a form or a compound of it, or a misheard one stands in the vocabulary."""
    if len(word) <= 2 or word in _CALENDAR or _heard(word, vocabulary):
        return True
    return len(word) >= _STEM and any(
        other[: max(_STEM, len(word) // 2)] == word[: max(_STEM, len(word) // 2)] for other in vocabulary
    )


def _heard(word: str, vocabulary: frozenset[str]) -> bool:
    """Whether the word or its genitive stands there, as it is spelt, as it sounds, or misheard."""
    bare = _bare(word)
    if word in vocabulary or bare in vocabulary or f"{bare}s" in vocabulary:
        return True
    sounds = _sounds(vocabulary)
    if len(bare) >= _SOUND_FROM and (_sound(word) in sounds or _sound(bare) in sounds):
        return True
    return any(_misheard(form, vocabulary) for form in {word, bare} if len(form) >= _FUZZY_FROM)


def _misheard(word: str, vocabulary: frozenset[str]) -> bool:
    allowed = 1 if len(word) < 2 * _FUZZY_FROM else 2
    return any(
        abs(len(other) - len(word)) <= allowed and _within(word, other, allowed) for other in vocabulary
    )


@lru_cache(maxsize=256)
def _sounds(vocabulary: frozenset[str]) -> frozenset[str]:
    return frozenset(_sound(word) for word in vocabulary if len(word) >= _SOUND_FROM)


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    """The word without what Danish ears confuse: b and p, d and t, g and k, spellings of k, s, v, e and i."""
    plain = word.replace("ck", "k").replace("x", "ks").translate(_ALIKE)
    return _DOUBLED.sub(r"\1", plain)


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
