"""What a draft of an item may write as a figure or a name: the forms that follow from its talk and agenda.

Candidates are made from every fact that was said or printed, in the ways in which minutes write it. What
stays is decided by the same checks that ground a finished sentence, so that the two cannot disagree.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from minutes.vocabulary import MONTHS, WEEKDAYS
from summarise.closed_doors import closed_stretches
from summarise.decoding_words import table
from summarise.drafter import Case
from summarise.fact_checks import fact_concerns
from summarise.facts import Clock, Date, Number, facts
from summarise.name_checks import name_concerns
from summarise.number_words import CARDINALS, SCALES
from summarise.numerals import written
from summarise.roles import Roster, as_subject, speakers
from summarise.sources import Source, agenda_texts, counts, read_text
from summarise.subjects import body_subject

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-?")
_CAPITAL = re.compile(r"[A-ZÆØÅ]")
_MARKED = re.compile(r"§+ ?\d+(?:,? stk\. ?\d+)?|\b\d{4} ?[-–] ?\d{4}\b|\b(?:[A-ZÆØÅ]+-?\d+|\d+[A-ZÆØÅ])\b")
"""Figures with a sign or letter of their own: "§ 17, stk. 4", "2027 - 2030", "A4"."""
_MILLION = SCALES["million"]
_SPELT_UP_TO = 12
_WORDS_FOR = {value: word for word, value in CARDINALS.items() if 1 < value <= _SPELT_UP_TO}
_UNITS = {"kr": ("kr", "kroner"), "pct": ("pct", "procent")}
_LEAST_AMOUNT = 100
"""From this size on a bare number may be an amount of kroner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenForms:
    """The forms, each as it stands in the text without the point that may follow it.

    `figures` are numbers, dates, weekdays and clock times, `names` capitalised words and rows of them,
    `openings` capitalised words that may open a sentence and are no names.
    """

    figures: tuple[str, ...]
    names: tuple[str, ...]
    openings: tuple[str, ...]


def forms_of(case: Case) -> WrittenForms:
    """The forms for one item, sorted."""
    source = whole_source(case)
    raws = [text.raw for text in source.all] + _printed(case)
    figures = {form for form in _figures(raws, case) if _supported(form, source, case)}
    names = {form for form in _names(raws, case) if not any(name_concerns(f"Der {form}", source, case))}
    openings = {word.capitalize() for raw in raws for word in _WORD.findall(raw) if word.islower()}
    openings |= {body_subject(case.meeting.body), *table().openings}
    parts = {part.casefold() for person in case.meeting.participants for part in person.name.split()}
    return WrittenForms(
        figures=tuple(sorted(figures)),
        names=tuple(sorted(names)),
        openings=tuple(sorted(o for o in openings if o.casefold() not in parts and _is_plain(o))),
    )


def whole_source(case: Case) -> Source:
    """All that was said under the item and all that its agenda prints, as if a sentence cited all of it."""
    ids = case.discussion.utterance_ids() if case.discussion else ()
    withheld = () if case.item.closed else closed_stretches(case.transcript)
    said = (case.transcript.utterances[i] for i in ids if not any(i in part for part in withheld))
    turns = tuple(utterance for utterance in said if counts(utterance))
    talk = tuple(read_text(utterance.text) for utterance in turns)
    start = case.meeting.starts_at
    agenda = agenda_texts(case)
    return Source(
        cited=(*talk, *agenda),
        near=talk,
        discussion=(),
        agenda=agenda,
        meeting_day=start.date() if start else None,
        turns=turns,
    )


def _printed(case: Case) -> list[str]:
    """Names of the meeting itself: the body, and the people whom the talk lets one know."""
    roster = Roster.of(case.meeting)
    known = speakers(case.transcript, roster).values()
    return [
        f"der {case.meeting.body}",
        f"der {body_subject(case.meeting.body)}",
        *(f"der {name}" for person in known for name in (person.name, as_subject(person))),
        *(f"der {person.name}" for person in roster.people),
    ]


def _is_plain(opening: str) -> bool:
    """No figure, month or day: those have forms of their own."""
    low = opening.casefold()
    return low not in (*MONTHS, *WEEKDAYS) and not any(facts(low).numbers) and written(low) == low


