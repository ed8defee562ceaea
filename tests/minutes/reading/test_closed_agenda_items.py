"""What is closed must be read as closed, wherever the document says so."""

import pytest

from minutes.agenda import Agenda
from minutes.reading.agenda_file import read_content


def read(text: str) -> Agenda:
    return read_content(text.encode(), where="dagsorden.txt").agenda


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Punkt 1: Lukket punkt: Salg af areal", "Lukket punkt: Salg af areal"),
        ("Punkt 1: Lukket - Salg af areal", "Lukket - Salg af areal"),
        ("Punkt 1: Salg af areal (Lukket)", "Salg af areal (Lukket)"),
        ("Punkt 1: Salg af areal (lukket punkt)", "Salg af areal (lukket punkt)"),
        ("Punkt 1: Salg af areal - LUKKET", "Salg af areal - LUKKET"),
        ("Punkt 1: LUKKET Salg af areal", "LUKKET Salg af areal"),
        ("Punkt 1: Lukket punkt", "Lukket punkt"),
        ("Punkt 1 (Lukket): Salg af areal", "Salg af areal"),
        ("Lukket punkt 1: Salg af areal", "Salg af areal"),
        ("Punkt 1: Salg af areal\n\nLukket punkt", "Salg af areal"),
        ("Punkt 1: Salg af areal\n\n13.06.01-G10-2-27\n\nLUKKET", "Salg af areal"),
        ("Lukkede punkter\n\nPunkt 1: Salg af areal", "Salg af areal"),
        ("LUKKET DAGSORDEN\n\nPunkt 1: Salg af areal", "Salg af areal"),
        ("Sager til behandling for lukkede døre:\n\nPunkt 1: Salg af areal", "Salg af areal"),
        ("Punkt 1: Salg af areal\n\nPunktet behandles for lukkede døre.", "Salg af areal"),
    ],
)
def test_a_closed_item_is_closed_and_keeps_its_printed_title(head, title):
    (item,) = read(head).items
    assert (item.closed, item.title) == (True, title)


@pytest.mark.parametrize(
    "title",
    ["Svømmehal lukket i uge 8", "Lukketider", "Rådhuset holder lukket", "Aflukket gård", "Lukket sluse 2"],
)
def test_the_word_in_a_title_does_not_close_an_item(title):
    assert not read(f"Punkt 1: {title}").items[0].closed


def test_a_starred_item_is_an_item_of_its_own():
    agenda = read(
        "1. Kaj\n\nBilag\n\nTegning\n\n2*. (Lukket) Salg\n\nBilag\n\nPris\n\n3. Bro\n\nBilag\n\nTegning"
    )
    assert [(item.title, item.closed) for item in agenda.items] == [
        ("Kaj", False),
        ("(Lukket) Salg", True),
        ("Bro", False),
    ]


def test_a_group_by_purpose_does_not_open_what_is_closed():
    agenda = read("Lukket dagsorden\n\nPunkt 1: A\n\nSager til orientering\n\nPunkt 2: B")
    assert [item.closed for item in agenda.items] == [True, True]


def test_an_open_part_after_a_closed_one_is_open_again():
    agenda = read("Lukket dagsorden\n\nPunkt 1: A\n\nÅben dagsorden\n\nPunkt 2: B")
    assert [item.closed for item in agenda.items] == [True, False]


def test_sub_items_of_a_closed_item_are_closed():
    agenda = read("Punkt 1: Salg\n\nLukket\n\nPunkt 1.1: Pris\n\nPunkt 2: Leje")
    assert [item.closed for item in agenda.items] == [True, True, False]


def test_a_contents_list_alone_may_tell_which_part_is_closed():
    contents = "Indholdsfortegnelse\n\nÅben dagsorden\nKajen.....1\nLukket dagsorden\nSalg.....2"
    agenda = read(f"{contents}\n\nPunkt 1: Kajen\n\nPunkt 2: Salg")
    assert [item.closed for item in agenda.items] == [False, True]
    assert agenda.unplaced == ()
