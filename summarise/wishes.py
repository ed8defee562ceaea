"""What the drafter without a language model can be asked to do otherwise: a short, closed list."""

from __future__ import annotations

from enum import StrEnum

from minutes.errors import InputError
from summarise.written_sentences import cleaned

LONGEST_WISH = 500
"""Characters that a wish may have."""


class Length(StrEnum):
    """How much the text tells beside the decision, in the secretary's words."""

    SHORTER = "kortere"
    LONGER = "længere"
    ONLY_DECISION = "kun beslutningen"


def cleaned_wish(wish: str | None) -> str | None:
    """The wish on one line; None where nothing is asked for.

    Raises:
        InputError: it is too long.
    """
    clean = " ".join(cleaned(wish or "").split())
    if len(clean) > LONGEST_WISH:
        raise InputError(
            f"the instruction is longer than {LONGEST_WISH} characters",
            where="instruction",
            remedy="Say in a sentence or two what to do otherwise",
        )
    return clean or None


def length_of(wish: str | None) -> Length | None:
    """The length that a wish asks for; None is the usual one.

    Raises:
        InputError: it asks for anything else, which rules cannot do.
    """
    if wish is None:
        return None
    asked = " ".join(wish.casefold().split()).rstrip(".!")
    if asked not in tuple(Length):
        raise InputError(
            "the drafter 'formula' cannot follow this instruction",
            where="instruction",
            remedy=f"Ask for one of: {', '.join(Length)}; or edit the text",
        )
    return Length(asked)
