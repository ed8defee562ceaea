"""What grounding catches in a draft, and what it leaves alone."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from minutes.agenda import AgendaItem, Clause, Meeting, Participant, Section
from minutes.discussion import Discussion
from minutes.draft import Concern, Draft, Evidence, Provenance, Sentence, Severity
from minutes.transcript import Span, Transcript, Utterance
from minutes.vocabulary import CLOSED_ITEM_DECISION, ConcernKind, Outcome, SectionKind
from summarise.drafter import Case
from summarise.grounding import ground

TALK = (
    "Så er vi ved punkt tre, det er genbrugspladsen ved Elmevej.",
    "Jeg har et spørgsmål til økonomien. Holder de tre komma to millioner?",
    "Ja, det gør de. Vi har regnet på det, og der er ikke brug for en ny cykelbro.",
    "Birgitte, du er inhabil her, så du går udenfor.",
    "Skal vi stemme om det? Fire for, og det er Karen og Jens og to mere. En imod, det er Ole.",
    "Så er det godkendt, at genbrugspladsen udvides, og åbningen bliver den fjortende april klokken halv ni.",
    "Og forvaltningen laver et notat om trafikken til mødet den tredje maj. Karsten sørger for det.",
)
PEOPLE = ("Karen Holmby", "Jens Østervang", "Ole Brink", "Birgitte Sand", "Karsten Dahlerup", "Lone Trier")
MEETING = Meeting(
    id="m",
    body="Teknik- og Miljøudvalget",
    starts_at=datetime(2026, 3, 10, 16, 0, tzinfo=UTC),
    place="Rådhuset",
    participants=tuple(Participant(name=name, role="medlem") for name in PEOPLE),
)
ITEM = AgendaItem(
    id="i3",
    number=3,
    title="Udvidelse af genbrugspladsen ved Elmevej",
    sections=(
        Section(
            kind=SectionKind.RECOMMENDATION,
            heading_as_printed="Indstilling",
            text="1. at genbrugspladsen udvides for 3,2 mio. kr.",
            clauses=(Clause(number=1, text="at genbrugspladsen udvides for 3,2 mio. kr."),),
        ),
        Section(
            kind=SectionKind.DECISION,
            heading_as_printed="Beslutning",
            text="Teknik- og Miljøudvalget godkendte 9,9 mio. kr. til Villads Ormstrup.",
        ),
    ),
)


def case_of(talk: tuple[str, ...] = TALK) -> Case:
    utterances = tuple(
        Utterance(id=i, start=10.0 * i, end=10.0 * i + 9, text=text, speaker=None)
        for i, text in enumerate(talk)
    )
    return Case(
        meeting=MEETING,
        item=ITEM,
        transcript=Transcript(language="da", duration=10.0 * len(talk), utterances=utterances),
        discussion=Discussion(
            item_id="i3", spans=(Span(first_utterance=0, last_utterance=len(talk) - 1),), confidence=1.0
        ),
    )


def draft_of(
    *texts: str, cites: tuple[int, ...] = (2, 3, 4, 5, 6), outcome: Outcome = Outcome.APPROVED
) -> Draft:
    evidence = (Evidence(utterance_ids=cites),)
    return Draft(
        item_id="i3",
        sentences=tuple(Sentence(text=text, evidence=evidence) for text in texts),
        outcome=outcome,
        provenance=Provenance(model="test", made_at=datetime(2026, 3, 10, tzinfo=UTC)),
    )


def blocks(*texts: str, case: Case | None = None, outcome: Outcome = Outcome.APPROVED) -> list[Concern]:
    grounded = ground(draft_of(*texts, outcome=outcome), case or case_of())
    return [c for c in grounded.all_concerns() if c.severity is Severity.BLOCK]


TRUE = (
    "Birgitte Sand erklærede sig inhabil og deltog ikke i sagens behandling.",
    "Teknik- og Miljøudvalget godkendte, at genbrugspladsen ved Elmevej udvides for 3,2 mio. kr.",
    "For stemte 4. Imod stemte 1 (Ole Brink).",
    "Genbrugspladsen åbner den 14. april 2026 kl. 8.30.",
    "Der er ikke brug for en ny cykelbro.",
    "Karsten Dahlerup sørger for et notat om trafikken til mødet den 3. maj 2026.",
)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_sentence_carries_no_blocking_concern(text: str) -> None:
    assert blocks(text) == []


def heard(text: str) -> str:
    """As a recogniser without punctuation gives it, with a name misheard."""
    return "".join(c for c in text.lower() if c.isalnum() or c == " ").replace("karsten", "karsden")


def test_a_true_draft_holds_against_talk_without_capitals_or_marks() -> None:
    case = case_of(tuple(heard(text) for text in TALK))
    assert [concern for text in TRUE for concern in blocks(text, case=case)] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (TRUE[1].replace("3,2", "3,7"), ConcernKind.UNSUPPORTED_NUMBER),
        (TRUE[3].replace("14.", "15."), ConcernKind.UNSUPPORTED_DATE),
        (TRUE[3].replace("april", "maj"), ConcernKind.UNSUPPORTED_DATE),
        (TRUE[3].replace("2026", "2027"), ConcernKind.UNSUPPORTED_DATE),
        (TRUE[3].replace("8.30", "9.45"), ConcernKind.UNSUPPORTED_NUMBER),
        (TRUE[5].replace("Karsten Dahlerup", "Lone Trier"), ConcernKind.UNSUPPORTED_NAME),
        (TRUE[5].replace("Karsten Dahlerup", "Villads Ormstrup"), ConcernKind.UNSUPPORTED_NAME),
        (TRUE[4].replace(" ikke", ""), ConcernKind.NEGATION),
        (TRUE[0].replace(" ikke", ""), ConcernKind.NEGATION),
        (TRUE[5].replace("sørger", "sørger ikke"), ConcernKind.NEGATION),
        (TRUE[1].replace("godkendte", "godkendte ikke"), ConcernKind.OUTCOME_CONTRADICTED),
        (TRUE[1].replace("godkendte", "udsatte"), ConcernKind.OUTCOME_CONTRADICTED),
        (TRUE[1].replace("godkendte", "afviste"), ConcernKind.OUTCOME_CONTRADICTED),
        (TRUE[2].replace("4", "7"), ConcernKind.VOTE_NOT_HEARD),
        (TRUE[1].replace("godkendte", "godkendte enstemmigt"), ConcernKind.VOTE_NOT_HEARD),
        ("For stemte 4 (Karen Holmby og Jens Østervang).", ConcernKind.VOTE_NOT_HEARD),
        ("Kulturhuset får nye vinduer i foyeren.", ConcernKind.UNSUPPORTED_TEXT),
    ],
)
def test_a_single_error_is_blocked(text: str, kind: ConcernKind) -> None:
    assert kind in {concern.kind for concern in blocks(text, outcome=Outcome.UNRESOLVED)}


@pytest.mark.parametrize(
    "text",
    [
        "Udvalget godkendte den 14. april 2026.",
        "Udvalget godkendte indstillingen tirsdag den 14. april.",
        "Den 3. maj godkendte udvalget udvidelsen af genbrugspladsen.",
    ],
)
def test_a_date_said_of_something_else_does_not_become_the_day_of_the_decision(text: str) -> None:
    assert ConcernKind.UNSUPPORTED_DATE in {concern.kind for concern in blocks(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Teknik- og Miljøudvalget godkendte den 10. marts 2026, at genbrugspladsen udvides.",
        "Udvalget godkendte, at genbrugspladsen åbner den 14. april.",
        "Udvalget godkendte et notat til mødet den 3. maj.",
    ],
)
def test_a_date_of_the_matter_may_stand_beside_the_decision(text: str) -> None:
    assert ConcernKind.UNSUPPORTED_DATE not in {concern.kind for concern in blocks(text)}


def test_an_earlier_decision_keeps_its_day_where_the_two_were_said_together() -> None:
    case = case_of((*TALK, "Genbrugspladsen ved Elmevej blev godkendt den anden februar."))
    text = "Udvidelsen af genbrugspladsen ved Elmevej blev godkendt den 2. februar 2026."
    assert ConcernKind.UNSUPPORTED_DATE not in {c.kind for c in blocks(text, case=case)}


def test_a_concern_quotes_the_words_in_danish_marks() -> None:
    assert [concern.detail for concern in blocks(TRUE[3].replace("14. april", "15. april"))] == [
        "»15. april 2026«"
    ]


def test_a_printed_beslutning_proves_nothing() -> None:
    kinds = {c.kind for c in blocks("Teknik- og Miljøudvalget godkendte 9,9 mio. kr. til Villads Ormstrup.")}
    assert {ConcernKind.UNSUPPORTED_NUMBER, ConcernKind.UNSUPPORTED_NAME} <= kinds


def test_the_outcome_as_a_value_must_be_the_one_that_the_text_states() -> None:
    assert [c.kind for c in blocks(TRUE[1], outcome=Outcome.POSTPONED)] == [ConcernKind.OUTCOME_CONTRADICTED]


def test_a_cpr_number_is_cut_out_and_never_repeated() -> None:
    text = "Karsten Dahlerup, 311299-4321, sørger for et notat om trafikken."
    grounded = ground(draft_of(text), case_of())
    assert "4321" not in grounded.text
    assert all("4321" not in concern.detail for concern in grounded.all_concerns())
    assert ConcernKind.PERSONAL_DATA in {
        c.kind for c in grounded.all_concerns() if c.severity is Severity.BLOCK
    }


@pytest.mark.parametrize("word", ["demens", "26 18 44 90", "karsten@holmby.dk"])
def test_health_telephone_and_mail_are_pointed_out(word: str) -> None:
    grounded = ground(draft_of(f"Karsten nævnte {word} i sagen om genbrugspladsen."), case_of())
    assert ConcernKind.PERSONAL_DATA in {c.kind for c in grounded.all_concerns()}


def test_a_drafters_own_concern_stays_and_a_settled_one_of_grounding_goes() -> None:
    own = Concern(kind=ConcernKind.CLAUSE_UNANSWERED, severity=Severity.BLOCK, detail="at-punkt 1")
    old = Concern(kind=ConcernKind.UNSUPPORTED_NUMBER, severity=Severity.BLOCK, detail="»77«")
    draft = draft_of(TRUE[1])
    sentence = Sentence(text=TRUE[1], evidence=draft.sentences[0].evidence, concerns=(own, old))
    grounded = ground(
        Draft(item_id="i3", sentences=(sentence,), outcome=Outcome.APPROVED, provenance=draft.provenance),
        case_of(),
    )
    assert grounded.sentences[0].concerns == (own,)


def test_the_fixed_text_of_a_closed_item_is_not_checked() -> None:
    assert blocks(CLOSED_ITEM_DECISION, outcome=Outcome.CLOSED) == []


def test_an_unheard_item_grounds_to_concerns_and_never_fails() -> None:
    case = Case(meeting=MEETING, item=ITEM, transcript=case_of().transcript, discussion=None)
    kinds = {c.kind for c in ground(draft_of(TRUE[1], cites=(99,)), case).all_concerns()}
    assert ConcernKind.NO_EVIDENCE in kinds


def test_grounding_twice_changes_nothing() -> None:
    once = ground(draft_of(*TRUE, "Sagen blev afvist den 9. juni."), case_of())
    assert ground(once, case_of()) == once


def test_a_draft_is_grounded_in_fifty_milliseconds() -> None:
    draft, case = draft_of(*TRUE), case_of(TALK * 20)
    ground(draft, case)
    start = time.perf_counter()
    for _ in range(5):
        ground(draft, case)
    assert (time.perf_counter() - start) / 5 < 0.05


def test_what_was_said_to_be_missing_may_be_told_as_not_there() -> None:
    talk = ("Bilaget om trafikken mangler.", "Det bliver eftersendt.", "Så udsætter vi sagen.")
    told = draft_of(
        "Udvalget udsatte sagen, da bilaget om trafikken ikke foreligger.",
        cites=(0, 1, 2),
        outcome=Outcome.POSTPONED,
    )
    assert [c.kind for c in ground(told, case_of(talk)).all_concerns()] == []
    there = ("Bilaget om trafikken er godt.", "Det er klart.", "Så udsætter vi sagen.")
    assert ConcernKind.NEGATION in [c.kind for c in ground(told, case_of(there)).all_concerns()]


def agenda_of(*titles: str) -> tuple[AgendaItem, ...]:
    return tuple(
        AgendaItem(id=f"i{number}", number=number, title=title, sections=())
        for number, title in enumerate(titles, start=1)
    )


@pytest.mark.parametrize(
    ("number", "blocked"),
    [(5, False), (4, True), (9, True)],
    ids=["spoken of", "another item", "no such item"],
)
def test_an_item_is_named_by_the_number_of_what_was_spoken_of(number: int, blocked: bool) -> None:
    titles = ("Dagsorden", "Meddelelser", ITEM.title, "Skolevej", "Svømmehallen", "Eventuelt")
    others = tuple(item for item in agenda_of(*titles) if item.number != ITEM.number)
    talk = ("Vi tager svømmehallen først i dag.", "Så er dagsordenen godkendt med det.")
    draft = draft_of(
        f"Udvalget godkendte dagsordenen, idet punkt {number} blev behandlet først.", cites=(0, 1)
    )
    found = ground(draft, replace(case_of(talk), others=others)).all_concerns()
    kinds = {concern.kind for concern in found if concern.severity is Severity.BLOCK}
    assert (ConcernKind.UNSUPPORTED_NUMBER in kinds) == blocked


@pytest.mark.parametrize(("year", "blocked"), [(2026, False), (2027, True)], ids=["before", "after"])
def test_minutes_that_are_approved_are_of_an_earlier_day(year: int, blocked: bool) -> None:
    talk = ("Referatet fra den tolvte januar er godkendt.", "Så er dagsordenen godkendt.")
    draft = draft_of(f"Udvalget godkendte referatet fra den 12. januar {year}.", cites=(0, 1))
    kinds = {c.kind for c in ground(draft, case_of(talk)).all_concerns()}
    assert (ConcernKind.UNSUPPORTED_DATE in kinds) == blocked


@pytest.mark.parametrize(
    ("said", "blocked"),
    [("Nogen imod? Nej. Så er udvidelsen godkendt.", True), ("Alle er for. Udvidelsen er godkendt.", False)],
)
def test_unanimity_needs_more_than_silence(said: str, blocked: bool) -> None:
    draft = draft_of("Udvalget godkendte enstemmigt udvidelsen af genbrugspladsen.", cites=(0, 1))
    kinds = {c.kind for c in ground(draft, case_of(("Genbrugspladsen.", said))).all_concerns()}
    assert (ConcernKind.VOTE_NOT_HEARD in kinds) == blocked


def test_a_small_number_said_far_away_needs_two_words_of_the_same_matter() -> None:
    far = ("Der bliver sat ni bænke op på genbrugspladsen ved skuret.", *["Ja." for _ in range(6)])
    talk = (*far, "Så er udvidelsen godkendt.", "Godt.")

    def kinds(text: str) -> set[ConcernKind]:
        return {c.kind for c in ground(draft_of(text, cites=(7,)), case_of(talk)).all_concerns()}

    same = "Der sættes 9 bænke op på genbrugspladsen."
    assert ConcernKind.UNSUPPORTED_NUMBER not in kinds(same)
    assert ConcernKind.UNSUPPORTED_NUMBER in kinds("Udvalget besøger 9 skoler.")


def test_a_month_may_be_said_as_that_months_meeting() -> None:
    draft = draft_of("Svaret foreligger til mødet i april.", cites=(0,))
    kinds = {c.kind for c in ground(draft, case_of(("Svaret kan ligge til aprilmødet.",))).all_concerns()}
    assert ConcernKind.UNSUPPORTED_DATE not in kinds
