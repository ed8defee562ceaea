"""Administrators invite, change and take out people; people make keys that never allow more than they may."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from minutes.errors import StateError
from workflow import accounts
from workflow.access import Grant, Role, Scope
from workflow.store import audit, people, tables
from workflow.store.meetings import now

PASSWORD = "korrekt hest batteri klemme"


def actions(staff):
    with staff.house.database.read() as tx:
        return [row.action for row in audit.rows(tx, limit=1000)]


@pytest.fixture
def admin(staff):
    """An administrator with a password, so that she counts as one who can sign in."""
    person_id = staff.add_person(Grant(role=Role.ADMINISTRATOR), name="Alma Lind")
    with staff.house.database.write() as tx:
        people.change(tx, person_id, password_hash="x")
    return staff.sign_in(person_id)


def invite(admin, email="jens@example.dk", *grants):
    return admin.post(
        "/api/v1/people",
        json={"name": "Jens Bro", "email": email, "grants": list(grants) or [{"role": "reader"}]},
    )


def test_an_invited_person_chooses_a_password_and_may_what_was_given(staff, admin):
    made = invite(admin, "Jens@Example.dk", {"role": "approver", "body": "Udvalget", "closed": True})
    assert made.status_code == 201
    assert made.json()["person"]["email"] == "jens@example.dk"
    assert made.json()["person"]["signs_in_by"] is None
    client = staff.anonymous()
    token = made.json()["link"]["token"]
    assert made.json()["link"]["url"].endswith(f"/velkommen#{token}")
    client.post("/api/v1/session/link", json={"token": token, "password": PASSWORD})
    assert client.get("/api/v1/session").json()["grants"] == [
        {"role": "approver", "body": "Udvalget", "closed": True}
    ]
    again = staff.anonymous().post(
        "/api/v1/session", json={"email": " JENS@example.dk", "password": PASSWORD}
    )
    assert again.status_code == 200
    listed = admin.get("/api/v1/people").json()["items"]
    assert [one["signs_in_by"] for one in listed] == ["password", "password"]
    assert actions(staff)[1:4] == ["person.add", "person.link", "person.password"]


def test_the_database_never_holds_a_link_or_a_key(staff, admin):
    link = invite(admin).json()["link"]["token"]
    secret = staff.key(staff.add_person(), Scope.READ).headers["authorization"].removeprefix("Bearer ")
    with staff.house.database.read() as tx:
        kept = [str(tx.execute(sa.select(table)).all()) for table in tables.metadata.sorted_tables]
    assert not any(link in text or secret in text for text in kept)
    assert secret.startswith("ref_")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"email": "jens@example.dk"}, 409),
        ({"email": "ingen adresse"}, 422),
        ({"email": "a@b\u0000"}, 422),
        ({"name": "  "}, 422),
        ({"name": "Jens\u0007"}, 422),
        ({"grants": [{"role": "konge"}]}, 422),
        ({"grants": [{"role": "reader", "body": ""}]}, 422),
        ({"grants": [{"role": "reader", "body": "Udvalg\u0000"}]}, 422),
    ],
)
def test_a_person_who_cannot_be_added_is_said_so_and_nothing_is_kept(staff, admin, given, status):
    invite(admin)
    before = len(admin.get("/api/v1/people").json()["items"])
    answer = admin.post("/api/v1/people", json={"name": "Jens Bro", "email": "ny@example.dk", **given})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(admin.get("/api/v1/people").json()["items"]) == before


def test_taking_a_person_out_ends_sessions_keys_and_links_at_once(staff, admin):
    person_id = staff.add_person(Grant(role=Role.READER))
    browser, program = staff.sign_in(person_id), staff.key(person_id, Scope.READ)
    link = admin.post(f"/api/v1/people/{person_id}/link").json()["token"]
    assert program.get("/api/v1/session").status_code == 200
    assert admin.post(f"/api/v1/people/{person_id}/deactivate").json()["active"] is False
    assert browser.get("/api/v1/session").status_code == 401
    assert program.get("/api/v1/session").status_code == 401
    used = staff.anonymous().post("/api/v1/session/link", json={"token": link, "password": PASSWORD})
    assert used.status_code == 422
    admin.post(f"/api/v1/people/{person_id}/activate")
    assert browser.get("/api/v1/session").status_code == 401
    assert program.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("way", ["deactivate", "grants"])
def test_the_last_administrator_cannot_be_taken_away(staff, admin, way):
    me = admin.get("/api/v1/session").json()["person_id"]
    if way == "deactivate":
        answer = admin.post(f"/api/v1/people/{me}/deactivate")
    else:
        answer = admin.put(f"/api/v1/people/{me}/grants", json={"grants": [{"role": "reader"}]})
    assert answer.status_code == 409
    assert answer.json()["detail"] == "Der skal være mindst én administrator."
    assert "manage_people" in admin.get("/api/v1/session").json()["permissions"]


def test_one_who_never_chose_a_password_is_no_administrator_to_count_on(staff, admin):
    invite(admin, "ny@example.dk", {"role": "administrator"})
    me = admin.get("/api/v1/session").json()["person_id"]
    assert admin.post(f"/api/v1/people/{me}/deactivate").status_code == 409


def test_two_administrators_who_take_each_other_out_at_once_leave_one(staff):
    two = [staff.add_person(Grant(role=Role.ADMINISTRATOR)) for _ in range(2)]
    with staff.house.database.write() as tx:
        for person_id in two:
            people.change(tx, person_id, password_hash="x")
    both, refused = threading.Barrier(2), []

    def take_out(person_id):
        both.wait()
        try:
            with staff.house.database.write() as tx:
                accounts.deactivate(tx, person_id, actor="x")
        except StateError as error:
            refused.append(error)

    threads = [threading.Thread(target=take_out, args=(person_id,)) for person_id in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with staff.house.database.write() as tx:
        assert len(people.administrators(tx)) == 1
    assert len(refused) == 1


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(staff, admin):
    person_id = staff.add_person(Grant(role=Role.ADMINISTRATOR))
    other, program = staff.sign_in(person_id), staff.key(person_id, Scope.READ)
    assert other.get("/api/v1/people").status_code == 200
    assert program.get("/api/v1/audit").status_code == 200
    admin.put(f"/api/v1/people/{person_id}/grants", json={"grants": []})
    assert other.get("/api/v1/people").status_code == 403
    assert program.get("/api/v1/audit").status_code == 403


def test_ending_a_persons_sessions_lets_them_sign_in_again(staff, admin):
    person_id = staff.add_person()
    client = staff.sign_in(person_id)
    assert admin.delete(f"/api/v1/people/{person_id}/sessions").status_code == 204
    assert client.get("/api/v1/session").status_code == 401
    assert staff.sign_in(person_id).get("/api/v1/session").status_code == 200


def test_people_come_in_pages_and_none_is_missed_or_seen_twice(staff, admin):
    for number in range(7):
        invite(admin, f"p{number}@example.dk")
    seen, cursor = [], None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = admin.get("/api/v1/people", params=query).json()
        seen += [one["email"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 8
    assert seen[1:] == [f"p{number}@example.dk" for number in range(7)]


@pytest.mark.parametrize(
    "cursor", ["x", "WyJhIiwgImIiXQ", "bnVsbA", "WzEsIDJd", "æ", "WyIyMDI2LTAxLTAxIiwgIngiXQ"]
)
def test_a_cursor_that_we_never_gave_out_is_refused(admin, cursor):
    answer = admin.get("/api/v1/people", params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:referent:bad_request"


def test_a_key_is_shown_once_used_and_revoked(staff):
    person_id = staff.add_person(Grant(role=Role.READER))
    client = staff.sign_in(person_id)
    ends = (now() + timedelta(days=30)).isoformat()
    made = client.post("/api/v1/keys", json={"name": "Journalen", "scopes": ["read"], "expires_at": ends})
    assert made.status_code == 201
    secret = made.json()["secret"]
    program = staff.anonymous(Authorization=f"Bearer {secret}")
    me = program.get("/api/v1/session").json()
    assert (me["scopes"], me["csrf_token"], me["person_id"]) == (["read"], None, person_id)
    (listed,) = client.get("/api/v1/keys").json()
    assert listed["last_used_at"] is not None
    assert secret not in str(listed)
    assert client.delete(f"/api/v1/keys/{listed['id']}").status_code == 204
    assert program.get("/api/v1/session").status_code == 401
    assert client.delete(f"/api/v1/keys/{listed['id']}").status_code == 404


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_key_must_end_within_a_year(staff, days):
    client = staff.sign_in(staff.add_person())
    ends = (now() + timedelta(days=days)).isoformat()
    answer = client.post("/api/v1/keys", json={"name": "x", "scopes": ["read"], "expires_at": ends})
    assert answer.status_code == 422
    assert client.get("/api/v1/keys").json() == []


def test_nobody_ends_another_persons_key_and_no_key_makes_keys(staff):
    owner = staff.add_person()
    program = staff.key(owner, *Scope)
    (key,) = staff.sign_in(owner).get("/api/v1/keys").json()
    other = staff.sign_in(staff.add_person())
    assert other.delete(f"/api/v1/keys/{key['id']}").status_code == 404
    assert program.get("/api/v1/session").status_code == 200
    assert program.get("/api/v1/keys").status_code == 403


def test_a_program_with_a_key_needs_neither_cookie_nor_csrf_token(staff):
    program = staff.key(staff.add_person(Grant(role=Role.ADMINISTRATOR)), Scope.READ)
    answer = program.delete("/api/v1/session", headers={"Origin": ""})
    assert answer.json()["technical"] == "an API key cannot do this. " or answer.json()["type"].endswith(
        "not_allowed"
    )
    assert program.get("/api/v1/audit", headers={"Origin": ""}).status_code == 200
