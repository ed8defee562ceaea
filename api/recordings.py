"""A meeting's recordings: listed, removed before the start, and heard, whole or remark by remark."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from api.house import Here
from api.paging import Page
from api.security import Who, needs
from workflow import intake, peaks, sound
from workflow.access import Permission
from workflow.store import meetings
from workflow.store.meetings import FileKind, StoredFile

router = APIRouter(tags=["Recordings"])

RECORDINGS = "/api/v1/meetings/{meeting_id}/recordings"


class ShownRecording(BaseModel):
    """A recording. `seconds` is known once it was heard.

    `again`: the meeting had the same file; `elsewhere`: another meeting has it.
    """

    id: str
    name: str = Field(examples=["optagelse.m4a"])
    size_bytes: int
    sha256: str
    position: int
    seconds: float | None
    created_at: datetime
    again: bool = False
    elsewhere: bool = False

    @classmethod
    def of(cls, file: StoredFile, *, again: bool = False, elsewhere: bool = False) -> ShownRecording:
        """The file as it is shown."""
        return cls(
            id=file.id,
            name=file.name,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            position=file.position,
            seconds=file.seconds,
            created_at=file.created_at,
            again=again,
            elsewhere=elsewhere,
        )


class ShownPeaks(BaseModel):
    """How loud the sound is, from 0 to 100, at equal steps from the start to the end that was asked for."""

    peaks: list[int] = Field(examples=[[0, 12, 64, 58]])


@router.get(RECORDINGS, **needs(Permission.READ))
def list_recordings(meeting_id: str, here: Here, who: Who) -> Page[ShownRecording]:
    """The recordings in their order; all on one page."""
    with here.database.read() as tx:
        found = meetings.files(tx, meeting_id, FileKind.RECORDING)
    return Page(items=[ShownRecording.of(one) for one in found])


@router.delete(RECORDINGS + "/{file_id}", status_code=204, **needs(Permission.PREPARE))
def delete_recording(meeting_id: str, file_id: str, here: Here, who: Who) -> None:
    """Destroy a recording before the meeting is started."""
    intake.remove_recording(here.database, here.files, who, meeting_id, file_id)


@router.get(
    RECORDINGS + "/{file_id}/audio",
    response_class=FileResponse,
    **needs(Permission.LISTEN, withholds_closed=True),
)
def hear_recording(meeting_id: str, file_id: str, here: Here, who: Who) -> FileResponse:
    """The sound, whole or by `Range`. Refused where part of the meeting is closed to you."""
    file = sound.whole_recording(here.database, who, meeting_id, file_id)
    path = here.files.path(file.id)
    return FileResponse(path, media_type=sound.media_type(path))


@router.get(RECORDINGS + "/{file_id}/peaks", **needs(Permission.LISTEN, withholds_closed=True))
def read_peaks(
    meeting_id: str,
    file_id: str,
    here: Here,
    who: Who,
    start: Annotated[float, Query(ge=0, le=1e6, description="seconds into the recording")] = 0.0,
    end: Annotated[float | None, Query(ge=0, le=1e6, description="seconds; null: its end")] = None,
    points: Annotated[int, Query(ge=1, le=20_000, description="at most so many")] = 2000,
) -> ShownPeaks:
    """The shape of the sound, to draw it. What is closed to you is silent in it."""
    found = peaks.shape(
        here.database, here.files, who, meeting_id, file_id, start=start, end=end, points=points
    )
    return ShownPeaks(peaks=list(found))


@router.get(
    "/api/v1/meetings/{meeting_id}/utterances/{utterance_id}/audio",
    response_class=Response,
    **needs(Permission.LISTEN, withholds_closed=True),
)
def hear_utterance(meeting_id: str, utterance_id: int, here: Here, who: Who) -> Response:
    """A single remark as WAV."""
    heard = sound.remark(here.database, here.files, who, meeting_id, utterance_id)
    return Response(heard, media_type="audio/wav")
