"""Measures whether a reading kept every word of its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from minutes.reading.parse import Reading

_ITEM_WORDS = ("ad", "punkt", "pkt", "sag", "nr", "dagsordenspunkt", "lukket", "åben", "åbent")


def lost_words(text: str, reading: Reading) -> Counter[str]:
    """Words of the document, counted, that stand nowhere in what was read of it.

    The words that count an item ("Punkt 4", "Sag nr. 4") are its number; they may come once an item.
    """
    kept = Counter(word for piece in _pieces(reading) for word in words(piece))
    for word in _ITEM_WORDS:
        kept[word] += len(reading.agenda.items)
    return Counter(words(text)) - kept


def words(text: str) -> list[str]:
    """The words and figures of a text, lower case; "01" is the figure 1."""
    return [word.lstrip("0") or "0" for word in re.findall(r"\w+", text.lower())]


def _pieces(reading: Reading) -> Iterator[str]:
    yield from reading.contents
    yield from reading.structure
    yield from reading.agenda.unplaced
    for item in reading.agenda.items:
        yield from (item.label or str(item.number), item.title, item.journal_number or "")
        for section in item.sections:
            yield from (section.heading_as_printed, section.text)
