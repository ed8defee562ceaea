"""What the formula drafter says and what it leaves out, on small meetings written here."""

from __future__ import annotations

import pytest

from minutes.agenda import AgendaItem, Clause, Meeting, Participant, Section
from minutes.discussion import Discussion
from minutes.transcript import Span, Transcript, Utterance
from minutes.vocabulary import CLOSED_ITEM_DECISION, ClauseOutcome, ConcernKind, Outcome, SectionKind
from summarise.drafter import Case
from summarise.formula_drafter import FormulaDrafter

PEOPLE = (
    Participant(name="Grethe Løvschall", role="formand"),
    Participant(name="Aksel Brøndum", role="medlem"),
    Participant(name="Sanne Toftdahl", role="havnechef"),
)


def item(title: str, *clauses: str, closed: bool = False) -> AgendaItem:
    numbered = tuple(Clause(number=n, text=text) for n, text in enumerate(clauses, start=1))
    text = "\n".join(["Havnechefen indstiller,", *(f"{c.number}. {c.text}" for c in numbered)])
    section = Section(
        kind=SectionKind.RECOMMENDATION, heading_as_printed="Indstilling", text=text, clauses=numbered
    )
    return AgendaItem(id="i", number=3, title=title, closed=closed, sections=(section,) if clauses else ())


def case(agenda_item: AgendaItem, *talk: tuple[str | None, str], heard: bool = True) -> Case:
    utterances = tuple(
        Utterance(id=n, start=5.0 * n, end=5.0 * n + 4, text=text, speaker=speaker)
        for n, (speaker, text) in enumerate(talk)
    )
    transcript = Transcript(language="da", duration=5.0 * len(talk), utterances=utterances)
    span = Span(first_utterance=0, last_utterance=len(talk) - 1)
    discussion = Discussion(item_id="i", spans=(span,), confidence=1.0) if heard else None
    return Case(
        meeting=Meeting(id="m", body="Havneudvalg", participants=PEOPLE),
        item=agenda_item,
        transcript=transcript,
        discussion=discussion,
    )


def test_a_plain_approval_names_the_body_and_the_thing_and_cites_the_chair() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Godkendelse af dagsorden", "at dagsordenen godkendes"),
            ("S1", "Er der bemærkninger til dagsordenen?"),
            ("S2", "Nej, ikke herfra."),
            ("S1", "Så er dagsordenen godkendt."),
        )
    )
    assert draft.text == "Havneudvalget godkendte dagsordenen."
    assert draft.outcome is Outcome.APPROVED
    assert 2 in draft.citations()
    assert [a.outcome for a in draft.clause_answers] == [ClauseOutcome.ADOPTED]


def test_a_briefing_is_noted_by_the_formula() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Orientering om sejlrenden", "at orienteringen tages til efterretning"),
            ("S1", "Sanne, vil du fortælle om sejlrenden?"),
            ("S3", "Ja. Den er oprenset, og dybden er 4 meter."),
            ("S2", "Godt at høre."),
            ("S1", "Så tager vi orienteringen til efterretning."),
        )
    )
    assert draft.text.endswith("Havneudvalget tog orienteringen til efterretning.")
    assert draft.outcome is Outcome.NOTED


def test_what_was_asked_for_is_not_the_outcome() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ny kran på kajen", "at der indkøbes en kran til 900.000 kr."),
            ("S1", "Så er det kranen."),
            ("S2", "Jeg mangler et overblik over driften."),
            ("S3", "Det kan jeg have klar til næste møde."),
            ("S1", "Så udsætter vi sagen til mødet den 4. juni."),
            ("S2", "Fint."),
        )
    )
    assert draft.outcome is Outcome.POSTPONED
    assert "godkendte" not in draft.text
    assert "udsatte" in draft.text
    assert [a.outcome for a in draft.clause_answers] == [ClauseOutcome.POSTPONED]


def test_no_decision_heard_is_said_plainly_and_blocks() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ny kran på kajen", "at der indkøbes en kran til 900.000 kr."),
            ("S2", "Har nogen set mine briller?"),
            ("S3", "De ligger på bordet."),
        )
    )
    assert draft.outcome is Outcome.UNRESOLVED
    assert "[kontrollér:" in draft.text
    assert "900.000" not in draft.text
    assert any(c.kind is ConcernKind.OUTCOME_NOT_HEARD for c in draft.all_concerns())


def test_an_item_that_never_came_up_is_not_decided() -> None:
    draft = FormulaDrafter().draft(
        case(item("Ny kran", "at kranen godkendes"), ("S1", "Velkommen."), ("S2", "Tak."), heard=False)
    )
    assert draft.outcome is Outcome.UNRESOLVED
    assert any(c.kind is ConcernKind.NOT_DISCUSSED for c in draft.all_concerns())


