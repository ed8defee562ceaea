"""A lost or added "ikke": a clause agrees with what was said of the same matter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from minutes.agenda import AgendaItem, Meeting
from minutes.discussion import Discussion
from minutes.draft import Draft, Evidence, Provenance, Sentence, Severity
from minutes.transcript import Span, Transcript, Utterance
from minutes.vocabulary import ConcernKind, Outcome
from summarise.drafter import Case
from summarise.grounding import ground


def is_doubted(text: str, *talk: str) -> bool:
    """Whether a blocking concern about negation or outcome is raised."""
    utterances = tuple(
        Utterance(id=i, start=9.0 * i, end=9.0 * i + 8, text=words, speaker=None)
        for i, words in enumerate(talk)
    )
    case = Case(
        meeting=Meeting(
            id="m",
            body="Teknikudvalget",
            starts_at=datetime(2026, 3, 10, 16, 0, tzinfo=UTC),
            place=None,
            participants=(),
        ),
        item=AgendaItem(id="i", number=2, title="Havnen", sections=()),
        transcript=Transcript(language="da", duration=9.0 * len(talk), utterances=utterances),
        discussion=Discussion(
            item_id="i", spans=(Span(first_utterance=0, last_utterance=len(talk) - 1),), confidence=1.0
        ),
    )
    evidence = Evidence(utterance_ids=tuple(range(len(talk))))
    draft = Draft(
        item_id="i",
        sentences=(Sentence(text=text, evidence=(evidence,)),),
        outcome=Outcome.UNRESOLVED,
        provenance=Provenance(model="test", made_at=datetime(2026, 3, 10, tzinfo=UTC)),
    )
    kinds = (ConcernKind.NEGATION, ConcernKind.OUTCOME_CONTRADICTED)
    return any(
        concern.kind in kinds and concern.severity is Severity.BLOCK
        for concern in ground(draft, case).all_concerns()
    )


@pytest.mark.parametrize(
    ("true", "talk"),
    [
        ("Der opsættes ikke bænke på molen.", ("Og så ingen bænke ude på molen.", "Godt.")),
        ("Kiosken flyttes ikke i år.", ("Kiosken, den flytter vi ikke i år.", "Fint.")),
        ("Der blev ikke truffet beslutning om bænkene.", ("Vi har ikke besluttet noget om bænkene.",)),
        ("Der er ikke taget stilling til bænkene.", ("Det ligger åbent med bænkene. Vi venter.",)),
        (
            "Der var ikke enighed om bænkene.",
            ("Vi er enige om kiosken.", "Men vi er ikke enige om bænkene."),
        ),
        ("Punktet om havnen blev ikke nået.", ("Den med havnen når vi ikke i dag.",)),
        (
            "Udvalget udsatte sagen, da prisen ikke er beregnet.",
            ("Så udsætter vi sagen, for prisen mangler stadig, den er ikke beregnet.",),
        ),
    ],
)
def test_a_lost_ikke_is_missed(true: str, talk: tuple[str, ...]) -> None:
    assert not is_doubted(true, *talk)
    assert is_doubted(true.replace(" ikke", ""), *talk)


@pytest.mark.parametrize(
    ("true", "added"),
    [
        ("Forvaltningen maler broen.", "Forvaltningen maler ikke broen."),
        ("Udvalget vedtog planen for broen.", "Udvalget vedtog ikke planen for broen."),
    ],
)
def test_an_added_ikke_is_doubted_although_the_talk_says_ikke_of_something_else(
    true: str, added: str
) -> None:
    talk = (
        "Forvaltningen maler broen, og planen for broen er vedtaget.",
        "Jeg får ikke kaffe i dag, og det giver ikke mening at vente.",
    )
    assert not is_doubted(true, *talk)
    assert is_doubted(added, *talk)


def test_what_was_asked_with_ikke_and_then_affirmed_is_not_denied() -> None:
    talk = ("Kan vi ikke flytte kiosken til molen?", "Jo, vi flytter kiosken til molen.")
    assert not is_doubted("Kiosken flyttes til molen.", *talk)


def test_a_reason_that_tells_of_a_refusal_needs_no_ikke() -> None:
    talk = ("Så udsætter vi sagen, fordi rapporten først foreligger i maj.",)
    assert not is_doubted("Udvalget udsatte sagen, da rapporten først foreligger i maj.", *talk)
