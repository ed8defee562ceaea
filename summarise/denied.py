"""Which words of a clause the talk speaks of only to deny them: "ingen slides", "den udvider vi ikke"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from summarise.listening import words
from summarise.numerals import written

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[.?!;:,]")
_MARKS = frozenset(".?!;:")
_REACH = 4
"""Words on either side of a negation that it may deny."""
_UNMARKED_REACH = 2
"""The same in talk without marks, where nothing tells one sentence from the next."""
_ENDS = frozenset((",", "men", "og", "hvis"))
"""What ends its reach."""


def denied_only(
    content: frozenset[str], texts: Iterable[str], key_of: Callable[[str], str | None]
) -> frozenset[str]:
    """The keys of a clause that stand in the texts beside a negation, and nowhere else but in questions.

    Args:
        content: keys of the clause's words.
        texts: remarks as heard.
        key_of: a word's key, None for a word without matter.
    """
    denied: set[str] = set()
    stated: set[str] = set()
    for raw in texts:
        reach = _REACH if _MARKS.intersection(raw) else _UNMARKED_REACH
        for tokens, mark in _sentences(raw):
            if mark == "?":
                continue
            places = [k for k, word in enumerate(tokens) if words("negation", "spoken").fullmatch(word)]
            for k, word in enumerate(tokens):
                key = key_of(word) if word != "," else None
                if key is not None and key in content:
                    (denied if any(_reaches(tokens, place, k, reach) for place in places) else stated).add(
                        key
                    )
    return frozenset(denied - stated)


def _reaches(tokens: tuple[str, ...], place: int, k: int, reach: int) -> bool:
    start, end = sorted((place, k))
    return end - start <= reach and not _ENDS.intersection(tokens[start + 1 : end])


@lru_cache(maxsize=4096)
def _sentences(raw: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """The sentences of a remark as words and commas, each with the mark that ends it."""
    found: list[tuple[tuple[str, ...], str]] = []
    row: list[str] = []
    for token in (*_TOKEN.findall(written(raw).lower()), "."):
        if token not in _MARKS:
            row.append(token)
        elif row:
            found.append((tuple(row), token))
            row = []
    return tuple(found)
