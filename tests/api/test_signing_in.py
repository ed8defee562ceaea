"""Signing in: passwords, one-time links, sessions, and what a stranger learns from being refused."""

from datetime import timedelta
from functools import cache

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from api.security import CSRF_HEADER
from tests.staff import ADDRESS
from workflow import accounts, passwords
from workflow.access import Grant, Role
from workflow.settings import Settings
from workflow.store import audit, people, tables
from workflow.store.meetings import now

PASSWORD = "korrekt hest batteri klemme"
hashed = cache(passwords.hashed)
"""A hash takes a tenth of a second, as it should; the tests of a process share one."""


@pytest.fixture
def kirsten(staff):
    """A secretary with a password; gives her id and address."""
    person_id = staff.add_person(Grant(role=Role.SECRETARY, body="Udvalget"))
    with staff.house.database.write() as tx:
        people.change(tx, person_id, password_hash=hashed(PASSWORD), email="kirsten@example.dk")
    return person_id


def signed_in(staff, email="kirsten@example.dk", password=PASSWORD):
    client = staff.anonymous()
    return client, client.post("/api/v1/session", json={"email": email, "password": password})


def audited(staff):
    with staff.house.database.read() as tx:
        return [(row.actor, row.action, dict(row.detail)) for row in audit.rows(tx, limit=1000)]


def test_the_first_administrator_comes_in_by_a_link_and_it_works_once(staff):
    link = accounts.first_administrator(staff.house.database)
    assert link.url(ADDRESS) == f"{ADDRESS}/velkommen#{link.token}"
    client = staff.anonymous()
    answer = client.post("/api/v1/session/link", json={"token": link.token, "password": PASSWORD})
    assert answer.status_code == 200
    assert "manage_people" in answer.json()["permissions"]
    assert client.get("/api/v1/session").json()["name"] == "Administrator"
    again = staff.anonymous().post("/api/v1/session/link", json={"token": link.token, "password": PASSWORD})
    assert again.status_code == 422
    assert "Linket" in again.json()["detail"]
    assert accounts.first_administrator(staff.house.database) is None


def test_a_restart_before_the_first_link_was_used_gives_a_new_one_and_voids_the_old(staff):
    old = accounts.first_administrator(staff.house.database)
    new = accounts.first_administrator(staff.house.database)
    assert old.person_id == new.person_id
    used = [
        staff.anonymous().post("/api/v1/session/link", json={"token": link.token, "password": PASSWORD})
        for link in (old, new)
    ]
    assert [answer.status_code for answer in used] == [422, 200]


def test_the_cookie_holds_a_random_id_and_the_database_only_its_hash(staff, kirsten):
    client, answer = signed_in(staff)
    assert answer.status_code == 200
    token = client.cookies["referent_session"]
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    with staff.house.database.read() as tx:
        rows = tx.execute(sa.select(tables.sessions)).all()
    assert len(rows) == 1
    assert token not in str(rows)


def test_over_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path):
    from starlette.testclient import TestClient

    from api.app import create_app

    app = create_app(Settings(data_dir=tmp_path, public_url="https://referat.example.dk"))
    link = accounts.first_administrator(app.state.house.database)
    with TestClient(app, base_url="https://referat.example.dk") as client:
        answer = client.post(
            "/api/v1/session/link",
            json={"token": link.token, "password": PASSWORD},
            headers={"Origin": "https://referat.example.dk"},
        )
        assert answer.headers["set-cookie"].startswith("__Host-referent_session=")
        assert "Secure" in answer.headers["set-cookie"] and "Path=/" in answer.headers["set-cookie"]
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert client.get("/api/v1/session").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("kirsten@example.dk", "forkert adgangskode"),
        ("ukendt@example.dk", PASSWORD),
        ("kirsten@example.dk", ""),
    ],
)
def test_a_wrong_sign_in_does_not_say_what_was_wrong(staff, kirsten, email, password):
    _, answer = signed_in(staff, email, password)
    assert answer.status_code == 401
    assert answer.json()["detail"] == "Adressen eller adgangskoden er forkert."
    assert "set-cookie" not in answer.headers
    assert [action for _, action, _ in audited(staff)] == ["denied"]


def test_an_unknown_account_costs_as_much_work_as_a_known_one(staff, kirsten, monkeypatch):
    verified = []
    real = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, *given: (verified.append(given[0]), real(self, *given))[1]
    )
    signed_in(staff, "kirsten@example.dk", "forkert adgangskode")
    signed_in(staff, "ukendt@example.dk", "forkert adgangskode")
    assert len(verified) == 2
    assert verified[0].split("$")[:4] == verified[1].split("$")[:4]


def test_ten_tries_at_one_account_are_enough_for_a_while(staff, kirsten):
    tries = [signed_in(staff, password="forkert adgangskode")[1].status_code for _ in range(11)]
    assert tries == [401] * 10 + [429]
    _, answer = signed_in(staff)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 15 * 60


