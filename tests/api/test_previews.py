"""What would come of moved talk is said before it is moved."""

import pytest

from tests.corrected import add_divided
from tests.drafted import BODY, CLOSED, POLICY, ROOF
from workflow.access import Role


@pytest.fixture
def meeting(staff):
    return f"/api/v1/meetings/{add_divided(staff.house.database)}"


def moved(client, meeting, path, body):
    version = client.get(meeting).headers["etag"]
    return client.post(f"{meeting}/{path}", json=body, headers={"If-Match": version})


def test_a_preview_says_what_the_move_then_does_and_changes_nothing(staff, meeting):
    secretary = staff.person(Role.SECRETARY, BODY, closed=True)
    before = secretary.get(f"{meeting}/segmentation")
    roof = next(one for one in before.json()["discussions"] if one["item_id"] == ROOF)
    first = roof["spans"][0]["first_utterance"]
    for path, body in (
        ("boundaries", {"utterance_id": first + 1, "item_id": ROOF}),
        ("assignments", {"utterance_ids": [first + 2], "item_id": POLICY}),
    ):
        said = moved(secretary, meeting, f"{path}?preview=true", body).json()
        after = secretary.get(f"{meeting}/segmentation")
        assert said["version"] is None and said["redrafted"]
        assert (after.json(), after.headers["etag"]) == (before.json(), before.headers["etag"])
        done = moved(secretary, meeting, path, body).json()
        assert {**done, "version": None} == said
        before = secretary.get(f"{meeting}/segmentation")


def test_a_preview_is_for_those_who_may_move(staff, meeting):
    outsider = staff.person(Role.SECRETARY, BODY)
    body = {"utterance_ids": [0], "item_id": CLOSED}
    assert moved(outsider, meeting, "assignments?preview=true", body).status_code == 403
    reader = staff.person(Role.READER, BODY)
    body = {"utterance_ids": [0], "item_id": None}
    assert moved(reader, meeting, "assignments?preview=true", body).status_code == 403
