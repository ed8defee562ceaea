"""The head of a document: kind and body, date, time, place and people."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from minutes.agenda import Meeting, Participant
from minutes.reading.agenda_file import read_content
from minutes.reading.dates import find_date, find_time
from minutes.reading.people import read_people
from minutes.vocabulary import MONTHS

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def meeting(*lines: str) -> Meeting:
    text = "\n\n".join([*lines, "Punkt 1: Kaj"])
    return read_content(text.encode(), where="dagsorden.txt").agenda.meeting


@pytest.mark.parametrize(
    "lines",
    [
        ("DAGSORDEN Havneudvalget d. 06-05-2026", "Mødedato Onsdag d. 06. maj 2026 kl. 09:00"),
        ("TILLÆGSDAGSORDEN Havneudvalget d. 06-05-2026", "Mødedato: onsdag den 6. maj 2026 kl. 9"),
        ("Referat fra møde i Havneudvalget den 6. maj 2026 kl. 09.00",),
        ("Dagsorden", "Havneudvalget", "Onsdag den 6. maj 2026 kl. 9.00"),
        ("Havneudvalget", "Dato: 6/5-2026", "Tid: 09.00"),
        ("Havneudvalget - dagsorden 6. maj 2026 kl. 9",),
        ("Havneudvalget", "Dato: 6. maj 2026 Tid: 09.00 Sted: Havnen"),
        ("Havneudvalget", "Dato\t6. maj 2026\tTid\t09.00"),
        ("Udvalg: Havneudvalget", "Mødedato: 2026-05-06 09:00"),
        ("Beslutningsprotokol", "Havneudvalget, onsdag den 6. maj 2026 kl. 9"),
    ],
)
def test_body_and_time_are_found_however_they_are_printed(lines):
    found = meeting(*lines)
    assert found.body == "Havneudvalget"
    assert found.starts_at == datetime(2026, 5, 6, 9, tzinfo=COPENHAGEN)
    assert found.id == "havneudvalget-2026-05-06"


def test_presence_is_what_the_label_says():
    people = meeting(
        "Til stede: Bo Lind (formand)", "Afbud: Ea Rask", "Stedfortrædere: Per Høg for Ea Rask"
    ).participants
    assert people == (
        Participant(name="Bo Lind", role="formand", present=True),
        Participant(name="Ea Rask", present=False),
        Participant(name="Per Høg", role="stedfortræder for Ea Rask"),
    )


def test_a_roster_is_split_at_people_and_not_at_titles():
    people = read_people(
        "Bo Lind (Direktør By, Kultur & Fritid), Ea Rask (formand, afbud), "
        "Jens-Ole Fisker (chef (konst.)) og Liv Bek",
        present=None,
    )
    assert [(p.name, p.role, p.present) for p in people] == [
        ("Bo Lind", "Direktør By, Kultur & Fritid", None),
        ("Ea Rask", "formand, afbud", False),
        ("Jens-Ole Fisker", "chef (konst.)", None),
        ("Liv Bek", None, None),
    ]


def test_initials_are_told_from_titles():
    (person,) = read_people("Pia Im (sekretær, Initialer: PIM)", present=None)
    assert (person.role, person.initials) == ("sekretær", "PIM")


@given(st.dates(min_value=datetime(1950, 1, 1).date()), st.times())
def test_every_printed_form_of_a_day_is_the_same_day(day, clock):
    month = MONTHS[day.month - 1]
    for form in (
        f"d. {day:%d}. {month} {day.year}",
        f"{day.day}/{day.month}-{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day}",
    ):
        text = f"Mødet er {form} kl. {clock:%H.%M}"
        assert find_date(text) == day
        assert find_time(text) == clock.replace(second=0, microsecond=0)


def test_a_day_that_does_not_exist_is_no_day():
    assert find_date("den 31. februar 2027") is None
    assert find_time("kl. 25.00") is None


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("Mødested Mødelokale 915",), "Mødelokale 915"),
        (("Mødested", "Mødelokale 915"), "Mødelokale 915"),
        (("Lokale: 4",), "4"),
        (("Lokale 4",), "Lokale 4"),
        (("Mødested", "Mødedeltagere Bo Lind"), None),
    ],
)
def test_a_room_is_a_place_and_not_a_label(lines, place):
    assert meeting(*lines).place == place


def test_paragraphs_that_a_pdf_is_tagged_with_are_not_run_together():
    """No white space between them, the first nearly a full line, the next in small letters."""
    source = """#set page(width: 14cm, height: 10cm)
#set par(spacing: 0.65em)
#set text(size: 10pt)
Mødedeltagere: Bo Lind (formand), Ea Rask (medlem af udvalget)

afbud Ole Hald

= Punkt 1: Kajen
"""
    content = bytes(typst.compile(source.encode()))
    people = read_content(content, where="dagsorden.pdf").agenda.meeting.participants
    assert [person.role for person in people] == ["formand", "medlem af udvalget"]


def test_a_page_number_that_had_no_room_beside_its_title_does_not_end_the_contents_list():
    text = (
        "DAGSORDEN Havneudvalget d. 03-03-2027\n\nMødedeltagere Bo Lind (formand)\n\nIndholdsfortegnelse\n\n"
        "Kajen og alt det andet.....\n5\nKranen..... 7\n\n"
        "Punkt 1: Kajen og alt det andet\n\nPunkt 2: Kranen\n"
    )
    agenda = read_content(text.encode(), where="dagsorden.txt").agenda
    assert [person.name for person in agenda.meeting.participants] == ["Bo Lind"]
    assert ([item.title for item in agenda.items], agenda.unplaced) == (
        ["Kajen og alt det andet", "Kranen"],
        (),
    )
