"""Who proposes what: clauses as numbers, bullets, letters, one sentence; the proposer before or after."""

import pytest

from minutes.agenda import Clause
from minutes.reading.recommendation import acts_asked, read_recommendation


def clauses(text: str) -> list[tuple[int, str]]:
    return [(clause.number, clause.text) for clause in read_recommendation(text)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "Havnechefen indstiller,\n\n1. at kajen males\n2. at kranen flyttes.",
        "Havnechefen indstiller,\n1) at kajen males\n2) at kranen flyttes.",
        "Havnechefen indstiller\n\n- at kajen males\n\n- at kranen flyttes.",
        "Havnechefen indstiller:\n• at kajen males\n• at kranen flyttes.",
        "Havnechefen indstiller:\na. at kajen males\nb. at kranen flyttes.",
        "Havnechefen indstiller,\nat kajen males\nat kranen flyttes.",
        "Havnechefen indstiller over for Byrådet,\n1. at kajen males\n2. at kranen\nflyttes.",
    ],
)
def test_every_list_form_gives_the_same_clauses(text):
    assert read_recommendation(text)[0] == "Havnechefen"
    assert clauses(text) == [(1, "at kajen males"), (2, "at kranen flyttes.")]


def test_one_sentence_is_one_clause():
    assert clauses("Forvaltningen indstiller, at kajen males, og at det sker i maj.") == [
        (1, "at kajen males, og at det sker i maj.")
    ]


def test_at_with_a_numbered_bracket_is_a_number():
    text = "Det indstilles:\n\nAt 1) Byrådet godkender planen\n\nAt 2) planen offentliggøres"
    assert read_recommendation(text)[0] is None
    assert clauses(text) == [(1, "Byrådet godkender planen"), (2, "planen offentliggøres")]


def test_the_proposer_may_stand_after_the_clauses():
    assert read_recommendation("1. at dagsordenen godkendes.\n\n(Formanden)")[0] == "Formanden"
    assert read_recommendation("1. at planen vedtages.\n\n(1. behandling)")[0] is None


def test_a_date_at_the_start_of_a_wrapped_line_is_no_clause():
    text = "Chefen indstiller,\n1. at fristen er den\n15. april 2027\n2. at der svares"
    assert clauses(text) == [(1, "at fristen er den 15. april 2027"), (2, "at der svares")]


def test_points_under_a_clause_belong_to_it():
    text = "Chefen indstiller,\n1. at der spares på\n - el\n - vand\n2. at der svares"
    assert clauses(text) == [(1, "at der spares på\n- el\n- vand"), (2, "at der svares")]


def test_a_paragraph_after_the_clauses_belongs_to_none():
    assert clauses("Chefen indstiller,\n\n1. at der svares.\n\nSagen afgøres i Byrådet.") == [
        (1, "at der svares.")
    ]


def test_a_text_without_a_proposal_has_no_clauses():
    assert read_recommendation("Ingen.") == (None, ())


def test_bullets_with_another_sign_are_points_of_their_clause_even_without_an_indent():
    text = "• at planen vedtages\n• at to ønsker imødekommes:\n- højden sænkes\n– hækken bevares"
    _, clauses = read_recommendation(f"Udvalget indstiller\n\n{text}")
    assert [clause.text for clause in clauses] == [
        "at planen vedtages",
        "at to ønsker imødekommes:\n- højden sænkes\n– hækken bevares",
    ]
    _, dashes = read_recommendation("Udvalget indstiller\n\n- at planen vedtages\n– at vejen lukkes")
    assert [clause.text for clause in dashes] == ["at planen vedtages", "at vejen lukkes"]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("at planen godkendes og sendes i høring", 2),
        ("at planen drøftes", 1),
        ("at borgernes og virksomhedernes ønsker drøftes", 1),
        ("at kajen males, og at kranen flyttes", 1),
    ],
)
def test_a_clause_may_ask_for_two_acts(text, acts):
    assert acts_asked(Clause(number=1, text=text)) == acts
