"""A person's text as a grounded draft: any text goes in, and nothing unheard comes out unmarked."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.draft import Draft, Severity
from minutes.errors import InputError
from minutes.vocabulary import ClauseOutcome, ConcernKind, Outcome
from summarise.drafter import Case
from summarise.grounding import ground
from summarise.hand_edit import BY_HAND, LONGEST, edited
from summarise.written_sentences import cleaned, written_sentences
from tests.drafted import CLOSED, POLICY, POOL, ROOF, drafts, material

DRAFTS = {draft.item_id: draft for draft in drafts()}
ODD = (
    "ikke",
    "9.999",
    "3. juli",
    "kl. 14.30",
    "Villads Orm",
    "jf.",
    "1.",
    "-",
    "stemte 4.",
    "\n",
    "\n\n",
    "»",
)
WORDS = (*re.findall(r"\S+", " ".join(draft.text for draft in drafts())), *ODD)
EDITS = st.text() | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def case(item_id: str) -> Case:
    return material().case(item_id)


def blocks(draft: Draft) -> set[ConcernKind]:
    return {concern.kind for concern in draft.all_concerns() if concern.severity is Severity.BLOCK}


def changed(item_id: str, text: str) -> Draft:
    return edited(text, case(item_id), DRAFTS[item_id])


@settings(max_examples=150)
@given(EDITS, st.sampled_from([ROOF, POLICY, CLOSED, POOL]), st.booleans())
def test_any_text_becomes_a_grounded_draft_of_the_same_words(text, item_id, first):
    if not cleaned(text):
        with pytest.raises(InputError):
            changed(item_id, text)
        return
    draft = edited(text, case(item_id), None if first else DRAFTS[item_id])
    assert draft.text.split() == cleaned(text).split()
    assert all(sentence.evidence or sentence.concerns for sentence in draft.sentences)
    assert ground(draft, case(item_id)) == draft
    assert edited(draft.text, case(item_id), draft).sentences == draft.sentences


@given(st.integers(min_value=1_000, max_value=10**12), st.sampled_from([ROOF, POLICY, POOL]))
def test_a_number_never_heard_and_never_printed_is_blocked(number, item_id):
    if str(number) in {"1984", "2019", "2025", "2026", "2027", "2028", "2031"}:
        return
    said = " ".join(u.text for u in case(item_id).transcript.utterances)
    written = f"{number:,}".replace(",", ".")
    if written in said or written in repr(case(item_id).item):
        return
    draft = changed(item_id, f"{DRAFTS[item_id].text} Det koster {written} kr.")
    assert ConcernKind.UNSUPPORTED_NUMBER in blocks(draft)


def test_unchanged_sentences_keep_their_evidence_wherever_they_stand():
    draft = changed(POLICY, "Udkastet blev drøftet. " + DRAFTS[POLICY].text)
    assert draft.sentences[1:] == DRAFTS[POLICY].sentences
    assert draft.clause_answers[1].sentences == tuple(
        k + 1 for k in DRAFTS[POLICY].clause_answers[1].sentences
    )


@pytest.mark.parametrize(
    ("item_id", "text", "utterance"),
    [
        (POOL, "Sagen udsættes til mødet den 12. maj.", "udsætter vi punktet"),
        (ROOF, "Det laveste tilbud er på 1.650.000 kr.", "Det laveste er på"),
        (ROOF, "Taget er fra 1984 og utæt.", "fireogfirs"),
        (POLICY, "Høringsfristen blev ændret til den 22. juni.", "toogtyvende juni"),
        (POLICY, "Politikken behandles på mødet den 18. august.", "attende august"),
    ],
)
def test_a_new_sentence_cites_the_words_that_carry_it(item_id, text, utterance):
    draft = changed(item_id, text)
    said = material().transcript.utterances
    assert any(utterance in said[i].text for i in draft.citations())
    assert blocks(draft) == set()


def test_what_only_the_agenda_says_cites_the_agenda():
    draft = changed(ROOF, "Lov om kommunernes styrelse § 40.")
    assert draft.citations() == ()
    assert draft.sentences[0].evidence[0].agenda_section == "lovgrundlag"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Udvalget godkendte en anlægsbevilling på 1,9 mio. kr.", ConcernKind.UNSUPPORTED_NUMBER),
        ("Udvalget afviste indstillingen.", ConcernKind.OUTCOME_CONTRADICTED),
        ("Udvalget udsatte sagen.", ConcernKind.OUTCOME_NOT_HEARD),
        ("Villads Ormstrup laver en beregning.", ConcernKind.UNSUPPORTED_NAME),
        ("For stemte 4. Imod stemte 3.", ConcernKind.VOTE_NOT_HEARD),
        ("Katten sover trygt under bordet.", ConcernKind.NO_EVIDENCE),
    ],
)
def test_what_was_not_said_is_blocked(text, kind):
    assert kind in blocks(changed(ROOF, text))


def test_an_open_item_never_cites_what_was_said_behind_closed_doors():
    leaking = "Der bydes 3,2 mio. kr. for den gamle skofabrik på Havnegade, hvor der ligger olie i jorden."
    closed = set(case(CLOSED).discussion.utterance_ids())
    for item_id in (ROOF, POLICY, POOL):
        draft = changed(item_id, leaking)
        assert not closed & set(draft.citations())
        assert blocks(draft)
    swallowed = replace(case(POOL), discussion=case(CLOSED).discussion)
    assert not closed & set(edited(leaking, swallowed, None).citations())


@pytest.mark.parametrize(
    ("before", "text", "outcome"),
    [
        (Outcome.APPROVED, "Udvalget godkendte taget og drøftede solceller.", Outcome.APPROVED),
        (Outcome.APPROVED, "Udvalget udsatte sagen.", Outcome.POSTPONED),
        (
            Outcome.APPROVED,
            "Udvalget drøftede sagen. Udvalget sendte planen i høring.",
            Outcome.SENT_TO_HEARING,
        ),
        (Outcome.APPROVED, "Indstillingen blev ikke godkendt.", Outcome.REJECTED),
        (Outcome.APPROVED, "Ingen bemærkninger.", Outcome.NO_REMARKS),
        (Outcome.APPROVED, "Sagen bortfaldt.", Outcome.LAPSED),
        (Outcome.APPROVED, "Udvalget talte længe om solceller.", Outcome.UNRESOLVED),
        (Outcome.UNRESOLVED, "Udvalget talte længe om solceller.", Outcome.UNRESOLVED),
        (Outcome.UNRESOLVED, "Udvalget tog orienteringen til efterretning.", Outcome.NOTED),
        (Outcome.INFORMED, "Udvalget talte længe om solceller.", Outcome.INFORMED),
        (Outcome.RECOMMENDED, "Udvalget besluttede at anbefale taget.", Outcome.RECOMMENDED),
        (Outcome.LAPSED, "Udvalget vedtog forslaget.", Outcome.APPROVED),
    ],
)
def test_the_outcome_is_what_the_text_states_and_never_a_guess(before, text, outcome):
    earlier = replace(DRAFTS[ROOF], outcome=before)
    assert edited(text, case(ROOF), earlier).outcome is outcome


def test_a_person_may_name_the_outcome_and_is_held_to_it():
    assert (
        edited("Solceller er ikke med.", case(ROOF), None, outcome=Outcome.APPROVED).outcome
        is Outcome.APPROVED
    )
    wrong = edited(DRAFTS[ROOF].text, case(ROOF), DRAFTS[ROOF], outcome=Outcome.REJECTED)
    assert ConcernKind.OUTCOME_CONTRADICTED in blocks(wrong)


def test_clauses_are_answered_by_what_the_text_states_and_else_named_as_unanswered():
    draft = changed(POLICY, "Udkastet blev drøftet. Udkastet sendes i høring til den 22. juni.")
    assert [one.outcome for one in draft.clause_answers[:2]] == [
        ClauseOutcome.DISCUSSED,
        ClauseOutcome.AMENDED,
    ]
    silent = changed(POLICY, "De unge skal med.")
    unanswered = [c for c in silent.concerns if c.kind is ConcernKind.CLAUSE_UNANSWERED]
    assert len(unanswered) == 3


def test_a_cpr_number_never_stays_in_a_text():
    draft = changed(ROOF, "Ansøgeren har CPR-nummer 010190-1234.")
    assert "010190" not in draft.text and "1234" not in draft.text
    assert ConcernKind.PERSONAL_DATA in blocks(draft)


def test_the_provenance_is_the_machines_until_there_is_none():
    assert changed(ROOF, "Noget helt andet.").provenance == DRAFTS[ROOF].provenance
    assert edited("Noget helt andet.", case(ROOF), None).provenance.model == BY_HAND


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Godkendt, jf. Bilag 1. Udsat.", ["Godkendt, jf. Bilag 1.", "Udsat."]),
        (
            "Mødet er kl. 14.30 den 3. maj. J. Hansen kommer.",
            ["Mødet er kl. 14.30 den 3. maj.", "J. Hansen kommer."],
        ),
        ("Besluttet:\n- at A.\n- at B.", ["Besluttet:\n- at A.\n- at B."]),
        (
            "1. Budgettet godkendes.\n2. Planen udsættes.",
            ["1. Budgettet godkendes.", "\n2. Planen udsættes."],
        ),
        ("Et afsnit.\r\n\r\n\r\nEt til.", ["Et afsnit.", "\n\nEt til."]),
        ("  Løse   mellemrum \n her.", ["Løse mellemrum\nher."]),
        ("a\u030a\x00\x1b[0m", ["å[0m"]),
    ],
)
def test_sentences_end_where_people_end_them_and_lines_stay(text, parts):
    assert list(written_sentences(cleaned(text))) == parts


def test_a_text_keeps_its_lines():
    text = "Udvalget godkendte:\n- at A,\n- at B.\n\nSagen er slut.\nTak."
    assert changed(ROOF, text).text == text


@pytest.mark.parametrize(
    "repeated",
    ["9", "1, ", "1. ", "den 1. og 2. til ", "010190-123", "A. ", "For stemte 4 (Karen Møller, ", "- \n"],
)
def test_no_text_keeps_the_house_busy(repeated):
    started = time.process_time()
    draft = changed(ROOF, (repeated * LONGEST)[:LONGEST])
    assert draft.sentences
    assert time.process_time() - started < 15


def test_the_longest_text_of_a_long_discussion_is_read_in_seconds():
    sentence = (
        "Udvalget godkendte 1,8 mio. kr. til taget på Skovsund Hallen, og Peter Jensen var enig den 3. maj. "
    )
    text = (sentence * 300)[: LONGEST - 10]
    assert len(changed(ROOF, text).sentences) > 150
