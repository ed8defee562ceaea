"""The list of meetings as one person sees it, and what of it waits for this person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from minutes.reading.dates import COPENHAGEN
from workflow.access import Actor, Permission
from workflow.closed import has_closed, hidden_items, visible_items
from workflow.phases import BEFORE_DRAFTS, UNDER_REVIEW, UNDER_WAY, JobState, Phase
from workflow.store import overview
from workflow.store.database import Database
from workflow.store.meetings import StoredMeeting
from workflow.store.overview import Search, Standing, held_at

_READ_AT_ONCE = 50


class Task(StrEnum):
    """What a meeting waits for somebody to do."""

    RECORD = "record"
    START = "start"
    RETRY = "retry"
    RESUME = "resume"
    REVIEW = "review"
    APPROVE_ITEMS = "approve_items"
    APPROVE_MINUTES = "approve_minutes"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which meetings a person wants to see. The days are those of Denmark, both included."""

    words: str = ""
    body: str | None = None
    since: date | None = None
    until: date | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingInView:
    """A meeting in the list; `task` is what it waits for this person to do."""

    meeting: StoredMeeting
    standing: Standing
    task: Task | None

    @property
    def place(self) -> tuple[datetime, str]:
        """Where it stands in the list."""
        return held_at(self.meeting), self.meeting.id


def seen(
    db: Database, actor: Actor, wanted: Wanted, *, after: tuple[datetime, str] | None, limit: int
) -> tuple[MeetingInView, ...]:
    """The meetings that this person may read and wants to see, the latest held first."""
    words = tuple(wanted.words.casefold().split())
    allowed = actor.bodies(Permission.READ)
    if wanted.body is not None:
        allowed = frozenset({wanted.body}) if allowed is None or wanted.body in allowed else frozenset()
    search = Search(
        bodies=None if allowed is None else tuple(sorted(allowed)),
        words=words,
        since=_start_of(wanted.since) if wanted.since else None,
        until=_start_of(wanted.until + timedelta(days=1)) if wanted.until else None,
    )
    shown: list[MeetingInView] = []
    with db.read() as tx:
        while len(shown) < limit:
            found = overview.found(tx, search, after=after, limit=_READ_AT_ONCE)
            standings = overview.standings(tx, [one.id for one in found])
            lines = [in_view(actor, one, standings[one.id]) for one in found if _holds(actor, one, words)]
            shown += [one for one in lines if one.task or not wanted.mine]
            if len(found) < _READ_AT_ONCE:
                break
            after = held_at(found[-1]), found[-1].id
    return tuple(shown[:limit])


def bodies_of(db: Database, actor: Actor) -> tuple[str, ...]:
    """The bodies whose meetings this person may read, of those that have any."""
    with db.read() as tx:
        found = overview.bodies(tx)
    return tuple(one for one in found if actor.may(Permission.READ, one))


def in_view(actor: Actor, meeting: StoredMeeting, standing: Standing) -> MeetingInView:
    """The meeting with what it waits for this person to do."""
    return MeetingInView(meeting=meeting, standing=standing, task=_task(actor, meeting, standing))


def _task(actor: Actor, meeting: StoredMeeting, standing: Standing) -> Task | None:
    if meeting.job in UNDER_WAY:
        return None
    if actor.may(Permission.PREPARE, meeting.body) and (task := _preparing(meeting, standing)):
        return task
    if meeting.phase in UNDER_REVIEW and not standing.open_items:
        closed = has_closed(meeting.agenda)
        return Task.APPROVE_MINUTES if actor.may(Permission.APPROVE, meeting.body, closed=closed) else None
    if meeting.phase in UNDER_REVIEW and standing.open_items - hidden_items(actor, meeting):
        if actor.may(Permission.APPROVE, meeting.body):
            return Task.APPROVE_ITEMS
        return Task.REVIEW if actor.may(Permission.EDIT, meeting.body) else None
    if meeting.phase is Phase.APPROVED and actor.may(Permission.PUBLISH, meeting.body):
        return Task.PUBLISH
    return None


def _preparing(meeting: StoredMeeting, standing: Standing) -> Task | None:
    if meeting.job is JobState.FAILED:
        return Task.RETRY
    if meeting.phase not in BEFORE_DRAFTS:
        return None
    if meeting.job is JobState.CANCELLED:
        return Task.RESUME
    return Task.START if standing.recordings or meeting.phase is not Phase.RECEIVED else Task.RECORD


def _holds(actor: Actor, meeting: StoredMeeting, words: tuple[str, ...]) -> bool:
    """Whether every word stands in what this person may know of the meeting."""
    if not words:
        return True
    items = visible_items(actor, meeting)
    titles = [f"{item.title} {item.journal_number or ''}" for item in items]
    text = "\n".join((meeting.body, meeting.agenda.meeting.place or "", *titles)).casefold()
    return all(word in text for word in words)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=COPENHAGEN)
