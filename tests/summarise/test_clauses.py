"""What a clause of the indstilling asks for, and how a decision on it is worded."""

from __future__ import annotations

import pytest

from minutes.agenda import AgendaItem, Clause, Section
from minutes.vocabulary import ClauseOutcome, SectionKind
from summarise.acts import Act, acts_in
from summarise.clauses import answers, body_of, kind_of, receiver_of, topic_of
from summarise.subjects import body_subject, office_subject


def item(
    *clauses: str, title: str = "Cykelstier i Lunddal", lead: str = "Direktøren indstiller,"
) -> AgendaItem:
    numbered = tuple(Clause(number=n, text=text) for n, text in enumerate(clauses, start=1))
    text = "\n".join([lead, *(f"{c.number}. {c.text}" for c in numbered)])
    section = Section(
        kind=SectionKind.RECOMMENDATION, heading_as_printed="Indstilling", text=text, clauses=numbered
    )
    return AgendaItem(id="a", number=1, title=title, sections=(section,))


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("at dagsordenen godkendes", Act.APPROVED),
        ("at orienteringen tages til efterretning.", Act.NOTED),
        ("at punktet drøftes", Act.DISCUSSED),
        ("at forslag til lokalplan sendes i offentlig høring i otte uger", Act.HEARING),
        ("at rådet afgiver høringssvar", Act.RESPONDED),
        ("at der vælges to medlemmer til brugerrådet", Act.ELECTED),
        ("at udvalget anbefaler Byrådet at frigive 2 mio. kr.", Act.RECOMMENDED),
    ],
)
def test_a_clause_asks_for_one_kind_of_decision(clause: str, kind: Act) -> None:
    assert kind_of(clause) is kind


def test_the_clause_is_quoted_without_at_and_full_stop() -> None:
    assert body_of(Clause(number=1, text="at der etableres to stier.")) == "der etableres to stier"


def test_the_topic_leaves_out_what_kind_of_item_it_is() -> None:
    assert topic_of(item(title="Godkendelse af Takster for havnen")) == "sagen om takster for havnen"


def test_a_body_does_not_recommend_to_itself() -> None:
    case = item(
        "at der frigives 2 mio. kr.", lead="Direktionen indstiller til Økonomiudvalget at anbefale Byrådet,"
    )
    assert receiver_of(case, "Økonomiudvalget") == " Byrådet"
    assert receiver_of(item("at planen godkendes"), "Økonomiudvalget") == ""


def test_clauses_are_answered_by_what_was_heard_and_not_by_what_was_asked() -> None:
    case = item("at planen godkendes", "at status tages til efterretning")
    found = answers(case, (Act.APPROVED, Act.NOTED), {1: False, 2: True}, (0, 1))
    assert [a.outcome for a in found] == [ClauseOutcome.AMENDED, ClauseOutcome.NOTED]
    assert [a.outcome for a in answers(case, (Act.POSTPONED,), {1: True}, (0,))] == [
        ClauseOutcome.POSTPONED
    ] * 2
    assert [a.outcome for a in answers(case, (), {}, ())] == [ClauseOutcome.UNRESOLVED] * 2


@pytest.mark.parametrize(
    ("printed", "subject"),
    [
        ("Økonomiudvalg", "Økonomiudvalget"),
        ("Chefforum", "Chefforum"),
        ("Skolebestyrelse ved Lunden Skole", "Skolebestyrelsen"),
        ("Trafik- og Havneudvalg", "Trafik- og Havneudvalget"),
        ("Lunddal Lokaludvalg", "Lunddal Lokaludvalg"),
        ("§ 17, stk. 4-udvalg om havnen", "Udvalget"),
    ],
)
def test_the_body_is_the_subject_in_its_definite_form(printed: str, subject: str) -> None:
    assert body_subject(printed) == subject


def test_an_office_is_named_by_title_and_a_member_by_name() -> None:
    assert office_subject("Havnechef") == "Havnechefen"
    assert office_subject("chef for Børn og Familie") == "Chefen for Børn og Familie"
    assert office_subject("medlem") is None


def test_an_act_next_to_a_negation_is_turned_around() -> None:
    heard = {h.act: h.negated for h in acts_in("Det er ikke vedtaget.")}
    assert heard[Act.APPROVED] is True
    assert heard[Act.DISCUSSED] is False
    assert {h.act for h in acts_in("Så udsætter vi den til næste møde.")} == {Act.POSTPONED}
