"""What was said and did not stand: contradicted at once, or given up later, under whatever item."""

from __future__ import annotations

import pytest

from minutes.agenda import AgendaItem, Clause, Section
from minutes.transcript import Utterance
from minutes.vocabulary import SectionKind
from summarise.belonging import strangers
from summarise.numerals import written
from summarise.overtaken import given_up, is_contradicted
from summarise.talk import Remark


def talk(*texts: str) -> list[Utterance]:
    return [Utterance(id=n, start=n, end=n + 1, text=text) for n, text in enumerate(texts)]


def remarks(*turns: tuple[str, str]) -> list[Remark]:
    return [
        Remark(
            utterance_id=n,
            place=n,
            turn=n,
            text=written(text),
            speaker=speaker,
            by_chair=speaker == "S1",
            question=text.endswith("?"),
            first_in_turn=True,
            last_in_turn=True,
            returned=False,
        )
        for n, (speaker, text) in enumerate(turns)
    ]


@pytest.mark.parametrize(
    "later",
    [
        ("Mødet den fjerde juni om kranen bliver flyttet til den ellevte juni.",),
        ("Den fjerde er for tidligt for kranen.", "Hvad så med den ellevte juni?", "Det er fint."),
        ("Kranen kan ikke komme den 4. juni.", "Så tager vi den 11. juni."),
    ],
    ids=["moved", "too early", "cannot"],
)
def test_a_day_that_another_one_takes_the_place_of_is_given_up(later: tuple[str, ...]) -> None:
    assert given_up("kranen sættes op den 4. juni", "Ny kran på kajen", talk(*later))


@pytest.mark.parametrize(
    "later",
    [
        ("Vi ses den ellevte juni.",),
        ("Kranen kommer altså den fjerde juni og ikke den ellevte juni, nej, den fjerde juni.",),
        ("Sejlrenden renses den fjerde juni.", "Nej, den renses den ellevte juni."),
    ],
    ids=["not named again", "named last", "another matter"],
)
def test_a_day_that_stands_is_not_given_up(later: tuple[str, ...]) -> None:
    assert not given_up("kranen sættes op den 4. juni", "Ny kran på kajen", talk(*later))


def test_a_sum_up_that_meets_a_no_about_its_matter_does_not_stand() -> None:
    said = remarks(("S1", "Så er det gratis havneplads til alle."), ("S2", "Nej, ikke gratis. Halv pris."))
    assert is_contradicted(said[0], said)


def test_a_no_that_answers_a_question_or_speaks_of_something_else_contradicts_nothing() -> None:
    asked = remarks(("S1", "Er nogen imod havnepladsen?"), ("S2", "Nej, havnepladsen er fin."))
    assert not is_contradicted(asked[0], asked)
    other = remarks(("S1", "Så er havnepladsen vedtaget."), ("S2", "Nej, hvor er min kuglepen?"))
    assert not is_contradicted(other[0], other)


def item(number: int, title: str, clause: str) -> AgendaItem:
    section = Section(
        kind=SectionKind.RECOMMENDATION,
        heading_as_printed="Indstilling",
        text=clause,
        clauses=(Clause(number=1, text=clause),),
    )
    return AgendaItem(id=f"i{number}", number=number, title=title, closed=False, sections=(section,))


def test_talk_in_the_words_of_another_item_alone_is_strange_here() -> None:
    crane = item(1, "Ny kran på kajen", "at kranen indkøbes")
    channel = item(2, "Oprensning af sejlrenden", "at sejlrenden uddybes")
    said = remarks(
        ("S1", "Kranen er i orden."),
        ("S2", "Den er god."),
        ("S3", "Ja."),
        ("S2", "Fint."),
        ("S1", "Tak."),
        ("S3", "Sejlrenden skal uddybes igen."),
        ("S2", "Den oprensning er dyr."),
    )
    strange = strangers(crane, (channel,), said)
    assert {5, 6} <= strange
    assert 0 not in strange
    assert not strangers(crane, (), said)
