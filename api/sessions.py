"""Signing in and out: by address and password, or by a one-time link. Who am I, and what may I do?"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response, status
from pydantic import BaseModel, Field, StringConstraints

from api.house import Here, House
from api.limits import SIGN_INS_BY_ACCOUNT, SIGN_INS_BY_ADDRESS
from api.security import (
    Present,
    Who,
    cookie_name,
    for_a_session,
    for_anyone_signed_in,
    is_secure,
    public,
    require_own_origin,
    session_life,
)
from minutes.errors import SignInError
from workflow import accounts, signing_in
from workflow.access import Actor, Grant, Permission, Role, Scope
from workflow.passwords import LONGEST
from workflow.store import audit, credentials, people
from workflow.store.credentials import StoredSession
from workflow.store.meetings import now

router = APIRouter(tags=["Sign-in"])

OneLine = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Something to read, without control characters."""

Password = Field(
    max_length=LONGEST, examples=["korrekt hest batteri klemme"], json_schema_extra={"format": "password"}
)


class SignIn(BaseModel):
    """Address and password of a local account."""

    email: str = Field(max_length=320, examples=["kirsten.holm@example.dk"])
    password: str = Password


class UseLink(BaseModel):
    """The token of a one-time link, and the password that the person chooses."""

    token: str = Field(max_length=100, examples=["9C2x…"])
    password: str = Password


class ShownGrant(BaseModel):
    """A role in a body (`*`: in every body); `closed`: its closed items too."""

    role: Role
    body: OneLine = Field(default="*", max_length=200, examples=["Teknik- og Miljøudvalget"])
    closed: bool = False

    @classmethod
    def of(cls, grant: Grant) -> ShownGrant:
        """A grant as it is shown."""
        return cls(role=grant.role, body=grant.body, closed=grant.closed)

    def grant(self) -> Grant:
        """The grant that is meant."""
        return Grant(role=self.role, body=self.body, closed=self.closed)


class Me(BaseModel):
    """Who is signed in. `csrf_token` goes into `X-CSRF-Token` of every request that changes something."""

    person_id: str
    name: str = Field(examples=["Kirsten Holm"])
    grants: list[ShownGrant]
    permissions: list[Permission] = Field(description="What is allowed in at least one body, or in the house")
    scopes: list[Scope] | None = Field(default=None, description="Of an API key; null for a session")
    csrf_token: str | None = Field(default=None, description="Of a session; null for an API key")
    expires_at: datetime


@router.post("/api/v1/session", **public())
def sign_in(asked: SignIn, request: Request, response: Response, here: Here) -> Me:
    """Sign in with a local account. Sets the session cookie."""
    _count(request, here, asked.email)
    try:
        person = signing_in.check_password(here.database, asked.email, asked.password)
    except SignInError:
        request.state.presented = True
        raise
    here.limits.forgive(SIGN_INS_BY_ACCOUNT, asked.email.strip().lower())
    return _started(here, response, person.id)


@router.post("/api/v1/session/link", **public())
def use_link(asked: UseLink, request: Request, response: Response, here: Here) -> Me:
    """Choose a password by a one-time link, and sign in. Every session of before ends."""
    require_own_origin(request, here.settings)
    here.limits.spend(SIGN_INS_BY_ADDRESS, client_address(request))
    with here.database.write() as tx:
        person = accounts.choose_password(tx, asked.token, asked.password)
    return _started(here, response, person.id)


@router.get("/api/v1/session", **for_anyone_signed_in())
def who_am_i(present: Present) -> Me:
    """Who is signed in, with the CSRF token."""
    if present.session is not None:
        return _me(present.actor, present.session)
    assert present.key is not None
    return _shown(present.actor, present.key.expires_at)


@router.delete("/api/v1/session", status_code=status.HTTP_204_NO_CONTENT, **for_a_session())
def sign_out(present: Present, response: Response, here: Here) -> None:
    """End this session."""
    assert present.session is not None
    with here.database.write() as tx:
        credentials.revoke_session(tx, present.session.token_hash, now())
        audit.record(tx, actor=present.actor.id, action="session.end")
    response.delete_cookie(
        cookie_name(here.settings), path="/", secure=is_secure(here.settings), httponly=True
    )


@router.delete("/api/v1/sessions", status_code=status.HTTP_204_NO_CONTENT, **for_a_session())
def sign_out_everywhere(who: Who, here: Here) -> None:
    """End every session of mine, in every browser."""
    with here.database.write() as tx:
        credentials.revoke_sessions(tx, who.person_id, now())
        audit.record(tx, actor=who.id, action="session.end_all")


def set_cookie(here: House, response: Response, token: str) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(here.settings),
        token,
        max_age=round(here.settings.session_hours * 3600),
        path="/",
        secure=is_secure(here.settings),
        httponly=True,
        samesite="lax",
    )


def _started(here: House, response: Response, person_id: str) -> Me:
    with here.database.write() as tx:
        token, session = signing_in.start_session(tx, person_id, session_life(here.settings))
        person = people.get(tx, person_id)
    set_cookie(here, response, token)
    return _me(Actor(id=person.id, name=person.name, grants=person.grants), session)


def _count(request: Request, here: House, email: str) -> None:
    require_own_origin(request, here.settings)
    here.limits.spend(SIGN_INS_BY_ADDRESS, client_address(request))
    here.limits.spend(SIGN_INS_BY_ACCOUNT, email.strip().lower())


def client_address(request: Request) -> str:
    """Which machine asks; behind a proxy, what the proxy says (uvicorn reads it)."""
    return request.client.host if request.client else ""


def _me(actor: Actor, session: StoredSession) -> Me:
    return _shown(actor, session.expires_at).model_copy(update={"csrf_token": session.csrf_token})


def _shown(actor: Actor, expires_at: datetime) -> Me:
    return Me(
        person_id=actor.person_id,
        name=actor.name,
        grants=[ShownGrant.of(grant) for grant in actor.grants],
        permissions=[permission for permission in Permission if actor.may_somewhere(permission)],
        scopes=sorted(actor.scopes) if actor.scopes is not None else None,
        expires_at=expires_at,
    )
