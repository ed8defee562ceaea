"""All texts in which every figure and every name is one of the allowed forms, read letter by letter.

Lower-case words are free, except those that say a number, a day or a month; a figure or a capitalised word
can only be an allowed form. As neighbours can change what a figure says ("3" + "april", "22.000" + "pct"), a
figure is followed by a word that cannot, and two names stand apart. A beginning that is allowed can always
be gone on with, so that a decoder never comes to a standstill.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache

from minutes.vocabulary import MONTHS, WEEKDAYS
from summarise.decoding_words import table
from summarise.number_words import ARTICLES, CARDINALS, ORDINALS, SCALES
from summarise.written_forms import WrittenForms

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzæøåäéöüè")
LONGEST_WORD = 40
_MARKS = frozenset(".,;:)")
_MARK_ROWS = frozenset(
    f"{bracket}{mark}{comma}" for bracket in ("", ")") for mark in ("", *".,;:") for comma in ("", ",")
)
_GAPS = frozenset(("", "(", "–", "– ", "– ("))
_FREE_NUMBER_WORDS = frozenset((*ARTICLES, "én", "ét", "første", "anden", "andet"))
_SIZES = (
    "hundred",
    "hundrede",
    "tusind",
    "tusinde",
    *SCALES,
    "halv",
    "halvt",
    "halve",
    "halvanden",
    "halvandet",
)
_SIZE_STEMS = ("hundred", "tusind")
_NEVER = (*_SIZES, "kl", "klokken", "klokke", "kvart", "komma")
_WEEKDAY_ENDINGS = ("", "en", "e", "s")
_AFTER_FIGURE = frozenset(
    (
        *(
            "kr",
            "kroner",
            "krone",
            "pct",
            "procent",
            "promille",
            "km",
            "meter",
            "hektar",
            "ton",
            "timer",
            "uger",
        ),
        *(
            "måneder",
            "år",
            "stemmer",
            "stemme",
            "minut",
            "minutter",
            "og",
            "til",
            "eller",
            "samt",
            "den",
            "d",
        ),
        *("en", "et", "én", "ét", "i", "over", "første", "anden", "andet", "behandling"),
    )
)
"""Words that would make another figure of the one before them."""


class Kind(Enum):
    """What is being written: the space between two elements, one of the elements, or the marks after it."""

    GAP = auto()
    WORD = auto()
    SHORT = auto()
    FIGURE = auto()
    NAME = auto()
    OPENING = auto()
    MARKS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way in which the text so far can be read.

    `written` is the element so far, `after` the kind of element that marks stand behind. `no_name` and
    `no_figure` say what may not come next, or, within an element, might not have come.
    """

    kind: Kind
    written: str = ""
    after: Kind = Kind.GAP
    first: bool = False
    no_name: bool = False
    no_figure: bool = False


Readings = frozenset[Reading]
START: Readings = frozenset((Reading(kind=Kind.GAP, first=True),))


