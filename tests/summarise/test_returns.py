"""Late corrections of finished items, in invented meetings."""

from __future__ import annotations

import pytest

from minutes.agenda import AgendaItem, Section
from minutes.vocabulary import SectionKind
from summarise.returns import with_returns

TITLES = ("Renovering af svømmehallen", "Ny skolebus til Havrum", "Meddelelser")
EARLIER = (
    "Så er det svømmehallen. Den lukker den 4. juni.",
    "Svømmehallen er godkendt med lukning den 4. juni.",
    "Skolebussen til Havrum. Den kører fra august.",
    "Det er godkendt.",
    "Meddelelser. Der er kommet nye stole i kantinen.",
    "De er røde.",
)
LABELS = (0, 0, 1, 1, 2, 2)


def items(closed: int | None = None) -> list[AgendaItem]:
    section = Section(kind=SectionKind.CASE, heading_as_printed="Sagsfremstilling", text="")
    return [
        AgendaItem(id=f"i{k}", number=k + 1, title=title, closed=k == closed, sections=(section,))
        for k, title in enumerate(TITLES)
    ]


def placed(*late: str, closed: int | None = None, pinned: tuple[int, ...] = ()) -> list[int]:
    texts = [*EARLIER, *late]
    return with_returns(items(closed), texts, [*LABELS, *(2 for _ in late)], pinned)[len(EARLIER) :]


BREAKS_IN = "Undskyld, må jeg lige? Det er svømmehallen. Montøren er på ferie."
CORRECTS = "Så lukker vi den 11. juni i stedet."


def test_a_late_correction_goes_to_the_item_whose_words_it_uses() -> None:
    assert placed(BREAKS_IN, CORRECTS, "Det gør vi.", "Tak for i dag.") == [0, 0, 0, 2]


def test_a_spoken_date_corrects_as_well_as_a_written_one() -> None:
    assert placed(BREAKS_IN, "så flytter vi det til den ellevte juni") == [0, 0]


def test_an_items_number_is_enough() -> None:
    assert placed(
        "Må jeg lige gå tilbage til punkt 2? Den 1. august er en søndag.", "Så flytter vi den til den 2."
    ) == [
        1,
        1,
    ]


@pytest.mark.parametrize(
    "late",
    [
        ("Undskyld, må jeg lige? Kaffen er kold.", "Så tager vi den klokken 11 i stedet."),
        (BREAKS_IN, "Det er en skam.", "Ja."),
        ("Svømmehallen er dejlig.", CORRECTS),
    ],
    ids=["words of no item", "no correction", "no interruption"],
)
def test_other_talk_stays_where_it_is(late: tuple[str, ...]) -> None:
    assert placed(*late) == [2] * len(late)


def test_nothing_is_moved_to_a_closed_item_or_from_one() -> None:
    assert placed(BREAKS_IN, CORRECTS, closed=0) == [2, 2]
    assert placed(BREAKS_IN, CORRECTS, closed=2) == [2, 2]


def test_what_a_person_placed_stays() -> None:
    assert placed(BREAKS_IN, CORRECTS, pinned=(len(EARLIER) + 1,)) == [2, 2]
