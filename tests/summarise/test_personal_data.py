"""Personal data is found by its form; what only looks like numbers and streets to a hasty eye is not."""

import string
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.personal_data import PersonalKind, find_personal, without_cpr

CPR, PHONE, EMAIL, ADDRESS = PersonalKind.CPR, PersonalKind.PHONE, PersonalKind.EMAIL, PersonalKind.ADDRESS
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2029, 12, 31))
FIGURES = st.integers(0, 9999).map("{:04}".format)
AROUND = st.sampled_from([("", ""), ("Sagen om ", " drøftes."), ("(", ")"), ("bor her: ", "\n"), ("»", "«")])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("bor på Birkevej 12B, 2. tv.", [ADDRESS]),
        ("mødtes på Torvet 1", [ADDRESS]),
        ("H.C. Andersens Boulevard 12", [ADDRESS]),
        ("Nørre Allé nr. 5", [ADDRESS]),
        ("Ny Østergade 7 st.", [ADDRESS]),
        ("flytter til Bjerget 5, 1. th, 8000 Aarhus", [ADDRESS]),
        ("010190-1234", [CPR]),
        ("CPR 010190 – 1234", [CPR]),
        ("ring +45 12 34 56 78 eller skriv til a.b@c.dk", [PHONE, EMAIL]),
        ("tlf. 7220 0000, 72-20-00-00 eller 004572200000", [PHONE, PHONE, PHONE]),
        ("telefonnummer: 72200000", [PHONE]),
    ],
)
def test_personal_data_is_found_by_its_form(text, kinds):
    assert [kind for kind, _ in find_personal(text)] == kinds


def test_an_address_is_pointed_out_without_the_sentence_around_it():
    text = "Sagen gælder nu Birkevej 12B. Ansøger bor Bag ved Skoven 3 og vil til Gl. Kongevej 7."
    assert [found for _, found in find_personal(text)] == [
        "Birkevej 12B",
        "Bag ved Skoven 3",
        "Gl. Kongevej 7",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Byens park 2027 udvides med 112,5 meter, jf. § 5 og lov nr. 3",
        "Hovedvejen 112,5 meter mod nord kostede 1.800.000 kr.",
        "Nordhavnsvej 25 mio. kr. og Parken 300 pladser",
        "Frist for høring om Søndergade 12. maj 2026, igen på Torvet 3 uger efter",
        "J.nr. 29.18.04-G01-2-21 og 00.01.00-A00-32-24, KLE 27.12.16, emne 00.01",
        "Sagsnr. 2026-12345, sag 26/12345, EMN-2026-004711, dok.nr. 12345678",
        "CVR-nr. 12345678, dokumentnummer 12345678, EAN 5790001234567",
        "12345678 kr., kr. 12345678, DKK 12345678 og 12.345.678,00 kr.",
        "kl. 16.30-18.30, kl. 16:30, kl. 1630-1830, den 06.05.2026, 2026-05-06 og 6/5-26",
        "Budget 2026 2027, budget 2026-2027, Referat 06052026.pdf, Notat_20260506.pdf",
        "Punkt 12 og 13: afsnit 4.5.6, stk. 2, nr. 3, litra a; 25 stemmer for, 4 imod",
        "I park og have er der sat 14 træer; på vej 3 ligger intet.",
    ],
)
def test_journal_numbers_amounts_measures_dates_and_times_are_left_alone(text):
    assert list(find_personal(text)) == []


@given(day=DAYS, last=FIGURES, between=st.sampled_from(["", "-", " ", "–", " - "]), around=AROUND)
def test_every_cpr_number_is_found_and_can_be_removed(day, last, between, around):
    number = f"{day:%d%m%y}{between}{last}"
    text = number.join(around)
    assert (CPR, number) in list(find_personal(text))
    assert last not in without_cpr(text)


@given(
    figures=st.integers(2_000_0000, 9_999_9999).filter(lambda n: not str(n).startswith("20")),
    form=st.sampled_from(["{0}{1}{2}{3}", "{0} {1} {2} {3}", "{0}-{1}-{2}-{3}", "{0}{1} {2}{3}"]),
    country=st.sampled_from(["", "+45", "+45 ", "0045 "]),
    around=AROUND,
)
def test_every_phone_number_is_found(figures, form, country, around):
    number = country + form.format(*(str(figures)[i : i + 2] for i in range(0, 8, 2)))
    day_and_year = str(figures)[4:6] in ("19", "20") and int(str(figures)[2:4]) in range(1, 13)
    if form == "{0}{1}{2}{3}" and not country and day_and_year:
        return  # 24122026 is taken for Christmas
    assert (PHONE, number) in list(find_personal(number.join(around)))


@given(
    name=st.text(string.ascii_letters + string.digits + "æøå.-_", min_size=1, max_size=20),
    host=st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12),
)
def test_every_mail_address_is_found(name, host):
    assert EMAIL in [kind for kind, _ in find_personal(f"skriv til {name}@{host}.dk i dag")]


@given(day=DAYS, at=st.times(), amount=st.integers(0, 10**10))
def test_dates_times_and_amounts_as_danes_write_them_are_left_alone(day, at, amount):
    grouped = f"{amount:,}".replace(",", ".")
    text = (
        f"Den {day.day}. {day:%m}. {day.year}, {day:%d.%m.%Y}, {day:%d-%m-%Y}, {day:%d/%m %Y}, "
        f"{day.isoformat()}, {day:%Y%m%d}.pdf kl. {at:%H.%M} og {at:%H:%M:%S}: "
        f"{grouped} kr., {grouped},50 kr., {grouped} m2"
    )
    assert list(find_personal(text)) == []


@given(
    kle=st.tuples(*[st.integers(0, 99)] * 3),
    facet=st.from_regex(r"[A-Z]\d\d", fullmatch=True),
    case=st.integers(1, 99999),
    year=st.integers(0, 99),
)
def test_journal_numbers_are_left_alone(kle, facet, case, year):
    number = ".".join(f"{part:02}" for part in kle)
    assert list(find_personal(f"{number}-{facet}-{case}-{year:02} ({number}), 20{year:02}-{case:06}")) == []


@pytest.mark.parametrize("piece", ["9", "_", "Aa ", "Aa. Bb ", "010190-123", "a@", "12 34 ", "Torv 1, "])
def test_no_text_takes_long_to_look_through(piece):
    started = time.monotonic()
    for _ in find_personal(piece * (40_000 // len(piece))):
        pass
    assert time.monotonic() - started < 5  # a search that grows with the square takes half a minute
