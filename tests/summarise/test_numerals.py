"""Spoken Danish numbers become written ones, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.numerals import written

ONES = (
    *(
        "nul",
        "én",
        "to",
        "tre",
        "fire",
        "fem",
        "seks",
        "syv",
        "otte",
        "ni",
        "ti",
        "elleve",
        "tolv",
        "tretten",
    ),
    *("fjorten", "femten", "seksten", "sytten", "atten", "nitten"),
)
TENS = ("tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems")


def spoken(value: int) -> str:
    """The number as it is said, 0 to 999,999."""
    if value >= 1000:
        rest = value % 1000
        join = "" if rest == 0 else " og " if rest < 100 else " "
        return (
            ("et" if value // 1000 == 1 else spoken(value // 1000))
            + " tusind"
            + join
            + (spoken(rest) if rest else "")
        )
    if value >= 100:
        hundreds = "et" if value // 100 == 1 else ONES[value // 100]
        return f"{hundreds} hundrede" + (f" og {spoken(value % 100)}" if value % 100 else "")
    if value < 20:
        return ONES[value]
    ones = "en" if value % 10 == 1 else ONES[value % 10]
    return (f"{ones}og" if value % 10 else "") + TENS[value // 10 - 2]


@pytest.mark.parametrize(
    ("said", "wrote"),
    [
        ("den fjortende april toogtyve", "den 14. april 2022"),
        ("senest den anden maj", "senest den 2. maj"),
        ("den tredje og fjerde september", "den 3. og 4. september"),
        ("mandag, den syvogtyvende april", "mandag, den 27. april"),
        ("den femte i sjette", "den 5. juni"),
        ("fredag den tredje", "fredag den 3."),
        ("Det er i tyve syvogtyve", "Det er i 2027"),
        ("i tyve hundrede og syvogtyve", "i 2027"),
        ("i totusind og femogtyve", "i 2025"),
        ("fra nitten hundrede og fireoghalvfjerds", "fra 1974"),
        ("to komma fem millioner", "2,5 millioner"),
        ("femogtyve tusind og ti tusind til leje", "25.000 og 10.000 til leje"),
        ("otte tusind og fem tusind et hundrede og halvtreds", "8.000 og 5.150"),
        ("to hundrede og tres tusind", "260.000"),
        ("tre komma nul fem procent", "3,05 procent"),
        ("halvanden million kroner", "1,5 million kroner"),
        ("en halv million om året", "500.000 om året"),
        ("tre en halv", "3,5"),
        ("to millioner og fire hundrede tusind", "2.400.000"),
        ("tre hundrede og femogtyve tusind kroner", "325.000 kroner"),
        ("sekshundrede og halvtreds tusind", "650.000"),
        ("Til tusind kroner i timen", "Til 1.000 kroner i timen"),
        ("22 tusind", "22.000"),
        ("klokken halv ni", "kl. 8.30"),
        ("kl. halv ni", "kl. 8.30"),
        ("Kvart over seks", "Kl. 6.15"),
        ("ti minutter over ni", "kl. 9.10"),
        ("klokken ni nul fem", "kl. 9.05"),
        ("fem minutter i halv ti", "kl. 9.25"),
        ("tre-fire stykker", "3-4 stykker"),
        ("klokken nitten tredive", "kl. 19.30"),
        ("femoghalvfems procent", "95 procent"),
        ("fem seks stykker", "5-6 stykker"),
        ("ni stemmer for og to stemmer imod", "9 stemmer for og 2 stemmer imod"),
    ],
)
def test_what_is_said_is_written_as_a_secretary_would(said: str, wrote: str) -> None:
    assert written(said) == wrote
    assert written(wrote) == wrote


@pytest.mark.parametrize(
    "text",
    [
        "en af os tager et møde",
        "den anden gang og hver anden uge",
        "Første gang var det fjerde hold med.",
        "Tusind tak for det",
        "en halv time",
        "to-tre stykker",
        "Der kommer flere tusind og et par hundrede.",
        "i første halvår",
        "Den 14. april 2022 kl. 8.30 gav vi 22.000 kr. og 2,5 mio. til § 17, stk. 4-udvalget.",
        "",
    ],
)
def test_all_other_text_stays_as_it_was(text: str) -> None:
    assert written(text) == text


@given(st.integers(min_value=3, max_value=999_999))
def test_every_number_is_read_back(value: int) -> None:
    assert written(f"det er {spoken(value)} i alt").removeprefix("det er ").removesuffix(" i alt").replace(
        ".", ""
    ) == str(value)


WORDS = (
    *("en", "to", "tre", "ni", "nitten", "tyve", "syvogtyve", "hundrede", "tusind", "millioner", "million"),
    *(
        "komma",
        "nul",
        "og",
        "i",
        "halv",
        "kvart",
        "over",
        "klokken",
        "kl.",
        "den",
        "første",
        "anden",
        "femte",
    ),
    *("enogtyvende", "april", "maj", "halvanden", "kroner", "procent", "minutter", "fredag", "år", "7", "22"),
    *("2,5", "Punkt", ",", "."),
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_writing_twice_changes_nothing(text: str) -> None:
    once = written(text)
    assert written(once) == once


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    assert written(written(text)) == written(text)
