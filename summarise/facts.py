"""The checkable facts of a text: numbers, dates, weekdays, clock times and names, in comparable form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from minutes.vocabulary import MONTHS, WEEKDAYS
from summarise.number_words import ORDINALS, SCALES
from summarise.numerals import written


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number at full size: 2,5 mio. is 2500000. Equality is that of the value, whatever the spelling.

    `unit` is "kr", "pct", another unit as written in lower case, or None. `start` is its place in the written
    text; `ordinal` marks a figure with a point after it ("2. behandling").
    """

    value: Decimal
    unit: str | None = field(default=None, compare=False)
    text: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    ordinal: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date. A bare month has no day, "den 14." no month, and a year is often left out.

    `start` is its place in the written text.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    text: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day as said: "klokken halv ni" is 8.30, in the morning or in the evening."""

    hour: int
    minute: int = 0
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekday:
    """A day of the week, Monday 0. `date` is the date that it stands beside, if any."""

    index: int
    date: Date | None = None
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts of a text in their order. `names` are rows of capitalised words that open no sentence.

    `ordinals` holds the values of ordinals that are no dates ("anden behandling", "2. behandling").
    """

    numbers: tuple[Number, ...] = ()
    dates: tuple[Date, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    clocks: tuple[Clock, ...] = ()
    names: tuple[str, ...] = ()
    ordinals: frozenset[int] = frozenset()

    @property
    def percentages(self) -> tuple[Number, ...]:
        """The numbers that are per cent."""
        return tuple(number for number in self.numbers if number.unit == "pct")

    @property
    def amounts(self) -> tuple[Number, ...]:
        """The numbers that are kroner."""
        return tuple(number for number in self.numbers if number.unit == "kr")


_MONTH = {name: number for number, name in enumerate(MONTHS, start=1)}
_MONTH_PATTERN = "|".join(MONTHS)
_WEEKDAY = {name: number for number, name in enumerate(WEEKDAYS)}
_WEEKDAY_PATTERN = re.compile(rf"\b({'|'.join(WEEKDAYS)})(?:en|e|s)?\b(?:,?\s+(?=(?:den|d\.)\s))?", re.I)
_NUMERIC_DATE = re.compile(
    r"(?<![\d.-])(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4}))(?!\d)"
)
_DAYS_OF_MONTH = re.compile(
    r"(?<![\d.,])((?:\d{1,2}(?!\d)\.?\s*(?:(?:,|og|til|eller|samt|-|–|/)\s*)?(?:(?:den|d\.)\s+)?){0,12}"
    r"\d{1,2}(?!\d)\.?)\s*"
    rf"({_MONTH_PATTERN})\b(?:\s+(\d{{4}})\b)?",
    re.I,
)
_BARE_DAY = re.compile(
    rf"\b(?:den|d\.|{'|'.join(WEEKDAYS)})\s+(\d{{1,2}})(?:\.(?!\d)(?!\s*\w+\.?\s*behandling)|(?![\d.,:%]))",
    re.I,
)
_BARE_MONTH = re.compile(rf"\b({_MONTH_PATTERN})(?:\b(?:\s+(\d{{4}})\b)?|(?=mødet?\b))", re.I)
_CLOCK = re.compile(
    r"\b(?:kl\.?|klokken)\s*(\d{1,2})(?:[.:](\d{2}))?(?!\d)(?:\s*(?:-|–|til|og)\s*(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?(?!\d|[.,]\d))?",
    re.I,
)
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.\u00a0]\d{3})+(?:,\d+)?|\d+(?:,\d+)?|to|én|ét)(?![\d]|\w)"
    r"(?:\s*(mio|mia|millioner|million|milliarder|milliard|tusinde?)\b\.?)?"
    r"(?:\s*(kr|kroner|krone|pct|procent|%|promille|km|meter|hektar|ton|timer|uger|måneder|år|stemmer)(?!\w))?",
    re.I,
)
_ORDINAL_FIGURE = re.compile(r"(?<![\w.,])(\d{1,2})\.(?=\s+[a-zæøå])")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*\.?|[^\w\s]")
_LIST_MARK = re.compile(r"^\s*(?:[-–•*]|\d+[.)])\s+")
_SPELT = {"to": Decimal(2), "én": Decimal(1), "ét": Decimal(1)}
_UNIT = {"kroner": "kr", "krone": "kr", "procent": "pct", "%": "pct"}


@lru_cache(maxsize=4096)
def facts(text: str) -> Facts:
    """The facts of a text, spoken or written."""
    text = written(text)
    names = tuple(_names(text))
    dates, rest = _dates(text)
    clocks, rest = _clocks(rest)
    return Facts(
        numbers=tuple(_numbers(rest)),
        dates=dates,
        weekdays=tuple(_weekdays(text, dates)),
        clocks=clocks,
        names=names,
        ordinals=frozenset(_ordinals(rest)),
    )


