"""Recordings and transcripts come in: resumably by tus 1.0, or whole by PUT; no body is held in memory."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Request, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.house import Here, House
from api.limits import UPLOADS
from api.problems import Problem
from api.recordings import ShownRecording
from api.security import Who, needs
from workflow import intake
from workflow.access import Actor, Permission
from workflow.files import Received
from workflow.uploads import Upload, Uploads

router = APIRouter(tags=["Uploads"])

MEETING = "/api/v1/meetings/{meeting_id}"
TUS = "1.0.0"
TUS_HEADERS = {
    "Tus-Resumable": TUS,
    "Tus-Version": TUS,
    "Tus-Extension": "creation,creation-defer-length,termination",
}
OFFSET_STREAM = "application/offset+octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")

UploadId = Annotated[str, Path(max_length=64, examples=["6f1a3c8e2b7d4f0a9c5e1d2b3a4f5e6d"])]
Name = Annotated[str, Path(max_length=300, examples=["optagelse.m4a"])]


class ReceivedTranscript(BaseModel):
    """A ready transcript was taken as this version."""

    version: int


@router.post(f"{MEETING}/uploads", status_code=201, response_class=Response, **needs(Permission.PREPARE))
def begin_upload(
    meeting_id: str,
    here: Here,
    who: Who,
    upload_length: Annotated[int | None, Header(ge=0, description="bytes of the whole file")] = None,
    upload_defer_length: Annotated[
        Literal["1"] | None, Header(description="instead, where it grows and the length comes later")
    ] = None,
    upload_metadata: Annotated[str, Header(max_length=4000, description="tus: filename, sha256")] = "",
) -> Response:
    """Begin an upload (tus creation). `filename` and, to be checked at the end, `sha256` are its metadata."""
    if (upload_length is None) == (upload_defer_length is None):
        raise Problem("bad_request", "one of Upload-Length and Upload-Defer-Length is needed")
    here.limits.spend(UPLOADS, who.person_id)
    told = _metadata(upload_metadata)
    sha256 = told.get("sha256", "").lower() or None
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise Problem("invalid", "sha256 must be 64 hexadecimal digits")
    upload = Uploads(here.files.root).begin(
        meeting_id=meeting_id,
        person_id=who.person_id,
        length=upload_length,
        limit_bytes=here.settings.upload_max_bytes,
        name=told.get("filename", ""),
        sha256=sha256,
    )
    location = f"/api/v1/meetings/{meeting_id}/uploads/{upload.id}"
    return Response(status_code=201, headers={**TUS_HEADERS, "Location": location, "Upload-Offset": "0"})


@router.head(f"{MEETING}/uploads/{{upload_id}}", response_class=Response, **needs(Permission.PREPARE))
def read_upload(meeting_id: str, upload_id: UploadId, here: Here, who: Who) -> Response:
    """How far an upload has come. One that is all here and was not taken, by a crash, is taken now."""
    uploads = Uploads(here.files.root)
    upload = uploads.find(upload_id, meeting_id=meeting_id, person_id=who.person_id)
    headers = _progress(uploads, upload)
    if uploads.is_whole(upload):
        with uploads.going_on(upload, upload.room):
            headers["Referent-Recording"] = _complete(here, who, uploads, upload).id
    return Response(status_code=200, headers=headers)


@router.patch(f"{MEETING}/uploads/{{upload_id}}", status_code=204, **needs(Permission.PREPARE))
async def go_on_with_upload(
    meeting_id: str,
    upload_id: UploadId,
    request: Request,
    here: Here,
    who: Who,
    upload_offset: Annotated[int, Header(ge=0)],
    upload_length: Annotated[int | None, Header(ge=0, description="of one whose length came later")] = None,
) -> Response:
    """Send bytes from `Upload-Offset` on. With the last one the file becomes a recording of the meeting."""
    if request.headers.get("content-type", "").split(";")[0] != OFFSET_STREAM:
        raise Problem("wrong_type", f"Content-Type must be {OFFSET_STREAM}")
    uploads = Uploads(here.files.root)
    upload = await run_in_threadpool(uploads.find, upload_id, meeting_id=meeting_id, person_id=who.person_id)
    if upload_length is not None:
        upload = await run_in_threadpool(uploads.declare, upload, upload_length)
    with uploads.going_on(upload, upload_offset) as append:
        async for block in _blocks(request):
            await run_in_threadpool(append.write, block)
        headers = _progress(uploads, upload)
        if uploads.is_whole(upload):
            kept = await run_in_threadpool(_complete, here, who, uploads, upload)
            headers["Referent-Recording"] = kept.id
    return Response(status_code=204, headers=headers)


@router.delete(f"{MEETING}/uploads/{{upload_id}}", status_code=204, **needs(Permission.PREPARE))
def give_up_upload(meeting_id: str, upload_id: UploadId, here: Here, who: Who) -> Response:
    """Give an upload up (tus termination)."""
    uploads = Uploads(here.files.root)
    uploads.forget(uploads.find(upload_id, meeting_id=meeting_id, person_id=who.person_id))
    return Response(status_code=204, headers=TUS_HEADERS)


@router.put(f"{MEETING}/recordings/{{name}}", status_code=201, **needs(Permission.PREPARE))
async def put_recording(
    meeting_id: str, name: Name, request: Request, here: Here, who: Who
) -> ShownRecording:
    """Send a recording whole; the body is the file."""
    received = await _receive(request, here, who, meeting_id, limit_bytes=here.settings.upload_max_bytes)
    kept = await run_in_threadpool(
        intake.receive_recording, here.database, here.files, who, meeting_id, received, name=name
    )
    return ShownRecording.of(kept.file, again=kept.again, elsewhere=kept.elsewhere)


@router.put(f"{MEETING}/transcript", status_code=201, **needs(Permission.PREPARE))
async def put_transcript(meeting_id: str, request: Request, here: Here, who: Who) -> ReceivedTranscript:
    """Send a ready transcript (WebVTT, SRT or JSON) instead of a recording; the body is the file."""
    received = await _receive(request, here, who, meeting_id, limit_bytes=here.settings.agenda_max_bytes)
    version = await run_in_threadpool(
        intake.receive_transcript, here.database, here.files, who, meeting_id, received, name="transcript"
    )
    return ReceivedTranscript(version=version)


async def _receive(
    request: Request, here: House, who: Actor, meeting_id: str, *, limit_bytes: int
) -> Received:
    """The whole body as a file; a body that ends early leaves nothing."""
    here.limits.spend(UPLOADS, who.person_id)
    announced = request.headers.get("content-length", "")
    if not announced.isdigit():
        raise Problem("bad_request", "Content-Length is missing; send in parts by tus instead")
    uploads = Uploads(here.files.root)
    upload = await run_in_threadpool(
        uploads.begin,
        meeting_id=meeting_id,
        person_id=who.person_id,
        length=int(announced),
        limit_bytes=limit_bytes,
        name="",
        sha256=None,
    )
    try:
        with uploads.going_on(upload, 0) as append:
            async for block in _blocks(request):
                await run_in_threadpool(append.write, block)
        if append.left:
            raise Problem("bad_request", "the body ended before what Content-Length announced")
        return await run_in_threadpool(here.files.adopt, uploads.finished(upload))
    finally:
        uploads.forget(upload)


def _complete(here: House, who: Actor, uploads: Uploads, upload: Upload) -> ShownRecording:
    try:
        received = here.files.adopt(uploads.finished(upload))
        if upload.sha256 not in (None, received.sha256):
            here.files.destroy(received.id)
            raise Problem("invalid", "the file that came has another sha256 than was announced")
        kept = intake.receive_recording(
            here.database, here.files, who, upload.meeting_id, received, name=upload.name
        )
    finally:
        uploads.forget(upload)
    return ShownRecording.of(kept.file, again=kept.again, elsewhere=kept.elsewhere)


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    """The body's blocks; a sender that goes away ends them."""
    try:
        async for block in request.stream():
            if block:
                yield block
    except ClientDisconnect:
        return


def _progress(uploads: Uploads, upload: Upload) -> dict[str, str]:
    return {
        **TUS_HEADERS,
        "Upload-Offset": str(uploads.offset(upload)),
        **({"Upload-Defer-Length": "1"} if upload.length is None else {"Upload-Length": str(upload.length)}),
        "Cache-Control": "no-store",
    }


def _metadata(header: str) -> dict[str, str]:
    """Tus metadata: pairs of a key and a base64 value, parted by commas."""
    told = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise Problem("bad_request", f"Upload-Metadata: '{key[:40]}' is not base64") from error
    return told
