"""API keys: for programs that act for a person, with less than the person may do."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, status
from pydantic import AwareDatetime, BaseModel, Field

from api.house import Here
from api.security import Who, for_a_session, needs
from api.sessions import OneLine
from workflow import signing_in
from workflow.access import Permission, Scope
from workflow.store import audit, credentials, people
from workflow.store.credentials import StoredKey
from workflow.store.meetings import now

router = APIRouter(tags=["API keys"])


class ShownKey(BaseModel):
    """A key without its secret."""

    id: str
    name: str = Field(examples=["Journalsystemet"])
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewKey(BaseModel):
    """What the key is for, what it may be used for, and how long: at most a year."""

    name: OneLine = Field(max_length=100, examples=["Journalsystemet"])
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope), examples=[["read"]])
    expires_at: AwareDatetime


class MadeKey(BaseModel):
    """The new key. `secret` is shown now and never again; send it as `Authorization: Bearer <secret>`."""

    key: ShownKey
    secret: str = Field(examples=["ref_9C2x…"])


@router.get("/api/v1/keys", **for_a_session())
def list_keys(here: Here, who: Who) -> list[ShownKey]:
    """My keys, the newest first, with those that have ended."""
    with here.database.read() as tx:
        return [_shown(key) for key in credentials.keys(tx, who.person_id)]


@router.post("/api/v1/keys", status_code=status.HTTP_201_CREATED, **for_a_session())
def make_key(asked: NewKey, here: Here, who: Who) -> MadeKey:
    """A new key. It allows what its scopes say and what I may do at the time, whichever is less."""
    with here.database.write() as tx:
        secret, key = signing_in.new_key(
            tx, who, name=asked.name, scopes=frozenset(asked.scopes), expires_at=asked.expires_at
        )
    return MadeKey(key=_shown(key), secret=secret)


@router.delete("/api/v1/keys/{key_id}", status_code=status.HTTP_204_NO_CONTENT, **for_a_session())
def revoke_key(key_id: str, here: Here, who: Who) -> None:
    """End a key of mine at once."""
    with here.database.write() as tx:
        signing_in.revoke_key(tx, who, person_id=who.person_id, key_id=key_id)


@router.get("/api/v1/people/{person_id}/keys", **needs(Permission.MANAGE_PEOPLE))
def list_keys_of(person_id: str, here: Here) -> list[ShownKey]:
    """Another person's keys."""
    with here.database.read() as tx:
        people.get(tx, person_id)
        return [_shown(key) for key in credentials.keys(tx, person_id)]


@router.delete(
    "/api/v1/people/{person_id}/keys",
    status_code=status.HTTP_204_NO_CONTENT,
    **needs(Permission.MANAGE_PEOPLE),
)
def revoke_keys_of(person_id: str, here: Here, who: Who) -> None:
    """End every key of a person at once."""
    with here.database.write() as tx:
        people.get(tx, person_id)
        ended = credentials.revoke_keys(tx, now(), person_id=person_id)
        audit.record(tx, actor=who.id, action="key.revoke_all", detail={"person": person_id, "ended": ended})


def _shown(key: StoredKey) -> ShownKey:
    return ShownKey(
        id=key.id,
        name=key.name,
        scopes=sorted(key.scopes),
        created_at=key.created_at,
        expires_at=key.expires_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )
