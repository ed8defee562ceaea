"""Who may sign in here, and with which roles: for administrators."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, status
from pydantic import BaseModel, Field

from api.house import Here
from api.paging import Page, Paging, page
from api.security import Who, needs
from api.sessions import ShownGrant
from workflow import accounts
from workflow.access import Permission
from workflow.accounts import OneTimeLink
from workflow.settings import Settings
from workflow.store import audit, credentials, people
from workflow.store.meetings import now
from workflow.store.people import StoredPerson

router = APIRouter(tags=["People"])


class ShownPerson(BaseModel):
    """A person with their roles. `signs_in_by` is null until they have chosen a password."""

    id: str
    name: str = Field(examples=["Kirsten Holm"])
    email: str = Field(examples=["kirsten.holm@example.dk"])
    active: bool
    signs_in_by: str | None = Field(examples=["password"], description="`password` or `oidc`")
    grants: list[ShownGrant]
    created_at: datetime


class ShownLink(BaseModel):
    """A one-time link. It is shown now and never again: pass it on by a safe way."""

    url: str = Field(examples=["https://referat.example.dk/velkommen#9C2x…"])
    token: str
    expires_at: datetime


class Invitation(BaseModel):
    """A person who should be able to sign in."""

    name: str = Field(max_length=200, examples=["Kirsten Holm"])
    email: str = Field(max_length=320, examples=["kirsten.holm@example.dk"])
    grants: list[ShownGrant] = Field(default_factory=list, max_length=100)


class Invited(BaseModel):
    """The new person, and the link by which they choose a password."""

    person: ShownPerson
    link: ShownLink


class Name(BaseModel):
    """What a person is called, and their address."""

    name: str = Field(max_length=200, examples=["Kirsten Holm"])
    email: str = Field(max_length=320, examples=["kirsten.holm@example.dk"])


class Grants(BaseModel):
    """Every role that an administrator gives a person; those that a group gives stand beside them."""

    grants: list[ShownGrant] = Field(max_length=100)


@router.get("/api/v1/people", **needs(Permission.MANAGE_PEOPLE))
def list_people(here: Here, paging: Paging) -> Page[ShownPerson]:
    """Everybody, the first one added first."""
    with here.database.read() as tx:
        found = people.listed(tx, after=paging.after, limit=paging.limit + 1)
    return page(found, paging, make=_shown, place=lambda one: (one.created_at, one.id))


@router.post("/api/v1/people", status_code=status.HTTP_201_CREATED, **needs(Permission.MANAGE_PEOPLE))
def invite(asked: Invitation, here: Here, who: Who) -> Invited:
    """Add a person. They choose a password by the link."""
    with here.database.write() as tx:
        person, link = accounts.invite(
            tx,
            name=asked.name,
            email=asked.email,
            grants=[one.grant() for one in asked.grants],
            actor=who.id,
        )
    return Invited(person=_shown(person), link=_link(link, here.settings))


@router.get("/api/v1/people/{person_id}", **needs(Permission.MANAGE_PEOPLE))
def get_person(person_id: str, here: Here) -> ShownPerson:
    """One person."""
    with here.database.read() as tx:
        return _shown(people.get(tx, person_id))


@router.put("/api/v1/people/{person_id}/name", **needs(Permission.MANAGE_PEOPLE))
def rename(person_id: str, asked: Name, here: Here, who: Who) -> ShownPerson:
    """Correct a person's name and address. What was approved keeps the name of then."""
    with here.database.write() as tx:
        accounts.rename(tx, person_id, name=asked.name, email=asked.email, actor=who.id)
        return _shown(people.get(tx, person_id))


@router.put("/api/v1/people/{person_id}/grants", **needs(Permission.MANAGE_PEOPLE))
def set_grants(person_id: str, asked: Grants, here: Here, who: Who) -> ShownPerson:
    """Give a person these roles instead of the ones given here before."""
    with here.database.write() as tx:
        return _shown(accounts.set_grants(tx, person_id, [one.grant() for one in asked.grants], actor=who.id))


@router.post(
    "/api/v1/people/{person_id}/link",
    status_code=status.HTTP_201_CREATED,
    **needs(Permission.MANAGE_PEOPLE),
)
def new_link(person_id: str, here: Here, who: Who) -> ShownLink:
    """A new one-time link, for a password that was forgotten. Older links stop working."""
    with here.database.write() as tx:
        return _link(accounts.new_link(tx, person_id, actor=who.id), here.settings)


@router.post("/api/v1/people/{person_id}/deactivate", **needs(Permission.MANAGE_PEOPLE))
def deactivate(person_id: str, here: Here, who: Who) -> ShownPerson:
    """Take a person out: every session, link and API key of theirs stops working at once."""
    with here.database.write() as tx:
        accounts.deactivate(tx, person_id, actor=who.id)
        return _shown(people.get(tx, person_id))


@router.post("/api/v1/people/{person_id}/activate", **needs(Permission.MANAGE_PEOPLE))
def activate(person_id: str, here: Here, who: Who) -> ShownPerson:
    """Let a person who was taken out sign in again."""
    with here.database.write() as tx:
        accounts.activate(tx, person_id, actor=who.id)
        return _shown(people.get(tx, person_id))


@router.delete(
    "/api/v1/people/{person_id}/sessions",
    status_code=status.HTTP_204_NO_CONTENT,
    **needs(Permission.MANAGE_PEOPLE),
)
def end_sessions(person_id: str, here: Here, who: Who) -> None:
    """End every session of a person; they can sign in again."""
    with here.database.write() as tx:
        people.get(tx, person_id)
        ended = credentials.revoke_sessions(tx, person_id, now())
        audit.record(tx, actor=who.id, action="session.end_all", detail={"person": person_id, "ended": ended})


def _shown(person: StoredPerson) -> ShownPerson:
    way = "oidc" if person.oidc_subject else "password" if person.password_hash else None
    return ShownPerson(
        id=person.id,
        name=person.name,
        email=person.email,
        active=person.active,
        signs_in_by=way,
        grants=[ShownGrant.of(grant) for grant in person.grants],
        created_at=person.created_at,
    )


def _link(link: OneTimeLink, settings: Settings) -> ShownLink:
    return ShownLink(url=link.url(settings.address()), token=link.token, expires_at=link.expires_at)
