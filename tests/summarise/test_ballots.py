"""Votes by show of hands, as a chair counts them aloud; all talk is invented."""

from __future__ import annotations

import pytest

from minutes.agenda import Meeting, Participant
from summarise.ballots import ballots_of, is_lost
from summarise.numerals import written
from summarise.roles import Roster
from summarise.salience import Scored
from summarise.talk import Remark, sentences

PEOPLE = ("Alma Vesterbo", "Bjørk Nielsen", "Carl Emil Holt", "Dagny Lund", "Esben Friis", "Esben Toft")
ROSTER = Roster.of(
    Meeting(id="m", body="Havneudvalg", participants=tuple(Participant(name=n) for n in PEOPLE))
)

THREE_TO_ONE = ("3 (Alma Vesterbo, Bjørk Nielsen og Dagny Lund)", "1 (Carl Emil Holt)", 0)


def scored(*turns: str) -> list[Scored]:
    parts = [(turn, part) for turn, text in enumerate(turns) for part in sentences(text, bare=False)]
    return [
        Scored(remark=_remark(place, turn, written(part)), cited=0.5, stated=0.5)
        for place, (turn, part) in enumerate(parts)
    ]


def _remark(place: int, turn: int, text: str) -> Remark:
    return Remark(
        utterance_id=turn,
        place=place,
        turn=turn,
        text=text,
        speaker=None,
        by_chair=None,
        question=text.endswith("?"),
        first_in_turn=True,
        last_in_turn=True,
        returned=False,
    )


def counts(*turns: str) -> list[tuple[str, str, int]]:
    return [(b.yes.text, b.no.text, b.abstained) for b in ballots_of(scored(*turns), ROSTER)]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Fire for og to imod.",), ("4", "2", 0)),
        (
            ("Hvem er for?", "Alma, Bjørk og Dagny. Det er tre. Og imod?", "Carl Emil. Det er en."),
            THREE_TO_ONE,
        ),
        (
            ("Hvem stemmer for?", "Alma og Bjørk, altså to. Og imod? Det er fire."),
            ("2 (Alma Vesterbo og Bjørk Nielsen)", "4", 0),
        ),
        (("Vi stemmer. For? Fem. Imod? Resten, det er otte. Forkastet.",), ("5", "8", 0)),
        (("Så er forslaget faldet med 3 stemmer mod 1.",), ("1", "3", 0)),
        (("Så er det vedtaget med fem stemmer mod to.",), ("5", "2", 0)),
        (("Fire for, to imod, en undlod.",), ("4", "2", 1)),
        (("Hvem er for?", "Esben og Alma. To. Imod? Tre."), ("2", "3", 0)),
    ],
)
def test_hands_are_counted(turns: tuple[str, ...], expected: tuple[str, str, int]) -> None:
    assert counts(*turns) == [expected]


def test_two_votes_are_two_ballots_and_a_recount_is_one() -> None:
    two = counts(
        "Hvem er for?",
        "To. Og imod?",
        "Fem. Så er det faldet.",
        "Og så selve sagen. Hvem er for?",
        "Fem for og to imod.",
    )
    assert two == [("2", "5", 0), ("5", "2", 0)]
    again = counts(
        "16 for og 7 imod.", "Det passer ikke. Vi stemmer igen.", "15 for og 8 imod. Det er vedtaget."
    )
    assert again == [("15", "8", 0)]


def test_an_election_is_no_vote_for_and_against() -> None:
    assert counts("Så er Alma valgt med 4 stemmer mod 1.") == []


@pytest.mark.parametrize(
    "talk",
    [
        "Er der nogen imod? Nej.",
        "Vi har 4 for lidt og 3 i overskud.",
        "Der er 6 for tidligt fødte. Det er imod reglerne.",
    ],
)
def test_what_is_no_count_of_hands_counts_nothing(talk: str) -> None:
    assert counts(talk) == []


def test_a_vote_is_lost_only_where_nothing_was_adopted_after_it() -> None:
    assert is_lost(scored("To for. Og fire imod. Så er det et afslag."), ROSTER)
    assert not is_lost(
        scored("To for, fire imod, så det er faldet.", "Så er indstillingen vedtaget."), ROSTER
    )
    assert not is_lost(scored("Fire for og to imod."), ROSTER)


def test_every_ballot_cites_the_turns_that_count_it() -> None:
    (ballot,) = ballots_of(scored("Hvem er for?", "Det er to. Imod?", "Fem."), ROSTER)
    assert ballot.utterance_ids == (1, 2)