def test_a_password_hashed_with_weaker_parameters_is_hashed_again(staff, kirsten):
    weak = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with staff.house.database.write() as tx:
        people.change(tx, kirsten, password_hash=weak)
    assert signed_in(staff)[1].status_code == 200
    with staff.house.database.read() as tx:
        stronger = people.get(tx, kirsten).password_hash
    assert stronger != weak
    assert passwords.matches(stronger, PASSWORD)


@pytest.mark.parametrize("password", ["for kort", "x" * 201])
def test_a_password_has_a_length_that_can_be_used(staff, password):
    link = accounts.first_administrator(staff.house.database)
    answer = staff.anonymous().post("/api/v1/session/link", json={"token": link.token, "password": password})
    assert answer.status_code == 422
    assert password not in answer.text
    assert accounts.first_administrator(staff.house.database) is not None


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie(staff, kirsten):
    client, answer = signed_in(staff)
    copied = staff.anonymous()
    copied.cookies.update(client.cookies)
    assert copied.get("/api/v1/session").status_code == 200
    token = answer.json()["csrf_token"]
    assert client.delete("/api/v1/session", headers={CSRF_HEADER: token}).status_code == 204
    assert copied.get("/api/v1/session").status_code == 401


def test_signing_out_everywhere_ends_every_session(staff, kirsten):
    clients = [staff.sign_in(kirsten) for _ in range(3)]
    assert clients[0].delete("/api/v1/sessions").status_code == 204
    assert [client.get("/api/v1/session").status_code for client in clients] == [401, 401, 401]


@pytest.mark.parametrize(
    ("column", "hours"),
    [("expires_at", 0), ("last_seen_at", 2.1), ("revoked_at", 0)],
)
def test_a_session_ends_by_age_by_rest_and_by_word(staff, kirsten, column, hours):
    client = staff.sign_in(kirsten)
    assert client.get("/api/v1/session").status_code == 200
    with staff.house.database.write() as tx:
        tx.execute(sa.update(tables.sessions).values({column: now() - timedelta(hours=hours)}))
    assert client.get("/api/v1/session").status_code == 401


def test_use_keeps_a_session_alive_but_not_beyond_its_end(staff, kirsten):
    client = staff.sign_in(kirsten)
    long_ago = now() - timedelta(hours=1.9)
    with staff.house.database.write() as tx:
        tx.execute(sa.update(tables.sessions).values(last_seen_at=long_ago))
    assert client.get("/api/v1/session").status_code == 200
    with staff.house.database.read() as tx:
        seen = tx.scalar(sa.select(tables.sessions.c.last_seen_at))
        end = tx.scalar(sa.select(tables.sessions.c.expires_at))
    assert now() - seen < timedelta(minutes=1)
    assert end - seen < timedelta(hours=12)


def test_a_new_password_ends_the_sessions_of_before(staff, kirsten):
    before = staff.sign_in(kirsten)
    with staff.house.database.write() as tx:
        link = accounts.new_link(tx, kirsten, actor="system")
    after = staff.anonymous().post(
        "/api/v1/session/link", json={"token": link.token, "password": PASSWORD + "!"}
    )
    assert after.status_code == 200
    assert before.get("/api/v1/session").status_code == 401
    assert signed_in(staff)[1].status_code == 401


# --- requests from elsewhere ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 204),
        ({CSRF_HEADER: ""}, 403),
        ({CSRF_HEADER: "x" * 43}, 403),
        ({CSRF_HEADER: "æ"}, 403),
        ({"Origin": "http://ond.example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ADDRESS.replace("8642", "1")}, 403),
        ({"Origin": ADDRESS.replace("http:", "https:")}, 403),
        ({"Origin": "http://127.0.0.1:8642.ond.example.org"}, 403),
        ({"Origin": "", "Referer": f"{ADDRESS}/moeder"}, 204),
        ({"Origin": "", "Referer": "http://ond.example.org/"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_only_our_own_pages_can_change_anything_with_a_cookie(staff, kirsten, headers, status):
    client = staff.sign_in(kirsten)
    sent = {name: value.encode() for name, value in headers.items()}
    assert client.delete("/api/v1/session", headers=sent).status_code == status
    if status == 403:
        assert client.get("/api/v1/session").status_code == 200
        assert audited(staff)[-1] == (
            kirsten,
            "denied",
            {"kind": "not_from_here", "method": "DELETE", "route": "/api/v1/session", "unwritten": 0},
        )


@pytest.mark.parametrize("path", ["/api/v1/session", "/api/v1/session/link"])
def test_nobody_is_signed_in_by_another_site(staff, path):
    body = {"email": "a@b.dk", "password": PASSWORD, "token": "x"}
    answer = staff.anonymous().post(path, json=body, headers={"Origin": "http://ond.example.org"})
    assert answer.status_code == 403


def test_a_host_that_is_not_ours_is_refused(staff):
    answer = staff.anonymous().get("/api/v1/session", headers={"Host": "ond.example.org"})
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:referent:wrong_address"
