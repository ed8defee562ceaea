"""Who may sign in: people are invited by a one-time link, given roles, and taken out again.

At least one administrator who can sign in always remains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from minutes.errors import AccessError, InputError, StateError
from workflow import passwords
from workflow.access import Grant, Role
from workflow.store import audit, credentials, people
from workflow.store.database import Database, Transaction
from workflow.store.meetings import new_id, now
from workflow.store.people import GrantSource, StoredPerson
from workflow.tokens import fingerprint, new_token

LINK_HOURS = 72
"""How long a one-time link can be used."""

FIRST_EMAIL = "administrator@localhost"
FIRST_NAME = "Administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeLink:
    """Lets a person choose a password, once. `token` is shown now and never again."""

    person_id: str
    token: str
    expires_at: datetime

    def url(self, address: str) -> str:
        """Where the person opens it; the token is in the fragment, which no server logs."""
        return f"{address}/velkommen#{self.token}"


def first_administrator(
    database: Database, *, name: str = FIRST_NAME, email: str = FIRST_EMAIL
) -> OneTimeLink | None:
    """A link for the first administrator; None when somebody can administrate already.

    Called at every start: an unused link is replaced by the new one.
    """
    with database.write() as tx:
        if people.administrators(tx):
            return None
        person = people.by_email(tx, _address(email))
        if person is None:
            person = _added(tx, name=name, email=email)
            audit.record(tx, actor=audit.SYSTEM, action="person.add", detail={"person": person.id})
        people.change(tx, person.id, active=True)
        people.set_grants(tx, person.id, [Grant(role=Role.ADMINISTRATOR)], source=GrantSource.LOCAL)
        return _link(tx, person.id, actor=audit.SYSTEM)


def invite(
    tx: Transaction, *, name: str, email: str, grants: Iterable[Grant], actor: str
) -> tuple[StoredPerson, OneTimeLink]:
    """A new person and the link by which they choose a password.

    Raises:
        InputError: the name or address cannot be used.
        StateError: somebody has this address already.
    """
    person = _added(tx, name=name, email=email)
    people.set_grants(tx, person.id, grants, source=GrantSource.LOCAL)
    audit.record(tx, actor=actor, action="person.add", detail={"person": person.id})
    return people.get(tx, person.id), _link(tx, person.id, actor=actor)


def new_link(tx: Transaction, person_id: str, *, actor: str) -> OneTimeLink:
    """A link by which a person chooses a new password; their older links stop working.

    Raises:
        NotFoundError: there is no such person.
        StateError: the person is not active, or signs in at the identity provider.
    """
    person = people.get(tx, person_id)
    if not person.active:
        raise _not_active(person_id)
    if person.oidc_subject is not None:
        raise StateError(
            "this person signs in at the identity provider and has no password here",
            where=f"person {person_id}",
            remedy="Ask them to sign in there",
        )
    return _link(tx, person_id, actor=actor)


def rename(tx: Transaction, person_id: str, *, name: str, email: str, actor: str) -> None:
    """Correct a person's name and address.

    Raises:
        NotFoundError: there is no such person.
        InputError: the name or address cannot be used.
        StateError: somebody else has this address.
    """
    person = people.get(tx, person_id)
    other = people.by_email(tx, _address(email))
    if other is not None and other.id != person.id:
        raise _taken()
    people.change(tx, person.id, name=_name(name), email=_address(email))
    audit.record(tx, actor=actor, action="person.rename", detail={"person": person_id})


def set_grants(tx: Transaction, person_id: str, grants: Iterable[Grant], *, actor: str) -> StoredPerson:
    """Give a person these roles instead of those that an administrator gave before.

    Raises:
        NotFoundError: there is no such person.
        StateError: nobody would be left to administrate.
    """
    before = people.administrators(tx)
    people.get(tx, person_id)
    people.set_grants(tx, person_id, grants, source=GrantSource.LOCAL)
    require_administrator(tx, before)
    person = people.get(tx, person_id)
    audit.record(
        tx, actor=actor, action="person.grants", detail={"person": person_id, "grants": len(person.grants)}
    )
    return person


def deactivate(tx: Transaction, person_id: str, *, actor: str) -> None:
    """Take a person out: no session, link or key of theirs works any more.

    Raises:
        NotFoundError: there is no such person.
        StateError: nobody would be left to administrate.
    """
    before = people.administrators(tx)
    people.get(tx, person_id)
    people.change(tx, person_id, active=False)
    require_administrator(tx, before)
    credentials.drop_links(tx, person_id)
    ended = credentials.revoke_sessions(tx, person_id, now())
    ended += credentials.revoke_keys(tx, now(), person_id=person_id)
    audit.record(tx, actor=actor, action="person.deactivate", detail={"person": person_id, "ended": ended})


def activate(tx: Transaction, person_id: str, *, actor: str) -> None:
    """Let a person who was taken out sign in again, with the roles of before.

    Raises:
        NotFoundError: there is no such person.
    """
    people.get(tx, person_id)
    people.change(tx, person_id, active=True)
    audit.record(tx, actor=actor, action="person.activate", detail={"person": person_id})


def choose_password(tx: Transaction, token: str, password: str) -> StoredPerson:
    """Use a one-time link up. Every session of before ends.

    Raises:
        InputError: the link does not hold any more, or the password cannot be used.
    """
    password_hash = passwords.hashed(password)
    person_id = credentials.use_link(tx, fingerprint(token), now())
    person = people.get(tx, person_id) if person_id is not None else None
    if person is None or not person.active:
        raise InputError(
            "the link was used already or is too old",
            where="link",
            remedy="Ask an administrator for a new one",
        )
    people.change(tx, person.id, password_hash=password_hash)
    credentials.drop_links(tx, person.id)
    credentials.revoke_sessions(tx, person.id, now())
    audit.record(tx, actor=person.id, action="person.password")
    return people.get(tx, person.id)


def sign_in_by_provider(
    tx: Transaction, *, subject: str, name: str, email: str | None, grants: Iterable[Grant]
) -> StoredPerson:
    """The person whom the identity provider knows by `subject`, with its word on name, address and roles.

    A person is added at the first sign-in. Nobody is recognised by an address alone: a provider may let
    people choose it. The last administrator stays one, whatever the provider says. A person who has lost
    every role comes back without grants, so that the loss is kept though they are refused.

    Raises:
        AccessError: the person is not active any more, or is new and has no role here.
        StateError: somebody else has this address.
    """
    wanted = tuple(grants)
    person = people.by_subject(tx, subject)
    if person is not None and not person.active:
        raise AccessError(
            "this person cannot sign in any more", where="sign-in", remedy="Ask an administrator"
        )
    if person is None and not wanted:
        raise no_role()
    address = _address(email) if email else f"{fingerprint(subject)[:16]}@identity-provider.invalid"
    other = people.by_email(tx, address)
    if other is not None and (person is None or other.id != person.id):
        raise _taken()
    if person is None:
        person = people.add(
            tx, person_id=new_id(), name=_name(name), email=address, created_at=now(), oidc_subject=subject
        )
        audit.record(tx, actor=audit.SYSTEM, action="person.add", detail={"person": person.id})
    before = people.administrators(tx)
    people.change(tx, person.id, name=_name(name), email=address)
    people.set_grants(tx, person.id, wanted, source=GrantSource.OIDC)
    if before and not people.administrators(tx):
        people.set_grants(tx, person.id, [*wanted, Grant(role=Role.ADMINISTRATOR)], source=GrantSource.OIDC)
    return people.get(tx, person.id)


def require_administrator(tx: Transaction, before: frozenset[str]) -> None:
    """Make sure that somebody can still administrate. `before` is who could.

    Raises:
        StateError: nobody is left.
    """
    if before and not people.administrators(tx):
        raise StateError(
            "the last administrator cannot be taken away",
            where="people",
            remedy="Make somebody else an administrator first",
        )


def _added(tx: Transaction, *, name: str, email: str) -> StoredPerson:
    if people.by_email(tx, _address(email)) is not None:
        raise _taken()
    return people.add(tx, person_id=new_id(), name=_name(name), email=_address(email), created_at=now())


def _link(tx: Transaction, person_id: str, *, actor: str) -> OneTimeLink:
    token, expires_at = new_token(), now() + timedelta(hours=LINK_HOURS)
    credentials.drop_links(tx, person_id)
    credentials.add_link(tx, token_hash=fingerprint(token), person_id=person_id, expires_at=expires_at)
    audit.record(tx, actor=actor, action="person.link", detail={"person": person_id})
    return OneTimeLink(person_id=person_id, token=token, expires_at=expires_at)


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or not tidy.isprintable():
        raise InputError("a person needs a name", where="name", remedy="Write the name")
    return tidy


def _address(email: str) -> str:
    tidy = email.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", tidy) or not tidy.isprintable():
        raise InputError("this is not an e-mail address", where="email", remedy="Write the whole address")
    return tidy


def _taken() -> StateError:
    return StateError(
        "somebody has this address already", where="email", remedy="Choose the person in the list of people"
    )


def no_role() -> AccessError:
    """The refusal of a person in whom the identity provider and this house see no role."""
    return AccessError(
        "no group of this person has a role here",
        where="sign-in",
        remedy="Ask an administrator for a role",
    )


def _not_active(person_id: str) -> StateError:
    return StateError(
        "this person cannot sign in any more",
        where=f"person {person_id}",
        remedy="Activate the person first",
    )
