"""Random secrets that are shown once and kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets

KEY_PREFIX = "ref_"
"""What every API key begins with, so that a key in the wrong place is recognised."""


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is kept of a token: nobody can get from it to the token."""
    return hashlib.sha256(token.encode()).hexdigest()