def _blank(match: re.Match[str]) -> str:
    """Text of the same length without figures, so that a fact is read once."""
    return " " * len(match.group())


def _dates(text: str) -> tuple[tuple[Date, ...], str]:
    found: list[tuple[int, Date]] = []

    def numeric(match: re.Match[str]) -> str:
        year, month, day = match[1] or match[6], match[2] or match[5], match[3] or match[4]
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            return match.group()
        date = Date(day=int(day), month=int(month), year=int(year), text=match.group())
        found.append((match.start(), date))
        return _blank(match)

    def days(match: re.Match[str]) -> str:
        year = int(match[3]) if match[3] else None
        values = [int(day) for day in re.findall(r"\d{1,2}", match[1])]
        if any(not 1 <= day <= 31 for day in values):
            return match.group()
        for day in values:
            whole = match.group() if len(values) == 1 else f"{day}. {match[2]}" + (f" {year}" if year else "")
            found.append(
                (match.start(), Date(day=day, month=_MONTH[match[2].lower()], year=year, text=whole))
            )
        return _blank(match)

    def bare_day(match: re.Match[str]) -> str:
        found.append((match.start(), Date(day=int(match[1]), text=match.group())))
        return _blank(match)

    def bare_month(match: re.Match[str]) -> str:
        year = int(match[2]) if match[2] else None
        found.append((match.start(), Date(month=_MONTH[match[1].lower()], year=year, text=match.group())))
        return _blank(match)

    text = _NUMERIC_DATE.sub(numeric, text)
    text = _DAYS_OF_MONTH.sub(days, text)
    text = _BARE_DAY.sub(bare_day, text)
    text = _BARE_MONTH.sub(bare_month, text)
    found.sort(key=lambda pair: pair[0])
    return tuple(replace(date, start=place) for place, date in found), text


def _clocks(text: str) -> tuple[tuple[Clock, ...], str]:
    found: list[Clock] = []

    def read(match: re.Match[str]) -> str:
        for hour, minute in ((match[1], match[2]), (match[3], match[4])):
            if hour is not None:
                found.append(Clock(hour=int(hour), minute=int(minute or 0), text=match.group()))
        return _blank(match)

    rest = _CLOCK.sub(read, text)
    return tuple(found), rest


def _numbers(text: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(text):
        figure, scale, unit = match[1].lower(), (match[2] or "").lower(), (match[3] or "").lower()
        value = _SPELT.get(figure) or Decimal(figure.replace(".", "").replace("\u00a0", "").replace(",", "."))
        value *= SCALES.get(scale, Decimal(1000) if scale else Decimal(1))
        yield Number(
            value=value.normalize(),
            unit=_UNIT.get(unit, unit) or None,
            text=match.group().strip(),
            start=match.start(),
            ordinal=_ORDINAL_FIGURE.match(text, match.start()) is not None,
        )


def _weekdays(text: str, dates: tuple[Date, ...]) -> Iterator[Weekday]:
    by_text = {date.text: date for date in dates if date.day is not None and date.month is not None}
    for match in _WEEKDAY_PATTERN.finditer(text):
        following = re.sub(r"^(?:den|d\.)\s+", "", text[match.end() :].lstrip(" ,"))
        date = next((found for shown, found in by_text.items() if following.startswith(shown)), None)
        yield Weekday(index=_WEEKDAY[match[1].lower()], date=date, text=match.group().strip(" ,"))


def _ordinals(text: str) -> Iterator[int]:
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        if word in ORDINALS:
            yield ORDINALS[word]
    for match in _ORDINAL_FIGURE.finditer(text):
        yield int(match[1])


def _names(text: str) -> Iterator[str]:
    """Rows of capitalised words, line by line; the mark or number that opens a line of a list is no word."""
    for line in text.splitlines():
        yield from _names_of_line(_LIST_MARK.sub("", line))


def _names_of_line(text: str) -> Iterator[str]:
    """Rows of capitalised words. The first word of a sentence counts only before another one."""
    row: list[str] = []
    opening = True
    opened = False
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isalpha() and word[0].isupper():
            if not row:
                opened = opening
            row.append(word.rstrip("."))
            if word.endswith("."):
                yield from _row(row, opened)
                row, opening = [], True
                continue
            opening = False
            continue
        yield from _row(row, opened)
        row = []
        opening = word in '.!?:;»"' or (word.endswith(".") and word[0].isalpha() and len(word) > 4)
        if word == "(" or word == ",":
            opening = False
    yield from _row(row, opened)


def _row(row: list[str], opened: bool) -> Iterator[str]:
    if row and (not opened or len(row) > 1):
        yield " ".join(row)
