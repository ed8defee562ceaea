"""How far a meeting's work is: once as JSON, or as a stream of events until it has ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.house import Here, House
from api.security import Who, needs
from workflow.access import Permission
from workflow.phases import UNDER_WAY, JobState, Phase
from workflow.store import meetings
from workflow.store.meetings import StoredMeeting, now

router = APIRouter(tags=["Meetings"])

POLL_SECONDS = 1.0
HEARTBEAT_POLLS = 15


class Progress(BaseModel):
    """`fraction` is of the present stage, 0 to 1; `seconds_left` an estimate for it, null while unknown."""

    phase: Phase
    job: JobState
    stage: str | None = Field(default=None, examples=["transcribing"])
    fraction: float = Field(examples=[0.42])
    seconds_left: float | None = Field(default=None, examples=[310.0])
    failure: str | None = None

    @classmethod
    def of(cls, meeting: StoredMeeting) -> Progress:
        """The meeting's progress now."""
        return cls(
            phase=meeting.phase,
            job=meeting.job,
            stage=meeting.stage,
            fraction=meeting.fraction,
            seconds_left=_left(meeting),
            failure=meeting.failure,
        )


@router.get("/api/v1/meetings/{meeting_id}/progress", response_model=Progress, **needs(Permission.READ))
async def read_progress(
    meeting_id: str,
    request: Request,
    here: Here,
    who: Who,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Progress | Response:
    """Progress now, or with `Accept: text/event-stream` whenever it changes, until the work has ended."""
    meeting = await run_in_threadpool(_read, here, meeting_id)
    if "text/event-stream" not in accept:
        return Progress.of(meeting)
    return StreamingResponse(
        _events(here, meeting_id, request),
        media_type="text/event-stream",
        headers={"X-Accel-Buffering": "no"},
    )


async def _events(here: House, meeting_id: str, request: Request) -> AsyncIterator[str]:
    last, quiet = None, 0
    while not await request.is_disconnected():
        meeting = await run_in_threadpool(_read, here, meeting_id)
        told = Progress.of(meeting)
        if told != last:
            yield f"event: progress\ndata: {told.model_dump_json()}\n\n"
            last, quiet = told, 0
        elif quiet >= HEARTBEAT_POLLS:
            yield ": still here\n\n"
            quiet = 0
        if meeting.job not in UNDER_WAY:
            return
        quiet += 1
        await asyncio.sleep(POLL_SECONDS)


def _read(here: House, meeting_id: str) -> StoredMeeting:
    with here.database.read() as tx:
        return meetings.get(tx, meeting_id)


def _left(meeting: StoredMeeting) -> float | None:
    """What is left of the stage if it goes on as it went."""
    if meeting.job is not JobState.RUNNING or meeting.stage_started_at is None or meeting.fraction <= 0.02:
        return None
    spent = (now() - meeting.stage_started_at).total_seconds()
    return round(max(0.0, spent * (1.0 - meeting.fraction) / meeting.fraction), 1)