class GroundedText:
    """The texts that some forms allow."""

    def __init__(self, forms: WrittenForms) -> None:
        self._forms = {
            Kind.FIGURE: tuple(sorted(forms.figures)),
            Kind.NAME: tuple(sorted(forms.names)),
            Kind.OPENING: tuple(sorted(forms.openings)),
            Kind.SHORT: tuple(sorted(table().abbreviations)),
        }
        self._whole = {kind: frozenset(rows) for kind, rows in self._forms.items()}

    def read(self, text: str, readings: Readings = START) -> Readings:
        """All ways to read some more letters; none if the text is not allowed."""
        for letter in text:
            readings = frozenset(new for old in readings for new in self._next(old, letter))
            if not readings:
                break
        return readings

    def may_end(self, readings: Readings) -> bool:
        """Whether the text may end here."""
        return any(one.kind is Kind.MARKS or self._is_whole(one) for one in readings)

    def _next(self, one: Reading, letter: str) -> Iterator[Reading]:
        if one.kind is Kind.GAP:
            yield from self._begin(one, letter)
            return
        if one.kind is Kind.MARKS:
            if one.written + letter in _MARK_ROWS:
                yield replace(one, written=one.written + letter)
        elif self._goes_on(one, letter):
            yield replace(one, written=one.written + letter)
        if one.kind is not Kind.MARKS and not self._is_whole(one):
            return
        if letter in _MARKS and one.kind is not Kind.MARKS:
            yield replace(one, kind=Kind.MARKS, written=letter, after=one.kind)
        elif letter == " ":
            yield _gap_after(one)

    def _begin(self, gap: Reading, letter: str) -> Iterator[Reading]:
        """What may come after a space."""
        if not gap.first and gap.written + letter in _GAPS:
            yield replace(gap, written=gap.written + letter)
            return
        if gap.written == "–":
            return
        kinds = [] if gap.no_figure else [Kind.FIGURE]
        kinds += [] if gap.no_name else [Kind.NAME]
        kinds += [Kind.OPENING] if gap.first else [Kind.WORD, Kind.SHORT]
        for kind in kinds:
            one = Reading(kind=kind, no_name=gap.no_name, no_figure=gap.no_figure)
            if self._goes_on(one, letter):
                yield replace(one, written=letter)

    def _goes_on(self, one: Reading, letter: str) -> bool:
        """Whether the element may have the letter next."""
        written = one.written + letter
        if one.kind is Kind.WORD:
            grown = len(one.written) >= LONGEST_WORD and self._is_whole(one)
            return not grown and _may_grow(one, letter)
        rows = self._forms[one.kind]
        place = bisect_left(rows, written)
        return place < len(rows) and rows[place].startswith(written)

    def _is_whole(self, one: Reading) -> bool:
        """Whether the element is complete as it stands."""
        if one.kind is Kind.GAP:
            return False
        if one.kind is not Kind.WORD:
            return one.written in self._whole[one.kind]
        parts = one.written.split("-")
        return all(_is_free(part, after_figure=one.no_figure) for part in parts if part)


def _gap_after(one: Reading) -> Reading:
    """The space after an element, with what may not follow."""
    marked = one.kind is Kind.MARKS
    kind = one.after if marked else one.kind
    if kind is Kind.FIGURE:
        return Reading(kind=Kind.GAP, no_figure=True)
    if kind in (Kind.NAME, Kind.OPENING):
        return Reading(kind=Kind.GAP, no_name=not marked, no_figure=one.no_figure and not marked)
    return Reading(kind=Kind.GAP)


def _may_grow(word: Reading, letter: str) -> bool:
    """Whether a word so far may have the letter: no glued number, and a hyphen only after a free part."""
    part = word.written.rpartition("-")[2]
    if letter == "-":
        return bool(part) and _is_free(part, after_figure=word.no_figure)
    part += letter
    return letter in LETTERS and not any(part.startswith(stop) for stop in _stops(part[:1]))


def _is_free(part: str, *, after_figure: bool) -> bool:
    return part not in _unfree() and not (after_figure and part in _AFTER_FIGURE)


@cache
def _unfree() -> frozenset[str]:
    """Words that say a number, a day or a month."""
    days = (f"{day}{ending}" for day, ending in itertools.product(WEEKDAYS, _WEEKDAY_ENDINGS))
    return frozenset((*CARDINALS, *ORDINALS, *MONTHS, *days, *_NEVER)) - _FREE_NUMBER_WORDS


@cache
def _stops(first: str) -> Sequence[str]:
    """Beginnings with a letter that only glued numbers have: "tohundrede", "toogtyvetusind"."""
    glued: Iterable[str] = (
        f"{word}{size}" for word, size in itertools.product(("", *CARDINALS), _SIZE_STEMS)
    )
    return tuple(stop for stop in glued if stop.startswith(first))
