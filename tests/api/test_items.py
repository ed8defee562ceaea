"""The review over HTTP: what is shown, what is saved, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.vocabulary import CLOSED_ITEM
from tests.drafted import BODY, CLOSED, POOL, ROOF, add_drafted, drafts
from workflow.access import Grant, Role, Scope
from workflow.store import audit

INVENTED = "Kultur- og Fritidsudvalget godkendte en anlægsbevilling på 1,9 mio. kr. til nyt tag."
REASON = {"reason": "Beløbet står i bilaget."}


@pytest.fixture
def meeting_id(staff):
    return add_drafted(staff.house.database)


@pytest.fixture
def at(meeting_id):
    """The address of the meeting, or of one of its items."""
    return lambda item=None, more="": f"/api/v1/meetings/{meeting_id}{f'/items/{item}' if item else ''}{more}"


def approver(staff, *, closed=True):
    person = staff.add_person(Grant(role=Role.APPROVER, body=BODY, closed=closed), name="Karen Møller")
    return staff.sign_in(person)


def secretary(staff):
    return staff.person(Role.SECRETARY, BODY, closed=True)


def if_match(version):
    return {"If-Match": f'"{version}"'}


def test_the_items_are_listed_in_order(staff, at):
    answer = secretary(staff).get(at(more="/items"))
    assert answer.status_code == 200
    listed = answer.json()["items"]
    assert [one["number"] for one in listed] == [1, 2, 3, 4, 5, 6]
    assert listed[2]["state"] == "open" and listed[2]["outcome"] == "godkendt" and listed[2]["blocking"] == 0


def test_an_item_shows_what_a_reviewer_needs(staff, at):
    answer = secretary(staff).get(at(ROOF))
    shown = answer.json()
    assert answer.headers["ETag"] == f'"{shown["row_version"]}"'
    assert shown["text"]["text"] == drafts()[2].text
    assert shown["text"]["author_kind"] == "formula" and shown["text"]["version"] == 1
    remark = shown["sentences"][0]["sources"][0]["remarks"][0]
    assert remark["end"] > remark["start"] >= 0
    assert shown["clause_answers"][0] == {"clause": 1, "outcome": "tiltrådt", "sentences": [0]}
    assert shown["sections"][0]["heading"] and shown["decision"] is None


def test_without_access_a_closed_item_is_a_number_and_nothing_else(staff, at):
    outsider = approver(staff, closed=False)
    listed = outsider.get(at(more="/items")).json()["items"]
    assert listed[4] == {
        "id": CLOSED, "number": 5, "label": "5", "title": CLOSED_ITEM, "closed": True, "withheld": True,
    }  # fmt: skip
    overview = outsider.get(at(more="/approval")).json()
    assert overview["items"][4] == listed[4]
    for method, more, body in (
        ("GET", "", None),
        ("GET", "/versions", None),
        ("GET", "/versions/1", None),
        ("GET", "/versions/1/diff?against=1", None),
        ("PUT", "/text", {"text": "Noget."}),
        ("POST", "/versions/1/restore", None),
        ("POST", "/acknowledge", {"concern": "x", **REASON}),
        ("POST", "/approve", {"text_version": 1}),
        ("POST", "/reopen", REASON),
    ):
        answer = outsider.request(method, at(CLOSED, more), json=body, headers=if_match(2))
        assert answer.status_code == 403, (method, more)
        assert "Køb" not in answer.text
    assert outsider.post(at(more="/approve")).status_code == 403


def test_an_edit_needs_the_version_that_was_read(staff, at):
    writer = secretary(staff)
    body = {"text": "Sagen udsættes til mødet den 12. maj."}
    missing = writer.put(at(POOL, "/text"), json=body)
    assert missing.status_code == 428 and missing.headers["content-type"] == "application/problem+json"
    saved = writer.put(at(POOL, "/text"), json=body, headers=if_match(2))
    assert saved.status_code == 200
    assert saved.json()["text"]["text"] == body["text"] and saved.json()["text"]["version"] == 2
    assert saved.headers["ETag"] == '"3"'
    assert saved.json()["text"]["author"] == "Kirsten Holm"


def test_two_people_editing_one_item_the_second_gets_the_firsts_text_to_merge(staff, at):
    one, other = secretary(staff), approver(staff)
    first = {"text": "Sagen udsættes."}
    assert one.put(at(POOL, "/text"), json=first, headers=if_match(2)).status_code == 200
    late = other.put(at(POOL, "/text"), json={"text": "Sagen udsættes til maj."}, headers=if_match(2))
    assert late.status_code == 412
    problem = late.json()
    assert problem["type"] == "urn:referent:changed" and problem["detail"]
    assert problem["current"]["text"]["text"] == first["text"]
    assert late.headers["ETag"] == f'"{problem["current"]["row_version"]}"'
    merged = other.put(
        at(POOL, "/text"),
        json={"text": "Sagen udsættes til mødet den 12. maj."},
        headers={"If-Match": late.headers["ETag"]},
    )
    assert merged.status_code == 200 and merged.json()["text"]["version"] == 3


def test_versions_are_listed_compared_and_restored(staff, at):
    writer = secretary(staff)
    writer.put(at(ROOF, "/text"), json={"text": INVENTED}, headers=if_match(2))
    listed = writer.get(at(ROOF, "/versions")).json()["items"]
    assert [(one["version"], one["author_kind"]) for one in listed] == [(1, "formula"), (2, "person")]
    compared = writer.get(at(ROOF, "/versions/2/diff"), params={"against": 1}).json()
    assert "".join(one["old"] for one in compared["changes"]) == drafts()[2].text
    assert "".join(one["new"] for one in compared["changes"]) == INVENTED
    assert {"kind": "changed", "old": "1,8 ", "new": "1,9 "} in compared["changes"] or any(
        "1,9" in one["new"] for one in compared["changes"] if one["kind"] == "changed"
    )
    restored = writer.post(at(ROOF, "/versions/1/restore"), headers=if_match(3))
    assert restored.json()["text"]["version"] == 3
    assert restored.json()["text"]["text"] == drafts()[2].text
    assert writer.get(at(ROOF, "/versions/9")).status_code == 404
    assert writer.post(at(ROOF, "/versions/1/restore")).status_code == 428


def test_a_blocking_concern_stands_until_somebody_answers_for_it(staff, at):
    boss = approver(staff)
    boss.put(at(ROOF, "/text"), json={"text": INVENTED}, headers=if_match(2))
    refused = boss.post(at(ROOF, "/approve"), json={"text_version": 2}, headers=if_match(3))
    assert refused.status_code == 409
    assert refused.json()["detail"] == "1 anmærkninger skal rettes eller begrundes før godkendelsen."
    (concern,) = [one for one in boss.get(at(ROOF)).json()["concerns"] if one["blocks"]]
    assert concern["kind"] == "tal_uden_belaeg" and "1,9" in concern["detail"]
    left = boss.get(at(more="/approval")).json()
    assert left["items"][2]["blocking"] == [concern] and left["open_items"] == 6
    told = boss.post(at(ROOF, "/acknowledge"), json={"concern": concern["id"], **REASON})
    (answered,) = [one for one in told.json()["concerns"] if one["id"] == concern["id"]]
    assert answered["acknowledged"]["person"] == "Karen Møller" and not answered["blocks"]
    approved = boss.post(at(ROOF, "/approve"), json={"text_version": 2}, headers=if_match(3))
    assert approved.status_code == 200
    assert approved.json()["decision"]["text"] == INVENTED
    assert approved.json()["decision"]["approved_by"] == "Karen Møller"


def test_a_meeting_is_approved_reopened_and_approved_again(staff, at):
    boss = approver(staff)
    early = boss.post(at(more="/approve"))
    assert early.status_code == 409 and "6 af 6" in early.json()["detail"]
    for item in boss.get(at(more="/items")).json()["items"]:
        done = boss.post(
            at(item["id"], "/approve"),
            json={"text_version": item["text_version"]},
            headers=if_match(item["row_version"]),
        )
        assert done.status_code == 200
    assert boss.post(at(ROOF, "/approve"), json={"text_version": 1}, headers=if_match(3)).status_code == 409
    first = boss.post(at(more="/approve"))
    assert first.json()["version"] == 1 and first.json()["decisions"] == 6
    assert boss.post(at(more="/approve")).status_code == 409
    assert boss.put(at(POOL, "/text"), json={"text": "x"}, headers=if_match(3)).status_code == 409
    assert boss.post(at(POOL, "/reopen"), json={"reason": " "}).status_code == 422
    reopened = boss.post(at(POOL, "/reopen"), json={"reason": "Datoen manglede."})
    assert reopened.json()["state"] == "open" and reopened.json()["decision"] is None
    assert reopened.json()["reopenings"][0]["reason"] == "Datoen manglede."
    assert boss.get(at(more="/approval")).json() | {"items": []} == {
        "phase": "in_review", "approved": False, "minutes_version": 1, "open_items": 1, "items": [],
    }  # fmt: skip
    version = reopened.json()["row_version"]
    again = boss.post(at(POOL, "/approve"), json={"text_version": 1}, headers=if_match(version))
    assert again.json()["decision"]["version"] == 2 and again.json()["decision"]["supersedes"] == 1
    assert boss.post(at(more="/approve")).json()["version"] == 2


def test_an_api_key_edits_but_never_approves(staff, at):
    person = staff.add_person(Grant(role=Role.APPROVER, body=BODY, closed=True))
    program = staff.key(person, Scope.READ, Scope.WRITE)
    assert program.put(at(ROOF, "/text"), json={"text": INVENTED}, headers=if_match(2)).status_code == 200
    approval = program.post(at(ROOF, "/approve"), json={"text_version": 2}, headers=if_match(3))
    assert approval.status_code == 403
    assert program.post(at(ROOF, "/acknowledge"), json={"concern": "x", **REASON}).status_code == 403


def test_nobody_who_is_not_signed_in_sees_an_item(staff, at):
    for path in (at(more="/items"), at(ROOF), at(ROOF, "/versions"), at(more="/approval")):
        assert staff.anonymous().get(path).status_code == 401


def test_bad_input_is_a_problem_and_changes_nothing(staff, at):
    writer = secretary(staff)
    for body, headers, status in (
        ({"text": "  "}, if_match(2), 422),
        ({"text": "x" * 50_000}, if_match(2), 422),
        ({}, if_match(2), 422),
        ({"text": "Ja.", "outcome": "maaske"}, if_match(2), 422),
        ({"text": "Ja."}, {"If-Match": "W/nonsense"}, 412),
        ({"text": "Ja."}, if_match(10**17), 412),
    ):
        answer = writer.put(at(ROOF, "/text"), json=body, headers=headers)
        assert answer.status_code == status, body
        assert answer.headers["content-type"] == "application/problem+json"
    raw = '{"text": "\\ud800 Sagen"}'
    odd = writer.put(
        at(ROOF, "/text"), content=raw, headers={**if_match(2), "Content-Type": "application/json"}
    )
    assert odd.status_code in (200, 422)
    assert writer.get(at("punkt-99")).status_code == 404
    assert writer.get("/api/v1/meetings/unknown/items").status_code == 404
    assert writer.get(at(ROOF, f"/versions/{2**40}")).status_code == 422


def test_the_audit_log_tells_who_did_what_and_no_words(staff, at, meeting_id):
    boss = approver(staff)
    boss.put(at(ROOF, "/text"), json={"text": INVENTED}, headers=if_match(2))
    boss.get(at(CLOSED))
    boss.post(at(POOL, "/approve"), json={"text_version": 1}, headers=if_match(2))
    boss.post(at(POOL, "/reopen"), json={"reason": "Datoen manglede."})
    with staff.house.database.read() as tx:
        rows = audit.rows(tx, meeting_id=meeting_id)
    assert [row.action for row in rows] == [
        "item.edit", "closed.read", "item.approve", "item.reopen",
    ]  # fmt: skip
    told = repr(rows)
    assert not any(word in told for word in ("anlægsbevilling", "Datoen", "Møller", "ejendom"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_at_all_is_saved_or_refused_with_a_reason(staff, at, text):
    writer = secretary(staff)
    version = writer.get(at(ROOF)).json()["row_version"]
    answer = writer.put(at(ROOF, "/text"), json={"text": text}, headers=if_match(version))
    assert answer.status_code in (200, 422)
