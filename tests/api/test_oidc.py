"""Signing in at an identity provider: a real one over HTTP, and what a forged answer gets."""

import hmac
import json
from base64 import urlsafe_b64encode

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.api.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, query, unsigned
from workflow import accounts
from workflow.settings import Settings
from workflow.store import people
from workflow.store.people import GrantSource


@pytest.fixture(scope="module")
def running():
    provider = IdentityProvider()
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running):
    running.__dict__.update(signed=running._signed)
    running.claims = {
        "sub": "42",
        "name": "Kirsten Holm",
        "email": "Kirsten.Holm@example.dk",
        "groups": ["referat-sekretaerer", "kantinen"],
    }
    return running


@pytest.fixture
def settings(database_url, tmp_path, provider):
    return Settings(
        data_dir=tmp_path / "house",
        database_url=database_url,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
        oidc_groups={
            "referat-sekretaerer": [
                {"role": "secretary", "body": "Teknik- og Miljøudvalget", "closed": True}
            ],
            "referat-admin": [{"role": "administrator"}],
        },
    )


def go(client):
    """To the provider and back, as a browser goes; gives the address that it comes back to."""
    sent = client.get("/api/v1/oidc/login", follow_redirects=False)
    assert sent.status_code == 303, sent.text
    back = httpx.get(sent.headers["location"], follow_redirects=False)
    return back.headers["location"]


def sign_in(staff):
    client = staff.anonymous()
    return client, client.get(go(client), follow_redirects=False)


def test_a_person_comes_in_with_the_roles_of_their_groups_and_without_a_password(staff):
    client, answer = sign_in(staff)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "http://127.0.0.1:8642/"
    me = client.get("/api/v1/session").json()
    assert me["name"] == "Kirsten Holm"
    assert me["grants"] == [{"role": "secretary", "body": "Teknik- og Miljøudvalget", "closed": True}]
    with staff.house.database.read() as tx:
        (person,) = people.listed(tx)
    assert (person.email, person.password_hash) == ("kirsten.holm@example.dk", None)
    with pytest.raises(Exception, match="identity provider"), staff.house.database.write() as tx:
        accounts.new_link(tx, person.id, actor="system")


def test_the_second_time_is_the_same_person_with_what_the_provider_says_now(staff, provider):
    sign_in(staff)
    provider.claims |= {"name": "Kirsten Holm Lund", "groups": ["referat-admin"]}
    client, _ = sign_in(staff)
    me = client.get("/api/v1/session").json()
    assert me["name"] == "Kirsten Holm Lund"
    assert [grant["role"] for grant in me["grants"]] == ["administrator"]
    with staff.house.database.read() as tx:
        assert len(people.listed(tx)) == 1


def test_a_person_in_none_of_the_groups_is_refused_and_not_added(staff, provider):
    provider.claims["groups"] = ["kantinen"]
    _, answer = sign_in(staff)
    assert answer.status_code == 403
    assert "rolle" in answer.json()["detail"]
    with staff.house.database.read() as tx:
        assert people.listed(tx) == ()


def test_who_has_left_every_group_loses_at_once_what_is_still_open(staff, provider):
    still_open, _ = sign_in(staff)
    provider.claims["groups"] = None
    _, answer = sign_in(staff)
    assert answer.status_code == 403
    assert still_open.get("/api/v1/session").json()["grants"] == []


def test_the_last_administrator_stays_one_whatever_the_groups_say(staff, provider):
    provider.claims["groups"] = ["referat-admin"]
    sign_in(staff)
    provider.claims["groups"] = ["kantinen"]
    client, answer = sign_in(staff)
    assert answer.status_code == 303
    assert "manage_people" in client.get("/api/v1/session").json()["permissions"]


def test_a_deactivated_person_stays_out(staff):
    sign_in(staff)
    with staff.house.database.write() as tx:
        (person,) = people.listed(tx)
        accounts.deactivate(tx, person.id, actor="system")
    _, answer = sign_in(staff)
    assert answer.status_code == 403


