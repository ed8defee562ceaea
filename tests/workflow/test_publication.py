"""From approved minutes to the shelf: findings are answered, versions follow each other, crashes heal."""

from __future__ import annotations

import pytest

from minutes.decision import ClosedItem, OpenItem
from minutes.errors import AccessError, InputError, NotFoundError, StateError, UnavailableError
from minutes.vocabulary import CLOSED_ITEM
from summarise.personal_data import PersonalKind
from tests.drafted import CLOSED, ROOF, add_drafted, drafts
from tests.workflow.test_review import APPROVER, OUTSIDER, READER, REASON, STRANGER, approve_all, phase_of
from workflow.approval import acknowledge, approve, approve_minutes, reopen
from workflow.editing import save_edit
from workflow.phases import Phase
from workflow.publication import answer, publication_state, publish, withdraw
from workflow.published.shelf import Shelf
from workflow.review import look
from workflow.shelving import shelve
from workflow.store import audit, publications, tables, texts

PERSONAL = "Ansøgeren på Birkevej 12B, tlf. 12 34 56 78, mail ane@example.org, får svar."


@pytest.fixture
def meeting_id(database):
    meeting_id = add_drafted(database)
    approve_all(database, meeting_id)
    approve_minutes(database, APPROVER, meeting_id)
    return meeting_id


@pytest.fixture
def shelf(database_url, tmp_path):
    sqlite = database_url.startswith("sqlite")
    opened = Shelf(f"sqlite:///{tmp_path / 'published.db'}" if sqlite else database_url)
    yield opened
    opened.close()


def answer_all(database, meeting_id):
    for finding in publication_state(database, APPROVER, meeting_id).findings:
        answer(database, APPROVER, meeting_id, finding=finding.id, reason=REASON)


def publish_now(database, meeting_id):
    answer_all(database, meeting_id)
    return publish(database, APPROVER, meeting_id)


def correct(database, meeting_id, words):
    reopen(database, APPROVER, meeting_id, ROOF, reason=REASON)
    save_edit(database, APPROVER, meeting_id, ROOF, words)
    with database.read() as tx:
        version = texts.item(tx, meeting_id, ROOF).text_version
    for concern in look(database, APPROVER, meeting_id, ROOF).blocking:
        acknowledge(database, APPROVER, meeting_id, ROOF, concern=concern.id, reason=REASON)
    approve(database, APPROVER, meeting_id, ROOF, text_version=version)
    approve_minutes(database, APPROVER, meeting_id)


def test_published_minutes_stand_on_the_shelf_with_what_they_were_drafted_with(database, meeting_id, shelf):
    made = publish_now(database, meeting_id)
    shelve(database, shelf)
    assert shelf.standing() == {meeting_id: 1}
    assert phase_of(database, meeting_id) is Phase.PUBLISHED
    shut = next(item for item in made.public.items if isinstance(item, ClosedItem))
    assert (shut.id, shut.title) == (CLOSED, CLOSED_ITEM)
    opened = [item.id for item in made.public.items if isinstance(item, OpenItem)]
    assert [one.item_id for one in made.provenance] == opened
    assert {one.model for one in made.provenance} == {drafts()[0].provenance.model}
    with database.read() as tx:
        assert audit.rows(tx, meeting_id=meeting_id)[-1].action == "minutes.publish"


def test_only_approved_minutes_are_published_and_only_once(database, meeting_id):
    publish_now(database, meeting_id)
    with pytest.raises(StateError):
        publish(database, APPROVER, meeting_id)
    reopen(database, APPROVER, meeting_id, ROOF, reason=REASON)
    with pytest.raises(StateError):
        publish(database, APPROVER, meeting_id)


@pytest.mark.parametrize("who", [READER, STRANGER])
def test_whoever_may_not_publish_learns_and_does_nothing(database, meeting_id, who):
    for act in (
        lambda: publish(database, who, meeting_id),
        lambda: withdraw(database, who, meeting_id, reason=REASON),
        lambda: publication_state(database, who, meeting_id),
        lambda: answer(database, who, meeting_id, finding="x", reason=REASON),
    ):
        with pytest.raises(AccessError):
            act()
    assert phase_of(database, meeting_id) is Phase.APPROVED


def test_publishing_needs_no_access_to_what_it_withholds(database, meeting_id):
    publish_now(database, meeting_id)
    assert publication_state(database, OUTSIDER, meeting_id).standing.version == 1


