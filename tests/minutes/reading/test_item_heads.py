"""Where items begin and how they count, told by small documents."""

import pytest

from minutes.agenda import Agenda
from minutes.reading.agenda_file import read_content
from minutes.vocabulary import SectionKind


def read(text: str) -> Agenda:
    return read_content(text.encode(), where="dagsorden.txt").agenda


@pytest.mark.parametrize(
    "head",
    [
        "Punkt {n}: {t}",
        "PUNKT {n}. {t}",
        "Punkt {n} - {t}",
        "Pkt. {n} {t}",
        "Sag nr. {n} {t}",
        "{n}. {t}",
        "{n}) {t}",
    ],
)
def test_every_way_to_number_is_understood(head):
    text = "\n\n".join(
        f"{head.format(n=n, t=t)}\n\nIndstilling\n\nIngen." for n, t in ((1, "Kaj"), (2, "Kran"))
    )
    assert [(i.id, i.number, i.title) for i in read(text).items] == [
        ("punkt-1", 1, "Kaj"),
        ("punkt-2", 2, "Kran"),
    ]


def test_a_number_that_restarts_gets_an_id_of_its_own():
    agenda = read(
        "Åben dagsorden\n\nPunkt 1: A\n\nPunkt 2: B\n\nLukket dagsorden\n\nPunkt 1: C\n\nPunkt 2: D"
    )
    assert [i.id for i in agenda.items] == ["punkt-1", "punkt-2", "punkt-1-2", "punkt-2-2"]
    assert [i.closed for i in agenda.items] == [False, False, True, True]


def test_sub_items_are_items_with_a_label():
    agenda = read("Punkt 1: Havn\n\nPunkt 1.1: Kaj\n\nPunkt 1.2: Kran\n\nPunkt 2: Bro")
    assert [(i.id, i.number, i.label) for i in agenda.items] == [
        ("punkt-1", 1, None),
        ("punkt-1.1", 1, "1.1"),
        ("punkt-1.2", 1, "1.2"),
        ("punkt-2", 2, None),
    ]


def test_a_gap_in_the_numbers_is_kept():
    assert [i.number for i in read("Punkt 1: A\n\nPunkt 2: B\n\nPunkt 5: C").items] == [1, 2, 5]


def test_another_item_named_in_the_text_is_no_head():
    agenda = read(
        "Punkt 1: Kaj\n\nBeslutning\n\nPunkt 3: udgår.\n\nPunkt 2 blev drøftet."
        "\n\nPunkt 2: Kran\n\nPunkt 3: Bro"
    )
    assert [i.title for i in agenda.items] == ["Kaj", "Kran", "Bro"]
    assert "Punkt 3: udgår." in agenda.items[0].sections[0].text


def test_a_numbered_list_in_a_case_is_no_item():
    agenda = read(
        "1. Kaj\n\nSagsfremstilling\n\nTre ting:\n\n1. Træ\n2. Sten\n\n2. Kran\n\nSagsfremstilling\n\nNy."
    )
    assert [i.title for i in agenda.items] == ["Kaj", "Kran"]


@pytest.mark.parametrize(
    ("line", "journal"),
    [
        ("00.01.00-A00-32-24", "00.01.00-A00-32-24"),
        ("Sagsnr.: 17/4603", "17/4603"),
        ("Journalnummer: 00.01.00-Ø00-3-27", "00.01.00-Ø00-3-27"),
        ("EMN-2025-010561", "EMN-2025-010561"),
        ("306-2009-600", "306-2009-600"),
        ("Næste møde er i maj.", None),
        ("2027", None),
    ],
)
def test_a_journal_number_has_many_forms(line, journal):
    item = read(f"Punkt 1: Kaj\n\n{line}\n\nIndstilling\n\nIngen.").items[0]
    assert item.journal_number == journal


def test_a_heading_that_comes_again_opens_a_section_and_a_subheading_does_not():
    case = "Sagsfremstilling\n\nDer er fire mål.\n\n{sub}\n\nMere tekst.\n\nKlimaaftryk\n\nIngen."
    text = "\n\n".join(f"Punkt {n}: Sag\n\n{case.format(sub=sub)}" for n, sub in ((1, "Trafik"), (2, "Støj")))
    for item in read(text).items:
        assert [s.heading_as_printed for s in item.sections] == ["Sagsfremstilling", "Klimaaftryk"]
        assert item.sections[1].kind is SectionKind.OTHER