def test_an_item_taken_off_the_agenda_elsewhere_is_withdrawn() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ny kran på kajen", "at kranen godkendes"),
            ("S1", "Velkommen til mødet."),
            ("S1", "Så udgår punkt 3 i dag."),
            ("S2", "Okay."),
            heard=False,
        )
    )
    assert draft.outcome is Outcome.WITHDRAWN
    assert draft.citations() == (1,)


def test_nothing_of_a_closed_item_is_told() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Lukket punkt: Kontrakt", "at kontrakten godkendes", closed=True),
            ("S1", "Så lukker vi dørene."),
            ("S3", "De har budt 2 millioner."),
            ("S1", "Så godkender vi kontrakten med Skibsværftet."),
        )
    )
    assert draft.text == CLOSED_ITEM_DECISION
    assert draft.outcome is Outcome.CLOSED
    assert draft.citations() == (0,)


def test_talk_behind_closed_doors_never_enters_an_open_item_that_it_was_placed_under() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ny kran på kajen", "at kranen godkendes"),
            ("S1", "Så er det kranen."),
            ("S2", "Den er jeg glad for."),
            ("S1", "Så er kranen godkendt."),
            ("S1", "Så lukker vi dørene."),
            ("S3", "Værftet har budt 2 millioner i den sag."),
            ("S1", "Så godkender vi forliget på 2 millioner inden den 9. juni."),
        )
    )
    assert "2 millioner" not in draft.text
    assert "9. juni" not in draft.text
    assert max(draft.citations()) <= 2


def test_an_order_to_the_recorder_is_talk() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Godkendelse af dagsorden", "at dagsordenen godkendes"),
            ("S2", "Skriv i referatet, at havnen får 3 millioner ekstra."),
            ("S1", "Så er dagsordenen godkendt."),
        )
    )
    assert "3 millioner" not in draft.text


def test_cpr_numbers_never_enter_a_draft() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ansøgning om bådplads", "at ansøgningen godkendes"),
            ("S3", "Ansøgeren har nummer 010101-0000."),
            ("S1", "Så godkender vi ansøgningen fra 010101-0000."),
        )
    )
    assert "010101" not in draft.text


@pytest.mark.parametrize("speaker", ["S1", None])
def test_every_sentence_rests_on_utterances_or_carries_a_concern(speaker: str | None) -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Takster for bådpladser", "at taksten fastsættes til 900 kr."),
            (speaker, "Så er det taksterne."),
            (speaker, "Så siger vi 850 kroner fra den 1. maj."),
            (speaker, "Så er det godkendt på den måde."),
        )
    )
    assert draft.sentences
    for sentence in draft.sentences:
        assert sentence.citations() or sentence.concerns
    assert "900" not in draft.text


def test_facts_are_told_even_where_the_decision_was_not_heard() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ny bom ved kajen", "at der opsættes en ny bom"),
            ("S1", "Så er der bommen ved kajen."),
            ("S2", "Den koster 40.000 kr."),
            ("S1", "Havnechefen undersøger prisen til mødet den 4. juni."),
            ("S2", "Fint."),
        )
    )
    assert draft.outcome is Outcome.UNRESOLVED
    assert "[kontrollér:" in draft.text
    assert "4. juni" in draft.text
    assert ConcernKind.OUTCOME_NOT_HEARD in {c.kind for c in draft.all_concerns()}


def test_a_lost_vote_is_no_approval_and_is_counted() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ansøgning om saunabåd", "at ansøgningen imødekommes"),
            ("S1", "Vi stemmer om ansøgningen. Hvem er for?"),
            ("S1", "Det er to. Og imod?"),
            ("S1", "Fire. Så er det et afslag."),
        )
    )
    assert draft.outcome is Outcome.REJECTED
    assert "godkendte" not in draft.text
    assert "For stemte 2. Imod stemte 4." in draft.text


def test_a_vote_with_some_against_is_not_unanimous() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ny kran på kajen", "at kranen godkendes"),
            ("S1", "Vi stemmer om kranen. Hvem er for?"),
            ("S1", "Det er fire. Og imod?"),
            ("S1", "To. Så er kranen godkendt."),
            ("S1", "Det andet er enstemmigt."),
        )
    )
    assert "For stemte 4. Imod stemte 2." in draft.text
    assert "enstemmigt" not in draft.text


def outcome_of(title: str, clause: str, *talk: tuple[str | None, str]) -> tuple[Outcome, str]:
    draft = FormulaDrafter().draft(case(item(title, clause), *talk))
    return draft.outcome, draft.text


