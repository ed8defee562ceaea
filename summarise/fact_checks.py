"""Whether the numbers, dates, weekdays, clock times and names of a sentence were said or printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from minutes.draft import Concern, Severity
from minutes.vocabulary import MONTHS, ConcernKind
from summarise.facts import Clock, Date, Facts, Number, Weekday, facts
from summarise.numerals import written
from summarise.sources import Source, matter_around

_ITEM_NUMBER = re.compile(r"\b(?:punkt(?:et|erne)?|pkt\.?)\s+(?:\d+(?:,| og| til|-)\s*)*$", re.I)
_BEARER = re.compile(
    r"(\b[A-ZÆØÅ][^\W\d_]{3,}|\b(?:punkt|uge|linje|etape|rute|tillæg|bilag|lokalplan|spor|scenarie|side|model)|§)"
    r"(?:et|en|s)?\s+$"
)
_MINUTES_OF = re.compile(r"\breferat\w*\s+(?:af|fra)\s+(?:\w+\s+)?(?:den\s+)?$", re.I)
_DAYS_AWAY = {
    "i dag": 0,
    "i aften": 0,
    "i morgen": 1,
    "i overmorgen": 2,
    "om fjorten dage": 14,
    "om en uge": 7,
}
_MONTH_WORDS = "|".join(MONTHS)
_NEXT_DAYS = 14
_SOON_DAYS = 45
_PAST_DAYS = 100
_FUTURE_DAYS = 365


def block(kind: ConcernKind, words: str) -> Concern:
    """A concern that must be resolved, quoting the words."""
    return Concern(kind=kind, severity=Severity.BLOCK, detail=f"»{words.strip()}«")


def warn(kind: ConcernKind, words: str) -> Concern:
    """A concern that is shown, quoting the words."""
    return Concern(kind=kind, severity=Severity.WARN, detail=f"»{words.strip()}«")


def fact_concerns(text: str, source: Source, item_number: int) -> Iterator[Concern]:
    """One concern for each fact of the sentence that no source supports."""
    found = facts(text)
    for number in found.numbers:
        if _numbered_otherwise(number, text, source):
            yield block(ConcernKind.UNSUPPORTED_NUMBER, number.text)
        elif not _number_supported(number, found, text, source) and number.value not in (item_number, 1):
            # Other items are not part of the case: which number an item has cannot be checked from here.
            severity = warn if _ITEM_NUMBER.search(text[: text.find(number.text)]) else block
            yield severity(ConcernKind.UNSUPPORTED_NUMBER, number.text)
    for day in found.dates:
        if _earlier_but_later(day, text, source) or not _date_supported(
            day, source, matter_around(text, day.start)
        ):
            yield block(ConcernKind.UNSUPPORTED_DATE, day.text)
    for weekday in found.weekdays:
        if not _weekday_supported(weekday, source):
            yield block(ConcernKind.UNSUPPORTED_DATE, weekday.text)
    for clock in found.clocks:
        if not _clock_supported(clock, source):
            yield block(ConcernKind.UNSUPPORTED_NUMBER, clock.text)


def _number_supported(number: Number, found: Facts, text: str, source: Source) -> bool:
    return (
        source.has_number(number, matter_around(text, number.start))
        or _derived(number, found, text)
        or _known_year(number, source)
    )


def _numbered_otherwise(number: Number, text: str, source: Source) -> bool:
    """Whether the thing that bears the number ("punkt 6", "Vaskerivej 6") was only named with other ones."""
    bearer = _BEARER.search(written(text)[: number.start])
    if bearer is None or number.unit or any(cited.has_number(number) for cited in source.cited):
        return False
    stem = re.escape(bearer[1].lower())
    named = [text.raw for text in source.cited] + [text.raw for text in source.agenda]
    numbered = re.compile(rf"(?<!\w){stem}\w{{0,3}}\.? (?:\d+\.?(?:,| og| til|-| -)* ?)*(\d+)(?![\d.,]*\d)")
    found = [match for raw in named for match in numbered.finditer(written(raw).lower())]
    return bool(found) and all(str(number.value.to_integral_value()) not in _figures(m) for m in found)


def _figures(match: re.Match[str]) -> list[str]:
    return re.findall(r"\d+", match.group())


def _derived(number: Number, found: Facts, text: str) -> bool:
    """A total of the sentence's other amounts, or the count of the names in the bracket behind it."""
    others = [other.value for other in found.numbers if other is not number and other.unit == number.unit]
    if len(others) > 1 and sum(others) == number.value:
        return True
    if "(" not in text:
        return False
    bracket = re.search(rf"(?<!\d){re.escape(number.text)}\s*\(([^()]*)\)", text)
    return bracket is not None and len(re.split(r",| og ", bracket[1])) == number.value