def test_an_address_alone_never_opens_another_persons_account(staff):
    with staff.house.database.write() as tx:
        local, _ = accounts.invite(
            tx, name="Kirsten", email="kirsten.holm@example.dk", grants=[], actor="system"
        )
    _, answer = sign_in(staff)
    assert answer.status_code == 409
    with staff.house.database.read() as tx:
        assert people.get(tx, local.id).oidc_subject is None


def test_a_local_role_stands_beside_those_of_the_groups(staff, provider):
    sign_in(staff)
    with staff.house.database.write() as tx:
        (person,) = people.listed(tx)
        people.set_grants(
            tx,
            person.id,
            [*person.grants[:0], accounts.Grant(role="approver", body="Skoler")],
            source=GrantSource.LOCAL,
        )
    client, _ = sign_in(staff)
    assert {grant["role"] for grant in client.get("/api/v1/session").json()["grants"]} == {
        "secretary",
        "approver",
    }


@pytest.mark.parametrize(
    "forged",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": ["another-client"], "azp": CLIENT_ID},
        {"iss": "http://127.0.0.1:1"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_the_answer_to_this_sign_in_is_refused(staff, provider, forged):
    provider.claims |= forged
    client, answer = sign_in(staff)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize("way", ["none", "another key", "the public key as a secret"])
def test_a_token_that_the_provider_did_not_sign_is_refused(staff, provider, way):
    def by_another_key(claims):
        return jwt.encode(provider.header, claims, RSAKey.generate_key(2048, {"kid": provider.header["kid"]}))

    def by_the_public_key(claims):
        secret = provider.published_key.as_pem(private=False)
        parts = ({"alg": "HS256", "kid": provider.header["kid"]}, claims)
        content = ".".join(
            urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
        )
        mark = urlsafe_b64encode(hmac.digest(secret, content.encode(), "sha256")).decode().rstrip("=")
        return f"{content}.{mark}"

    provider.signed = {
        "none": unsigned,
        "another key": by_another_key,
        "the public key as a secret": by_the_public_key,
    }[way]
    _, answer = sign_in(staff)
    assert answer.status_code == 400


def test_a_new_key_of_the_provider_is_fetched_when_a_token_names_it(staff, provider, monkeypatch):
    sign_in(staff)
    provider.change_key()
    monkeypatch.setattr("api.provider._CLOCK_SECONDS", 0)
    _, answer = sign_in(staff)
    assert answer.status_code == 303


def test_an_answer_works_once_and_only_in_the_browser_that_began(staff):
    client = staff.anonymous()
    back = go(client)
    assert staff.anonymous().get(back, follow_redirects=False).status_code == 400
    assert client.get(back, follow_redirects=False).status_code == 303
    assert client.get(back, follow_redirects=False).status_code == 400


def test_an_answer_with_another_state_is_refused(staff):
    client = staff.anonymous()
    back = go(client)
    state = query(back)["state"]
    answer = client.get(back.replace(state, "x" * len(state)), follow_redirects=False)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "given", ["error=access_denied&state={state}", "", "code=&state={state}", "state={state}"]
)
def test_a_sign_in_that_was_broken_off_is_a_problem_and_not_a_fault(staff, given):
    client = staff.anonymous()
    state = query(go(client))["state"]
    answer = client.get(f"/api/v1/oidc/callback?{given.format(state=state)}", follow_redirects=False)
    assert answer.status_code == 400
    assert answer.json()["detail"] == "Login kunne ikke gennemføres. Prøv forfra."


def test_without_a_provider_there_is_nothing_to_go_to(tmp_path, database_url):
    from starlette.testclient import TestClient

    from api.app import create_app

    app = create_app(Settings(data_dir=tmp_path, database_url=database_url))
    with TestClient(app, base_url="http://127.0.0.1:8642") as client:
        assert client.get("/api/v1/oidc/login").status_code == 404


def test_a_provider_that_does_not_answer_is_said_so(tmp_path, database_url):
    from starlette.testclient import TestClient

    from api.app import create_app

    app = create_app(
        Settings(
            data_dir=tmp_path, database_url=database_url, oidc_issuer="http://127.0.0.1:9", oidc_client_id="x"
        )
    )
    with TestClient(app, base_url="http://127.0.0.1:8642") as client:
        answer = client.get("/api/v1/oidc/login", follow_redirects=False)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
