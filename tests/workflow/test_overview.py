"""The list of meetings: what is found by whom, and what waits for whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from minutes.agenda import AgendaItem
from tests.held import add_meeting
from workflow.access import Actor, Grant, Role
from workflow.overview import Task, Wanted, seen
from workflow.phases import ItemState, JobState, Phase
from workflow.store import meetings, texts
from workflow.store.meetings import FileKind, StoredFile, new_id, now

SCHOOLS, HARBOUR = "Børne- og Skoleudvalget", "Havneudvalget"
HELD = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)  # half past midnight on the 4th in Denmark
OPEN, CLOSED = "punkt-1", "punkt-2"


def add(database, body=SCHOOLS, *, held=HELD, title="Åbningstider", recorded=False, **columns):
    items = (
        AgendaItem(id=OPEN, number=1, title=title),
        AgendaItem(id=CLOSED, number=2, title="Køb af grund", closed=True),
    )
    with database.write() as tx:
        meeting_id = add_meeting(tx, body, items, starts_at=held)
        if recorded:
            meetings.add_file(
                tx,
                StoredFile(
                    id=new_id(),
                    meeting_id=meeting_id,
                    kind=FileKind.RECORDING,
                    name="a",
                    size_bytes=1,
                    sha256="0" * 64,
                    created_at=now(),
                ),
            )
        if columns:
            meetings.change(tx, meeting_id, **columns)
    return meeting_id


def actor(role, body="*", *, closed=False):
    return Actor(id="a", name="Anne", grants=(Grant(role=role, body=body, closed=closed),))


def ids(database, who, *, after=None, limit=50, **wanted):
    found = seen(database, who, Wanted(**wanted), after=after, limit=limit)
    return [one.meeting.id for one in found]


def test_words_are_found_whatever_their_case_and_only_in_what_one_may_know(database):
    meeting_id = add(database)
    insider, outsider = actor(Role.READER, closed=True), actor(Role.READER)
    for words in ("åbnings", "ÅBNINGSTIDER skole", "børne-"):
        assert ids(database, outsider, words=words) == [meeting_id]
    assert ids(database, insider, words="grund") == [meeting_id]
    assert ids(database, outsider, words="grund") == []
    assert ids(database, outsider, words="åbnings 100%") == []


def test_a_list_holds_what_the_person_may_read(database):
    schools, harbour = add(database), add(database, HARBOUR, held=HELD - timedelta(days=1))
    assert ids(database, actor(Role.READER)) == [schools, harbour]
    assert ids(database, actor(Role.READER, HARBOUR)) == [harbour]
    assert ids(database, actor(Role.READER, HARBOUR), body=SCHOOLS) == []
    assert ids(database, actor(Role.READER), body=SCHOOLS) == [schools]
    assert ids(database, actor(Role.ADMINISTRATOR)) == []


def test_days_are_danish_ones_and_both_are_included(database):
    meeting_id = add(database)
    reader, day = actor(Role.READER), date(2026, 11, 4)
    assert ids(database, reader, since=day, until=day) == [meeting_id]
    assert ids(database, reader, until=day - timedelta(days=1)) == []
    assert ids(database, reader, since=day + timedelta(days=1)) == []


def test_pages_follow_each_other_without_a_gap(database):
    made = [add(database, held=HELD - timedelta(days=k // 2)) for k in range(7)]
    reader, got, after = actor(Role.READER), [], None
    while page := seen(database, reader, Wanted(), after=after, limit=3):
        got += [one.meeting.id for one in page]
        after = page[-1].place
    assert sorted(got) == sorted(made)
    assert len(got) == len(made)


@pytest.mark.parametrize(
    ("columns", "role", "task"),
    [
        ({}, Role.SECRETARY, Task.RECORD),
        ({}, Role.APPROVER, None),
        ({"recorded": True}, Role.SECRETARY, Task.START),
        ({"phase": Phase.TRANSCRIBED}, Role.SECRETARY, Task.START),
        ({"job": JobState.RUNNING}, Role.SECRETARY, None),
        ({"job": JobState.FAILED}, Role.SECRETARY, Task.RETRY),
        ({"job": JobState.CANCELLED}, Role.SECRETARY, Task.RESUME),
        ({"phase": Phase.DRAFTED, "job": JobState.DONE}, Role.SECRETARY, Task.REVIEW),
        ({"phase": Phase.DRAFTED, "job": JobState.DONE}, Role.READER, None),
        ({"phase": Phase.IN_REVIEW, "job": JobState.DONE}, Role.APPROVER, Task.APPROVE_ITEMS),
        ({"phase": Phase.APPROVED, "job": JobState.DONE}, Role.APPROVER, Task.PUBLISH),
        ({"phase": Phase.APPROVED, "job": JobState.DONE}, Role.SECRETARY, None),
        ({"phase": Phase.PUBLISHED, "job": JobState.DONE}, Role.APPROVER, None),
    ],
)
def test_what_waits_is_what_the_role_may_do(database, columns, role, task):
    add(database, **columns)
    [one] = seen(database, actor(role), Wanted(), after=None, limit=2)
    assert one.task is task
    assert bool(ids(database, actor(role), mine=True)) is (task is not None)


def test_what_is_left_behind_closed_doors_waits_for_those_who_may_be_there(database):
    meeting_id = add(database, phase=Phase.IN_REVIEW, job=JobState.DONE)
    with database.write() as tx:
        texts.change_item(tx, meeting_id, OPEN, state=ItemState.APPROVED)
    assert ids(database, actor(Role.APPROVER), mine=True) == []
    assert ids(database, actor(Role.APPROVER, closed=True), mine=True) == [meeting_id]
    with database.write() as tx:
        texts.change_item(tx, meeting_id, CLOSED, state=ItemState.APPROVED)
    [one] = seen(database, actor(Role.APPROVER, closed=True), Wanted(), after=None, limit=2)
    assert one.task is Task.APPROVE_MINUTES
    assert ids(database, actor(Role.APPROVER), mine=True) == []
