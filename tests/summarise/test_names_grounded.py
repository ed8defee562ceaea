"""Who a sentence may name: whoever speaks as "jeg", whoever stands in for the chair, rows of people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from minutes.agenda import AgendaItem, Meeting, Participant
from minutes.discussion import Discussion
from minutes.draft import Draft, Evidence, Provenance, Sentence, Severity
from minutes.transcript import Span, Transcript, Utterance
from minutes.vocabulary import ConcernKind, Outcome
from summarise.drafter import Case
from summarise.grounding import ground

PEOPLE = (
    ("Karen Holmby", "formand"),
    ("Lone Trier", "næstformand"),
    ("Ole Brink", "medlem"),
    ("Jonas Dahl", "medlem"),
    ("Jonas Kvist", "medlem"),
    ("Sara Engell", "medlem"),
)


def blocked_names(text: str, cites: tuple[int, ...], *talk: tuple[str | None, str]) -> list[str]:
    """The names that block the sentence; talk is speaker and words."""
    utterances = tuple(
        Utterance(id=i, start=9.0 * i, end=9.0 * i + 8, text=words, speaker=who)
        for i, (who, words) in enumerate(talk)
    )
    case = Case(
        meeting=Meeting(
            id="m",
            body="Kulturudvalget",
            starts_at=datetime(2026, 3, 10, 16, 0, tzinfo=UTC),
            place=None,
            participants=tuple(Participant(name=name, role=role) for name, role in PEOPLE),
        ),
        item=AgendaItem(id="i", number=2, title="Udstilling på biblioteket", sections=()),
        transcript=Transcript(language="da", duration=9.0 * len(talk), utterances=utterances),
        discussion=Discussion(
            item_id="i", spans=(Span(first_utterance=0, last_utterance=len(talk) - 1),), confidence=1.0
        ),
    )
    draft = Draft(
        item_id="i",
        sentences=(Sentence(text=text, evidence=(Evidence(utterance_ids=cites),)),),
        outcome=Outcome.UNRESOLVED,
        provenance=Provenance(model="test", made_at=datetime(2026, 3, 10, tzinfo=UTC)),
    )
    return [
        concern.detail.strip("»«")
        for concern in ground(draft, case).all_concerns()
        if concern.kind is ConcernKind.UNSUPPORTED_NAME and concern.severity is Severity.BLOCK
    ]


PROMISE = "{} sender listen over udstillingen på biblioteket."
ADDRESSED = (
    ("A", "Så er vi ved udstillingen på biblioteket. Ole?"),
    ("B", "Der er en liste."),
    ("A", "Fint. Så venter vi på den."),
    ("C", "Det lyder godt."),
    ("D", "Enig."),
    ("B", "Jeg sender listen over udstillingen på biblioteket."),
    ("C", "Godt."),
)


def test_whoever_says_jeg_may_be_named_once_they_were_addressed_anywhere() -> None:
    assert blocked_names(PROMISE.format("Ole Brink"), (5,), *ADDRESSED) == []


def test_nobody_else_may_be_named_for_a_known_jeg() -> None:
    assert blocked_names(PROMISE.format("Sara Engell"), (5,), *ADDRESSED) == ["Sara Engell"]


def test_a_label_that_is_a_name_says_who_speaks() -> None:
    talk = (("Karen Holmby", "Hvem gør det?"), ("Sara Engell", "Jeg sender listen over udstillingen."))
    assert blocked_names(PROMISE.format("Sara Engell"), (1,), *talk) == []
    assert blocked_names(PROMISE.format("Ole Brink"), (1,), *talk) == ["Ole Brink"]


def test_who_stands_in_for_an_absent_chair_leads_the_meeting() -> None:
    talk = (
        ("A", "Karen er syg, så I må nøjes med mig i dag."),
        ("A", "Punkt to er udstillingen på biblioteket. Er det godkendt? Ja. Jeg sender listen."),
        ("B", "Godt."),
    )
    assert blocked_names(PROMISE.format("Lone Trier"), (0, 1), *talk) == []


VOTES = "Imod forslaget om udstillingen stemte 2 ({})."


@pytest.mark.parametrize(
    ("named", "blocked"),
    [("Ole Brink og Sara Engell", []), ("Ole Brink og Lone Trier", ["Ole Brink", "Lone Trier"])],
)
def test_people_in_one_row_were_counted_together(named: str, blocked: list[str]) -> None:
    talk = (
        (None, "Lone spørger, om forslaget om udstillingen kommer til afstemning."),
        (None, "Hvem er imod forslaget om udstillingen?"),
        (None, "Ole og Sara. To imod."),
    )
    assert blocked_names(VOTES.format(named), (0, 1, 2), *talk) == blocked


def test_whoever_counts_may_count_themself() -> None:
    talk = ((None, "Hvem er imod forslaget om udstillingen? Det er Ole og mig selv. To."), (None, "Ja."))
    assert blocked_names(VOTES.format("Ole Brink og Karen Holmby"), (0,), *talk) == []


def test_a_shared_first_name_means_the_one_who_was_named_in_full() -> None:
    talk = ((None, "Jonas Dahl sender listen over udstillingen på biblioteket."), (None, "Godt."))
    assert blocked_names(PROMISE.format("Jonas Dahl"), (0,), *talk) == []
    assert blocked_names(PROMISE.format("Jonas Kvist"), (0,), *talk) == ["Jonas Kvist"]
