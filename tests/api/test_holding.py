"""Administrators hold and release meetings that they cannot read, and see by id what retention would do."""

import pytest

from tests.api.test_role_matrix import OTHER_BODY, a_meeting
from tests.drafted import add_drafted
from workflow.access import Grant, Role
from workflow.settings import Settings
from workflow.store import audit, meetings
from workflow.store.meetings import FileKind, StoredFile

REASON = "Klagesag hos Ankestyrelsen: Ole Bak har søgt aktindsigt."


@pytest.fixture
def settings(database_url, tmp_path):
    return Settings(data_dir=tmp_path / "house", database_url=database_url, audio_days_after_draft=0)


@pytest.fixture
def due(staff):
    """A drafted meeting whose recording has had its time."""
    meeting_id = add_drafted(staff.house.database)
    received = staff.house.files.receive([b"talk"], limit_bytes=100)
    with staff.house.database.write() as tx:
        meetings.add_file(
            tx,
            StoredFile(
                id=received.id, meeting_id=meeting_id, kind=FileKind.RECORDING, name="Ole Bak.wav",
                size_bytes=4, sha256=received.sha256, created_at=meetings.now(),
            ),
        )  # fmt: skip
    return meeting_id


def hold(client, meeting_id, held=True, reason=REASON):
    return client.put(f"/api/v1/meetings/{meeting_id}/hold", json={"hold": held, "reason": reason})


def test_a_hold_is_set_and_lifted_with_its_reason_by_one_who_reads_no_meeting(staff):
    meeting_id, _ = a_meeting(staff, closed=True)
    admin = staff.person(Role.ADMINISTRATOR)
    assert admin.get(f"/api/v1/meetings/{meeting_id}").status_code == 403
    answer = hold(admin, meeting_id)
    assert answer.json() == {"legal_hold": True, "row_version": 2}
    assert answer.headers["ETag"] == '"2"'
    hold(admin, meeting_id, False, "Sagen er afgjort.")
    shown = admin.get(f"/api/v1/meetings/{meeting_id}/hold").json()
    assert (shown["legal_hold"], shown["row_version"]) == (False, 3)
    assert [(one["held"], one["reason"]) for one in shown["history"]] == [
        (True, REASON),
        (False, "Sagen er afgjort."),
    ]
    with staff.house.database.read() as tx:
        rows = audit.rows(tx, meeting_id=meeting_id)
    assert [row.action for row in rows if row.action.startswith("hold")] == ["hold.set", "hold.lift"]
    assert "Ankestyrelsen" not in repr(rows)


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001])
def test_a_hold_without_a_usable_reason_is_refused(staff, reason):
    meeting_id, _ = a_meeting(staff, closed=False)
    answer = hold(staff.person(Role.ADMINISTRATOR), meeting_id, reason=reason)
    assert answer.status_code == 422 and "begrundelse" in answer.json()["detail"]
    with staff.house.database.read() as tx:
        assert meetings.get(tx, meeting_id).legal_hold is False


def test_a_held_meeting_is_not_deleted(staff):
    meeting_id, _ = a_meeting(staff, closed=False)
    hold(staff.person(Role.ADMINISTRATOR), meeting_id)
    answer = staff.person(Role.SECRETARY).delete(f"/api/v1/meetings/{meeting_id}")
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("Mødet skal bevares")


def test_retention_is_foreseen_by_id_and_a_hold_takes_the_meeting_off(staff, due):
    admin = staff.person(Role.ADMINISTRATOR)
    with staff.house.database.read() as tx:
        before = meetings.get(tx, due)
    answer = admin.get("/api/v1/retention")
    assert answer.json()["marked"] == [{"meeting_id": due, "kind": "audio"}]
    assert "Ole Bak" not in answer.text
    with staff.house.database.read() as tx:
        assert meetings.get(tx, due) == before
    hold(admin, due)
    assert admin.get("/api/v1/retention").json()["marked"] == []


def test_one_who_answers_for_another_body_is_not_shown_it(staff, due):
    other = staff.sign_in(staff.add_person(Grant(role=Role.ADMINISTRATOR, body=OTHER_BODY)))
    assert other.get("/api/v1/retention").json()["marked"] == []
    assert hold(other, due).status_code == 403
