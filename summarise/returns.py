"""Short returns: somebody breaks in late in a meeting to put right what an earlier item came to.

The way through the agenda prices a return to a finished item high, and such a return is a few turns long. So
each interruption with a correction at the end is looked at by itself: whose words does it use? It is
moved only where an earlier item owns them clearly.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from minutes.agenda import AgendaItem
from minutes.vocabulary import SectionKind
from summarise.acts import plain, regex_of
from summarise.cues import load_cues
from summarise.itinerary import NONE
from summarise.numerals import written
from summarise.prompting import PROMPTS
from summarise.words import sounds

PHRASES = PROMPTS / "returns.toml"
LATE = 30
"""The last turns of a meeting, in which such returns are looked for."""
LONGEST = 8
"""Turns from the interruption to its correction."""
AFTER, CONFIRMED = 2, 3
"""Turns after a correction in which it may be put right again, and in which its figures may be repeated."""
TITLE, PRINTED, HEARD = 2.0, 1.0, 0.7
NAMED = 6.0
"""What the item's number says after "punkt" or "tilbage til"."""
LEAST, LEAD = 2.0, 1.25
"""How much the words must say for the earlier item, and how many times as much as for any other."""
SHORTEST, FULL = 4, 8
"""Letters of a word that may speak, and from which it speaks fully."""
PREFIX = 6
"""Letters by which longer words are the same, inflected or compounded."""


def with_returns(
    items: Sequence[AgendaItem], texts: Sequence[str], labels: Sequence[int], pinned: Iterable[int]
) -> list[int]:
    """The places of the utterances' items, with short late returns put under the item that they speak of.

    Args:
        items: the agenda.
        texts: the utterances.
        labels: the place of each one's item, or NONE.
        pinned: rows that a person placed; they stay.
    """
    found = list(labels)
    stay = frozenset(pinned)
    words: _Words | None = None
    for row in reversed(_late(labels)):
        goes_on = row > 0 and found[row] != found[row - 1] and found[row] in found[: row - 1]
        end = _correction(texts, [found[row]] * len(texts) if goes_on else found, row)
        if end is None or stay & set(range(row, end)) or any(items[k].closed for k in found[row:end]):
            continue
        words = words or _Words(items, texts, labels)
        target = found[row] if goes_on else words.owner(range(row, end), found[row])
        if target is not None and not items[target].closed:
            begin = row + (texts[row].rstrip().endswith("?") and end > row + 1)
            found[begin:end] = [target] * (end - begin)
    return found


def _late(labels: Sequence[int]) -> range:
    """The last turns that belong to an item."""
    stop = max((k + 1 for k, label in enumerate(labels) if label != NONE), default=0)
    return range(max(0, stop - LATE), stop)


def _correction(texts: Sequence[str], labels: Sequence[int], row: int) -> int | None:
    """Where the interruption that begins at a row ends, after its correction; None if it is none."""
    if labels[row] == NONE or not _says("interrupts", texts[row]):
        return None
    last = None
    for k in range(row, min(row + LONGEST, len(texts))):
        if labels[k] != labels[row]:
            break
        if last is not None and (k > last + CONFIRMED or _says("interrupts", texts[k])):
            break
        near = last is None or k <= last + AFTER
        if (near and _puts_right(texts[k])) or (
            last is not None and _confirms(texts[k], texts[last], k == last + 1)
        ):
            last = k
    return None if last is None else last + 1


def _puts_right(text: str) -> bool:
    return (_says("corrects", text) and bool(_figures(text))) or _says("decides", text)


def _confirms(text: str, corrected: str, follows: bool) -> bool:
    return bool(_figures(text) & _figures(corrected)) or (follows and _says("agrees", text))


class _Words:
    """Which words belong to which item: its title, its printed text, and what was said under it."""

    def __init__(self, items: Sequence[AgendaItem], texts: Sequence[str], labels: Sequence[int]) -> None:
        self.items, self.texts, self.labels = items, texts, labels
        self.titles = [_Known(_keys(item.title)) for item in items]
        self.printed = [_Known(_printed(item)) for item in items]
        self.heard: list[Counter[str]] = [Counter() for _ in items]
        for text, label in zip(texts, labels, strict=True):
            if label != NONE:
                self.heard[label].update(_keys(text))

    def owner(self, rows: range, here: int) -> int | None:
        """The earlier item that the rows speak of, if one does clearly."""
        said = Counter(key for k in rows for key in _keys(self.texts[k]))
        heard = [_Known((c - said) if place == here else c) for place, c in enumerate(self.heard)]
        called = frozenset(n for k in rows for n in _called(self.texts[k]))
        worth = [NAMED * (item.number in called) for item in self.items]
        for key in said:
            own = [self._own(key, place, heard[place]) for place in range(len(self.items))]
            spread = max(sum(value > 0 for value in own), 1)
            rare = math.log((len(own) + 1) / spread) / math.log(len(own) + 1)
            for place, value in enumerate(own):
                worth[place] += value * rare * min((len(key) - 1) / (FULL - 1), 1.0)
        earlier = {self.labels[k] for k in range(rows.start)} - {here, NONE}
        best = max(earlier, key=lambda place: worth[place], default=here)
        others = max((w for place, w in enumerate(worth) if place != best), default=0.0)
        return best if best != here and worth[best] >= LEAST and worth[best] >= LEAD * others else None

    def _own(self, key: str, place: int, heard: _Known) -> float:
        if key in self.titles[place]:
            return TITLE
        return PRINTED if key in self.printed[place] else HEARD * (key in heard)


class _Known:
    """A set of words that finds a longer word by its first letters too."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = frozenset(keys)
        self.beginnings = frozenset(key[:PREFIX] for key in self.keys if len(key) >= PREFIX)

    def __contains__(self, key: str) -> bool:
        return key in self.keys or (len(key) >= PREFIX and key[:PREFIX] in self.beginnings)


def _printed(item: AgendaItem) -> frozenset[str]:
    sections = (s for s in item.sections if s.kind is not SectionKind.DECISION)
    return frozenset(key for section in sections for key in _keys(section.text))


@cache
def _keys(text: str) -> frozenset[str]:
    common = load_cues().function_words
    words = (w for w in plain(text).split() if w not in common)
    return frozenset(sounds(word for word in words if len(word) >= SHORTEST or word.isdigit()))


def _figures(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", written(text)))


def _called(text: str) -> frozenset[int]:
    """The numbers of items that are called: "punkt 5", "tilbage til 3"."""
    found = re.findall(r"\b(?:punkt|pkt|sag|tilbage til) (\d{1,2})\b", plain(written(text)))
    return frozenset(int(number) for number in found)


def _says(table: str, text: str) -> bool:
    return _patterns()[table].search(plain(written(text))) is not None


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    tables = tomllib.loads(PHRASES.read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(regex_of(phrase) for phrase in table["phrases"]))
        for name, table in tables.items()
    }