def test_another_bodys_decision_is_history():
    agenda = read(
        "REFERAT Byrådet d. 29-04-2026\n\nPunkt 1: Kaj"
        "\n\nBeslutning Havneudvalget den 8. april 2026:\n\nAnbefales."
        "\n\nBeslutning Byrådet den 29. april 2026:\n\nGodkendt."
    )
    assert [s.kind for s in agenda.items[0].sections] == [SectionKind.HISTORY, SectionKind.DECISION]


@pytest.mark.parametrize(
    "heading",
    [
        "Beslutning Byrådet den 25. marts 2026:",
        "Beslutning fra Byrådet, 25. marts 2026, pkt. 14:",
        "Byrådets beslutning den 25. marts 2026",
        "Beslutning den 25. marts 2026",
        "Beslutning i Økonomi- og Byrådet den 29. april 2026",
    ],
)
def test_what_this_body_decided_another_day_is_history(heading):
    agenda = read(
        f"REFERAT Byrådet d. 29-04-2026\n\nPunkt 1: Kaj\n\n{heading}\n\nSendes tilbage."
        "\n\nBeslutning den 29. april 2026\n\nGodkendt."
    )
    assert [(s.kind, s.text) for s in agenda.items[0].sections] == [
        (SectionKind.HISTORY, "Sendes tilbage."),
        (SectionKind.DECISION, "Godkendt."),
    ]


def test_minutes_may_take_up_the_items_of_the_agenda_one_by_one():
    agenda = read("Dagsorden\n\nA. Orientering\n\nAd 1. Kaj\n\nIntet.\n\nB. Eventuelt\n\nAd 2. Bro\n\nIntet.")
    assert [(i.title, i.sections[0].text) for i in agenda.items] == [("Kaj", "Intet."), ("Bro", "Intet.")]


@pytest.mark.parametrize("line", ["A. Møller", "A. Oversigtskort"])
def test_an_initial_at_the_end_of_an_item_is_no_group(line):
    agenda = read(f"Punkt 1: Valg\n\nBeslutning\n\n{line}\n\nPunkt 2: Bro")
    assert agenda.items[0].sections[0].text == line


def test_answers_to_clauses_are_no_items():
    agenda = read("1. Kaj\n\nBeslutning\n\nAd 1. Godkendt\n\nAd 2. Udsat\n\n2. Bro\n\nBeslutning\n\nUdsat.")
    assert [i.title for i in agenda.items] == ["Kaj", "Bro"]


def test_signatures_below_the_last_item_are_none_of_its_beslutning():
    agenda = read("Punkt 1: Kaj\n\nBeslutning\n\nGodkendt.\n\nUnderskriftsark\n\nBo Lind\n\nEa Rask")
    assert agenda.items[0].sections[0].text == "Godkendt."
    assert agenda.unplaced == ("Underskriftsark", "Bo Lind", "Ea Rask")


@pytest.mark.parametrize("mark", ["(Åben) ", "Åben - ", "Åbent punkt: "])
def test_what_says_that_an_item_is_open_is_no_part_of_its_title(mark):
    agenda = read(f"Punkt 1: {mark}Kaj\n\nPunkt 2: Åben skole - evaluering")
    assert [item.title for item in agenda.items] == ["Kaj", "Åben skole - evaluering"]


def test_a_draft_of_ours_reads_without_its_marks():
    agenda = read(
        "UDKAST\n\nUdkast lavet med AI. Ikke godkendt.\n\nREFERAT Byråd d. 29-04-2026\n\nPunkt 1: Kaj"
    )
    assert agenda.meeting.body == "Byråd"
    assert agenda.unplaced == ()


def test_a_contents_entry_without_an_item_is_reported():
    assert read("Indholdsfortegnelse\n\nKaj.....2\nKran.....3\n\nPunkt 1: Kaj").unplaced == ("Kran",)


def test_two_items_of_one_title_are_two_items_below_a_contents_list():
    entries = "Kajens tilstand.....1\nKajens tilstand.....2"
    items = "Punkt 1: Kajens tilstand\n\nPunkt 2: Kajens tilstand"
    for contents in (entries, entries.replace(".....1", "").replace(".....2", "")):
        agenda = read(f"Indholdsfortegnelse\n\n{contents}\n\n{items}")
        assert [i.number for i in agenda.items] == [1, 2]
        assert agenda.unplaced == ()
