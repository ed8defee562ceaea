"""Why a person did something: written by hand, kept beside what was done."""

from __future__ import annotations

from minutes.errors import InputError

LONGEST_REASON = 2_000
"""Characters that a reason may have."""


def clean_reason(reason: str, *, where: str) -> str:
    """The reason on one line.

    Raises:
        InputError: there is none, or it is too long.
    """
    clean = " ".join(reason.split())
    if not clean or len(clean) > LONGEST_REASON:
        raise InputError(
            f"a reason of 1 to {LONGEST_REASON} characters is needed",
            where=where,
            remedy="Say in a sentence why",
        )
    return clean
