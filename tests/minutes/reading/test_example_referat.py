"""The example referat in the shared folder, read as the finished document that it is."""

from pathlib import Path

import pytest

from minutes.reading.agenda_file import read_agenda
from minutes.reading.recommendation import acts_asked
from minutes.vocabulary import SectionKind

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
EXAMPLE = SHARED / "examples" / "referat-chefforum-2026-05-06.txt"

pytestmark = pytest.mark.skipif(
    not EXAMPLE.exists(), reason="the shared folder does not lie beside the repository"
)


@pytest.fixture(scope="module")
def agenda():
    return read_agenda(EXAMPLE)


def test_it_has_eight_items_numbered_one_to_eight(agenda):
    assert [item.number for item in agenda.items] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert len({item.id for item in agenda.items}) == 8


def test_the_clauses_stand_under_their_items(agenda):
    """Counted by hand in the document: eleven lines "N. at …" under a heading Indstilling."""
    assert [len(item.clauses) for item in agenda.items] == [2, 1, 1, 1, 2, 2, 1, 1]
    assert agenda.items[4].clauses[1].text.startswith("at den fremtidige organisering")
    assert all(clause.text.startswith("at ") for item in agenda.items for clause in item.clauses)


def test_the_clauses_ask_for_thirteen_acts(agenda):
    """Two of the eleven ask for two at once: "drøftes og tages til efterretning"."""
    assert [sum(acts_asked(clause) for clause in item.clauses) for item in agenda.items] == [
        2,
        2,
        2,
        1,
        2,
        2,
        1,
        1,
    ]


def test_a_numbered_list_in_the_case_is_no_indstilling(agenda):
    case = agenda.items[5].section(SectionKind.CASE)
    assert "\n11. " in case.text
    assert case.clauses == ()


def test_participants_keep_titles_with_commas_and_ampersands(agenda):
    people = agenda.meeting.participants
    assert len(people) == 8
    assert people[0].role == "Direktør By, Kultur, Miljø & Beskæftigelse"


def test_a_sentence_split_by_a_page_break_is_whole_again(agenda):
    decision = agenda.items[2].section(SectionKind.DECISION)
    assert "digitaliseringskonsulenter til at understøtte arbejdet" in decision.text
    assert "\n" not in decision.text


def test_subheadings_stay_in_the_case(agenda):
    kinds = [section.kind for section in agenda.items[4].sections]
    assert SectionKind.OTHER not in kinds
    assert "\n\nÆndret menustruktur\n\n" in agenda.items[4].section(SectionKind.CASE).text


def test_sections_stand_in_printed_order(agenda):
    assert [s.kind for s in agenda.items[7].sections] == [
        SectionKind.CASE,
        SectionKind.RECOMMENDATION,
        SectionKind.DECISION,
        SectionKind.ATTACHMENTS,
    ]


def test_every_item_has_its_beslutning_apart(agenda):
    assert all(item.section(SectionKind.DECISION) for item in agenda.items)


def test_spelling_is_not_corrected(agenda):
    text = "".join(section.text for item in agenda.items for section in item.sections)
    for quirk in ("Espenhein", "Renée", "Erhvervs politik", "Cyber -og", "overførbare og relevans", "~"):
        assert quirk in text
    assert agenda.items[2].title == "Orientering om besøg i Nyborg kommune og Skanderborg kommune"


def test_the_meeting_is_known_by_body_and_day(agenda):
    assert agenda.meeting.id == "chefforum-2026-05-06"
    assert agenda.meeting.starts_at.isoformat() == "2026-05-06T09:00:00+02:00"
    assert agenda.meeting.place == "Mødelokale 915"
    assert agenda.unplaced == ()
