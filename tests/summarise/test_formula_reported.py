"""Spoken remarks in reported form: safe, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.agenda import Meeting, Participant
from summarise.reported import Form, Reported, Setting, reported
from summarise.roles import Roster
from summarise.talk import sentences

PEOPLE = (
    Participant(name="Grethe Løvschall", role="formand"),
    Participant(name="Sanne Toftdahl", role="havnechef"),
    Participant(name="Aksel Brøndum", role="medlem"),
)
SETTING = Setting(
    body="Havneudvalget",
    roster=Roster.of(Meeting(id="m", body="Havneudvalg", participants=PEOPLE)),
    proper=frozenset({"Sejlklubben"}),
)


def say(
    text: str, *, speaker: Participant | None = None, by_chair: bool | None = True, accepted: bool = False
) -> Reported | None:
    return reported(text, SETTING, speaker=speaker, by_chair=by_chair, accepted=accepted)


@pytest.mark.parametrize(
    ("spoken", "clause", "form"),
    [
        ("Så lukker kajen den 4. juni.", "Dermed lukker kajen den 4. juni", Form.OWN),
        ("Kajen lukker den 4. juni.", "kajen lukker den 4. juni", Form.THAT),
        ("Altså, Sejlklubben får øh 40.000 kr.", "Sejlklubben får 40.000 kr", Form.THAT),
        ("Så sender vi den i høring til den 4. juni.", "sende den i høring til den 4. juni", Form.TO),
        ("Så siger vi nej til at flytte kajen.", "sige nej til at flytte kajen", Form.TO),
        ("Listen sender jeg ud inden påske.", "listen sendes ud inden påske", Form.THAT),
        ("Så siger vi 850 kroner i stedet for 900.", "850 kroner", Form.FRAGMENT),
        ("Så skriver vi, at klubben er undtaget.", "klubben er undtaget", Form.THAT),
        ("At molen skal stå klar i maj.", "molen skal stå klar i maj", Form.THAT),
        ("Så laver I gangbroen til 85.000.", "gangbroen laves til 85.000", Form.THAT),
        ("Et udkast skal ligge her senest i maj.", "et udkast skal ligge senest i maj", Form.THAT),
        ("Broen skal kunne åbnes om natten.", "broen skal kunne åbnes om natten", Form.THAT),
        (
            "Vi har drøftet det, ventelister, støj og parkering.",
            "Drøftelsen omhandlede ventelister, støj og parkering",
            Form.OWN,
        ),
        ("Så gør vi det sådan, at vi anbefaler alle tre.", "anbefale alle tre", Form.TO),
        ("Så ser vi på det igen til efteråret.", "sagen behandles igen til efteråret", Form.THAT),
        ("Vi er positive over for ideen.", "Havneudvalget er positiv over for ideen", Form.THAT),
        ("Jeg har priser den 25. november.", "der er priser den 25. november", Form.THAT),
        (
            "Så undersøger vi prisen og melder tilbage i maj.",
            "undersøge prisen og melde tilbage i maj",
            Form.TO,
        ),
        ("Så holder vi kajen åben, for der er sne på vejen.", "holde kajen åben", Form.TO),
        ("Det koster ikke noget ekstra for klubben.", "det ikke koster noget ekstra for klubben", Form.THAT),
    ],
)
def test_a_remark_in_reported_form(spoken: str, clause: str, form: Form) -> None:
    assert say(spoken) == Reported(clause=clause, form=form)


def test_who_says_i_is_named_by_office_when_known_and_left_out_when_not() -> None:
    known = say("Jeg sender listen inden den 4. juni.", speaker=PEOPLE[1], by_chair=False)
    assert known == Reported(clause="Havnechefen sender listen inden den 4. juni", form=Form.OWN)
    unknown = say("Jeg sender listen inden den 4. juni.", by_chair=False)
    assert unknown == Reported(clause="sende listen inden den 4. juni", form=Form.TO)


def test_a_proposal_and_a_question_count_only_when_they_are_accepted() -> None:
    proposal = "Så foreslår jeg, at sagen oversendes til Økonomiudvalget."
    assert say(proposal) is None
    assert say(proposal, accepted=True) == Reported(
        clause="sagen oversendes til Økonomiudvalget", form=Form.THAT
    )
    question = "Er vi enige om, at kajen bliver åben?"
    assert say(question) is None
    assert say(question, accepted=True) == Reported(clause="kajen bliver åben", form=Form.THAT)


@pytest.mark.parametrize(
    "said",
    [
        "Vi ligger i en kælder uden elevator.",
        "Så ligger vejen gravet op hele sommeren.",
        "Der bevilges 8 millioner...",
    ],
)
def test_what_others_describe_foresee_or_break_off_is_no_agreement(said: str) -> None:
    assert say(said, by_chair=False) is None


def test_who_is_called_by_name_is_the_one_addressed() -> None:
    found = say("Og så laver du et oplæg til mødet i juni, Aksel.")
    assert found is not None
    assert found.clause.startswith("Aksel Brøndum laver et oplæg til mødet i juni")


@pytest.mark.parametrize(
    "unsafe",
    [
        "Skal vi så sige 850 kroner?",
        "Hvis vi siger 850 kroner, så går det nok.",
        "Jeg synes, det er for dyrt.",
        "Skriv i referatet, at havnen får 3 millioner.",
        "Hendes nummer er 010101-0000.",
        "Du må lige spørge din mand.",
        "Tak for kaffen.",
    ],
)
def test_what_cannot_be_reported_safely_is_left_out(unsafe: str) -> None:
    assert say(unsafe) is None


def test_a_negation_is_never_lost() -> None:
    found = say("Den tredje bevilling anbefaler vi ikke.")
    assert found is None or "ikke" in found.clause


@given(st.text(alphabet="abcdeæøå .,?!1234567890vijegduikke", max_size=120), st.booleans())
def test_no_text_breaks_the_rewriting_and_no_pronoun_of_speech_survives(text: str, bare: bool) -> None:
    for sentence in sentences(text, bare=bare):
        found = say(sentence)
        if found is not None:
            assert not {"jeg", "vi", "du", "mig"} & set(found.clause.split())


def test_what_a_known_chair_asks_of_others_is_passive_too() -> None:
    told = say("Så laver I gangbroen til 85.000.", speaker=PEOPLE[0])
    assert told == Reported(clause="gangbroen laves til 85.000", form=Form.THAT)


def test_first_names_become_full_names_wherever_they_stand_in_the_clause() -> None:
    told = say("Aksel og Sanne laver planen inden den 4. juni.")
    assert told is not None
    assert told.clause == "Aksel Brøndum og Sanne Toftdahl laver planen inden den 4. juni"