def test_a_nod_decides_what_was_asked_for() -> None:
    outcome, text = outcome_of(
        "Nye åbningstider i havnekontoret",
        "at åbningstiderne godkendes",
        ("S1", "Så er der åbningstiderne i havnekontoret."),
        ("S2", "De står i bilaget."),
        ("S1", "Er der nogen imod åbningstiderne?"),
        ("S1", "Det er der ikke. Så er de godkendt."),
    )
    assert outcome is Outcome.APPROVED
    assert "Havneudvalget godkendte" in text


def test_what_only_names_a_meeting_adopts_nothing() -> None:
    outcome, text = outcome_of(
        "Leje af lokaler",
        "at der indgås lejekontrakt",
        ("S2", "Vi mangler en pris på lokalerne."),
        ("S1", "Så siger vi mødet den 16. juni."),
        ("S2", "Det siger vi."),
    )
    assert outcome is not Outcome.APPROVED
    assert "godkendte" not in text


def test_an_agenda_without_one_of_its_items_is_approved() -> None:
    outcome, text = outcome_of(
        "Godkendelse af dagsorden",
        "at dagsordenen godkendes",
        ("S1", "Er der bemærkninger til dagsordenen?"),
        ("S2", "Punkt 4 skal tages af."),
        ("S1", "Så er punkt 4 taget af dagsordenen, og resten er godkendt."),
    )
    assert outcome is Outcome.APPROVED
    assert "udsatte" not in text


def test_a_clause_without_changes_is_not_adopted_as_it_stands_where_changes_were_made() -> None:
    _, text = outcome_of(
        "Lokalplan for kajen",
        "at lokalplanen vedtages uden ændringer",
        ("S1", "Så vedtager vi lokalplanen med to ændringer."),
        ("S1", "Bygningerne må højst være 12,5 meter."),
    )
    assert "uden ændringer" not in text


@pytest.mark.parametrize(
    "talk",
    [
        (("S1", "Velkommen."), ("S3", "Kranen på kajen, den trækker vi."), ("S1", "Godt.")),
        (("S1", "Velkommen."), ("S1", "Så er treeren taget af dagsordenen."), ("S2", "Fint.")),
        (("S1", "Velkommen."), ("S1", "Dagsordenen er godkendt uden kranen."), ("S2", "Fint.")),
    ],
    ids=["by whose it was", "by the number's nickname", "approved without it"],
)
def test_an_item_is_withdrawn_in_other_words_too(talk: tuple[tuple[str, str], ...]) -> None:
    agenda_item = item("Ny kran: kranen på kajen", "at kranen godkendes")
    assert FormulaDrafter().draft(case(agenda_item, *talk, heard=False)).outcome is Outcome.WITHDRAWN


def test_somebody_else_cannot_take_an_item_off() -> None:
    draft = FormulaDrafter().draft(
        case(
            item("Ny kran på kajen", "at kranen godkendes"),
            ("S1", "Velkommen."),
            ("S2", "Så udgår kranen i dag."),
            ("S1", "Nej."),
            ("S1", "Vi går i gang."),
            heard=False,
        )
    )
    assert draft.outcome is Outcome.UNRESOLVED


def test_a_decision_that_names_nothing_of_the_item_says_what_it_is_about() -> None:
    _, text = outcome_of(
        "Ordensreglement",
        "at udkastet sendes i høring",
        ("S2", "Det ser fint ud."),
        ("S1", "Så sender vi den i høring hos klubberne til den 4. juni."),
        ("S2", "Ja."),
    )
    assert "Havneudvalget besluttede i sagen om ordensreglement at sende udkastet i høring" in text


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Aksel Brøndum forlader salen.", "Aksel Brøndum forlod lokalet under behandlingen af punktet."),
        ("Aksel går ud.", "Aksel Brøndum forlod lokalet under behandlingen af punktet."),
        ("Aksel er inhabil og går ud.", "Aksel Brøndum deltog ikke i behandlingen af punktet på grund af"),
        ("Aksel går ud fra, at kranen virker.", None),
        ("Aksel går ud på kajen i morgen.", None),
    ],
)
def test_who_leaves_the_room_is_said(said: str, printed: str | None) -> None:
    _, text = outcome_of(
        "Ny kran på kajen",
        "at kranen godkendes",
        ("S1", "Så er det kranen."),
        ("S1", said),
        ("S1", "Så er kranen godkendt."),
    )
    assert printed in text if printed else "forlod" not in text


def test_a_list_of_voters_is_no_agreement() -> None:
    _, text = outcome_of(
        "Udpegning til Havnerådet",
        "at der vælges et medlem",
        ("S1", "Hvem stemmer på Sanne?"),
        ("S1", "Aksel og Sanne, to."),
        ("S1", "Så er Sanne Toftdahl valgt som medlem."),
    )
    assert "aftalt" not in text
