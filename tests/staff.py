"""The staff app on each database, and people who are signed in to it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.house import House
from api.security import CSRF_HEADER, cookie_name, session_life
from workflow import signing_in
from workflow.access import EVERY_BODY, Actor, Grant, Role, Scope
from workflow.settings import Settings
from workflow.store import people
from workflow.store.meetings import new_id, now
from workflow.store.people import GrantSource

ADDRESS = "http://127.0.0.1:8642"


class Staff:
    """The app and its people. Everyone it gives out is a client that is signed in."""

    def __init__(self, app: FastAPI, stack: ExitStack) -> None:
        self.app = app
        self._stack = stack
        self.house: House = app.state.house

    def anonymous(self, **headers: str) -> TestClient:
        """A client that nobody is signed in with."""
        client = TestClient(
            self.app, base_url=ADDRESS, headers={"Origin": ADDRESS, **headers}, raise_server_exceptions=False
        )
        return self._stack.enter_context(client)

    def add_person(self, *grants: Grant, name: str = "Kirsten Holm") -> str:
        """A person with these grants; gives the id."""
        person_id = new_id()
        with self.house.database.write() as tx:
            people.add(tx, person_id=person_id, name=name, email=f"{person_id}@example.org", created_at=now())
            people.set_grants(tx, person_id, grants, source=GrantSource.LOCAL)
        return person_id

    def sign_in(self, person_id: str) -> TestClient:
        """A browser in which this person is signed in; sends its CSRF token with every request."""
        with self.house.database.write() as tx:
            token, session = signing_in.start_session(tx, person_id, session_life(self.house.settings))
        client = self.anonymous(**{CSRF_HEADER: session.csrf_token})
        client.cookies.set(cookie_name(self.house.settings), token)
        return client

    def person(self, role: Role, body: str = EVERY_BODY, *, closed: bool = False) -> TestClient:
        """A new person with one grant, signed in."""
        return self.sign_in(self.add_person(Grant(role=role, body=body, closed=closed)))

    def key(self, person_id: str, *scopes: Scope, days: float = 1) -> TestClient:
        """A program with an API key of this person."""
        with self.house.database.write() as tx:
            secret, _ = signing_in.new_key(
                tx,
                Actor(id=person_id, name="x"),
                name="journalen",
                scopes=frozenset(scopes),
                expires_at=now() + timedelta(days=days),
            )
        return self.anonymous(Authorization=f"Bearer {secret}")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of the house; a test module can give its own."""
    return Settings(data_dir=tmp_path / "house", database_url=database_url)


@pytest.fixture
def staff(settings: Settings) -> Iterator[Staff]:
    """The staff app on an empty database."""
    with ExitStack() as stack:
        app = create_app(settings)
        stack.callback(app.state.house.database.close)
        yield Staff(app, stack)
