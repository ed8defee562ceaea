"""Who may do what: roles, permissions, and the one table that ties them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from minutes.errors import AccessError

EVERY_BODY = "*"


class Role(StrEnum):
    """What a person is to a body. Roles do not include each other: the table below says it all."""

    READER = "reader"
    SECRETARY = "secretary"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """An act that can be allowed. The first group concerns a meeting's body, the second the house."""

    READ = "read"  # meetings, texts, transcripts, exports
    LISTEN = "listen"  # the sound itself
    PREPARE = "prepare"  # create, upload, start, cancel, retry, delete a meeting
    EDIT = "edit"  # texts, boundaries, names, speakers, attendance, votes
    APPROVE = "approve"  # approve and reopen items and minutes
    HOLD = "hold"  # set and lift a legal hold, delete by retention
    PUBLISH = "publish"  # publish and withdraw
    MANAGE_PEOPLE = "manage_people"
    MANAGE_WEBHOOKS = "manage_webhooks"
    READ_AUDIT = "read_audit"
    READ_METRICS = "read_metrics"


HOUSE = frozenset(
    {Permission.MANAGE_PEOPLE, Permission.MANAGE_WEBHOOKS, Permission.READ_AUDIT, Permission.READ_METRICS}
)
"""Permissions that need a grant for every body."""

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset({Permission.READ}),
    Role.SECRETARY: frozenset({Permission.READ, Permission.LISTEN, Permission.PREPARE, Permission.EDIT}),
    Role.APPROVER: frozenset(
        {Permission.READ, Permission.LISTEN, Permission.EDIT, Permission.APPROVE, Permission.PUBLISH}
    ),
    Role.ADMINISTRATOR: HOUSE | {Permission.HOLD},
}
"""The role matrix. An administrator runs the house and reads no meeting."""


class Scope(StrEnum):
    """What an API key may be used for; it never allows more than its owner may do."""

    READ = "read"
    WRITE = "write"
    METRICS = "metrics"


SCOPES: dict[Scope, frozenset[Permission]] = {
    Scope.READ: frozenset({Permission.READ, Permission.LISTEN, Permission.READ_AUDIT}),
    Scope.WRITE: frozenset({Permission.PREPARE, Permission.EDIT}),
    Scope.METRICS: frozenset({Permission.READ_METRICS}),
}
"""Approving, publishing and managing people are for a person who is signed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role in a body (`*`: in every body), and whether its closed items may be seen."""

    role: Role
    body: str = EVERY_BODY
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks: a person, by a session or (with `scopes`) by an API key.

    `id` is what the audit log names: the person's, or the key's. `person_id` is the person in both cases.
    `name` is printed in the record.
    """

    id: str
    name: str
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[Scope] | None = None
    owner_id: str | None = None

    @property
    def person_id(self) -> str:
        """The person who asks, or who owns the key."""
        return self.owner_id or self.id

    def may(self, permission: Permission, body: str | None = None, *, closed: bool = False) -> bool:
        """Whether this is allowed. `body` is the meeting's; None only for permissions of the house."""
        if self.scopes is not None and not any(permission in SCOPES[scope] for scope in self.scopes):
            return False
        return any(_allows(grant, permission, body, closed=closed) for grant in self.grants)

    def may_somewhere(self, permission: Permission) -> bool:
        """Whether this is allowed in at least one body, or in the house."""
        bodies = [None if permission in HOUSE else grant.body for grant in self.grants]
        return any(self.may(permission, body) for body in bodies)

    def bodies(self, permission: Permission) -> frozenset[str] | None:
        """The bodies in which this is allowed; None means every body."""
        found = {grant.body for grant in self.grants if self.may(permission, grant.body)}
        return None if EVERY_BODY in found else frozenset(found)

    def require(self, permission: Permission, body: str | None = None, *, closed: bool = False) -> None:
        """Make sure that this is allowed.

        Raises:
            AccessError: it is not.
        """
        if not self.may(permission, body, closed=closed):
            raise AccessError(
                f"you may not {permission.value.replace('_', ' ')} here",
                where=body or "this house",
                remedy="Ask an administrator for the role that allows it",
            )


def _allows(grant: Grant, permission: Permission, body: str | None, *, closed: bool) -> bool:
    if permission not in MATRIX[grant.role] or (closed and not grant.closed):
        return False
    if permission in HOUSE:
        return grant.body == EVERY_BODY
    return body is not None and grant.body in (EVERY_BODY, body)
