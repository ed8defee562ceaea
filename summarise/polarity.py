"""Whether "ikke" in a sentence agrees with what was said of the same matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.fact_checks import block
from summarise.listening import words
from summarise.sources import Source
from summarise.words import stem, tokenise

_CLAUSE_END = re.compile(r"[,.;:()]|\b(?:at|og|men|samt|der|som|hvor|da|idet|når|hvis)\b")
_TALK_END = re.compile(r"[.?!;:]")
_SHORT = 3
_WINDOW = 14


def polarity_concerns(text: str, source: Source) -> Iterator[Concern]:
    """A concern for each clause whose negation was not heard, or whose heard negation it leaves out."""
    spoken = [part for near in source.near for part in _parts(near.raw)]
    for clause in _CLAUSE_END.split(text.lower()):
        content = _content(clause)
        if not content:
            continue
        strict = words("negation", "strict").search(clause)
        if strict is not None and not any(words("negation", "words").search(part) for part in spoken):
            yield block(ConcernKind.NEGATION, strict.group())


def _parts(raw: str) -> list[str]:
    """A turn in stretches of at most a dozen words: where nothing is punctuated, nearness must do."""
    parts: list[str] = []
    for sentence in _TALK_END.split(raw.lower()):
        row = sentence.split()
        step = _WINDOW // 2
        parts += [" ".join(row[k : k + _WINDOW]) for k in range(0, max(1, len(row) - step), step)]
    return [part for part in parts if part]


def _content(clause: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokenise(clause) if len(word) > _SHORT)
