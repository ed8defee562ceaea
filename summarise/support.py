"""Whether a sentence is about what was said: the share of its content words that talk or agenda contain.

A sentence in another language, of another item or out of thin air shares next to no words with them; a true
one, however freely worded, shares most. Names and figures have checks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.drafter import Case
from summarise.fact_checks import block
from summarise.sources import Source, read_text, support_table
from summarise.words import stem

_WORD = re.compile(r"[^\W\d_]+")
_PREFIX = 5
"""Letters that two words must share to count as forms or compounds of one."""


@cache
def _formal() -> re.Pattern[str]:
    return re.compile("|".join(support_table()["beginnings"]))


def support_concerns(text: str, source: Source, case: Case) -> Iterator[Concern]:
    """A blocking concern where too few of the sentence's content words were said or printed."""
    content, table = content_words(text), support_table()
    share = support(content, source, case) if content else 1.0
    missing = round(len(content) * (1 - share))
    if share < table["least_share"] and missing >= table["least_missing"]:
        yield block(ConcernKind.UNSUPPORTED_TEXT, text)


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry matter, in lower case: neither short, nor names, nor of the form of minutes."""
    words = []
    for place, match in enumerate(_WORD.finditer(text)):
        word = match.group()
        name = place > 0 and word[0].isupper()
        if len(word) >= support_table()["shortest_word"] and not name and not _formal().match(word.lower()):
            words.append(word.lower())
    return tuple(words)


def support(content: tuple[str, ...], source: Source, case: Case) -> float:
    """The share, 0 to 1, of words whose stem or beginning occurs in talk, agenda, body or roles."""
    roles = " ".join(person.role or "" for person in case.meeting.participants)
    texts = (*source.all, read_text(case.meeting.body), read_text(roles))
    stems = frozenset().union(*(text.stems for text in texts))
    beginnings = {found[:_PREFIX] for found in stems if len(found) >= _PREFIX}
    known = [word for word in content if stem(word) in stems or stem(word)[:_PREFIX] in beginnings]
    return len(known) / len(content)
