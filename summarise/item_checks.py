"""Whether an item of the agenda that a sentence names by its number is the one that was spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from minutes.draft import Concern
from minutes.vocabulary import ConcernKind
from summarise.drafter import Case
from summarise.fact_checks import block
from summarise.sources import Source
from summarise.words import stem

_NAMED = re.compile(
    r"(?<!at-)(?<!indstillingens )(?<!dagsordenens )\b(?:punkt(?:et|erne)?|pkt\.?)\s+"
    r"(?P<numbers>\d{1,2}(?:(?:,|\s+og|\s+til|\s*-)\s*(?:punkt\s+)?\d{1,2})*)\b(?!\.\d)(?P<about>(?:\s+om\s+[^,.;]+)?)",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_KEY = 5
_EMPTY = frozenset(("godke", "orien", "drøft", "forsl", "beslu", "meddel", "event"))


def item_concerns(text: str, source: Source, case: Case) -> Iterator[Concern]:
    """A concern for each number of an item that was not said, and whose title nobody spoke of.

    Where the agenda's other items are not known, nothing can be said. A title that stands beside the number
    ("punkt 5 om mødeplanen") must be that item's.
    """
    if not case.others:
        return
    titles = {item.number: _keys(item.title) for item in (case.item, *case.others)}
    said = {number.value for one in source.near for number in one.facts.numbers}
    said |= {Decimal(ordinal) for one in source.near for ordinal in one.facts.ordinals}
    spoken = " ".join(one.raw.lower() for one in source.talk)
    for match in _NAMED.finditer(text):
        about = _keys(match["about"])
        for figure in re.findall(r"\d+", match["numbers"]):
            number = int(figure)
            if number == case.item.number:
                continue
            own = titles.get(number, frozenset())
            if (about and not about & own and any(about & words for words in titles.values())) or (
                Decimal(number) not in said and not any(key in spoken for key in own)
            ):
                yield block(ConcernKind.UNSUPPORTED_NUMBER, f"punkt {figure}")


def _keys(text: str) -> frozenset[str]:
    found = (stem(word)[:_KEY] for word in _WORD.findall(text.lower()))
    return frozenset(key for key in found if key not in _EMPTY)
