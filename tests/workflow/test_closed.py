"""What is closed stays closed: one place decides, and in doubt it hides."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.agenda import Agenda, AgendaItem, Meeting, Section
from minutes.discussion import Discussion, Segmentation
from minutes.errors import AccessError
from minutes.transcript import Span, Transcript, Utterance
from minutes.vocabulary import CLOSED_ITEM, SectionKind
from workflow import closed
from workflow.access import Actor, Grant, Role
from workflow.store import meetings, work
from workflow.store.work import StoredSegmentation, TranscriptChange

BODY = "Kulturudvalget"
OUTSIDER = Actor(id="o", name="O", grants=(Grant(role=Role.SECRETARY),))
INSIDER = Actor(id="i", name="I", grants=(Grant(role=Role.SECRETARY, closed=True),))
ELSEWHERE = Actor(
    id="e", name="E", grants=(Grant(role=Role.READER), Grant(role=Role.READER, body="Byrådet", closed=True))
)


def agenda(*closed_flags: bool) -> Agenda:
    return Agenda(
        meeting=Meeting(id="m", body=BODY),
        items=tuple(
            AgendaItem(
                id=f"punkt-{number}",
                number=number,
                title=f"Køb af grunden {number}",
                journal_number="00.00.00-A00-1-27",
                closed=shut,
                sections=(Section(kind=SectionKind.CASE, heading_as_printed="Sag", text="Hemmeligt"),),
            )
            for number, shut in enumerate(closed_flags, start=1)
        ),
        source_sha256="0" * 64,
        unplaced=("Salg af gården",),
    )


def meeting(*closed_flags: bool) -> meetings.StoredMeeting:
    at = datetime.now(UTC)
    return meetings.StoredMeeting(
        id="m", body=BODY, starts_at=None, agenda=agenda(*closed_flags), agenda_file_id="f", legal_basis="x",
        participants_informed_by="p", participants_informed_at=at, phase=meetings.Phase.DRAFTED,
        job=meetings.JobState.DONE, revision=1, priority=5, stage=None, fraction=1.0, stage_started_at=None,
        failure=None, warnings=(), row_version=1, legal_hold=False, created_by="p", created_at=at,
        updated_at=at, deleted_at=None,
    )  # fmt: skip


def talk(*texts: str) -> Transcript:
    said = tuple(Utterance(id=i, start=i, end=i + 1, text=text) for i, text in enumerate(texts))
    return Transcript(language="da", duration=len(said), utterances=said)


def divided(labels: str, fixed: dict[int, str | None] | None = None) -> StoredSegmentation:
    """A division by one sign per utterance: the item's number, or "-" for none."""
    discussions = tuple(
        Discussion(
            item_id=f"punkt-{sign}",
            spans=tuple(
                Span(first_utterance=i, last_utterance=i) for i, one in enumerate(labels) if one == sign
            ),
            confidence=1.0,
        )
        for sign in sorted(set(labels) - {"-"})
    )
    return StoredSegmentation(
        version=1,
        segmentation=Segmentation(discussions=discussions),
        fixed=fixed or {},
        author="x",
        created_at=datetime.now(UTC),
    )


def test_a_closed_item_shows_its_number_and_its_mark_and_nothing_more():
    items = closed.visible_items(OUTSIDER, meeting(False, True))
    assert items[0] == agenda(False, True).items[0]
    assert items[1] == AgendaItem(id="punkt-2", number=2, title=CLOSED_ITEM, closed=True)


def test_the_agenda_of_an_outsider_names_nothing_that_could_be_of_a_closed_item():
    shown = repr(closed.visible_agenda(OUTSIDER, meeting(False, True)))
    assert "grunden 1" in shown
    assert "grunden 2" not in shown and "gården" not in shown


def test_access_to_closed_items_elsewhere_opens_none_here():
    assert closed.hidden_items(ELSEWHERE, meeting(True)) == {"punkt-1"}
    assert closed.hidden_items(INSIDER, meeting(True)) == frozenset()


@pytest.mark.parametrize(
    ("labels", "hidden"),
    [
        ("111222", "......"),
        ("111333", "...XXX"),
        ("1-33-2", ".XXXX."),  # beside closed talk, what belongs to no item
        ("1-1-33", "...XXX"),
        ("-1133-", "...XXX"),
        ("33-22-", "XXX..."),
        ("3-3112", "XXX..."),
    ],
)
def test_closed_talk_and_what_lies_beside_it_is_hidden(labels, hidden):
    words = talk(*("Ja." for _ in labels))
    found = closed.hidden_utterances(OUTSIDER, meeting(False, False, "3" in labels), words, divided(labels))
    assert "".join("X" if i in found else "." for i in range(len(labels))) == hidden


def test_where_a_closed_item_was_not_heard_all_talk_without_an_item_is_hidden():
    found = closed.hidden_utterances(OUTSIDER, meeting(False, True), talk(*"abcde"), divided("-11--"))
    assert found == {0, 3, 4}


def test_talk_that_is_not_divided_yet_is_hidden_whole_where_an_item_is_closed():
    assert closed.hidden_utterances(OUTSIDER, meeting(False, True), talk("a", "b"), None) == {0, 1}
    assert closed.hidden_utterances(OUTSIDER, meeting(False, False), talk("a", "b"), None) == frozenset()


DOORS = talk(
    "Velkommen til mødet.",
    "Vi tager punkt et.",
    "Så lukker vi dørene.",
    "Ejendommen koster fire millioner.",
    "Dørene er åbne igen.",
    "Tak for i dag.",
)


def test_what_was_said_behind_doors_is_hidden_though_it_lies_under_an_open_item():
    assert closed.hidden_utterances(OUTSIDER, meeting(False), DOORS, divided("111111")) == {2, 3, 4}
    assert closed.hidden_utterances(OUTSIDER, meeting(False), DOORS, None) == {2, 3, 4}


def test_a_person_can_say_that_it_was_open():
    fixed = dict.fromkeys(range(6), "punkt-1")
    assert closed.hidden_utterances(OUTSIDER, meeting(False), DOORS, divided("111111", fixed)) == frozenset()


@given(st.text(alphabet="12-", min_size=1, max_size=12))
def test_those_with_access_see_all_and_others_never_the_closed(labels):
    words = talk(*("Ja." for _ in labels))
    here, division = meeting(False, True), divided(labels)
    assert closed.hidden_utterances(INSIDER, here, words, division) == frozenset()
    found = closed.hidden_utterances(OUTSIDER, here, words, division)
    assert {i for i, sign in enumerate(labels) if sign == "2"} <= found
    assert not {i for i, sign in enumerate(labels) if sign == "1"} & found


def test_the_whole_recording_is_only_for_those_who_may_hear_all_of_it(database):
    with database.write() as tx:
        meetings.add(
            tx, meeting_id="m", body=BODY, starts_at=None, agenda=agenda(False), agenda_file_id="f",
            legal_basis="x", informed_by="p", created_by="p",
        )  # fmt: skip
        closed.require_all_talk(tx, OUTSIDER, meetings.get(tx, "m"))
        work.save_transcript(tx, "m", DOORS, author="x", change=TranscriptChange.HEARD)
    with database.read() as tx:
        closed.require_all_talk(tx, INSIDER, meetings.get(tx, "m"))
        with pytest.raises(AccessError):
            closed.require_all_talk(tx, OUTSIDER, meetings.get(tx, "m"))