def test_personal_data_must_be_answered_before_it_becomes_public(database, meeting_id):
    correct(database, meeting_id, PERSONAL)
    found = [one for one in publication_state(database, APPROVER, meeting_id).findings if one.item_id == ROOF]
    assert {one.kind for one in found} >= {PersonalKind.ADDRESS, PersonalKind.PHONE, PersonalKind.EMAIL}
    with pytest.raises(StateError, match="not answered"):
        publish(database, APPROVER, meeting_id)
    for wrong, error in (({"reason": " "}, InputError), ({"finding": "x"}, NotFoundError)):
        with pytest.raises(error):
            answer(database, APPROVER, meeting_id, **{"finding": found[0].id, "reason": REASON, **wrong})
    answer_all(database, meeting_id)
    answered = publication_state(database, APPROVER, meeting_id).findings
    assert {one.answer.person for one in answered} == {APPROVER.name}
    publish(database, APPROVER, meeting_id)
    with database.read() as tx:
        assert "Birkevej" not in str(audit.rows(tx, meeting_id=meeting_id, limit=1000))


def test_a_correction_replaces_and_a_withdrawal_leaves_a_tombstone(database, meeting_id, shelf):
    publish_now(database, meeting_id)
    correct(database, meeting_id, "Bevillingen på 1,8 mio. kr. blev godkendt.")
    shelve(database, shelf)
    assert shelf.standing() == {meeting_id: 1}  # until the correction is published
    publish_now(database, meeting_id)
    shelve(database, shelf)
    assert shelf.standing() == {meeting_id: 2}
    withdraw(database, APPROVER, meeting_id, reason="Et bilag var forkert.")
    shelve(database, shelf)
    assert (shelf.standing(), shelf.withdrawn()) == ({}, {meeting_id})
    assert phase_of(database, meeting_id) is Phase.WITHDRAWN
    correct(database, meeting_id, "Bevillingen på 1,8 mio. kr. blev godkendt på ny.")
    assert publish_now(database, meeting_id).version == 3
    shelve(database, shelf)
    assert (shelf.standing(), shelf.withdrawn()) == ({meeting_id: 3}, frozenset())
    with database.read() as tx:
        (only,) = publications.publications(publications.of_meeting(tx, meeting_id))
    assert only.corrects is None and only.first_published_at == only.published_at


def test_what_is_under_correction_can_be_withdrawn(database, meeting_id, shelf):
    publish_now(database, meeting_id)
    reopen(database, APPROVER, meeting_id, ROOF, reason=REASON)
    withdraw(database, APPROVER, meeting_id, reason="Et bilag var forkert.")
    shelve(database, shelf)
    assert shelf.standing() == {}
    assert phase_of(database, meeting_id) is Phase.IN_REVIEW
    with pytest.raises(StateError):
        withdraw(database, APPROVER, meeting_id, reason="Igen.")


def test_a_public_reason_holds_no_personal_data(database, meeting_id):
    publish_now(database, meeting_id)
    with pytest.raises(InputError):
        withdraw(database, APPROVER, meeting_id, reason="Ane på Birkevej 3 bad om det.")
    assert phase_of(database, meeting_id) is Phase.PUBLISHED


def test_the_shelf_heals_whatever_it_lost_or_has_too_much(database, meeting_id, shelf):
    publish_now(database, meeting_id)
    shelve(database, shelf)
    with database.read() as tx:
        (kept,) = publications.publications(publications.of_meeting(tx, meeting_id))
    shelf.withdraw(meeting_id, at=kept.published_at, reason="x")
    shelve(database, shelf)
    assert shelf.standing() == {meeting_id: 1}
    with database.write() as tx:
        tx.execute(tables.publications.delete())
    shelve(database, shelf)
    assert (shelf.standing(), shelf.withdrawn()) == ({}, {meeting_id})


def test_a_crash_before_the_shelf_is_healed_by_the_next_round(database, meeting_id, shelf, monkeypatch):
    publish_now(database, meeting_id)

    def gone(_publication):
        raise UnavailableError("x", where="x", remedy="x")

    monkeypatch.setattr(shelf, "put", gone)
    with pytest.raises(UnavailableError):
        shelve(database, shelf)
    monkeypatch.undo()
    with database.read() as tx:
        assert not publications.wanted(tx)[meeting_id].shelved
    shelve(database, shelf)
    with database.read() as tx:
        assert publications.wanted(tx)[meeting_id].shelved
    before = shelf.standing()
    shelve(database, shelf)
    assert shelf.standing() == before == {meeting_id: 1}
