"""What the pages say of a meeting: when it was, how far it is, and what waits to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from api.danish import sentence
from api.pages.shell import texts
from minutes.reading.dates import COPENHAGEN
from minutes.rendering import wording
from summarise.personal_data import PersonalKind
from workflow.overview import MeetingInView, Task
from workflow.phases import STOPPED, UNDER_WAY, JobState
from workflow.progress import Stage
from workflow.store.meetings import StoredMeeting


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a meeting is, in words. `fraction` is of what the machine does right now, else None."""

    label: str
    tone: str
    fraction: float | None = None


def day_of(at: datetime | None) -> str:
    """A day, with its hour where that is known: "onsdag den 6. maj 2026 kl. 9.00"."""
    if at is None:
        return str(texts().meetings.no_date)
    local = at.astimezone(COPENHAGEN)
    day = wording.day(at)
    return f"{day} kl.\N{NO-BREAK SPACE}{local.hour}.{local.minute:02}" if _hour_is_known(local) else day


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """A moment in Denmark as a browser's fields for day and hour hold it; empty where it is not known."""

    day: str
    hour: str


def fields_of(at: datetime | None) -> Fields:
    """What the fields hold at first."""
    if at is None:
        return Fields(day="", hour="")
    local = at.astimezone(COPENHAGEN)
    return Fields(day=f"{local:%Y-%m-%d}", hour=f"{local:%H:%M}" if _hour_is_known(local) else "")


def doing(stage: Stage) -> str:
    """A stage of the work, as what happens to the meeting."""
    return str(getattr(texts().meeting.work, f"stage_{stage}"))


def personal(kind: PersonalKind) -> str:
    """What a finding looks like."""
    return str(getattr(texts().meeting.kind, kind))


def size_of(size_bytes: int) -> str:
    """How large a file is: "812 kB", "1,2 GB"."""
    for unit, worth in (("GB", 1e9), ("MB", 1e6)):
        if size_bytes >= worth:
            return f"{size_bytes / worth:.1f}".replace(".", ",") + f"\N{NO-BREAK SPACE}{unit}"
    return f"{max(1, round(size_bytes / 1e3))}\N{NO-BREAK SPACE}kB"


def said(what: str) -> str:
    """A note on a document, a recording or a failed job, in Danish."""
    return sentence("fault", what)


def _hour_is_known(local: datetime) -> bool:
    return local.timetz().replace(tzinfo=None) != time()  # midnight stands for an hour that is not known


def state_of(meeting: StoredMeeting) -> State:
    """How far the meeting is."""
    words = texts().meetings
    if meeting.job in UNDER_WAY:
        stage = meeting.stage if meeting.job is JobState.RUNNING else None
        label = getattr(words.stage, stage) if stage else words.queued
        return State(label=label, tone="running", fraction=meeting.fraction if stage else None)
    if meeting.job in STOPPED:
        return State(label=getattr(words.job, meeting.job), tone=meeting.job)
    return State(label=getattr(words.phase, meeting.phase), tone=meeting.phase)


def task_of(one: MeetingInView) -> str | None:
    """What the meeting waits for this person to do."""
    if one.task is None:
        return None
    words = getattr(texts().meetings.task, one.task)
    left = len(one.standing.open_items)
    return str(words.one if left == 1 else words.many.format(left=left, items=one.standing.items))


def way_to(one: MeetingInView) -> str:
    """Where this person does it."""
    return f"/moeder/{one.meeting.id}{_PLACES.get(one.task, '') if one.task else ''}"


_PLACES = {
    Task.RECORD: "#optagelser",
    Task.APPROVE_MINUTES: "#godkend",
    Task.PUBLISH: "#udgiv",
}
