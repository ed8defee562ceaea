"""Passwords of local accounts: argon2id, with the parameters of RFC 9106."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from minutes.errors import InputError

SHORTEST = 12
LONGEST = 200

_hasher = PasswordHasher()
# Each check takes 64 MiB and a core: many at once would be an attack on the machine.
_at_once = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """A new hash.

    Raises:
        InputError: the password is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(
            f"a password has from {SHORTEST} to {LONGEST} characters",
            where="password",
            remedy="Choose another one",
        )
    return _hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when there is none to compare with."""
    with _at_once:
        try:
            right = _hasher.verify(password_hash or _nobody(), password[: LONGEST + 1])
        except VerifyMismatchError:
            return False
    return right and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def _hash(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)
