"""Facts compare equal however they were said or written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.facts import Clock, Date, Number, facts


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3,2 millioner", 3_200_000, None),
        ("3,2 mio. kr.", 3_200_000, "kr"),
        ("tre komma to millioner kroner", 3_200_000, "kr"),
        ("22.000 kr.", 22_000, "kr"),
        ("toogtyve tusind kroner", 22_000, "kr"),
        ("4,25 pct.", Decimal("4.25"), "pct"),
        ("fire komma femogtyve procent", Decimal("4.25"), "pct"),
        ("to hold", 2, None),
        ("i 2027", 2027, None),
    ],
)
def test_a_number_has_one_value_and_a_unit(text: str, value: Decimal, unit: str | None) -> None:
    (number,) = facts(text).numbers
    assert number == Number(value=Decimal(value))
    assert number.unit == unit


@pytest.mark.parametrize(
    "text",
    ["den 14. april 2026", "d. 14. april 2026", "14-04-2026", "2026-04-14", "den fjortende april 2026"],
)
def test_a_date_is_the_same_in_every_form(text: str) -> None:
    assert facts(text).dates == (Date(day=14, month=4, year=2026),)
    assert facts(text).numbers == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("den 3., 4. og 5. maj", [(3, 5), (4, 5), (5, 5)]),
        ("fra den 28. til den 30. december 2026", [(28, 12), (30, 12)]),
        ("den 14 april", [(14, 4)]),
        ("på mødet den 17.", [(17, None)]),
        ("stadig den 17", [(17, None)]),
        ("i oktober", [(None, 10)]),
        ("ved 2. behandling", []),
        ("99. april", [(None, 4)]),
    ],
)
def test_dates_may_be_listed_or_incomplete(text: str, dates: list[tuple[int | None, int | None]]) -> None:
    assert [(date.day, date.month) for date in facts(text).dates] == dates


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("kl. 14.30", [Clock(hour=14, minute=30)]),
        ("klokken halv ni", [Clock(hour=8, minute=30)]),
        ("åbent kl. 10-14.", [Clock(hour=10), Clock(hour=14)]),
        ("fra klokken seks til otte", [Clock(hour=6), Clock(hour=8)]),
    ],
)
def test_clock_times(text: str, clocks: list[Clock]) -> None:
    assert list(facts(text).clocks) == clocks
    assert facts(text).numbers == ()


def test_weekdays_know_their_date() -> None:
    (weekday,) = facts("mandag den 10. august 2026").weekdays
    assert weekday.index == 0
    assert weekday.date == Date(day=10, month=8, year=2026)


def test_names_are_capitalised_words_that_open_no_sentence() -> None:
    text = "Udvalget valgte Lone Riber til Åmose Vandsamarbejde. Sarina Mirzai deltog ikke. Sagen udsættes."
    assert facts(text).names == ("Lone Riber", "Åmose Vandsamarbejde", "Sarina Mirzai")


def test_amounts_and_percentages() -> None:
    found = facts("22.000 kr. og 4 pct. af 12")
    assert [n.value for n in found.amounts] == [22_000]
    assert [n.value for n in found.percentages] == [4]


@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    facts(text)
