"""From what somebody presents (password, session cookie, API key) to the Actor who asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from minutes.errors import InputError, NotFoundError, SignInError
from workflow import passwords
from workflow.access import Actor, Scope
from workflow.store import audit, credentials, people
from workflow.store.credentials import StoredKey, StoredSession
from workflow.store.database import Database, Transaction
from workflow.store.meetings import new_id, now
from workflow.store.people import StoredPerson
from workflow.tokens import KEY_PREFIX, fingerprint, new_token

LONGEST_KEY_DAYS = 366
"""How far ahead an API key may expire."""

_SEEN_EVERY = timedelta(minutes=1)
"""How often use of a session or key is written down: not at every request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who asks, and by which session or key; exactly one of the two is there."""

    actor: Actor
    session: StoredSession | None = None
    key: StoredKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLife:
    """How long a session lasts: from its start, and without being used."""

    hours: float
    idle_hours: float


def check_password(database: Database, email: str, password: str) -> StoredPerson:
    """The person with this address and password.

    Raises:
        SignInError: no active person has both; does not say which of the two is wrong.
    """
    with database.read() as tx:
        person = people.by_email(tx, email.strip().lower())
    usable = person is not None and person.active
    right = passwords.matches(person.password_hash if person and usable else None, password)
    if person is None or not right:
        raise SignInError(
            "the address or the password is wrong", where="sign-in", remedy="Try again, or ask for a new link"
        )
    assert person.password_hash is not None
    if passwords.is_outdated(person.password_hash):
        with database.write() as tx:
            people.change(tx, person.id, password_hash=passwords.hashed(password))
    return person


def start_session(tx: Transaction, person_id: str, life: SessionLife) -> tuple[str, StoredSession]:
    """A new session, and the token that the browser keeps."""
    token, at = new_token(), now()
    session = StoredSession(
        token_hash=fingerprint(token),
        person_id=person_id,
        csrf_token=new_token(),
        created_at=at,
        last_seen_at=at,
        expires_at=at + timedelta(hours=life.hours),
    )
    credentials.add_session(tx, session)
    audit.record(tx, actor=person_id, action="session.start")
    return token, session


def by_session(database: Database, token: str, life: SessionLife) -> SignedIn:
    """Who is signed in by this cookie.

    Raises:
        SignInError: the session is unknown, ended, or the person cannot sign in any more.
    """
    at = now()
    with database.read() as tx:
        session = credentials.session(tx, fingerprint(token))
        person = people.get(tx, session.person_id) if session is not None else None
    if session is None or person is None or not person.active or _is_over(session, at, life):
        raise SignInError("the session has ended", where="sign-in", remedy="Sign in again")
    if at - session.last_seen_at > _SEEN_EVERY:
        with database.write() as tx:
            credentials.see_session(tx, session.token_hash, at)
    return SignedIn(actor=Actor(id=person.id, name=person.name, grants=person.grants), session=session)


def by_key(database: Database, secret: str) -> SignedIn:
    """Who owns this API key, with what the key may be used for.

    Raises:
        SignInError: the key is unknown, revoked or expired, or its owner cannot sign in any more.
    """
    at = now()
    with database.read() as tx:
        key = credentials.key_by_secret(tx, fingerprint(secret))
        person = people.get(tx, key.person_id) if key is not None else None
    if key is None or person is None or not person.active or key.revoked_at or key.expires_at <= at:
        raise SignInError("the API key does not hold", where="sign-in", remedy="Make a new key")
    if key.last_used_at is None or at - key.last_used_at > _SEEN_EVERY:
        with database.write() as tx:
            credentials.see_key(tx, key.id, at)
    actor = Actor(
        id=key.id,
        name=f"{person.name} ({key.name})",
        grants=person.grants,
        scopes=key.scopes,
        owner_id=person.id,
    )
    return SignedIn(actor=actor, key=key)


def new_key(
    tx: Transaction, actor: Actor, *, name: str, scopes: frozenset[Scope], expires_at: datetime
) -> tuple[str, StoredKey]:
    """A new API key of this person: its secret, which is shown only now, and what is kept.

    Raises:
        InputError: it would never expire, or has expired already, or has no use.
    """
    at = now()
    if not at < expires_at <= at + timedelta(days=LONGEST_KEY_DAYS):
        raise InputError(
            f"a key expires within {LONGEST_KEY_DAYS} days",
            where="expires_at",
            remedy="Choose a day between now and then",
        )
    if not scopes:
        raise InputError("a key needs a scope", where="scopes", remedy="Choose read, write or both")
    secret = KEY_PREFIX + new_token()
    key = StoredKey(
        id=new_id(), name=name, person_id=actor.person_id, scopes=scopes, created_at=at, expires_at=expires_at
    )
    credentials.add_key(tx, key, secret_hash=fingerprint(secret))
    audit.record(tx, actor=actor.id, action="key.add", detail={"key": key.id})
    return secret, key


def revoke_key(tx: Transaction, actor: Actor, *, person_id: str, key_id: str) -> None:
    """End a key.

    Raises:
        NotFoundError: the person has no such key, or it has ended already.
    """
    if not credentials.revoke_keys(tx, now(), person_id=person_id, key_id=key_id):
        raise NotFoundError("no such key", where=f"key {key_id}", remedy="Choose one from the list of keys")
    audit.record(tx, actor=actor.id, action="key.revoke", detail={"key": key_id})


def _is_over(session: StoredSession, at: datetime, life: SessionLife) -> bool:
    idle = at - session.last_seen_at > timedelta(hours=life.idle_hours)
    return session.revoked_at is not None or session.expires_at <= at or idle
