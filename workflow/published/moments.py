"""Moments as the shelf keeps them: UTC text of fixed width, so that text sorts as time does."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(at: datetime | None) -> str:
    """An aware moment as "2026-05-06T07:00:00.000000Z"; nothing as "".

    Raises:
        ValueError: the moment has no zone.
    """
    if at is None:
        return ""
    if at.tzinfo is None:
        raise ValueError("a published time needs a zone")
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z".rjust(27, "0")


def moment(stamped: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(stamped)


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)