def _supported(form: str, source: Source, case: Case) -> bool:
    return not any(fact_concerns(f"Det er {form}.", source, case.item.number))


# Figures


def _figures(raws: Iterable[str], case: Case) -> Iterator[str]:
    found = [facts(raw) for raw in raws]
    for raw in raws:
        yield from _MARKED.findall(written(raw))
    for number in {(n.value, n.unit, n.text): n for f in found for n in f.numbers}.values():
        yield from _number_forms(number)
    days = {(d.day, d.month, d.year) for f in found for d in f.dates}
    said = {weekday.index for f in found for weekday in f.weekdays}
    for day, month, year in sorted(days, key=str):
        yield from _date_forms(Date(day=day, month=month, year=year), said, days, case)
    yield from (WEEKDAYS[index] for index in said)
    for clock in {clock for f in found for clock in f.clocks}:
        yield from _clock_forms(clock)


def _number_forms(number: Number) -> Iterator[str]:
    """The number as it was said, in figures, in millions, and as a word where it is small."""
    value = number.value
    plain = [_danish(value)]
    if 1990 <= value <= 2100 and not number.unit:
        plain.append(f"{value:.0f}")
    if value >= _MILLION and (value / _MILLION * 1000) % 1 == 0:
        plain += [f"{_danish(value / _MILLION)} {scale}" for scale in ("mio", "mio.", "millioner")]
    if value in _WORDS_FOR:
        plain.append(_WORDS_FOR[int(value)])
    yield from (number.text, *plain)
    if number.unit is None:
        if value >= _LEAST_AMOUNT:
            yield from (f"{form} kr" for form in plain)
        return
    for form, unit in itertools.product(plain, _UNITS.get(number.unit, (number.unit,))):
        yield f"{form} {unit}"


def _danish(value: Decimal) -> str:
    whole, _, rest = f"{value:f}".partition(".")
    rest = rest.rstrip("0")
    whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{rest}" if rest else whole


def _date_forms(
    day: Date, said: set[int], days: set[tuple[int | None, int | None, int | None]], case: Case
) -> Iterator[str]:
    """The date with and without its year and its weekday; a bare day also in the months that were said."""
    start = case.meeting.starts_at
    years = {year for _, _, year in days if year} | ({start.year, start.year + 1} if start else set())
    if day.day is None:
        for before in table().before_month:
            yield from _in_years(f"{before} {MONTHS[(day.month or 1) - 1]}", years)
        return
    yield f"{day.day}"
    months = {day.month} if day.month else {month for _, month, _ in days if month}
    if start and not day.month:
        months |= {start.month, start.month % 12 + 1}
    for month in sorted(months):
        for form in _in_years(f"{day.day}. {MONTHS[month - 1]}", years):
            yield form
            yield from _with_weekday(form, day.day, month, years, said)


def _in_years(form: str, years: set[int]) -> Iterator[str]:
    yield form
    yield from (f"{form} {year}" for year in sorted(years))


def _with_weekday(form: str, day: int, month: int, years: set[int], said: set[int]) -> Iterator[str]:
    for year in years:
        try:
            index = date(year, month, day).weekday()
        except ValueError:
            continue
        if index in said:
            yield f"{WEEKDAYS[index]} den {form}"


def _clock_forms(clock: Clock) -> Iterator[str]:
    for hour in {clock.hour, clock.hour + 12 if clock.hour < 12 else clock.hour - 12}:
        if clock.minute == 0:
            yield f"kl. {hour}"
        yield f"kl. {hour}.{clock.minute:02d}"


# Names


def _names(raws: Iterable[str], case: Case) -> Iterator[str]:
    """Rows of capitalised words and each of their words, with and without a genitive's s."""
    people = {part for person in case.meeting.participants for part in person.name.split()}
    rows: set[str] = set()
    for raw in raws:
        rows.update(facts(raw).names)
        rows.update(word for word in _WORD.findall(raw) if _CAPITAL.search(word[1:]) or word in people)
    words = {word for row in rows for word in _WORD.findall(row) if _CAPITAL.search(word)}
    for name in rows | words:
        if not re.search(r"\d", name):
            yield name
            yield f"{name}s"
