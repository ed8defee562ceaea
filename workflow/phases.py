"""How far a meeting has come, and the one table of legal moves."""

from __future__ import annotations

from enum import StrEnum

from minutes.errors import StateError


class Phase(StrEnum):
    """What a meeting has; `JobState` says what the machine is doing about it."""

    RECEIVED = "received"
    TRANSCRIBED = "transcribed"
    SEGMENTED = "segmented"
    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class JobState(StrEnum):
    """`WANTED` is what a person asked for; a worker makes it `RUNNING` and then one of the last three."""

    IDLE = "idle"
    WANTED = "wanted"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


BEFORE_DRAFTS = (Phase.RECEIVED, Phase.TRANSCRIBED, Phase.SEGMENTED)
"""The phases in which no item has a text yet."""
UNDER_REVIEW = (Phase.DRAFTED, Phase.IN_REVIEW)
"""The phases in which texts are changed and items approved."""
UNDER_WAY = (JobState.WANTED, JobState.RUNNING)
STOPPED = (JobState.FAILED, JobState.CANCELLED)


class ItemState(StrEnum):
    """Whether an item has a standing decision."""

    OPEN = "open"
    APPROVED = "approved"


MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.RECEIVED: frozenset({Phase.TRANSCRIBED}),
    Phase.TRANSCRIBED: frozenset({Phase.SEGMENTED}),
    Phase.SEGMENTED: frozenset({Phase.DRAFTED}),
    Phase.DRAFTED: frozenset({Phase.IN_REVIEW, Phase.APPROVED}),
    Phase.IN_REVIEW: frozenset({Phase.APPROVED}),
    Phase.APPROVED: frozenset({Phase.IN_REVIEW, Phase.PUBLISHED}),
    Phase.PUBLISHED: frozenset({Phase.IN_REVIEW, Phase.WITHDRAWN}),
    Phase.WITHDRAWN: frozenset({Phase.IN_REVIEW}),
}
"""From a phase to those that may follow. Reopening an item takes approved minutes back to review."""


def check_move(now: Phase, then: Phase, *, meeting_id: str) -> None:
    """Make sure that a meeting may go from one phase to another.

    Raises:
        StateError: it may not.
    """
    if then not in MOVES[now]:
        raise StateError(
            f"a meeting that is {now} cannot become {then}",
            where=f"meeting {meeting_id}",
            remedy="Fetch the meeting again and look at its phase",
        )
