"""What a secretary puts right over HTTP, and what is printed of it."""

import pytest

from tests.corrected import add_divided, work_off
from tests.drafted import BODY, CLOSED, ROOF
from workflow.access import Role

pytest_plugins = ["tests.staff"]


@pytest.fixture
def meeting_id(staff):
    return add_divided(staff.house.database)


@pytest.fixture
def meeting(meeting_id):
    return f"/api/v1/meetings/{meeting_id}"


@pytest.fixture
def secretary(staff):
    return staff.person(Role.SECRETARY, BODY, closed=True)


def change(client, method, url, body, *, of=None):
    """A change that names the version of what was read: of the meeting, or of an item."""
    version = client.get(of or url.split("/items/")[0].rsplit("/", 1)[0]).headers["etag"]
    return client.request(method, url, json=body, headers={"If-Match": version})


def test_who_took_no_part_is_printed_under_the_beslutning(secretary, meeting):
    item = f"{meeting}/items/{ROOF}"
    body = {"participants": [{"name": "Peter Jensen", "presence": "inhabil", "utterance_ids": []}]}
    answer = change(secretary, "PUT", f"{item}/attendance", body, of=item)
    assert answer.status_code == 200, answer.text
    assert "Inhabil: Peter Jensen." in secretary.get(f"{meeting}/minutes.txt").text


def test_a_stranger_cannot_be_recused(secretary, meeting):
    item = f"{meeting}/items/{ROOF}"
    body = {"participants": [{"name": "Ukendt Person", "presence": "inhabil"}]}
    assert change(secretary, "PUT", f"{item}/attendance", body, of=item).status_code == 422


def test_a_vote_that_was_not_said_needs_somebody_who_answers_for_it(secretary, meeting):
    item = f"{meeting}/items/{ROOF}"
    vote = {"yes": {"count": 6}, "no": {"count": 1}, "utterance_ids": [0]}
    assert change(secretary, "PUT", f"{item}/vote", vote, of=item).status_code == 422
    assert "For stemte" not in secretary.get(f"{meeting}/minutes.txt").text
    answered = change(secretary, "PUT", f"{item}/vote", {**vote, "reason": "Jeg talte hænderne."}, of=item)
    assert answered.status_code == 200, answered.text
    printed = secretary.get(f"{meeting}/minutes.txt").text
    assert "For stemte 6." in printed and "Imod stemte 1." in printed


def test_absence_from_the_meeting_is_kept_and_answered(secretary, meeting):
    body = {"participants": [{"name": "Hanne Holm", "present": False}]}
    answer = change(secretary, "PUT", f"{meeting}/attendance", body, of=meeting)
    assert answer.status_code == 200, answer.text
    assert {"name": "Hanne Holm", "present": False} in answer.json()["participants"]


def test_a_name_is_shown_before_it_is_corrected_everywhere(secretary, meeting):
    body = {"old": "Thomas", "new": "Tomas"}
    seen = change(secretary, "POST", f"{meeting}/names?preview=true", body, of=meeting).json()
    assert not seen["done"] and seen["utterances"]
    assert "Tomas" not in secretary.get(f"{meeting}/transcript").text
    done = change(secretary, "POST", f"{meeting}/names", body, of=meeting).json()
    assert done["done"] and done["utterances"] == seen["utterances"]
    talk = secretary.get(f"{meeting}/transcript").json()
    assert (talk["version"], talk["change"]) == (2, "name")


def test_an_item_starts_elsewhere_and_is_drafted_again(staff, secretary, meeting, meeting_id):
    said = secretary.get(f"{meeting}/transcript").json()["utterances"]
    start = next(one["id"] for one in said if one["item_id"] == ROOF) + 2
    answer = change(
        secretary, "POST", f"{meeting}/boundaries", {"utterance_id": start, "item_id": ROOF}, of=meeting
    )
    assert answer.status_code == 202, answer.text
    assert ROOF in answer.json()["redrafted"]
    work_off(staff.house.database, meeting_id)
    assert len(secretary.get(f"{meeting}/items/{ROOF}/versions").json()["items"]) == 2


def test_an_old_state_is_told_with_412_and_nothing_changes(secretary, meeting):
    body = {"old": "Thomas", "new": "Tomas"}
    late = secretary.post(f"{meeting}/names", json=body, headers={"If-Match": '"9999"'})
    assert late.status_code == 412
    assert secretary.post(f"{meeting}/names", json=body).status_code == 428
    assert secretary.get(f"{meeting}/transcript").json()["version"] == 1


def test_closed_talk_is_withheld_from_those_without_access(staff, secretary, meeting):
    outsider = staff.person(Role.SECRETARY, BODY)
    all_said = secretary.get(f"{meeting}/transcript").json()["utterances"]
    seen = outsider.get(f"{meeting}/transcript").json()["utterances"]
    closed = [one for one in all_said if one["item_id"] == CLOSED]
    assert closed
    for one in closed:
        shown = seen[one["id"]]
        assert shown["withheld"] and not shown["text"] and not shown["words"]
        assert outsider.get(f"{meeting}/utterances/{one['id']}/audio").status_code == 403
    assert outsider.get(f"{meeting}/items/{CLOSED}").status_code == 403
    for suffix in ("txt", "json", "html"):
        for edition in ("draft", "internal"):
            text = outsider.get(f"{meeting}/minutes.{suffix}?edition={edition}").text
            assert not any(one["text"] in text for one in closed)


def test_a_new_text_may_be_asked_for_in_words_that_the_drafter_follows(staff, secretary, meeting, meeting_id):
    item = f"{meeting}/items/{ROOF}"
    refused = change(secretary, "POST", f"{item}/redraft", {"instruction": "skriv et digt"}, of=item)
    assert refused.status_code == 422
    asked = change(secretary, "POST", f"{item}/redraft", {"instruction": "kortere"}, of=item)
    assert asked.status_code == 202, asked.text
    work_off(staff.house.database, meeting_id)
    assert secretary.get(item).json()["text"]["version"] == 2
