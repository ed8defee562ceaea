"""Whether a name stands among heard words, as it is spelt, as it sounds, or misheard."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes.vocabulary import MONTHS, WEEKDAYS

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


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in lower case."""
    return tuple(word.casefold() for word in _NAME_TOKEN.findall(name))


def bare(word: str) -> str:
    """The word without its genitive."""
    return word[:-1] if len(word) > 2 and word.endswith("s") else word


def is_known(word: str, vocabulary: frozenset[str]) -> bool:
    """Whether the word, a form or a compound of it, or a misheard one stands in the vocabulary."""
    if len(word) <= 2 or word in _CALENDAR or is_heard(word, vocabulary):
        return True
    return len(word) >= _STEM and any(
        other[: max(_STEM, len(word) // 2)] == word[: max(_STEM, len(word) // 2)] for other in vocabulary
    )


def is_heard(word: str, vocabulary: frozenset[str]) -> bool:
    """Whether the word or its genitive stands there, as it is spelt, as it sounds, or misheard."""
    plain = bare(word)
    if word in vocabulary or plain in vocabulary or f"{plain}s" in vocabulary:
        return True
    sounds = _sounds(vocabulary)
    if len(plain) >= _SOUND_FROM and (_sound(word) in sounds or _sound(plain) in sounds):
        return True
    return any(_misheard(form, vocabulary) for form in {word, plain} if len(form) >= _FUZZY_FROM)


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