def _known_year(number: Number, source: Source) -> bool:
    """The meeting's year needs no proof; "næste år" and a year said by two digits are read as such."""
    if number.unit is not None or not 1990 <= number.value <= 2100 or source.meeting_day is None:
        return False
    year = source.meeting_day.year
    if number.value == year:
        return True
    said = " ".join(text.raw.lower() for text in source.talk)
    if number.value == year + 1 and "næste år" in said:
        return True
    if number.value == year - 1 and "sidste år" in said:
        return True
    return any(int(number.value) % 100 in text.figures for text in source.near) or any(
        day.year == number.value for day in source.dates()
    )


def _earlier_but_later(day: Date, text: str, source: Source) -> bool:
    """Whether minutes that were approved bear a date after the meeting that approved them."""
    if day.year is None or _MINUTES_OF.search(written(text)[: day.start]) is None:
        return False
    actual = _actual(day, source)
    return actual is not None and source.meeting_day is not None and actual > source.meeting_day


def _date_supported(day: Date, source: Source, matter: frozenset[str]) -> bool:
    if day.day is None:
        return _month_supported(day, source)
    if day.month is None:
        return any(day.day in text.figures or _has_day(text.facts, day.day) for text in source.all)
    if day.year is not None and not _year_fits(day.year, day.month, day.day, source):
        return False
    return (
        _said(day.day, day.month, source, matter)
        or _said_by_day(day.day, day.month, source, _actual(day, source))
        or _relative(day, source)
    )


def _month_supported(day: Date, source: Source) -> bool:
    same = [other for other in source.dates() if other.month == day.month]
    if not same:
        return False
    return day.year is None or _year_fits(day.year, day.month or 1, 15, source)


def _has_day(found: Facts, day: int) -> bool:
    return any(other.day == day for other in found.dates)


def _said(day: int, month: int, source: Source, matter: frozenset[str]) -> bool:
    """Day and month in or beside the cited words, or elsewhere of the same matter."""
    if any((d.day, d.month) == (day, month) for text in source.near for d in text.facts.dates):
        return True
    if any((d.day, d.month) == (day, month) for text in source.discussion for d in text.facts.dates):
        return True
    return any(text.has_date_about(day, month, matter) for text in source.agenda)


def _said_by_day(day: int, month: int, source: Source, actual: date | None) -> bool:
    """A day said without its month ("den syttende"): said elsewhere, or understood as the next to come."""
    if not any(d.day == day and d.month is None for text in source.near for d in text.facts.dates):
        return False
    soon = (
        actual is not None
        and source.meeting_day is not None
        and 0 <= (actual - source.meeting_day).days <= _SOON_DAYS
    )
    return soon or any(other.month == month for other in source.dates())


def _actual(day: Date, source: Source) -> date | None:
    """The calendar day; without a year, the next one after the meeting."""
    if day.day is None or day.month is None or source.meeting_day is None:
        return None
    try:
        if day.year is not None:
            return date(day.year, day.month, day.day)
        this = date(source.meeting_day.year, day.month, day.day)
        return this if this >= source.meeting_day else this.replace(year=this.year + 1)
    except ValueError:
        return None


def _year_fits(year: int, month: int, day: int, source: Source) -> bool:
    """Said or printed with the month, said in the cited words, or the year that the meeting implies."""
    if any(other.year == year and other.month == month for other in source.dates()):
        return True
    said = re.compile(rf"\b(?:{year}|(?:i|fra|siden|år|til) {year % 100})\b(?! *(?:{_MONTH_WORDS}))")
    if any(said.search(written(text.raw).lower()) for text in source.cited):
        return True
    actual = _actual(Date(day=day, month=month, year=year), source)
    if actual is None or source.meeting_day is None:
        return actual is not None
    return -_PAST_DAYS <= (actual - source.meeting_day).days < _FUTURE_DAYS


def _relative(day: Date, source: Source) -> bool:
    """Days counted from the meeting's: "på fredag", "i morgen"."""
    actual = _actual(day, source)
    if actual is None or source.meeting_day is None:
        return False
    ahead = (actual - source.meeting_day).days
    if 0 <= ahead <= _NEXT_DAYS and any(
        said.index == actual.weekday() and said.date is None
        for text in source.near
        for said in text.facts.weekdays
    ):
        return True
    if any(
        ahead == days and source.says(re.compile(rf"\b{words}\b"), source.near)
        for words, days in _DAYS_AWAY.items()
    ):
        return True
    return ahead == 0


def _weekday_supported(weekday: Weekday, source: Source) -> bool:
    if weekday.date is not None and weekday.date.year is not None:
        actual = _actual(weekday.date, source)
        return actual is not None and actual.weekday() == weekday.index
    if any(other.index == weekday.index for text in source.all for other in text.facts.weekdays):
        return True
    if weekday.date is None:
        return False
    actual = _actual(weekday.date, source)
    return actual is not None and actual.weekday() == weekday.index


def _clock_supported(clock: Clock, source: Source) -> bool:
    for other in source.clocks():
        if other.minute == clock.minute and (other.hour - clock.hour) % 12 == 0:
            return True
    shown = f"{clock.hour}.{clock.minute:02d}"
    return any(
        (clock.hour in text.figures or clock.hour % 12 in text.figures)
        and (clock.minute == 0 or clock.minute in text.figures or shown in text.raw)
        for text in source.all
    )
