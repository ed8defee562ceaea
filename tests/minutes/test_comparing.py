"""Two documents that say the same compare as the same; every change is told, once, where it is."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.agenda import Agenda, AgendaItem, Clause, Meeting, Section
from minutes.comparing import Aspect, compare
from minutes.reading.agenda_file import read_agenda
from minutes.vocabulary import SectionKind

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "workflow/demo"


def section(kind: SectionKind, text: str, *clauses: str) -> Section:
    return Section(
        kind=kind,
        heading_as_printed=kind.value.capitalize(),
        text=text,
        clauses=tuple(Clause(number=n, text=t) for n, t in enumerate(clauses, start=1)),
    )


ITEMS = (
    AgendaItem(
        id="a",
        number=1,
        title="Godkendelse af dagsorden",
        sections=(section(SectionKind.DECISION, "Udvalget godkendte dagsordenen."),),
    ),
    AgendaItem(
        id="b",
        number=2,
        title="Ny legeplads ved Åvej",
        journal_number="02.00.00-A00-1-26",
        sections=(section(SectionKind.RECOMMENDATION, "1. at pladsen anlægges", "at pladsen anlægges"),),
    ),
    AgendaItem(id="c", number=3, title="Eventuelt"),
)
AGENDA = Agenda(
    meeting=Meeting(id="m", body="Teknikudvalget", place="Rådhuset"), items=ITEMS, source_sha256="0" * 64
)


def with_item(place: int, **changes: object) -> Agenda:
    items = list(ITEMS)
    items[place] = replace(items[place], **changes)
    return replace(AGENDA, items=tuple(items))


def test_a_document_does_not_differ_from_itself_in_another_format():
    assert compare(read_agenda(DEMO / "dagsorden.txt"), read_agenda(DEMO / "dagsorden.docx")) == ()


@pytest.mark.parametrize(
    ("changed", "aspect"),
    [
        (with_item(1, title="Ny legeplads ved Åvejen"), Aspect.TITLE),
        (with_item(1, journal_number=None), Aspect.JOURNAL_NUMBER),
        (with_item(2, closed=True), Aspect.CLOSED),
        (with_item(2, number=4), Aspect.NUMBER),
        (with_item(0, sections=(section(SectionKind.DECISION, "Udsat."),)), Aspect.DECISION),
        (with_item(2, sections=(section(SectionKind.CASE, "Intet."),)), Aspect.SECTION),
        (replace(AGENDA, meeting=replace(AGENDA.meeting, place="Biblioteket")), Aspect.PLACE),
        (replace(AGENDA, items=ITEMS[:2]), Aspect.ITEM),
    ],
)
def test_one_change_is_told_once_and_where_it_is(changed: Agenda, aspect: Aspect):
    assert [one.aspect for one in compare(AGENDA, changed)] == [aspect]
    assert [one.aspect for one in compare(changed, AGENDA)] == [aspect]


def test_a_clause_is_told_with_its_words_before_and_after():
    changed = with_item(
        1,
        sections=(section(SectionKind.RECOMMENDATION, "1. at pladsen opgives", "at pladsen opgives"),),
    )
    (only,) = compare(AGENDA, changed)
    assert (only.aspect, only.item) == (Aspect.CLAUSE, "Ny legeplads ved Åvej")
    assert (only.before, only.after) == ("at pladsen anlægges", "at pladsen opgives")


def test_an_item_that_moved_is_the_same_item_under_another_number():
    moved = replace(AGENDA, items=(ITEMS[0], replace(ITEMS[2], number=2), replace(ITEMS[1], number=3)))
    assert {one.aspect for one in compare(AGENDA, moved)} == {Aspect.NUMBER}


@given(st.permutations(ITEMS))
def test_the_order_of_items_alone_is_told_by_their_numbers(items):
    assert compare(AGENDA, replace(AGENDA, items=tuple(items))) == ()


@given(st.lists(st.text(min_size=1, max_size=30), max_size=6, unique=True))
def test_what_comes_against_nothing_goes_the_other_way(titles):
    items = tuple(AgendaItem(id=str(n), number=n, title=t) for n, t in enumerate(titles, start=1))
    full, empty = replace(AGENDA, items=items), replace(AGENDA, items=())
    assert [one.after for one in compare(empty, full)] == titles
    assert [one.before for one in compare(full, empty)] == titles
